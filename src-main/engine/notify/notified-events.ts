import * as v from 'valibot';
import type { WallClock } from '../../common/clock.ts';
import { Emitter } from '../../common/event.ts';
import type { Brokers } from '../log/kafka/brokers.ts';
import type { ClusterLink, PartitionSpan } from '../log/kafka/kafkajs/cluster-link.ts';
import type { FetchedPartition } from '../log/kafka/kafkajs/fetch.ts';
import { batchesOf, openBatch, RecordCursor } from '../log/kafka/record-batch.ts';
import { AbortedBatches } from '../log/kafka/transactions.ts';
import { notificationAgeMs } from './outbox.ts';

/** Alerts are few: one partition keeps their order. */
export const alertsPartition = 0;
const bounds = { maxWaitMs: 250, maxBytes: 4 * 1024 * 1024, maxBytesPerPartition: 4 * 1024 * 1024 };
/** Events before that are of notifications that nobody waits for any more; clocks may differ. */
const longestAgoMs = notificationAgeMs + 3_600_000;
/** As many of the last offsets are read in any case, whatever the clocks say. */
const readAlways = 10_000;
/** Events that are remembered: the newest. */
const rememberedBound = 100_000;

const eventSchema = v.object({ id: v.string(), type: v.string(), subject: v.string(), time: v.string() });

/** An event on the alerts topic, as far as other checkers need it. */
export type NotifiedEvent = v.InferOutput<typeof eventSchema>;

/** Knows which events are on the alerts topic, whoever published them. */
export class NotifiedEvents {
  readonly #brokers: Brokers;
  readonly #topic: string;
  readonly #clock: WallClock;
  readonly #offsets = new Map<string, number>();
  readonly #read = new Emitter<NotifiedEvent>();
  #link: ClusterLink | undefined;
  #topicId: string | null | undefined;
  #next: number | undefined;
  #end = 0;
  /** An event was found that was not known. */
  readonly onRead = this.#read.event;

  constructor(parts: { brokers: Brokers; topic: string; clock: WallClock }) {
    this.#brokers = parts.brokers;
    this.#topic = parts.topic;
    this.#clock = parts.clock;
  }

  /** Where an event lies; undefined where it is not there as far as is known. */
  offsetOf(id: string): number | undefined {
    return this.#offsets.get(id);
  }

  /** The offset behind all events that are known. */
  get end(): number {
    return Math.max(this.#end, this.#next ?? 0);
  }

  /** An event was published by this process. */
  add(id: string, offset: number): void {
    this.#offsets.set(id, offset);
    this.#end = Math.max(this.#end, offset + 1);
    const [oldest] = this.#offsets.keys();
    if (this.#offsets.size > rememberedBound && oldest !== undefined) this.#offsets.delete(oldest);
  }

  /**
   * Reads on to the end that the topic has by now. Where there is no such topic, there is no event.
   *
   * @param waits whether what is about to be published is waited for, until it is there or never will be
   * @throws whatever kafkajs throws where the brokers can't be asked
   */
  async readToEnd(waits: boolean): Promise<void> {
    try {
      await this.#readToEnd((this.#link ??= await this.#connect()), waits);
    } catch (thrown) {
      if ((thrown as { type?: unknown }).type === 'UNKNOWN_TOPIC_OR_PARTITION') return;
      await this.close();
      throw thrown;
    }
  }

  async close(): Promise<void> {
    const link = this.#link;
    this.#link = undefined;
    await link?.disconnect().catch(() => {});
  }

  async #connect(): Promise<ClusterLink> {
    const link = this.#brokers.link();
    await link.connect();
    return link;
  }

  async #readToEnd(link: ClusterLink, waits: boolean): Promise<void> {
    const { topicId, leaders } = await link.describe(this.#topic);
    const node = leaders.get(alertsPartition);
    const span =
      node === undefined || node < 0
        ? undefined
        : (await link.spans(node, this.#topic, [alertsPartition])).get(alertsPartition);
    if (node === undefined || !span) throw new Error(`the topic ${this.#topic} has no leader`);
    if (this.#topicId !== topicId) this.#begin(topicId);
    this.#next ??= await this.#start(link, node, span);
    for (let next = Math.max(span.low, this.#next); next < span.end;) {
      const wanted = {
        topic: this.#topic,
        topicId,
        places: new Map([[alertsPartition, { offset: next, epoch: -1 }]]),
      };
      const [fetched] = await link.fetch(node, wanted, bounds);
      if (fetched?.errorCode !== 0)
        throw new Error(`the topic ${this.#topic} can't be read: error ${fetched?.errorCode ?? 'none'}`);
      next = await this.#take(fetched, next);
      if (next === this.#next && !waits) return;
      this.#next = next;
    }
  }

  async #start(link: ClusterLink, node: number, { end }: PartitionSpan): Promise<number> {
    const since = this.#clock.now() - longestAgoMs;
    const recent = (await link.offsetSince(node, this.#topic, alertsPartition, since)) ?? end;
    return Math.max(0, Math.min(recent, end - readAlways));
  }

  /** Another topic has the name now. */
  #begin(topicId: string | null): void {
    this.#topicId = topicId;
    this.#offsets.clear();
    this.#next = undefined;
    this.#end = 0;
  }

  /** @returns where to read on */
  async #take({ aborted, records }: FetchedPartition, from: number): Promise<number> {
    const transactions = new AbortedBatches(aborted);
    let next = from;
    for (const packed of batchesOf(records)) {
      const isAborted = transactions.has(packed);
      if (packed.lastOffset < from) continue;
      next = packed.lastOffset + 1;
      const batch = isAborted ? undefined : await openBatch(packed);
      if (!batch || 'reason' in batch || batch.isControl) continue;
      const cursor = new RecordCursor(batch);
      while (cursor.next()) if (cursor.offset >= from) this.#note(cursor);
    }
    return next;
  }

  #note({ buffer, valueStart, valueEnd, offset }: RecordCursor): void {
    const event = eventOf(valueStart < 0 ? '' : buffer.toString('utf8', valueStart, valueEnd));
    if (!event || this.#offsets.has(event.id)) return;
    this.add(event.id, offset);
    this.#read.fire(event);
  }
}

function eventOf(text: string): NotifiedEvent | undefined {
  try {
    const parsed = v.safeParse(eventSchema, JSON.parse(text));
    return parsed.success ? parsed.output : undefined;
  } catch {
    // Who else writes to the topic may write what they like.
    return undefined;
  }
}
