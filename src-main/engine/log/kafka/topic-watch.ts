import type { Admin } from 'kafkajs';
import type { Positions } from '../message-log.ts';

/** The records of one partition that the brokers have: `[low, end)`. */
export interface PartitionSpan {
  readonly low: number;
  readonly end: number;
}

/**
 * Knows how far each partition reaches, and up to which instant all that was published before it has been read.
 */
export class TopicWatch {
  #spans: ReadonlyMap<number, PartitionSpan> = new Map();
  readonly #caughtUp = new Map<number, number>();
  /** When the spans were asked for, in ms since the epoch. */
  #askedMs = -Infinity;

  /** Offset that the next record will have, by partition. */
  get ends(): Positions {
    return new Map([...this.#spans].map(([partition, { end }]) => [partition, end]));
  }

  get spans(): ReadonlyMap<number, PartitionSpan> {
    return this.#spans;
  }

  /** Asks the brokers. */
  async look(admin: Admin, topic: string, nowMs: number): Promise<void> {
    const offsets = await admin.fetchTopicOffsets(topic);
    this.#askedMs = nowMs;
    this.#spans = new Map(
      offsets.map(({ partition, low, high }) => [partition, { low: Number(low), end: Number(high) }]),
    );
  }

  /**
   * For each partition, the instant up to which all that was published is before the positions; -Infinity while that
   * is not known. A partition whose end was reached when the brokers were asked last is known up to then.
   */
  caughtUp(positions: Positions): ReadonlyMap<number, number> {
    for (const [partition, { low, end }] of this.#spans) {
      const isRead = (positions.get(partition) ?? low) >= end;
      if (isRead) this.#caughtUp.set(partition, this.#askedMs);
      else if (!this.#caughtUp.has(partition)) this.#caughtUp.set(partition, -Infinity);
    }
    return this.#caughtUp;
  }
}
