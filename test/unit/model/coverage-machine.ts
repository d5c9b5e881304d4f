import Database from 'better-sqlite3';
import type { AlertTransition } from '../../../src-main/common/model/alerts.ts';
import type { Limit } from '../../../src-main/common/model/limits.ts';
import { type EpochMs, epochMs } from '../../../src-main/common/units.ts';
import { plainRules } from '../../../src-main/engine/alerts/alert-rules.ts';
import type { AgentWishes, CheckStore } from '../../../src-main/engine/alerts/check-store.ts';
import type { WindowReport } from '../../../src-main/engine/alerts/reports.ts';
import { TrafficChecker } from '../../../src-main/engine/alerts/traffic-checker.ts';
import type { MessageLog, ReadSoFar } from '../../../src-main/engine/log/message-log.ts';
import { AgentRepository } from '../../../src-main/engine/store/agent-repository.ts';
import { AlertRepository } from '../../../src-main/engine/store/alert-repository.ts';
import { CheckRepository } from '../../../src-main/engine/store/check-repository.ts';
import type { Connection } from '../../../src-main/engine/store/database.ts';
import { migrations } from '../../../src-main/engine/store/migrations.ts';
import { SeriesRepository } from '../../../src-main/engine/store/series-repository.ts';
import { WindowRepository } from '../../../src-main/engine/store/window-repository.ts';
import { everything } from '../../../src-main/engine/windows/selection.ts';
import type { AgentRecord } from '../../../src-main/engine/windows/agent-record.ts';
import type { Window } from '../../../src-main/engine/windows/window.ts';
import { FakeClock } from '../../support/process/fake-clock.ts';
import type { PlayedLog, PlayedReader } from './played-logs.ts';
import { startOf, windowMs } from './world-agent.ts';
import { type Forgotten, type LostRange, type Names, Truth, type World } from './world.ts';

/** Where an exception is thrown. */
export type Place = 'commit' | 'load' | 'read' | 'limits' | 'listener';

const locked = Object.assign(new Error('database is locked'), { code: 'SQLITE_BUSY' });

/** A database in memory, with all tables. */
export function openMemory(): Connection {
  const connection = new Database(':memory:');
  connection.pragma('foreign_keys = ON');
  for (const sql of migrations) connection.exec(sql);
  return connection;
}

/** A checker over a real store and a log, either of which throws when it is told to; it holds what is told to be true. */
export class CoverageMachine {
  /** What was told and is not true. */
  readonly lies: string[] = [];
  readonly #world: World;
  /** Two readers of one database have alerts of their own. */
  readonly #name: string;
  readonly #limits: readonly Limit[];
  readonly #log: PlayedLog;
  readonly #reader: PlayedReader;
  readonly #agents: AgentRepository;
  readonly #series: number;
  #lost: LostRange[] = [];
  readonly #forgotten: Forgotten[] = [];
  /** Agents that people expect now, and by each that they ever did, the windows that were over by then. */
  #expectedNow: readonly string[] = [];
  readonly #expectedSince = new Map<string, ReadonlySet<number>>();
  readonly #windows: WindowRepository;
  readonly #store: CheckRepository;
  readonly #clock: FakeClock;
  readonly #told = new Set<string>();
  readonly #judged = new Map<EpochMs, readonly AgentRecord[]>();
  #trouble: { readonly place: Place; left: number } | undefined;
  #checker!: TrafficChecker;

  constructor(parts: {
    world: World;
    limits: readonly Limit[];
    log: PlayedLog;
    connection: Connection;
    name: string;
  }) {
    this.#world = parts.world;
    this.#limits = parts.limits;
    this.#name = parts.name;
    this.#log = parts.log;
    this.#reader = parts.log.reader();
    this.#agents = new AgentRepository(parts.connection);
    this.#clock = new FakeClock(parts.world.nowMs);
    const shape = { sizeMs: windowMs, slideMs: windowMs };
    const series = new SeriesRepository(parts.connection).open(parts.name, shape, epochMs(0));
    this.#series = series.id;
    this.#windows = new WindowRepository(parts.connection, series, 100);
    const alerts = new AlertRepository(parts.connection);
    this.#store = new CheckRepository(parts.connection, series, { windows: this.#windows, alerts });
    this.kill();
  }

  /** Begins anew on what is stored. */
  kill(): void {
    this.#trouble = undefined;
    this.#checker = this.#newChecker();
    this.#rewind(this.#checker.readSoFar);
  }

