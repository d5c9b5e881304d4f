import { Emitter } from '../../../common/event.ts';
import { MonitorError } from '../../../common/errors.ts';
import type { Clock } from '../../../common/clock.ts';
import { BackOff } from '../../../common/back-off.ts';
import type { Delivery, Positions, Topics } from '../message-log.ts';
import { BatchReader } from './batch-reader.ts';
import type { Brokers } from './brokers.ts';
import { DeliveryQueue } from './delivery-queue.ts';
import { Failures } from './failures.ts';
import type { ClusterLink } from './kafkajs/cluster-link.ts';
import type { FetchedPartition, FetchPlace } from './kafkajs/fetch.ts';
import type { KafkaSettings } from './kafka-settings.ts';
import { batchesOf, openBatch, type PackedBatch } from './record-batch.ts';
import { TopicPlaces } from './topic-places.ts';
import { TopicFetcher } from './topic-fetcher.ts';
import { TopicWatch } from './topic-watch.ts';
import { AbortedBatches } from './transactions.ts';
import { longestLeaveMs, within } from './within.ts';

/** Bytes of flows that wait to be summed. */
const queueBound = 24 * 1024 * 1024;
/** A reader that was at the end of a partition so long ago is behind. */
const longestBehindMs = 5_000;
/** How often the brokers are asked how far the topic reaches. */
const lookMs = 1_000;

/** What the reader is made of. */
export interface ReaderParts {
  readonly brokers: Brokers;
  readonly settings: Pick<KafkaSettings, 'topic' | 'creation'>;
  readonly clock: Clock;
  /** What windows and plain lengths are aligned to. */
  readonly intervalMs: number;
  /** Called with the id of the cluster as soon as it is known, before anything that was read is handed out. */
  readonly noteCluster?: (id: string) => void;
}

/**
 * Reads all partitions of the topic, from the positions that it is given. Whatever goes wrong, it tries again, each
 * partition by itself.
 */
export class TopicReader {
  readonly #parts: ReaderParts;
  readonly #queue: DeliveryQueue;
  readonly #watch = new TopicWatch();
  readonly #reader: BatchReader;
  readonly #fetcher: TopicFetcher;
  readonly #arrived = new Emitter<void>();
  readonly #noticed = new Emitter<string>();
  readonly #places: TopicPlaces;
  #link: ClusterLink | undefined;
  readonly #failures: Failures;
  #hasLooked = false;
  #clusterId: string | undefined;
  readonly onArrived = this.#arrived.event;
  /** Something that the person should know happened to the topic. */
  readonly onNoticed = this.#noticed.event;

