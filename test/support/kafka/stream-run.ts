import { setTimeout as sleep } from 'node:timers/promises';
import { inEnglish } from '../../../src-main/common/phrases/say.ts';
import type { WindowDetail } from '../../../src-main/common/model/windows.ts';
import { plainRules } from '../../../src-main/engine/alerts/alert-rules.ts';
import { TrafficChecker } from '../../../src-main/engine/alerts/traffic-checker.ts';
import { DataFolder } from '../../../src-main/engine/store/data-folder.ts';
import { Brokers } from '../../../src-main/engine/log/kafka/brokers.ts';
import { CheckerElection } from '../../../src-main/engine/log/kafka/checker-election.ts';
import type { KafkaSettings } from '../../../src-main/engine/log/kafka/kafka-settings.ts';
import { KafkaStream } from '../../../src-main/engine/log/kafka/kafka-stream.ts';
import { type LinkReport, RecordPublisher } from '../../../src-main/engine/log/record-publisher.ts';
import { everything } from '../../../src-main/engine/windows/selection.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { kafkaDefaults } from './kafka-defaults.ts';
import { spanOf } from '../records/marks.ts';
import { nothingRead } from '../../../src-main/engine/log/message-log.ts';
import { batchOf, type Flow } from '../records/flows.ts';
import { systemClock } from '../../../src-main/engine/run/system-clock.ts';

/** Settings for a broker of a test: quick to give up on it. */
export const testSettings = (
  brokers: readonly string[],
  changes: Partial<KafkaSettings> = {},
): KafkaSettings => ({
  ...kafkaDefaults,
  brokers,
  requestTimeoutMs: 2_000,
  spool: { ...kafkaDefaults.spool, maxAgeMs: 10 * 365 * 86_400_000 },
  ...changes,
});

/** A producer with a spool in a data folder, as `capture` has it, without the capture. */
export class TestProducer {
  readonly folder: DataFolder;
  readonly stream: KafkaStream;
  readonly dropped: LinkReport[] = [];
  readonly #publisher: Promise<RecordPublisher>;
  #markedMs: number;

  /** @param sinceMs from when on its marks say that it captured */
  constructor(dataDir: string, settings: KafkaSettings, agent?: string, sinceMs = Date.now() - 3_600_000) {
    this.#markedMs = sinceMs;
    this.folder = DataFolder.lock(dataDir);
    const own = agent ?? this.folder.settings.agentId();
    this.stream = new KafkaStream({
      ...{ brokers: new Brokers(settings), settings, clock: systemClock, intervalMs: 1_000 },
      publishes: { table: this.folder.spool(), agent: own },
      reads: null,
    });
    this.stream.onDropped((lost) => this.dropped.push(lost));
    this.stream.start(nothingRead);
    this.#publisher = RecordPublisher.continuing(this.stream.log, own, 1);
  }

  async publish(fromMs: number, flows: readonly Flow[]): Promise<void> {
    const publisher = await this.#publisher;
    publisher.offer(batchOf(fromMs, flows));
    await publisher.flush();
  }

  /** Says that all of the time up to then was captured. */
  async mark(untilMs = Date.now()): Promise<void> {
    const publisher = await this.#publisher;
    const reachedMs = epochMs(Math.floor(untilMs / 1_000) * 1_000);
    const span = spanOf(this.#markedMs, reachedMs);
    this.#markedMs = reachedMs;
    publisher.mark({
      ...{ reachedMs, interfaces: [span], lost: { spool: 0 }, farewell: false },
      selection: { filter: '', publishWhen: '' },
    });
    await publisher.flush();
  }

  /** Resolves when the brokers have all of it. */
  sent(limitMs = 30_000): Promise<void> {
    return until(() => this.stream.status(new Map(), systemClock.now()).spool!.records === 0, limitMs);
  }

  async stop(): Promise<void> {
    await this.stream.stop();
    this.folder.dispose();
  }
}

/** A consumer with its windows in a data folder, as `check` has it. */
export class TestConsumer {
  readonly folder: DataFolder;
  readonly stream: KafkaStream;
  readonly checker: TrafficChecker;
  readonly election: CheckerElection;
  readonly notices: string[] = [];
  readonly windows: WindowDetail[] = [];
  readonly #ticking: NodeJS.Timeout;

  constructor(dataDir: string, settings: KafkaSettings, { windowMs = 10_000, latenessMs = 1_000 } = {}) {
    this.folder = DataFolder.lock(dataDir);
    const series = this.folder.series.open(
      'test',
      { sizeMs: windowMs, slideMs: windowMs },
      systemClock.now(),
    );
    const agent = this.folder.settings.agentId();
    const brokers = new Brokers(settings);
    const { topic, group } = settings;
    this.election = new CheckerElection({
      ...{ brokers, topic, group: group ?? `test-${agent}`, clock: systemClock },
      self: { agent, host: 'test', identity: topic },
    });
    this.stream = new KafkaStream({
      ...{ brokers, settings, clock: systemClock, intervalMs: 1_000, publishes: null },
      reads: { election: this.election },
    });
    this.checker = new TrafficChecker({
      ...{
        identity: () => '1',
        log: this.stream.log,
        store: this.folder.checks(series, false),
        limits: () => [],
      },
      newestChange: () => null,
      isBehind: (positions) => this.stream.isBehind(positions),
      monotonic: () => systemClock.monotonic(),
      ...{ knownAt: () => systemClock.now(), rules: plainRules, warnPercent: null },
      settings: {
        ...{
          shape: { sizeMs: windowMs, slideMs: windowMs },
          selection: everything,
          latenessMs,
          maxPairs: 250_000,
        },
        ...{ correctionMs: 24 * 3_600_000, coverage: 'unknown' as const, leaseMs: 30_000 },
      },
    });
    this.checker.onWindowReported((report) => this.windows.push(report.detail(10)));
    this.stream.onNoticed((text) => this.notices.push(inEnglish(text)));
    this.stream.onAppended(() => void this.checker.drain());
    this.stream.start(this.checker.readSoFar);
    this.#ticking = setInterval(() => {
      const { positions } = this.checker;
      this.checker.tick(systemClock.now(), this.stream.caughtUp(positions));
    }, 100);
  }

  /** Bytes and packets in all windows, stored and open. */
  get totals(): { bytes: number; packets: number } {
    this.checker.commit();
    return this.folder.connection
      .prepare('SELECT coalesce(sum(bytes), 0) AS bytes, coalesce(sum(packets), 0) AS packets FROM windows')
      .get() as { bytes: number; packets: number };
  }

  deadLetters(): { partition: number; offset: number; reason: string }[] {
    this.checker.commit();
    return this.folder.connection
      .prepare('SELECT partition, offset, reason FROM dead_letters ORDER BY partition, offset')
      .all() as { partition: number; offset: number; reason: string }[];
  }

  async stop(): Promise<void> {
    clearInterval(this.#ticking);
    await this.stream.stop();
    this.checker.suspend();
    this.folder.dispose();
  }
}

/** Waits until it holds. */
export async function until(holds: () => boolean, limitMs = 30_000): Promise<void> {
  const deadline = Date.now() + limitMs;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`did not come to pass in ${limitMs} ms: ${holds.toString()}`);
    await sleep(20);
  }
}

/** The present second's start: an interval from there lies within one window. */
export const wholeSecond = (): number => Math.floor(Date.now() / 1000) * 1000;
