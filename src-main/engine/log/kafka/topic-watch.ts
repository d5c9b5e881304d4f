import type { Positions } from '../message-log.ts';
import type { ClusterLink, PartitionSpan, TopicFacts } from './kafkajs/cluster-link.ts';

/** How far a partition reached at an instant. */
interface Look extends PartitionSpan {
  /** Just before the brokers were asked, in ms since the epoch: what was published before it lies before the end. */
  readonly askedMs: number;
}

/** Where partitions begin is asked again at each so-manieth look: what is fetched tells it, too. */
const looksPerLow = 10;

const noTopic: TopicFacts = { clusterId: null, topicId: null, leaders: new Map() };

/**
 * Knows how far each partition reaches, and up to which instant all that was published before it has been read.
 */
export class TopicWatch {
  #facts = noTopic;
  readonly #looks = new Map<number, Look>();
  #lookCount = 0;
  readonly #caughtUp = new Map<number, number>();

  /** Who leads which partition, and which topic it is. */
  get facts(): TopicFacts {
    return this.#facts;
  }

  /** Offset that the next record will have, by partition. */
  get ends(): Positions {
    return new Map([...this.#looks].map(([partition, { end }]) => [partition, end]));
  }

  /** What the brokers had of each partition when they could be asked last. */
  get spans(): ReadonlyMap<number, PartitionSpan> {
    return this.#looks;
  }

  /**
   * Asks the brokers. A partition whose leader does not answer keeps what is known of it.
   *
   * @returns why a leader did not answer; undefined where all did
   * @throws whatever kafkajs throws where the topic is not there, or no broker
   */
  async look(link: ClusterLink, topic: string, now: () => number): Promise<unknown> {
    const facts = await link.describe(topic);
    if (facts.topicId !== this.#facts.topicId) this.#forget();
    this.#facts = facts;
    this.#lookCount += 1;
    const asked = [...led(facts.leaders)].map(([node, partitions]) =>
      this.#ask(link, topic, { node, partitions, askedMs: now() }),
    );
    const failed = (await Promise.allSettled(asked)).find(({ status }) => status === 'rejected');
    return (failed as PromiseRejectedResult | undefined)?.reason;
  }

  async #ask(
    link: ClusterLink,
    topic: string,
    { node, partitions, askedMs }: { node: number; partitions: readonly number[]; askedMs: number },
  ): Promise<void> {
    const isKnown = partitions.every((partition) => this.#looks.has(partition));
    if (!isKnown || this.#lookCount % looksPerLow === 0) {
      for (const [partition, span] of await link.spans(node, topic, partitions))
        this.#looks.set(partition, { ...span, askedMs });
      return;
    }
    for (const [partition, end] of await link.ends(node, topic, partitions))
      this.#looks.set(partition, { low: this.#looks.get(partition)!.low, end, askedMs });
  }

  #forget(): void {
    this.#looks.clear();
    this.#caughtUp.clear();
  }

  /**
   * For each partition, the instant up to which all that was published is before the positions; -Infinity while that
   * is not known. A partition whose end was reached when the brokers were asked last is known up to then.
   */
  caughtUp(positions: Positions): ReadonlyMap<number, number> {
    for (const partition of this.#facts.leaders.keys()) {
      const look = this.#looks.get(partition);
      if (look && (positions.get(partition) ?? look.low) >= look.end)
        this.#caughtUp.set(partition, look.askedMs);
      else if (!this.#caughtUp.has(partition)) this.#caughtUp.set(partition, -Infinity);
    }
    return this.#caughtUp;
  }
}

/** Partitions by their leader. */
export function led(leaders: ReadonlyMap<number, number>): ReadonlyMap<number, number[]> {
  const byLeader = new Map<number, number[]>();
  for (const [partition, leader] of leaders) {
    if (leader < 0) continue;
    byLeader.set(leader, [...(byLeader.get(leader) ?? []), partition]);
  }
  return byLeader;
}
