import type { MonitorError } from '../../../common/errors.ts';
import type { Clock } from '../../../common/clock.ts';
import type { Brokers } from './brokers.ts';
import type { ClusterLink, TopicFacts } from './kafkajs/cluster-link.ts';
import type { FetchBounds, FetchedPartition, FetchPlace } from './kafkajs/fetch.ts';
import { led } from './topic-watch.ts';

/** A leader answers as soon as there is something; where there is nothing, it is asked again after so long. */
const longestWaitMs = 2_000;
const bounds: Omit<FetchBounds, 'maxWaitMs'> = {
  maxBytes: 4 * 1024 * 1024,
  maxBytesPerPartition: 1024 * 1024,
};
/** How long a leader that can't be asked is left alone. */
const restMs = 500;
/** Protocol error: there is nothing at that offset, and nothing about to come there. */
const offsetOutOfRange = 1;

/** What a fetcher is made of. */
export interface FetcherParts {
  readonly brokers: Brokers;
  readonly topic: string;
  readonly clock: Clock;
  /** How long an answer is waited for. */
  readonly requestTimeoutMs: number;
  /** Where to go on in each partition that is to be fetched now. */
  readonly wanted: () => ReadonlyMap<number, FetchPlace>;
  /** Takes what came of a partition from an offset on, as there is room. */
  readonly take: (fetched: FetchedPartition, offset: number) => Promise<void>;
  /** The brokers have nothing at a partition's offset, or from an offset before it on not what was read. */
  readonly lost: (partition: number, cutAt: number | undefined) => Promise<void>;
  /** Something went wrong with a partition: what the brokers have may not be what was read. */
  readonly doubt: (partition: number) => void;
}

/**
 * Fetches from each leader of the topic's partitions by itself, so that one that is gone, or a partition without a
 * leader, holds up no other.
 */
export class TopicFetcher {
  readonly #parts: FetcherParts;
  readonly #loops = new Map<number, Promise<void>>();
  readonly #problems = new Map<number, MonitorError>();
  /** Partitions whose leader is another one now; until the leaders are known anew. */
  readonly #moved = new Set<number>();
  #facts: TopicFacts | undefined;

  constructor(parts: FetcherParts) {
    this.#parts = parts;
  }

  /** Why a leader can't be fetched from. */
  get problem(): MonitorError | undefined {
    return this.#problems.values().next().value;
  }

  /** Fetches from these leaders from now on. */
  follow(link: ClusterLink, facts: TopicFacts, signal: AbortSignal): void {
    this.#facts = facts;
    this.#moved.clear();
    for (const node of led(facts.leaders).keys()) this.#begin(node, link, signal);
  }

  #begin(node: number, link: ClusterLink, signal: AbortSignal): void {
    if (this.#loops.has(node)) return;
    const loop = this.#fetchFrom(node, link, signal).finally(() => {
      this.#loops.delete(node);
      this.#problems.delete(node);
      // More may be wanted since it found nothing.
      if (!signal.aborted && this.#placesOf(node).size > 0) this.#begin(node, link, signal);
    });
    this.#loops.set(node, loop);
  }

  /** Resolves when the fetching has ended, after the signal aborted. */
  async ended(): Promise<void> {
    await Promise.all(this.#loops.values());
  }

  /** Fetches until it leads nothing that is wanted. */
  async #fetchFrom(node: number, link: ClusterLink, signal: AbortSignal): Promise<void> {
    const { brokers, topic, clock, requestTimeoutMs } = this.#parts;
    const maxWaitMs = Math.min(longestWaitMs, requestTimeoutMs / 2);
    const hasEnded = (): boolean => signal.aborted;
    while (!hasEnded()) {
      const places = this.#placesOf(node);
      if (places.size === 0) return;
      try {
        const wanted = { topic, topicId: this.#facts?.topicId ?? null, places };
        for (const one of await link.fetch(node, wanted, { ...bounds, maxWaitMs }))
          if (!hasEnded()) await this.#take(one, places.get(one.partition)?.offset ?? 0);
        this.#problems.delete(node);
      } catch (thrown) {
        if (hasEnded()) return;
        this.#problems.set(node, brokers.explain(thrown));
        for (const partition of places.keys()) this.#parts.doubt(partition);
        await clock.after(restMs, signal);
      }
    }
  }

  #placesOf(node: number): ReadonlyMap<number, FetchPlace> {
    return new Map(
      [...this.#parts.wanted()].filter(
        ([partition]) => this.#facts?.leaders.get(partition) === node && !this.#moved.has(partition),
      ),
    );
  }

  async #take(fetched: FetchedPartition, offset: number): Promise<void> {
    const { partition, errorCode, cutAt } = fetched;
    if (errorCode === offsetOutOfRange || (errorCode === 0 && cutAt !== undefined))
      return this.#parts.lost(partition, cutAt);
    if (errorCode === 0) return this.#parts.take(fetched, offset);
    this.#moved.add(partition);
    this.#parts.doubt(partition);
  }
}
