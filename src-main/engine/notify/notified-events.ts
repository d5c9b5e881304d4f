import * as v from 'valibot';
import type { WallClock } from '../../common/clock.ts';
import { Emitter } from '../../common/event.ts';
import type { Brokers } from '../log/kafka/brokers.ts';
import type { ClusterLink, PartitionSpan } from '../log/kafka/kafkajs/cluster-link.ts';
import type { FetchedPartition } from '../log/kafka/kafkajs/fetch.ts';
import { batchesOf, openBatch, type RecordBatch, RecordCursor } from '../log/kafka/record-batch.ts';
import { OpenTransactions } from '../log/kafka/transactions.ts';
import { notificationAgeMs } from './outbox.ts';

/** Alerts are few: one partition keeps their order. */
export const alertsPartition = 0;
const mostBytes = 4 * 1024 * 1024;
/** What lies behind somebody else's open transaction is read, too: it may be open for as long as they like. */
const bounds = { maxWaitMs: 250, maxBytes: mostBytes, maxBytesPerPartition: mostBytes, withOpen: true };
/** Events before that are of notifications that nobody waits for any more; clocks may differ. */
const longestAgoMs = notificationAgeMs + 3_600_000;
/** As many of the last offsets are read in any case, whatever the clocks say. */
const readAlways = 10_000;
/** Events that are remembered: the newest. */
const rememberedBound = 100_000;

const eventSchema = v.object({ id: v.string(), type: v.string(), subject: v.string(), time: v.string() });

/** An event on the alerts topic, as far as other checkers need it. */
export type NotifiedEvent = v.InferOutput<typeof eventSchema>;

interface PlacedEvent {
  readonly event: NotifiedEvent;
  readonly offset: number;
}

/** Knows which events are on the alerts topic, whoever published them. */
export class NotifiedEvents {
  readonly #brokers: Brokers;
  readonly #topic: string;
  readonly #clock: WallClock;
  readonly #offsets = new Map<string, number>();
  readonly #open = new OpenTransactions<PlacedEvent>();
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
   * Reads on to the end that the topic has by now. Where there is no such topic, there is no event. What is part of a
   * transaction is known once that was committed.
   *
   * @throws whatever kafkajs throws where the brokers can't be asked
   */
  async readToEnd(): Promise<void> {
    try {
      await this.#readToEnd((this.#link ??= await this.#connect()));
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

  async #readToEnd(link: ClusterLink): Promise<void> {
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
      if (next === this.#next) throw new Error(`the topic ${this.#topic} has less than its end says`);
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
    this.#open.clear();
    this.#next = undefined;
    this.#end = 0;
  }

  /** @returns where to read on */
  async #take({ records }: FetchedPartition, from: number): Promise<number> {
    let next = from;
    for (const packed of batchesOf(records)) {
      if (packed.lastOffset < from) continue;
      next = packed.lastOffset + 1;
      const batch = await openBatch(packed);
      if ('reason' in batch) continue;
      const known = batch.isControl
        ? this.#open.end(packed)
        : this.#open.add(packed.transactionOf, eventsOf(batch, from));
      for (const one of known) this.#note(one);
    }
    return next;
  }

  #note({ event, offset }: PlacedEvent): void {
    if (this.#offsets.has(event.id)) return;
    this.add(event.id, offset);
    this.#read.fire(event);
  }
}

/** The events of a batch from an offset on. */
function eventsOf(batch: RecordBatch, from: number): PlacedEvent[] {
  const events: PlacedEvent[] = [];
  const cursor = new RecordCursor(batch);
  while (cursor.next()) {
    const { buffer, valueStart, valueEnd, offset } = cursor;
    const event = eventOf(valueStart < 0 ? '' : buffer.toString('utf8', valueStart, valueEnd));
    if (event && offset >= from) events.push({ event, offset });
  }
  return events;
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