  /** People have an agent forgotten. */
  forget(agent: string): void {
    const all = [...this.#checker.roster.agents];
    const known = all.find((one) => one.agent === agent);
    if (!known) return;
    // An agent whose clock skipped the windows that the others come to is forgotten with that, also those that came first.
    const skipped = this.#world.agents.some(({ wasSet }) => wasSet)
      ? [
          ...all.flatMap(({ reached }) => [...reached.values()]),
          ...this.#forgotten.map(({ fromMs }) => fromMs),
        ]
      : [];
    const fromMs = Math.min(
      known.joinedMs,
      known.livedMs,
      ...known.reached.values(),
      ...skipped,
      known.doubtMs ?? Infinity,
    );
    this.#forgotten.push({ agent, fromMs, ends: this.#log.entries.map(({ length }) => length) });
    this.#agents.forget(this.#series, agent);
    this.#unlessLocked(() => this.#checker.takeAgentWishes());
  }

  /** People say which agents are to be there, and no others. */
  expect(agents: readonly string[]): void {
    this.calm();
    this.commit();
    const over = new Set(this.#closed());
    for (const agent of agents) if (!this.#expectedNow.includes(agent)) this.#expectedSince.set(agent, over);
    this.#expectedNow = agents;
    this.#checker.takeAgentWishes();
  }

  /** What is true for this reader. */
  get truth(): Truth {
    const expected = [...this.#expectedSince.keys()];
    return new Truth(this.#world, this.#log, { lost: this.#lost, forgotten: this.#forgotten, expected });
  }

  /** The `left`th call from now on of something throws. */
  trouble(place: Place, left: number): void {
    this.#trouble = { place, left };
  }

  calm(): void {
    this.#trouble = undefined;
  }

  async read(appends: readonly number[]): Promise<void> {
    appends.forEach((count, partition) => this.#reader.fetch(partition, count));
    await this.#checker.drain().catch(expectLocked);
  }

  tick(aheadMs = 0): void {
    this.#clock.advance(Math.max(0, this.#world.nowMs - this.#clock.now()));
    const now = epochMs(this.#world.nowMs + aheadMs);
    const caughtUp = this.#reader.caughtUp(this.#checker.positions, now);
    this.#unlessLocked(() => this.#checker.tick(now, caughtUp));
  }

  /** So much time passes in which the reader listens and hears nothing. */
  listen(seconds: number): void {
    for (let i = 1; i <= seconds; i += 1) {
      this.#clock.advance(1_000);
      this.tick(i * 1_000);
    }
  }

  /** It has a place in each partition: what is deleted from now on was there for it. */
  async settle(): Promise<void> {
    if (this.#checker.committed.positions.size === this.#log.partitions) return;
    this.calm();
    await this.read([1, 1]);
    this.commit();
  }

  commit(): void {
    this.#unlessLocked(() => this.#checker.commit());
  }

  /** A window as it is stored. */
  stored(startMs: number): Window | undefined {
    return this.#windows.load(epochMs(startMs));
  }

  /** Starts of the windows that are stored as over. */
  *#closed(): Generator<number> {
    const { earliestMs, latestMs } = this.#world;
    for (let startMs = startOf(earliestMs); startMs < latestMs; startMs += windowMs)
      if (this.stored(startMs)?.closed) yield startMs;
  }

  #newChecker(): TrafficChecker {
    const checker = new TrafficChecker({
      ...{
        identity: () => this.#name,
        log: this.#troubledLog(),
        store: this.#troubledStore(),
        rules: plainRules,
        warnPercent: null,
      },
      limits: () => this.#pass('limits', this.#limits),
      newestChange: () => null,
      knownAt: () => this.#noteJudging(),
      monotonic: () => this.#clock.monotonic(),
      settings: {
        ...{ shape: { sizeMs: windowMs, slideMs: windowMs }, selection: everything, latenessMs: 0 },
        ...{ correctionMs: Infinity, maxPairs: 100, leaseMs: 30_000 },
        coverage: this.#log.partitions === 1 ? 'marked' : 'unknown',
      },
    });
    checker.onWindowReported((report) => this.#hear(report));
    checker.onAlertChanged((alert) => this.#hearAlert(alert));
    return checker;
  }

  #hear(report: WindowReport): void {
    const { startMs, endMs, bytes, exact, status } = report.detail(0);
    if (status === 'below' && !exact) this.lies.push(`${startMs} is below, and not exact`);
    if (!exact) return;
    // Of who was heard after the window had closed, another report will tell.
    const known = [...this.#checker.roster.agents].filter(
      ({ doubtMs }) => doubtMs === null || doubtMs >= endMs,
    );
    const names = this.#expected(startMs, known);
    const { truth: all } = this;
    const truth = all.passed(startMs, names);
    if (endMs > this.#world.latestMs && all.isWatched(startMs, names))
      this.lies.push(`${startMs} is exact before its end`);
    if (bytes < truth) this.lies.push(`${startMs} is exact with ${bytes}, and ${truth} passed`);
    this.#pass('listener', null);
  }

  /** Judging begins: with it goes what is known of the agents by now, by a time of its own. */
  #noteJudging(): EpochMs {
    const atMs = epochMs(this.#clock.now() + this.#judged.size);
    this.#judged.set(atMs, [...this.#checker.roster.agents]);
    return atMs;
  }

  #hearAlert({ id, state, subject, atMs, window: { startMs } }: AlertTransition): void {
    if (this.#told.has(`${id} ${state}`)) this.lies.push(`${id} is ${state} twice`);
    this.#told.add(`${id} ${state}`);
    if (state !== 'firing' || subject.kind === 'agent' || subject.limit.name !== 'min') return;
    const { limit } = subject;
    const known = this.#judged.get(atMs)!;
    const truth = this.truth.passed(startMs, this.#expected(startMs, known), limit.source);
    if (truth >= limit.value) this.lies.push(`${startMs} is below ${limit.value}, and ${truth} passed`);
  }

  /** Agents that the reader knows of, but for those that had said farewell before a window began. */
  #expected(startMs: number, known: readonly AgentRecord[] = [...this.#checker.roster.agents]): Names {
    const isGone = ({ left, livedMs }: { left: readonly number[]; livedMs: number }): boolean =>
      left.length === this.#log.partitions && livedMs <= startMs;
    const wished = this.#expectedNow.filter((agent) => !this.#expectedSince.get(agent)!.has(startMs));
    return { known: known.filter((one) => !isGone(one)).map(({ agent }) => agent), wished };
  }

  #troubledLog(): MessageLog {
    const { log } = this.#reader;
    return {
      append: (messages) => log.append(messages),
      read: async (positions, count) => {
        this.#pass('read', null);
        const deliveries = await log.read(positions, Math.min(count, 3));
        for (const one of deliveries) if (one.kind === 'lost') this.#lost.push(one);
        return deliveries;
      },
      rewind: (readSoFar) => this.#rewind(readSoFar),
      nextSequence: (agent) => log.nextSequence(agent),
      ends: () => log.ends(),
      onAppended: log.onAppended,
    };
  }

  /** What is lost behind the positions is read again, or more of it. */
  #rewind(readSoFar: ReadSoFar): void {
    const { positions } = readSoFar;
    this.#lost = this.#lost.filter(
      ({ partition, nextOffset }) => nextOffset <= (positions.get(partition) ?? 0),
    );
    this.#reader.log.rewind(readSoFar);
  }

  #troubledStore(): CheckStore {
    return {
      restore: () => ({ ...this.#store.restore(), wishes: this.#wishes }),
      agentWishes: () => this.#wishes,
      hasAlert: (id) => this.#store.hasAlert(id),
      load: (startMs) => this.#pass('load', this.#store).load(startMs),
      starts: (fromMs, toMs, count) => this.#store.starts(fromMs, toMs, count),
      panes: this.#store.panes,
      commit: (checkpoint) => this.#pass('commit', this.#store).commit(checkpoint),
    };
  }

  get #wishes(): AgentWishes {
    return { ...this.#store.agentWishes(), expected: this.#expectedNow };
  }

  /** Gives a value on, or throws where it is told to. */
  #pass<T>(place: Place, value: T): T {
    const trouble = this.#trouble;
    if (trouble?.place !== place || trouble.left-- > 0) return value;
    this.#trouble = undefined;
    throw locked;
  }

  #unlessLocked(act: () => void): void {
    try {
      act();
    } catch (thrown) {
      expectLocked(thrown);
    }
  }
}

function expectLocked(thrown: unknown): void {
  if (thrown !== locked && (thrown as Error).cause !== locked) throw thrown;
}
