import Database from 'better-sqlite3';
import { MonitorError } from '../../../src-main/common/errors.ts';
import type { AlertNotification } from '../../../src-main/common/model/alerts.ts';
import type { Limit } from '../../../src-main/common/model/limits.ts';
import { durationMs, epochMs } from '../../../src-main/common/units.ts';
import type { AlertRules } from '../../../src-main/engine/alerts/alert-rules.ts';
import { DeliveryStage, type Outcome, taken } from '../../../src-main/engine/notify/delivery-stage.ts';
import type { LimitRows, LimitSource } from '../../../src-main/engine/limits/limit-source.ts';
import { LimitSync } from '../../../src-main/engine/limits/limit-sync.ts';
import type { CheckStore } from '../../../src-main/engine/alerts/check-store.ts';
import { TrafficChecker } from '../../../src-main/engine/alerts/traffic-checker.ts';
import { StorageStage } from '../../../src-main/engine/notify/storage-stage.ts';
import { AlertRepository } from '../../../src-main/engine/store/alert-repository.ts';
import { CheckRepository } from '../../../src-main/engine/store/check-repository.ts';
import type { Connection } from '../../../src-main/engine/store/database.ts';
import { LimitRepository } from '../../../src-main/engine/store/limit-repository.ts';
import { migrations } from '../../../src-main/engine/store/migrations.ts';
import { OutboxRepository } from '../../../src-main/engine/store/outbox-repository.ts';
import { type Series, SeriesRepository } from '../../../src-main/engine/store/series-repository.ts';
import { SettingsRepository } from '../../../src-main/engine/store/settings-repository.ts';
import { WindowRepository } from '../../../src-main/engine/store/window-repository.ts';
import { everything } from '../../../src-main/engine/windows/selection.ts';
import { FakeClock } from '../../support/process/fake-clock.ts';
import { MemoryLog } from '../../support/records/flows.ts';

export const sizeMs = 10_000;
export const latenessMs = 5_000;
const settings = {
  ...{ shape: { sizeMs, slideMs: sizeMs }, selection: everything, latenessMs },
  ...{ correctionMs: Infinity, maxPairs: 100, coverage: 'whole' as const, leaseMs: 30_000 },
};

let connection: Connection;
let outbox: OutboxRepository;
let limitRepository: LimitRepository;
let alerts: AlertRepository;

/** Opens the database that the machines of a test share, each with a series of its own. */
export function openStore(): void {
  connection = new Database(':memory:');
  connection.pragma('foreign_keys = ON');
  for (const sql of migrations) connection.exec(sql);
  outbox = new OutboxRepository(connection);
  limitRepository = new LimitRepository(connection, new SettingsRepository(connection));
  alerts = new AlertRepository(connection);
}

export const closeStore = (): void => void connection.close();

const diskFull = new Error('disk full');
const receiver = { name: 'receiver', isRecord: true } as const;

/** A source of limits that fails when it is told to. */
class TestSource implements LimitSource {
  readonly origin = 'limits.json';
  limits: readonly Limit[];
  fails = false;

  constructor(limits: readonly Limit[]) {
    this.limits = limits;
  }

  read(): Promise<LimitRows> {
    if (this.fails) return Promise.reject(new MonitorError('limits/unreadable', 'gone'));
    return Promise.resolve({ limits: this.limits, badRows: [] });
  }

  watch(): Promise<never> {
    throw new Error('is read only when told');
  }

  edit(): Promise<never> {
    throw new Error('is never added to');
  }

  dispose(): void {}
}

/** The process under test, over the real store: limits, checker and the feed of one channel. */
export class Machine {
  readonly log = new MemoryLog();
  readonly source: TestSource;
  readonly received: AlertNotification[] = [];
  /** Whether the channel refuses, or the process dies once it has taken a notification. */
  trouble: 'refuse' | 'kill before the mark' | undefined;
  isFull = false;
  readonly #rules: AlertRules;
  readonly #series: Series;
  readonly #store: CheckRepository;
  readonly #clock = new FakeClock();
  #sync!: LimitSync;
  #checker!: TrafficChecker;

