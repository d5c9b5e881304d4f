import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { LogRepository } from '../../../src-main/engine/store/log-repository.ts';
import type { Connection } from '../../../src-main/engine/store/database.ts';
import { limitOf } from '../../helpers/flows.ts';
import { CoverageMachine, openMemory, type Place } from './coverage-machine.ts';
import { beginMs, type Fate, startOf, windowMs, World, type Written } from './coverage-world.ts';
import { type PlayedLog, PlayedEmbeddedLog, PlayedTopicLog } from './played-logs.ts';

const limits = [limitOf('min', 150), limitOf('max', 600), limitOf('min', 60, { source: '10.0.0.1' })];

type Step =
  | { kind: 'seconds' | 'round'; fates: Fate[][]; bytes: number[][] }
  | { kind: 'flush'; agent: number; twice: boolean }
  | { kind: 'start' | 'stop' | 'kill agent'; agent: number }
  | { kind: 'read'; reader: number; appends: number[] }
  | { kind: 'tick'; reader: number; aheadMs: number }
  | { kind: 'commit' | 'kill' | 'listen'; reader: number }
  | { kind: 'trouble'; reader: number; place: Place; left: number };

const agent = fc.nat(1);
const reader = fc.nat(1);
const fate = fc.oneof(
  { weight: 40, arbitrary: fc.constant<Fate>('captured') },
  { weight: 1, arbitrary: fc.constantFrom<Fate>('interrupted', 'kernel dropped', 'queue dropped') },
);
const both = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(of, { minLength: 2, maxLength: 2 });
const seconds = fc.integer({ min: 1, max: 8 }).chain((count) =>
  fc.record({
    kind: fc.constantFrom('seconds', 'round', 'round'),
    fates: fc.array(both(fate), { minLength: count, maxLength: count }),
    bytes: fc.array(both(fc.nat(40)), { minLength: count, maxLength: count }),
  }),
);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: seconds },
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('flush' as const), agent, twice: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom('start', 'start', 'start', 'stop', 'kill agent'), agent }),
  },
  {
    weight: 8,
    arbitrary: fc.record({ kind: fc.constant('read' as const), reader, appends: both(fc.nat(4)) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('tick' as const),
      reader,
      aheadMs: fc.constantFrom(0, 0, 3_600_000, -3_600_000),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('commit', 'kill', 'listen'), reader }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('trouble' as const),
      reader,
      place: fc.constantFrom<Place>('commit', 'load', 'read', 'limits', 'listener'),
      left: fc.nat(6),
    }),
  },
);

let connection: Connection;
let names = 0;
beforeAll(() => (connection = openMemory()));
afterAll(() => connection.close());

/** A schedule with two readers of one log; both have read all of it at the end. */
class Schedule {
  readonly world = new World();
  readonly written: Written[] = [];
  readonly readers: readonly CoverageMachine[];
  readonly #log: PlayedLog;

  constructor(log: PlayedLog) {
    this.#log = log;
    this.readers = [0, 1].map(() => {
      const reader = log.reader();
      const { partitions } = log;
      return new CoverageMachine({
        world: this.world,
        limits,
        reader,
        partitions,
        connection,
        name: `${++names}`,
      });
    });
  }

