import { Emitter } from '../../../common/event.ts';
import { MonitorError } from '../../../common/errors.ts';
import type { Clock } from '../../../common/clock.ts';
import { BackOff } from '../../../common/back-off.ts';
import type { BatchIdentity } from '../batch-identity.ts';
import type { Delivery, Positions, ReadSoFar } from '../message-log.ts';
import { say } from '../../../common/phrases/say.ts';
import type { Text } from '../../../common/phrases/phrase.ts';
import { BatchReader, type TopicBatches } from './batch-reader.ts';
import type { Brokers } from './brokers.ts';
import { DeliveryQueue } from './delivery-queue.ts';
import { Failures } from './failures.ts';
import type { ClusterLink } from './kafkajs/cluster-link.ts';
import type { FetchedPartition, FetchPlace } from './kafkajs/fetch.ts';
import type { KafkaSettings } from './kafka-settings.ts';
import { PlaceFinder } from './place-finder.ts';
import { batchesOf, identityOf, openBatch, type PackedBatch } from './record-batch.ts';
import { TopicPlaces } from './topic-places.ts';
import { TopicFetcher } from './topic-fetcher.ts';
import { TopicWatch } from './topic-watch.ts';
import { AbortedBatches } from './transactions.ts';
import { longestLeaveMs, within } from './within.ts';

/** Bytes of flows that wait to be summed. */
const queueBound = 24 * 1024 * 1024;
/** A reader that was at the end of a partition so long ago is behind. */
const longestBehindMs = 5_000;
/** How often the brokers are asked how far the topic reaches, and who leads what. */
const lookMs = 2_000;
/** And while something is wrong, or not known yet. */
const soonMs = 1_000;

/** What the reader is made of. */
export interface ReaderParts {
  readonly brokers: Brokers;
  readonly settings: Pick<KafkaSettings, 'topic' | 'creation' | 'requestTimeoutMs'>;
  readonly clock: Clock;
  /** What windows and plain lengths are aligned to. */
  readonly intervalMs: number;
  /** What reads its batches, where they hold something else than flow records and marks. */
  readonly batches?: TopicBatches;
  /** What is said where the topic is not there, if somebody else has to make it. */
  readonly missing?: MonitorError;
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
  readonly #reader: TopicBatches;
  readonly #fetcher: TopicFetcher;
  readonly #arrived = new Emitter<void>();
  readonly #noticed = new Emitter<Text>();
  readonly #places: TopicPlaces;
  readonly #finder: PlaceFinder;
  #link: ClusterLink | undefined;
  /** Aborts when {@link #link} is to be used no longer. */
  #signal: AbortSignal | undefined;
  readonly #failures: Failures;
  #hasLooked = false;
  /** Aborts when something went wrong since the last look. */
  #doubted = new AbortController();
  #clusterId: string | undefined;
  readonly onArrived = this.#arrived.event;
  /** Something that the person should know happened to the topic. */
  readonly onNoticed = this.#noticed.event;

  constructor(parts: ReaderParts, readSoFar: ReadSoFar) {
    const { brokers, settings, intervalMs, clock } = parts;
    const { topic, requestTimeoutMs } = settings;
    this.#parts = parts;
    this.#failures = new Failures(clock, () => brokers.silence());
    this.#queue = new DeliveryQueue(queueBound, clock);
    this.#reader = parts.batches ?? new BatchReader({ intervalMs, now: () => clock.now() });
    this.#places = new TopicPlaces(readSoFar);
    this.#finder = new PlaceFinder({
      ...{ topic, places: this.#places, watch: this.#watch },
      hand: (deliveries) => this.#hand(this.#passOver(deliveries)),
      notice: (text) => this.#noticed.fire(text),
      found: () => this.#follow(),
    });
    this.#fetcher = new TopicFetcher({
      ...{ brokers, topic, clock, requestTimeoutMs },
      wanted: () => this.#wanted(),
      take: (fetched, offset) => this.#take(fetched, offset),
      lost: (partition, cutAt) => this.#findPlace(partition, cutAt),
      doubt: (partition) => this.#doubt(partition),
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

  /**
   * Whether a partition that can be read was last read to its end some seconds ago, or none is known yet. How far one
   * reaches is not known of a time in which the brokers could not be asked, or this process stood still.
   */
  isBehind(positions: Positions): boolean {
    const { facts } = this.#watch;
    const latestMs = this.#parts.clock.now() - longestBehindMs;
    const caughtUp = this.#watch.caughtUp(positions);
    const isFar = ([partition, leader]: readonly [number, number]): boolean =>
      leader >= 0 && (caughtUp.get(partition) ?? -Infinity) < latestMs;
    return facts.leaders.size === 0 || [...facts.leaders].some(isFar);
  }

  take(maxRecords: number): Delivery[] {
    return this.#queue.take(maxRecords);
  }

