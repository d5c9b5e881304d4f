import type { Positions, Topics } from '../message-log.ts';
import type { FetchPlace } from './kafkajs/fetch.ts';

/** Where the fetching of each partition goes on: behind all that was handed out. */
export class TopicPlaces {
  readonly #offsets: Map<number, number>;
  /** Which leader wrote the last batch before that place, as far as it was read in this run. */
  readonly #epochs = new Map<number, number>();
  /** Which topic each place is of, as far as the brokers tell. */
  readonly #topics: Map<number, string>;

  constructor(positions: Positions, topics: Topics) {
    this.#offsets = new Map(positions);
    this.#topics = new Map(topics);
  }

  offsetOf(partition: number): number | undefined {
    return this.#offsets.get(partition);
  }

  topicOf(partition: number): string | undefined {
    return this.#topics.get(partition);
  }

  /** Goes on behind a batch that a leader of that epoch wrote; -1 where that is not known. */
  set(partition: number, offset: number, epoch: number): void {
    this.#offsets.set(partition, offset);
    this.#epochs.set(partition, epoch);
  }

  setTopic(partition: number, topic: string): void {
    this.#topics.set(partition, topic);
  }

  /** Goes on at these positions, and nowhere else. */
  reset(positions: Positions, topics: Topics): void {
    this.#offsets.clear();
    this.#epochs.clear();
    this.#topics.clear();
    for (const [partition, offset] of positions) this.#offsets.set(partition, offset);
    for (const [partition, topic] of topics) this.#topics.set(partition, topic);
  }

  /** What to fetch next in a partition; undefined where that is not known yet. */
  next(partition: number, low: number | undefined): FetchPlace | undefined {
    const offset = this.#offsets.get(partition) ?? low;
    if (offset === undefined) return undefined;
    this.#offsets.set(partition, offset);
    return { offset, epoch: this.#epochs.get(partition) ?? -1 };
  }
}