  /** The agents run, and every reader knows them; each log of a process' own has one alone. */
  async begin(): Promise<void> {
    for (const agent of this.#agents) await this.#playAgent({ kind: 'start', agent });
    await this.#round([], []);
  }

  async play(one: Step): Promise<void> {
    if (one.kind === 'round') await this.#round(one.fates, one.bytes);
    else if (one.kind === 'seconds') one.fates.forEach((fates, i) => this.world.pass(fates, one.bytes[i]!));
    else if ('agent' in one) await this.#playAgent(one);
    else if ('reader' in one) await playReader(this.readers[one.reader]!, one, this.#log.partitions);
  }

  /** All goes well for a while: what passes is written and read at once. */
  async #round(fates: readonly Fate[][], bytes: readonly number[][]): Promise<void> {
    fates.forEach((both, i) => this.world.pass(both, bytes[i]!));
    for (const agent of this.#agents) await this.#playAgent({ kind: 'flush', agent, twice: false });
    for (const machine of this.readers) {
      await machine.read([Infinity, Infinity]);
      machine.tick();
    }
  }

  /** Every agent says its last word, and every reader reads all. */
  async end(): Promise<void> {
    for (const agent of this.#agents) {
      this.world.agents[agent]!.start(this.world.nowMs);
      await this.#playAgent({ kind: 'stop', agent });
    }
    for (const one of this.readers) {
      one.calm();
      await one.read([Infinity, Infinity]);
      one.tick(3_600_000);
      one.commit();
    }
  }

  get #agents(): readonly number[] {
    return this.#log.partitions === 1 ? [0] : [0, 1];
  }

  async #playAgent(one: Extract<Step, { agent: number }>): Promise<void> {
    const { world } = this;
    if (!this.#agents.includes(one.agent)) return;
    const agent = world.agents[one.agent]!;
    if (one.kind === 'start') return agent.start(world.nowMs);
    if (!agent.isUp) return;
    if (one.kind === 'kill agent') return agent.kill();
    const { messages, written } = one.kind === 'stop' ? agent.stop(world.nowMs) : agent.flush();
    this.written.push(...written);
    await this.#log.append(messages, world.nowMs);
    // A producer sends again what it was not told the fate of.
    if (one.kind === 'flush' && one.twice) await this.#log.append(messages, world.nowMs);
  }
}

async function playReader(
  machine: CoverageMachine,
  one: Extract<Step, { reader: number }>,
  partitions: number,
): Promise<void> {
  if (one.kind === 'read') await machine.read(one.appends.slice(0, partitions));
  else if (one.kind === 'tick') machine.tick(one.aheadMs);
  else if (one.kind === 'commit') machine.commit();
  else if (one.kind === 'kill') machine.kill();
  else if (one.kind === 'listen') machine.listen(35);
  else if ('place' in one) machine.trouble(one.place, one.left);
}

async function check(log: PlayedLog, steps: readonly Step[]): Promise<void> {
  const schedule = new Schedule(log);
  const { world, readers } = schedule;
  await schedule.begin();
  for (const one of steps) await schedule.play(one);
  await schedule.end();
  for (const machine of readers) {
    expect(machine.lies).toEqual([]);
    for (let startMs = beginMs; startMs < world.nowMs; startMs += windowMs) {
      const own = schedule.written.filter(({ atMs }) => startOf(atMs) === startMs);
      const came = own.reduce((sum, { bytes }) => sum + bytes, 0);
      const window = machine.stored(startMs);
      expect([startMs, window?.bytes ?? 0]).toEqual([startMs, came]);
      if (world.isClean(startMs) && own.length > 0)
        expect([startMs, window?.lacks.filter(({ reason }) => reason !== 'coverage-unknown')]).toEqual([
          startMs,
          [],
        ]);
    }
  }
}

const steps = fc.array(step, { maxLength: 60, size: 'max' });
const asked = process.env.STREAMCHECKER_SCHEDULES;
const numRuns = Number(asked ?? 300);
// The short run is the same each time; the long one looks for what nobody has seen.
const chosen = { numRuns, ...(asked === undefined && { seed: 14 }) };
const timeout = 30_000 + numRuns * 100;

it(
  'tells no minimum that what was not seen could satisfy, and sums each record once: on a topic',
  () =>
    fc.assert(
      fc.asyncProperty(steps, (taken) => check(new PlayedTopicLog(), taken)),
      chosen,
    ),
  timeout,
);

it(
  'tells no minimum that what was not seen could satisfy, and sums each record once: in the embedded log',
  () =>
    fc.assert(
      fc.asyncProperty(steps, (taken) =>
        check(new PlayedEmbeddedLog(new LogRepository(connection, `log ${++names}`)), taken),
      ),
      chosen,
    ),
  timeout,
);