  constructor(parts: ReaderParts, positions: Positions, topics: Topics) {
    const { brokers, settings, intervalMs, clock } = parts;
    const { topic } = settings;
    this.#parts = parts;
    this.#failures = new Failures(clock, () => brokers.silence());
    this.#queue = new DeliveryQueue(queueBound, clock);
    this.#reader = new BatchReader({ intervalMs, now: () => clock.now() });
    this.#places = new TopicPlaces(positions, topics);
    this.#fetcher = new TopicFetcher({
      ...{ brokers, topic, clock },
      wanted: () => this.#wanted(),
      take: (fetched, offset) => this.#take(fetched, offset),
      lost: (partition, offset, cutAt) => this.#findPlace(partition, offset, cutAt),
    });
  }

  get problem(): MonitorError | undefined {
    return this.#failures.standing ?? this.#leaderless() ?? this.#fetcher.problem;
  }

  get isConnected(): boolean {
    return this.#hasLooked && !this.problem;
  }

  get watch(): TopicWatch {
    return this.#watch;
  }

  /** For each partition, the instant up to which all that was published is before the positions. */
  caughtUp(positions: Positions): ReadonlyMap<number, number> {
    return this.#watch.caughtUp(positions);
  }

  /** Whether a partition that can be read was last read to its end some seconds ago, or none is known yet. */
  isBehind(positions: Positions): boolean {
    const { facts, ends } = this.#watch;
    const latestMs = this.#parts.clock.now() - longestBehindMs;
    const caughtUp = this.#watch.caughtUp(positions);
    const isFar = ([partition, leader]: readonly [number, number]): boolean =>
      leader >= 0 &&
      (positions.get(partition) ?? 0) < (ends.get(partition) ?? 0) &&
      (caughtUp.get(partition) ?? -Infinity) < latestMs;
    return facts.leaders.size === 0 || [...facts.leaders].some(isFar);
  }

  take(maxRecords: number): Delivery[] {
    return this.#queue.take(maxRecords);
  }

  /** What was handed out since the positions is handed out again. */
  rewind(positions: Positions, topics: Topics): void {
    this.#queue.clear();
    this.#places.reset(positions, topics);
    this.#noteTopic();
  }

  /** Reads until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    const { brokers, clock } = this.#parts;
    const backOff = new BackOff();
    while (!signal.aborted) {
      const startedAt = clock.monotonic();
      const link = brokers.link();
      const ended = new AbortController();
      const running = AbortSignal.any([signal, ended.signal]);
      try {
        await link.connect();
        await this.#prepare();
        this.#link = link;
        await this.#watchTopic(link, running);
      } catch (thrown) {
        this.#failures.note(brokers.explain(thrown));
      }
      this.#hasLooked = false;
      this.#link = undefined;
      ended.abort();
      await within(clock, longestLeaveMs, Promise.allSettled([link.disconnect(), this.#fetcher.ended()]));
      await clock.after(backOff.next(clock.monotonic() - startedAt), signal);
    }
  }

  /** Makes the topic, if it is not there. */
  async #prepare(): Promise<void> {
    const { brokers, settings } = this.#parts;
    const admin = brokers.admin();
    try {
      await admin.connect();
      await brokers.ensureTopic(admin, settings.topic, settings.creation);
    } finally {
      await admin.disconnect().catch(() => {});
    }
  }

  async #watchTopic(link: ClusterLink, signal: AbortSignal): Promise<void> {
    const { settings, clock, brokers } = this.#parts;
    while (!signal.aborted) {
      const failure = await this.#failures.answer(this.#watch.look(link, settings.topic, () => clock.now()));
      if (failure === undefined) this.#failures.clear();
      else this.#failures.note(brokers.explain(failure));
      this.#noteCluster();
      this.#noteTopic();
      this.#hasLooked = true;
      this.#follow(signal);
      await clock.after(lookMs, signal);
    }
  }

  #follow(signal: AbortSignal): void {
    if (this.#link && !signal.aborted) this.#fetcher.follow(this.#link, this.#watch.facts, signal);
  }

  /** Holds what is known of the topic against what the brokers say now. */
  #noteTopic(): void {
    const topic = this.#topic;
    let isAnew = false;
    for (const partition of this.#watch.facts.leaders.keys()) {
      if (topic === null || this.#places.topicOf(partition) === topic) continue;
      isAnew = this.#adopt(partition, topic) || isAnew;
    }
    if (isAnew)
      this.#noticed.fire(`The topic ${this.#parts.settings.topic} was made anew, and is read from its start`);
  }

  #noteCluster(): void {
    const { clusterId } = this.#watch.facts;
    if (clusterId === null || clusterId === this.#clusterId) return;
    this.#parts.noteCluster?.(clusterId);
    this.#clusterId = clusterId;
  }

  /** Which topic has the name now; null where the brokers don't tell. */
  get #topic(): string | null {
    const { clusterId, topicId } = this.#watch.facts;
    return topicId === null ? null : `${clusterId}/${topicId}`;
  }

  /**
   * Goes on in a partition of this topic: where it was, or from the start where that was in another topic.
   *
   * @returns whether it was in another one
   */
  #adopt(partition: number, topic: string): boolean {
    const low = this.#watch.spans.get(partition)?.low;
    const isAnother = this.#places.topicOf(partition) !== undefined;
    const nextOffset = isAnother ? low : (this.#places.offsetOf(partition) ?? low);
    if (nextOffset === undefined) return false;
    this.#places.setTopic(partition, topic);
    this.#places.set(partition, nextOffset, -1);
    this.#hand([{ kind: 'moved', partition, nextOffset, topic }]);
    return isAnother;
  }

  #wanted(): ReadonlyMap<number, FetchPlace> {
    const wanted = new Map<number, FetchPlace>();
    for (const partition of this.#watch.facts.leaders.keys()) {
      if (this.#topic !== null && this.#places.topicOf(partition) !== this.#topic) continue;
      const next = this.#places.next(partition, this.#watch.spans.get(partition)?.low);
      if (next) wanted.set(partition, next);
    }
    return wanted;
  }

  /**
   * Where to go on where the brokers have nothing at an offset, or not what was read before it. An end that is behind
   * it for a moment only, as it is on a new leader, never comes here: what is to be fetched is there.
   */
  async #findPlace(partition: number, offset: number, cutAt: number | undefined): Promise<void> {
    const { topic } = this.#parts.settings;
    const leader = this.#watch.facts.leaders.get(partition);
    if (!this.#link || leader === undefined) return;
    const facts = await this.#link.describe(topic);
    const span = (await this.#link.spans(leader, topic, [partition])).get(partition);
    if (!span || facts.topicId !== this.#watch.facts.topicId || this.#places.offsetOf(partition) !== offset)
      return;
    const end = Math.max(span.low, Math.min(cutAt ?? span.end, span.end));
    if (span.low > offset) this.#skipLost(partition, offset, span.low);
    else if (end < offset) this.#goBack(partition, offset, end);
  }

  /** Records that the brokers let go of before they were read. */
  #skipLost(partition: number, offset: number, nextOffset: number): void {
    const { topic } = this.#parts.settings;
    const reason = `${nextOffset - offset} records were deleted by the brokers before they were read`;
    this.#places.set(partition, nextOffset, -1);
    this.#hand([{ kind: 'lost', partition, offset, nextOffset, reason }]);
    this.#noticed.fire(`Partition ${partition} of ${topic}: ${reason}; a longer retention.ms keeps them`);
  }

  /** The brokers lost the end of a partition: what they had there may have been more than was read. */
  #goBack(partition: number, offset: number, end: number): void {
    const { topic } = this.#parts.settings;
    const reason = `the brokers lost the records from ${end} on, of which those up to ${offset} had been read`;
    this.#places.set(partition, end, -1);
    this.#hand([{ kind: 'lost', partition, offset: end, nextOffset: end, reason }]);
    this.#noticed.fire(`Partition ${partition} of ${topic}: ${reason}`);
  }

  /** Takes apart what was fetched of one partition, as there is room. */
  async #take({ partition, low, aborted, records }: FetchedPartition, offset: number): Promise<void> {
    if (low > offset && this.#places.offsetOf(partition) === offset) this.#skipLost(partition, offset, low);
    const transactions = new AbortedBatches(aborted);
    let next = Math.max(low, offset);
    for (const batch of batchesOf(records)) {
      const isAborted = transactions.has(batch);
      if (batch.lastOffset < next) continue;
      const deliveries = isAborted ? skipped(partition, batch) : await this.#open(partition, batch, next);
      while (this.#queue.isFull && this.#places.offsetOf(partition) === next) await this.#queue.room(lookMs);
      // Reading went on elsewhere meanwhile.
      if (this.#places.offsetOf(partition) !== next) return;
      next = batch.lastOffset + 1;
      this.#places.set(partition, next, batch.epoch);
      this.#hand(deliveries);
    }
  }

  async #open(partition: number, batch: PackedBatch, next: number): Promise<readonly Delivery[]> {
    const opened = await openBatch(batch);
    if (!('reason' in opened)) return this.#reader.read(partition, opened, next);
    const { baseOffset, lastOffset, reason } = opened;
    const offset = Math.max(next, baseOffset);
    // Nobody knows whose records are in it: there may be flow records.
    return [{ kind: 'lost', partition, offset, nextOffset: lastOffset + 1, reason }];
  }

  #leaderless(): MonitorError | undefined {
    const found = [...this.#watch.facts.leaders].find(([, leader]) => leader < 0);
    if (!found) return undefined;
    const { topic } = this.#parts.settings;
    return new MonitorError('stream/unreachable', `Partition ${found[0]} of ${topic} has no leader`, {
      remedy: 'start the brokers that hold it; the other partitions are read meanwhile',
      retriable: true,
    });
  }

  #hand(deliveries: readonly Delivery[]): void {
    this.#queue.add(deliveries);
    this.#arrived.fire();
  }
}

/** A batch of an aborted transaction: there is nothing to read. */
const skipped = (partition: number, { lastOffset }: PackedBatch): readonly Delivery[] => [
  { kind: 'moved', partition, nextOffset: lastOffset + 1 },
];
