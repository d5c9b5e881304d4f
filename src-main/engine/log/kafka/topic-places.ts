import { type BatchIdentity, batchesBefore, rememberBatch } from '../batch-identity.ts';
import type { ReadSoFar } from '../message-log.ts';
import type { FetchPlace } from './kafkajs/fetch.ts';

/** Where the fetching of each partition goes on: behind all that was handed out. */
export class TopicPlaces {
  readonly #offsets = new Map<number, number>();
  /** Which topic each place is of, as far as the brokers tell. */
  readonly #topics = new Map<number, string>();
  /** Some of the batches before each place. */
  readonly #batches = new Map<number, readonly BatchIdentity[]>();

  constructor(readSoFar: ReadSoFar) {
    this.reset(readSoFar);
  }

  offsetOf(partition: number): number | undefined {
    return this.#offsets.get(partition);
  }

  topicOf(partition: number): string | undefined {
    return this.#topics.get(partition);
  }

  batchesOf(partition: number): readonly BatchIdentity[] {
    return this.#batches.get(partition) ?? [];
  }

  /** Goes on behind a batch. */
  pass(partition: number, offset: number, batch: BatchIdentity | undefined): void {
    this.#offsets.set(partition, offset);
    if (batch) this.#batches.set(partition, rememberBatch(this.batchesOf(partition), batch));
  }

  /** Goes on at an offset: what was read from there on is no longer there. */
  move(partition: number, offset: number): void {
    this.#offsets.set(partition, offset);
    this.#batches.set(partition, batchesBefore(this.batchesOf(partition), offset));
  }

  /** Goes on in another topic of that name. */
  beginAnew(partition: number, offset: number): void {
    this.#offsets.set(partition, offset);
    this.#batches.delete(partition);
  }

  setTopic(partition: number, topic: string): void {
    this.#topics.set(partition, topic);
  }

  /** Goes on at these positions, and nowhere else. */
  reset({ positions, topics, batches }: ReadSoFar): void {
    this.#offsets.clear();
    this.#topics.clear();
    this.#batches.clear();
    for (const [partition, offset] of positions) this.#offsets.set(partition, offset);
    for (const [partition, topic] of topics) this.#topics.set(partition, topic);
    for (const [partition, read] of batches) this.#batches.set(partition, read);
  }

  /** What to fetch next in a partition; undefined where that is not known yet. */
  next(partition: number, low: number | undefined): FetchPlace | undefined {
    const offset = this.#offsets.get(partition) ?? low;
    if (offset === undefined) return undefined;
    this.#offsets.set(partition, offset);
    return { offset, epoch: this.#epochBefore(partition, offset) };
  }

  /** Which leader wrote the last record before a place; -1 where that is not known. */
  #epochBefore(partition: number, offset: number): number {
    const last = this.batchesOf(partition).at(-1);
    return last && last.lastOffset >= offset - 1 ? last.leaderEpoch : -1;
  }
}