  constructor(limits: readonly Limit[], rules: AlertRules, name: string) {
    this.source = new TestSource(limits);
    this.#rules = rules;
    this.#series = new SeriesRepository(connection).open(name, { sizeMs, slideMs: sizeMs }, epochMs(0));
    const windows = new WindowRepository(connection, this.#series, 100);
    this.#store = new CheckRepository(connection, this.#series, {
      windows,
      alerts,
      notifications: new StorageStage({ alerts, outbox }),
    });
    outbox.begin([]);
    outbox.begin([receiver]);
  }

  /** Begins anew on what is stored, as after a kill. */
  async start(): Promise<void> {
    this.#sync = new LimitSync({
      ...{
        repository: limitRepository,
        clock: this.#clock,
        refresh: { mode: 'manual' },
      },
      openSource: () => this.source,
    });
    await this.#sync.follow(this.source);
    await this.syncLimits();
    this.#sync.onChanged(() => this.#unlessFull(() => this.#checker.rejudge(this.#clock.now())));
    this.#checker = this.#newChecker();
  }

  async look(now: number): Promise<void> {
    this.#clock.advance(now - this.#clock.now());
    this.#unlessFull(() => this.#checker.tick(epochMs(now)));
    await this.#checker.drain().catch((thrown: unknown) => this.#expectFull(thrown));
    this.#unlessFull(() => this.#checker.commit());
  }

  async syncLimits(): Promise<void> {
    const { fails, limits } = this.source;
    await this.#sync.sync();
    // A source without rows counts only once a person confirms it.
    if (!fails && limits.length === 0 && this.#sync.limits.length > 0) await this.#sync.import(this.source);
  }

  /** Tells what waits, as far as the trouble lets it. */
  async tell(): Promise<void> {
    const feed = new DeliveryStage({
      receiver: { ...receiver, deliver: (notification: AlertNotification) => this.#receive(notification) },
      outbox: this.#outboxOfTheDying(),
      clock: this.#clock,
    });
    const pausing = this.#clock.onWait(() => {
      void feed.stop(0);
      this.#clock.advance(0);
    });
    await feed.run();
    pausing.dispose();
  }

  /** A receiver passes over what it knows already, by sequence. */
  get heard(): readonly AlertNotification[] {
    return this.received.filter(
      ({ sequence }, i, all) => i === all.findIndex((one) => one.sequence === sequence),
    );
  }

  async #receive(notification: AlertNotification): Promise<Outcome> {
    await Promise.resolve();
    if (this.trouble === 'refuse') throw new Error('no answer');
    this.received.push(notification);
    return taken;
  }

  #outboxOfTheDying(): OutboxRepository {
    if (this.trouble !== 'kill before the mark') return outbox;
    const dying = new OutboxRepository(connection);
    dying.take = () => {
      throw new Error('killed');
    };
    return dying;
  }

  #newChecker(): TrafficChecker {
    const store: CheckStore = {
      restore: () => this.#store.restore(),
      agentWishes: () => this.#store.agentWishes(),
      hasAlert: (id) => this.#store.hasAlert(id),
      load: (startMs) => this.#store.load(startMs),
      starts: (fromMs, toMs, count) => this.#store.starts(fromMs, toMs, count),
      panes: this.#store.panes,
      commit: (checkpoint) => {
        if (this.isFull) throw diskFull;
        this.#store.commit(checkpoint);
      },
    };
    return new TrafficChecker({
      ...{
        identity: () => this.#series.name,
        log: this.log,
        store,
        settings,
        rules: this.#rules,
        warnPercent: null,
      },
      limits: () => this.#sync.limits,
      newestChange: () => this.#sync.status.lastChange?.id ?? 0,
      knownAt: () => this.#clock.now(),
      monotonic: () => durationMs(this.#clock.now()),
    });
  }

  #unlessFull(act: () => void): void {
    try {
      act();
    } catch (thrown) {
      this.#expectFull(thrown);
    }
  }

  #expectFull(thrown: unknown): void {
    if (thrown !== diskFull) throw thrown;
  }
}
