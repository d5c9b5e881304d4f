import { type Disposable, toDisposable } from '../../../common/disposable.ts';
import { MonitorError } from '../../../common/errors.ts';
import { Emitter } from '../../../common/event.ts';
import type { SpoolStatus, StreamStatus } from '../../../common/model/stream.ts';
import type { Clock } from '../../../common/clock.ts';
import type { EpochMs } from '../../../common/units.ts';
import type { Delivery, LogMessage, MessageLog, Positions, ReadSoFar } from '../message-log.ts';
import type { LinkReport } from '../record-publisher.ts';
import type { Stream } from '../stream.ts';
import { StreamMeter } from '../stream-meter.ts';
import type { Text } from '../../../common/phrases/phrase.ts';
import { say } from '../../../common/phrases/say.ts';
import { AgentLease } from './agent-lease.ts';
import type { Brokers } from './brokers.ts';
import type { CheckerElection } from './checker-election.ts';
import { type KafkaSettings, readTopic } from './kafka-settings.ts';
import { PublishCondition } from './publish-condition.ts';
import { SourceProgress } from './source-progress.ts';
import { Spool, type SpoolTable } from './spool.ts';
import { SpoolForwarder } from './spool-forwarder.ts';
import { SumsReader } from './sums-reader.ts';
import { TopicReader } from './topic-reader.ts';
import { longestLeaveMs, within } from './within.ts';

/** How long a stop waits for the brokers to take what is in the spool. */
const drainMs = 1_000;
/** Stands for the spool among the partitions: what waits in it is not published yet. */
const spoolPartition = -1;
/** A cluster that is so far behind has much left to sum. */
const longestBehindMs = 10_000;

/** What a stream through the brokers is made of. */
export interface KafkaStreamParts {
  readonly brokers: Brokers;
  readonly settings: KafkaSettings;
  readonly clock: Clock;
  readonly intervalMs: number;
  /** Length of the sums that are read, where a cluster sums. */
  readonly paneMs?: number;
  /** For who publishes: where records wait, and as whom. */
  readonly publishes: { readonly table: SpoolTable; readonly agent: string } | null;
  /** For who reads: the election of the one in its consumer group that notifies. */
  readonly reads: { readonly election: CheckerElection } | null;
  /** Called with the id of the cluster as soon as it is known, before anything that was read is handed out. */
  readonly noteCluster?: (id: string) => void;
}

/** The log in Apache Kafka: appended to through a spool, read by a consumer. Either half may be absent. */
export class KafkaStream implements Stream, MessageLog {
  readonly #parts: KafkaStreamParts;
  readonly #spool: Spool | undefined;
  readonly #lease: AgentLease | undefined;
  readonly #forwarder: SpoolForwarder | undefined;
  readonly #meter = new StreamMeter();
  readonly #appended = new Emitter<void>();
  readonly #noticed = new Emitter<Text>();
  readonly #forwarding = new AbortController();
  readonly #reading = new AbortController();
  readonly #running: Promise<void>[] = [];
  #reader: TopicReader | undefined;
  /** How far a cluster has summed, where one does. */
  #progress: SourceProgress | undefined;
  readonly onAppended = this.#appended.event;
  readonly onNoticed = this.#noticed.event;

  /** @throws MonitorError `settings/invalid` where the condition for publishing is none */
  constructor(parts: KafkaStreamParts) {
    this.#parts = parts;
    const { brokers, settings, publishes, clock } = parts;
    const condition = PublishCondition.parse(settings.publishWhen);
    if (!publishes) return;
    const spool = new Spool(publishes.table, settings.spool, clock);
    const lease = new AgentLease(brokers, publishes.agent, settings.topic, clock);
    this.#spool = spool;
    this.#lease = lease;
    this.#forwarder = new SpoolForwarder({ clock, brokers, spool, lease, condition, settings });
    this.#forwarder.onNoticed((text) => this.#noticed.fire(text));
  }

  get log(): MessageLog {
    return this;
  }

  onDropped(listener: (lost: LinkReport) => void): Disposable {
    return this.#spool?.onDropped(listener) ?? toDisposable(() => {});
  }

