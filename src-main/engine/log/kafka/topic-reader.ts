import type { Admin, Consumer, EachBatchPayload } from 'kafkajs';
import { Emitter } from '../../../common/event.ts';
import { MonitorError } from '../../../common/errors.ts';
import type { Clock } from '../../../common/clock.ts';
import { BackOff } from '../../../common/back-off.ts';
import type { Delivery, Positions } from '../message-log.ts';
import { BatchReader } from './batch-reader.ts';
import type { Brokers } from './brokers.ts';
import { Failures } from './failures.ts';
import { DeliveryQueue } from './delivery-queue.ts';
import { isWholeBatch } from './fetch-response.ts';
import type { KafkaSettings } from './kafka-settings.ts';
import { openBatch } from './record-batch.ts';
import { TopicWatch } from './topic-watch.ts';
import { longestLeaveMs, within } from './within.ts';

/** Bytes of flows that wait to be summed. */
const queueBound = 24 * 1024 * 1024;
/** How long a member may be silent before its group goes on without it; so long a killed reader's successor waits. */
const sessionMs = 8_000;
const heartbeatMs = 2_000;
/** How often the brokers are asked how far the topic reaches. */
const lookMs = 1_000;

/** What the reader is made of. */
export interface ReaderParts {
  readonly brokers: Brokers;
  readonly settings: Pick<KafkaSettings, 'topic' | 'creation'>;
  readonly group: string;
  readonly clock: Clock;
  /** What windows and plain lengths are aligned to. */
  readonly intervalMs: number;
}

/**
 * Reads all partitions of the topic as a member of a consumer group, from the positions that it is given; the group's
 * own offsets only follow. Whatever goes wrong, it starts again.
 */
export class TopicReader {
  readonly #parts: ReaderParts;
  readonly #queue: DeliveryQueue;
  readonly #watch = new TopicWatch();
  readonly #reader: BatchReader;
  readonly #arrived = new Emitter<void>();
  readonly #noticed = new Emitter<string>();
  /** Where fetching goes on, by partition: behind all that is in the queue. */
  readonly #fetched: Map<number, number>;
  /** The partitions that this member of the group reads; those of another one are no concern of ours. */
  #assigned: ReadonlySet<number> = new Set();
  #consumer: Consumer | undefined;
  #admin: Admin | undefined;
  readonly #failures: Failures;
  #isConnected = false;
  readonly onArrived = this.#arrived.event;
  /** Something that the person should know happened to the topic. */
  readonly onNoticed = this.#noticed.event;

  constructor(parts: ReaderParts, positions: Positions) {
    this.#parts = parts;
    this.#failures = new Failures(parts.clock, () => parts.brokers.silence());
    this.#queue = new DeliveryQueue(queueBound, parts.clock);
    this.#reader = new BatchReader(parts.intervalMs);
    this.#fetched = new Map(positions);
  }

  get problem(): MonitorError | undefined {
    return this.#failures.standing;
  }

  get isConnected(): boolean {
    return this.#isConnected && !this.problem;
  }

  get watch(): TopicWatch {
    return this.#watch;
  }