  /** What was handed out since the positions is handed out again. */
  rewind(readSoFar: ReadSoFar): void {
    this.#queue.clear();
    this.#places.reset(readSoFar);
    this.#finder.doubt();
    if (this.#link) this.#finder.look(this.#link);
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
        this.#finder.doubt();
        this.#link = link;
        this.#signal = running;
        await this.#watchTopic(link, running);
      } catch (thrown) {
        this.#failures.note(this.#explain(thrown));
      }
      this.#hasLooked = false;
      this.#link = undefined;
      ended.abort();
      await within(clock, longestLeaveMs, Promise.allSettled([link.disconnect(), this.#fetcher.ended()]));
      await clock.after(backOff.next(clock.monotonic() - startedAt), signal);
    }
  }

  #explain(thrown: unknown): MonitorError {
    const { brokers, missing } = this.#parts;
    const error = brokers.explain(thrown);
    return error.code === 'stream/no-topic' ? (missing ?? error) : error;
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
    const { settings, clock } = this.#parts;
    while (!signal.aborted) {
      this.#doubted = new AbortController();
      const failure = await this.#failures.answer(this.#watch.look(link, settings.topic, () => clock.now()));
      if (failure === undefined) this.#failures.clear();
      else this.#failures.note(this.#explain(failure));
      this.#noteCluster();
      this.#finder.look(link);
      this.#hasLooked = true;
      this.#follow();
      await this.#rest(failure === undefined && this.#finder.isDone, signal);
    }
  }

  /** Waits until the brokers are to be asked again. */
  async #rest(isWell: boolean, signal: AbortSignal): Promise<void> {
    const { clock } = this.#parts;
    const sinceMs = clock.monotonic();
    if (isWell) await clock.after(lookMs, AbortSignal.any([signal, this.#doubted.signal]));
    const leftMs = soonMs - (clock.monotonic() - sinceMs);
    if (leftMs > 0) await clock.after(leftMs, signal);
  }

  #doubt(partition: number): void {
    this.#finder.doubt(partition);
    this.#doubted.abort();
  }

  #follow(): void {
    if (this.#link && this.#signal?.aborted === false)
      this.#fetcher.follow(this.#link, this.#watch.facts, this.#signal);
  }

  async #findPlace(partition: number, cutAt: number | undefined): Promise<void> {
    if (this.#link) await this.#finder.find(this.#link, partition, cutAt);
  }

  #noteCluster(): void {
    const { clusterId } = this.#watch.facts;
    if (clusterId === null || clusterId === this.#clusterId) return;
    this.#parts.noteCluster?.(clusterId);
    this.#clusterId = clusterId;
  }

  #wanted(): ReadonlyMap<number, FetchPlace> {
    const wanted = new Map<number, FetchPlace>();
    for (const partition of this.#watch.facts.leaders.keys()) {
      if (!this.#finder.isSettled(partition)) continue;
      const next = this.#places.next(partition, this.#watch.spans.get(partition)?.low);
      if (next) wanted.set(partition, next);
    }
    return wanted;
  }

  /** Takes apart what was fetched of one partition, as there is room. */
  async #take({ partition, low, aborted, records }: FetchedPartition, offset: number): Promise<void> {
    if (low > offset && this.#places.offsetOf(partition) === offset)
      this.#finder.skipLost(partition, offset, low);
    const transactions = new AbortedBatches(aborted);
    let next = Math.max(low, offset);
    for (const batch of batchesOf(records)) {
      const isAborted = transactions.has(batch);
      if (batch.lastOffset < next) continue;
      const deliveries = isAborted
        ? this.#passOver(skipped(partition, batch))
        : await this.#open(partition, batch, next);
      while (this.#queue.isFull && this.#places.offsetOf(partition) === next) await this.#queue.room(soonMs);
      // Reading went on elsewhere meanwhile.
      if (this.#places.offsetOf(partition) !== next) return;
      next = batch.lastOffset + 1;
      const container = identityOf(batch);
      this.#places.pass(partition, next, container);
      this.#hand(container ? inside(container, deliveries) : deliveries);
    }
  }

  async #open(partition: number, batch: PackedBatch, next: number): Promise<readonly Delivery[]> {
    const opened = await openBatch(batch);
    if (!('reason' in opened)) return this.#reader.read(partition, opened, next);
    const { baseOffset, lastOffset, reason } = opened;
    const offset = Math.max(next, baseOffset);
    // Nobody knows whose records are in it: there may be flow records.
    return this.#passOver([{ kind: 'lost', partition, offset, nextOffset: lastOffset + 1, reason }]);
  }

  #passOver(deliveries: readonly Delivery[]): readonly Delivery[] {
    return this.#reader.passOver?.(deliveries) ?? deliveries;
  }

  #leaderless(): MonitorError | undefined {
    const found = [...this.#watch.facts.leaders].find(([, leader]) => leader < 0);
    if (!found) return undefined;
    const { topic } = this.#parts.settings;
    return new MonitorError('stream/unreachable', say('stream.noLeader', { partition: found[0], topic }), {
      remedy: say('stream.remedy.noLeader'),
      retriable: true,
    });
  }

  #hand(deliveries: readonly Delivery[]): void {
    this.#queue.add(deliveries);
    this.#arrived.fire();
  }
}

const inside = (container: BatchIdentity, deliveries: readonly Delivery[]): readonly Delivery[] =>
  deliveries.map((delivery) => ({ ...delivery, container }));

/** A batch of an aborted transaction: there is nothing to read. */
const skipped = (partition: number, { lastOffset }: PackedBatch): readonly Delivery[] => [
  { kind: 'moved', partition, nextOffset: lastOffset + 1 },
];