  start(readSoFar: ReadSoFar): void {
    const { reads } = this.#parts;
    if (this.#lease && this.#forwarder) {
      const { signal } = this.#forwarding;
      this.#running.push(this.#forwarder.run(signal), this.#lease.run(signal));
    }
    if (!reads) return;
    this.#reader = this.#openReader(readSoFar);
    this.#reader.onArrived(() => this.#appended.fire());
    this.#reader.onNoticed((text) => this.#noticed.fire(text));
    const { signal } = this.#reading;
    this.#running.push(this.#reader.run(signal), reads.election.run(signal));
    if (this.#progress) this.#running.push(this.#progress.run(signal));
  }

  #openReader(readSoFar: ReadSoFar): TopicReader {
    const { settings, brokers, clock, intervalMs, paneMs = intervalMs } = this.#parts;
    const { topic, sums } = settings;
    if (sums === null) return new TopicReader(this.#parts, readSoFar);
    const progress = new SourceProgress({ brokers, topic, sums, clock });
    this.#progress = progress;
    const batches = new SumsReader({
      ...{ intervalMs, paneMs, now: () => clock.now() },
      progressed: (partition, offset, step) => progress.note(partition, offset, step),
      foundOther: (lengthMs) => progress.noteOther(lengthMs),
      foundVersion: (partition, version) => progress.noteVersion(partition, version),
    });
    // Who sums makes the topic as it has to be.
    const creation = { ...settings.creation, allowed: false };
    const read = { ...settings, topic: readTopic(settings), creation };
    const missing = new MonitorError('stream/no-topic', say('stream.topicMissing', { topic: sums }), {
      ...{ remedy: say('stream.remedy.startJob'), retriable: true },
    });
    return new TopicReader({ ...this.#parts, settings: read, batches, missing }, readSoFar);
  }

  append(messages: readonly LogMessage[]): Promise<void> {
    this.#spool?.append(messages);
    return Promise.resolve();
  }

  nextSequence(agent: string): Promise<number> {
    return Promise.resolve(this.#spool?.nextSequence(agent) ?? 0);
  }

  read(_positions: Positions, maxRecords: number): Promise<readonly Delivery[]> {
    return Promise.resolve(this.#reader?.take(maxRecords) ?? []);
  }

  rewind(readSoFar: ReadSoFar): void {
    this.#reader?.rewind(readSoFar);
  }

  ends(): Positions {
    return this.#reader?.watch.ends ?? new Map();
  }

  caughtUp(positions: Positions): ReadonlyMap<number, number> {
    const partitions = new Map(this.#reader?.caughtUp(positions));
    // What was not summed yet was not read.
    const summed = this.#progress?.caughtUp(positions);
    for (const [partition, atMs] of summed ? partitions : [])
      partitions.set(partition, Math.min(atMs, summed?.get(partition) ?? -Infinity));
    const waitingMs = this.#spool?.status.oldestMs ?? null;
    if (partitions.size === 0) partitions.set(spoolPartition, -Infinity);
    else if (waitingMs !== null) partitions.set(spoolPartition, waitingMs);
    return partitions;
  }

  isBehind(positions: Positions): boolean {
    if (!this.#progress) return this.#reader?.isBehind(positions) ?? false;
    const summed = Math.min(...this.#progress.caughtUp(positions).values());
    return summed < this.#parts.clock.now() - longestBehindMs || this.#reader?.isBehind(positions) === true;
  }

  /** The group's offsets follow what receivers were notified of, elsewhere. */
  checkpointed(): void {}

  get spool(): SpoolStatus | null {
    return this.#spool?.status ?? null;
  }

  status(positions: Positions, now: EpochMs): StreamStatus {
    const { settings, reads } = this.#parts;
    const halves = [this.#reader, this.#forwarder].filter((half) => half !== undefined);
    const problem =
      this.#lease?.problem ??
      halves.find((half) => half.problem)?.problem ??
      reads?.election.problem ??
      this.#progress?.problem(positions);
    const isConnected = halves.every((half) => half.isConnected);
    return {
      kind: 'kafka',
      state: isConnected ? 'connected' : problem ? 'disconnected' : 'connecting',
      brokers: settings.brokers,
      topic: readTopic(settings),
      spool: this.spool,
      group: reads?.election.status ?? null,
      heldBack: this.#forwarder?.heldBack ?? 0,
      problem: problem?.toData() ?? null,
      ...this.#meter.look(this.ends(), positions, now, this.#forwarder?.published ?? 0),
    };
  }

  /** Reading ends at once; what is in the spool is sent while the brokers take it, and the rest by the next run. */
  async stop(): Promise<void> {
    const { clock } = this.#parts;
    this.#reading.abort();
    await within(clock, drainMs, this.#forwarder?.untilEmpty() ?? Promise.resolve());
    this.#forwarding.abort();
    await within(clock, 2 * longestLeaveMs, Promise.all(this.#running));
  }
}