  /** For each partition that is read here, the instant up to which all that was published is before the positions. */
  caughtUp(positions: Positions): ReadonlyMap<number, number> {
    return new Map(
      [...this.#watch.caughtUp(positions)].filter(([partition]) => this.#assigned.has(partition)),
    );
  }

  take(maxRecords: number): Delivery[] {
    return this.#queue.take(maxRecords);
  }

  /** What was handed out since the positions is handed out again: this member reads on from there. */
  rewind(positions: Positions): void {
    this.#queue.clear();
    for (const [partition, offset] of positions) this.#fetched.set(partition, offset);
    for (const partition of this.#fetched.keys())
      if (!positions.has(partition)) this.#fetched.delete(partition);
    if (this.#consumer) this.#seek(this.#consumer, [...this.#assigned]);
  }

  /** Tells the brokers, for tools that show a group's lag, what was summed and stored; what fails is left. */
  async commit(positions: Positions): Promise<void> {
    const { topic } = this.#parts.settings;
    const offsets = [...positions].map(([partition, offset]) => ({
      topic,
      partition,
      offset: String(offset),
    }));
    if (offsets.length > 0) await this.#consumer?.commitOffsets(offsets);
  }

  /** Reads until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    const { brokers, clock } = this.#parts;
    const backOff = new BackOff();
    while (!signal.aborted) {
      const startedAt = clock.monotonic();
      const ended = new AbortController();
      const admin = brokers.admin();
      const consumer = this.#member(() => ended.abort());
      const running = AbortSignal.any([signal, ended.signal]);
      try {
        await admin.connect();
        this.#admin = admin;
        await this.#prepare(admin);
        await this.#read(consumer);
        await this.#watchTopic(admin, running);
      } catch (thrown) {
        this.#failures.note(this.#parts.brokers.explain(thrown));
      }
      this.#isConnected = false;
      this.#consumer = undefined;
      this.#admin = undefined;
      await within(clock, longestLeaveMs, Promise.allSettled([consumer.disconnect(), admin.disconnect()]));
      await clock.after(backOff.next(clock.monotonic() - startedAt), signal);
    }
  }

  /** Makes the topic, if it is not there, and finds out where reading may go on. */
  async #prepare(admin: Admin): Promise<void> {
    const { brokers, settings, clock } = this.#parts;
    const { topic, creation } = settings;
    await brokers.ensureTopic(admin, topic, creation);
    await this.#watch.look(admin, topic, clock.now());
    this.#reposition();
  }

  async #read(consumer: Consumer): Promise<void> {
    const { topic } = this.#parts.settings;
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: (payload) => this.#takeBatch(payload),
    });
    this.#consumer = consumer;
  }

  async #watchTopic(admin: Admin, signal: AbortSignal): Promise<void> {
    const { settings, clock } = this.#parts;
    while (!signal.aborted) {
      await this.#failures.answer(this.#watch.look(admin, settings.topic, clock.now()));
      if (this.#reposition())
        throw new MonitorError('stream/no-topic', 'The topic is another one now', { retriable: true });
      await clock.after(lookMs, signal);
    }
  }

  /**
   * Holds the places where reading goes on against what the brokers have.
   *
   * @returns whether a place had to be set back, so that what is being fetched is of another topic
   */
  #reposition(): boolean {
    let isAnother = false;
    for (const [partition, { low, end }] of this.#watch.spans) {
      const next = this.#fetched.get(partition) ?? low;
      if (next > end) {
        isAnother = true;
        this.#fetched.set(partition, low);
        this.#hand([{ kind: 'moved', partition, nextOffset: low }]);
        this.#noticed.fire(
          `Partition ${partition} of ${this.#parts.settings.topic} ends at ${end}, before ${next}: it was made anew, and is read from its start`,
        );
      } else if (next < low) this.#skipLost(partition, next, low);
    }
    return isAnother;
  }

  /** Records that the brokers let go of before they were read. */
  #skipLost(partition: number, offset: number, nextOffset: number): void {
    const { topic } = this.#parts.settings;
    const reason = `${nextOffset - offset} records were deleted by the brokers before they were read`;
    this.#fetched.set(partition, nextOffset);
    this.#hand([{ kind: 'lost', partition, offset, nextOffset, reason }]);
    this.#noticed.fire(`Partition ${partition} of ${topic}: ${reason}; a longer retention.ms keeps them`);
  }

  #member(ended: () => void): Consumer {
    const consumer = this.#parts.brokers.consumer({
      groupId: this.#parts.group,
      sessionTimeout: sessionMs,
      heartbeatInterval: heartbeatMs,
      maxBytesPerPartition: 1024 * 1024,
      maxBytes: 4 * 1024 * 1024,
      maxWaitTimeInMs: 250,
      readUncommitted: false,
    });
    consumer.on('consumer.group_join', ({ payload }) => {
      const partitions = payload.memberAssignment[this.#parts.settings.topic] ?? [];
      this.#assigned = new Set(partitions);
      this.#seek(consumer, partitions);
      this.#isConnected = true;
      this.#failures.clear();
    });
    consumer.on('consumer.crash', ({ payload }) => {
      this.#failures.note(this.#parts.brokers.explain(payload.error));
      ended();
    });
    return consumer;
  }

  #seek(consumer: Consumer, partitions: readonly number[]): void {
    const { topic } = this.#parts.settings;
    for (const partition of partitions) {
      const offset = this.#fetched.get(partition) ?? this.#watch.spans.get(partition)?.low ?? 0;
      consumer.seek({ topic, partition, offset: String(offset) });
    }
  }

  /** Takes apart what was fetched of one partition, as there is room. */
  async #takeBatch(payload: EachBatchPayload): Promise<void> {
    const { batch } = payload;
    for (const message of batch.messages) {
      while (this.#queue.isFull && payload.isRunning()) {
        await this.#queue.room(heartbeatMs);
        await payload.heartbeat();
      }
      if (!payload.isRunning() || payload.isStale()) return;
      if (!isWholeBatch(message))
        throw new MonitorError('stream/unreachable', 'The brokers are older than version 2.3', {
          remedy: 'update them',
        });
      await this.#open(batch.partition, message.value);
      payload.resolveOffset(message.offset);
    }
    await payload.heartbeat();
  }

  async #open(partition: number, value: Buffer): Promise<void> {
    const opened = await openBatch(value);
    const next = this.#fetched.get(partition) ?? 0;
    if (opened.lastOffset < next) return;
    const nextOffset = opened.lastOffset + 1;
    if (opened.baseOffset > next && this.#fetched.has(partition)) {
      await this.#skipHole(partition, next, opened.baseOffset);
    }
    const deliveries: Delivery[] =
      'reason' in opened
        ? [
            {
              kind: 'unreadable',
              partition,
              offset: Math.max(next, opened.baseOffset),
              nextOffset,
              reason: opened.reason,
            },
          ]
        : this.#reader.read(partition, opened, next);
    this.#fetched.set(partition, nextOffset);
    this.#hand(deliveries);
  }

  /** Where the brokers have records before a hole, it was made by compaction or by a transaction that was aborted. */
  async #skipHole(partition: number, next: number, baseOffset: number): Promise<void> {
    const { settings, clock } = this.#parts;
    if (this.#admin) await this.#watch.look(this.#admin, settings.topic, clock.now());
    const { low } = this.#watch.spans.get(partition) ?? { low: 0 };
    if (low > next) this.#skipLost(partition, next, Math.min(low, baseOffset));
  }

  #hand(deliveries: readonly Delivery[]): void {
    this.#queue.add(deliveries);
    this.#arrived.fire();
  }
}
