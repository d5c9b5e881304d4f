import { expect } from 'vitest';
import type { Lack } from '../../../src-main/common/model/windows.ts';
import type { Connection } from '../../../src-main/engine/store/database.ts';
import { limitOf } from '../../support/records/flows.ts';
import { CoverageMachine } from './coverage-machine.ts';
import type { Step } from './coverage-steps.ts';
import type { PlayedLog } from './played-logs.ts';
import { type Fate, startOf, windowMs } from './world-agent.ts';
import { World } from './world.ts';

const limits = [limitOf('min', 150), limitOf('max', 600), limitOf('min', 60, { source: '10.0.0.1' })];

let names = 0;

/** A schedule with two readers of one log; both have read all of it at the end. */
export class Schedule {
  readonly world = new World();
  readonly readers: readonly CoverageMachine[];
  readonly #log: PlayedLog;

  constructor(log: PlayedLog, connection: Connection) {
    this.#log = log;
    const { world } = this;
    this.readers = [0, 1].map(
      () => new CoverageMachine({ world, limits, log, connection, name: `series ${++names}` }),
    );
  }

  /** The agents run, and every reader knows them; each log of a process' own has one alone. */
  async begin(): Promise<void> {
    for (const agent of this.#agents) await this.#playAgent({ kind: 'start', agent });
    await this.#round([], []);
  }

  async play(one: Step): Promise<void> {
    if (one.kind === 'round') await this.#round(one.fates, one.bytes);
    else if (one.kind === 'seconds') one.fates.forEach((fates, i) => this.world.pass(fates, one.bytes[i]!));
    else if (one.kind === 'expire' || one.kind === 'damage') await this.#lose(one);
    else if ('agent' in one) await this.#playAgent(one);
    else if ('reader' in one) await this.#playReader(this.readers[one.reader]!, one);
  }

  /** Every agent says its last word, and every reader reads all. */
  async end(): Promise<void> {
    for (const agent of this.#agents) {
      this.world.agents[agent]!.start(this.world.nowMs);
      await this.#playAgent({ kind: 'stop', agent });
      await this.#playAgent({ kind: 'send', agent, count: Infinity });
    }
    for (const one of this.readers) {
      one.calm();
      await one.read([Infinity, Infinity]);
      one.tick(3_600_000);
      one.commit();
    }
  }

  /** Holds what each reader said, and what it stored, against the truth. */
  check(): void {
    for (const machine of this.readers) {
      expect(machine.lies).toEqual([]);
      const { truth } = machine;
      const { earliestMs, latestMs } = this.world;
      for (let startMs = startOf(earliestMs); startMs < latestMs; startMs += windowMs) {
        const window = machine.stored(startMs);
        expect([startMs, window?.bytes ?? 0]).toEqual([startMs, truth.came(startMs)]);
        if (!window) continue;
        const lacks = window.lacks.filter((one) => !this.#isWary(one, window.endMs));
        const isExact = truth.isExact(startMs);
        if (isExact === true) expect([startMs, lacks]).toEqual([startMs, []]);
        if (isExact === false) expect([startMs, window.exact]).toEqual([startMs, false]);
      }
    }
  }

  /**
   * Whether a lack may be there though nothing is missing: of whoever writes no marks, and of an agent whose clock was
   * set back, as what was there of later windows, or was lost, may have the wrong time, and no mark of it comes to tell of
   * them. Nor does one of windows that an agent whose clock is ahead made, after the farewell of another that was silent.
   */
  #isWary({ reason, agent, interface: name }: Lack, endMs: number): boolean {
    const owner = this.world.agents.find((one) => one.name === agent);
    if (!owner) return reason === 'coverage-unknown';
    if (reason === 'agent-silent') return owner.wasSetBack || endMs > (owner.lives.at(-1)?.leftMs ?? 0);
    if (name !== undefined || !['not-captured', 'records-lost'].includes(reason)) return false;
    // Nobody knows of a stranger whether it was there when another's clock was set back to before it was heard.
    const isBefore = endMs <= owner.lives[0]!.fromMs && this.world.agents.some((one) => one.wasSetBack);
    return owner.wasSetBack || isBefore;
  }

  get #agents(): readonly number[] {
    return this.#log.partitions === 1 ? [0] : [0, 1];
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

  async #lose(one: Extract<Step, { kind: 'expire' | 'damage' }>): Promise<void> {
    for (const machine of this.readers) await machine.settle();
    if (one.kind === 'expire') this.#log.expire(one.partition, one.count);
    else this.#log.damage(one.which);
  }

  async #playAgent(one: Extract<Step, { agent: number }>): Promise<void> {
    const { world } = this;
    const agent = world.agents[one.agent]!;
    if (!this.#agents.includes(one.agent)) return;
    if (one.kind === 'start') return agent.start(world.nowMs);
    if (one.kind === 'set clock') return agent.setClock(world.nowMs, one.byMs);
    if (one.kind === 'roll back') return agent.rollBack(world.nowMs);
    if (one.kind === 'back up') return agent.backUp();
    if (one.kind === 'overflow') return agent.overflow(one.count);
    if (one.kind === 'send') return this.#log.append(agent.send(one.count), world.nowMs);
    if (!agent.isUp) return;
    if (one.kind === 'kill agent') return agent.kill();
    if (one.kind === 'seal') return agent.seal();
    if (one.kind === 'stop') agent.stop(world.nowMs);
    else agent.seal();
    const messages = agent.send(Infinity);
    await this.#log.append(messages, world.nowMs);
    // A producer sends again what it was not told the fate of.
    if (one.kind === 'flush' && one.twice) await this.#log.append(messages, world.nowMs);
  }

  async #playReader(machine: CoverageMachine, one: Extract<Step, { reader: number }>): Promise<void> {
    if (one.kind === 'read') await machine.read(one.appends.slice(0, this.#log.partitions));
    else if (one.kind === 'tick') machine.tick(one.aheadMs);
    else if (one.kind === 'commit') machine.commit();
    else if (one.kind === 'kill') machine.kill();
    else if (one.kind === 'listen') machine.listen(35);
    else if (one.kind === 'expect') machine.expect(one.whom.map((agent) => this.world.agents[agent]!.name));
    else if (one.kind === 'forget') machine.forget(this.world.agents[one.whom]!.name);
    else if ('place' in one) machine.trouble(one.place, one.left);
  }
}
