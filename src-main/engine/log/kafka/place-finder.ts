import type { Delivery } from '../message-log.ts';
import { say } from '../../../common/phrases/say.ts';
import type { Text } from '../../../common/phrases/phrase.ts';
import type { ClusterLink } from './kafkajs/cluster-link.ts';
import { checkPlace, type Found } from './place-check.ts';
import type { TopicPlaces } from './topic-places.ts';
import type { TopicWatch } from './topic-watch.ts';

/** What a finder is made of. */
export interface FinderParts {
  readonly topic: string;
  readonly places: TopicPlaces;
  readonly watch: TopicWatch;
  readonly hand: (deliveries: readonly Delivery[]) => void;
  /** Something happened to the topic that people should know. */
  readonly notice: (text: Text) => void;
  /** A place is found: it can be fetched from. */
  readonly found: () => void;
}

/** One look at several partitions: what befell the topic is said once. */
interface Round {
  isTold: boolean;
}

/**
 * Finds out where to go on in each partition. A topic is what the cluster says it is; what the brokers have before a
 * place is compared with the batches that were read there, before a partition is read, and after anything went wrong with
 * it. So a topic that was made anew is known where brokers give no ids, and a partition that lost its end while nobody
 * read.
 */
export class PlaceFinder {
  readonly #parts: FinderParts;
  /** Partitions whose place is known to be good. */
  readonly #settled = new Set<number>();
  readonly #settling = new Set<number>();

  constructor(parts: FinderParts) {
    this.#parts = parts;
  }

  /** Whether a partition can be fetched from its place. */
  isSettled(partition: number): boolean {
    return this.#settled.has(partition) && !this.#isAnother(partition);
  }

  /** Whether it is so of every partition that has a leader. */
  get isDone(): boolean {
    return [...this.#parts.watch.facts.leaders].every(
      ([partition, node]) => node >= 0 && this.isSettled(partition),
    );
  }

  /** Something went wrong with a partition, or all: what the brokers have there has to be looked at. */
  doubt(partition?: number): void {
    if (partition === undefined) this.#settled.clear();
    else this.#settled.delete(partition);
  }

  /** Looks at all partitions with a leader whose place is not known to be good. */
  look(link: ClusterLink): void {
    const round = { isTold: false };
    for (const [partition, node] of this.#parts.watch.facts.leaders) {
      if (this.#isAnother(partition)) this.#settled.delete(partition);
      if (node < 0 || this.#settled.has(partition) || this.#settling.has(partition)) continue;
      this.#settling.add(partition);
      void this.#settle(link, partition, round)
        // It is looked at again.
        .catch(() => {})
        .finally(() => this.#settling.delete(partition));
    }
  }

  /**
   * Where to go on where the brokers have nothing at an offset, or not what was read before it. An end that is behind
   * it for a moment only, as it is on a new leader, never comes here: what is to be fetched is there.
   */
  async find(link: ClusterLink, partition: number, cutAt: number | undefined): Promise<void> {
    const { topic, watch, places } = this.#parts;
    const offset = places.offsetOf(partition);
    const leader = watch.facts.leaders.get(partition);
    if (offset === undefined || leader === undefined) return;
    // It may be another topic.
    if (cutAt === undefined && (await this.#check(link, partition)) !== 'same') return this.doubt(partition);
    const facts = await link.describe(topic);
    const span = (await link.spans(leader, topic, [partition])).get(partition);
    if (!span || facts.topicId !== watch.facts.topicId || places.offsetOf(partition) !== offset) return;
    const end = Math.max(span.low, Math.min(cutAt ?? span.end, span.end));
    if (span.low > offset) this.skipLost(partition, offset, span.low);
    else if (end < offset) this.#goBack(partition, offset, end);
  }

  /** Records that the brokers let go of before they were read. */
  skipLost(partition: number, offset: number, nextOffset: number): void {
    const { topic, places, hand, notice } = this.#parts;
    const reason = `${nextOffset - offset} records were deleted by the brokers before they were read`;
    places.move(partition, nextOffset);
    hand([{ kind: 'lost', partition, offset, nextOffset, reason }]);
    notice(say('stream.deleted', { partition, topic, count: nextOffset - offset }));
  }

  /** Which topic has the name now; null where the brokers don't tell. */
  get #topic(): string | null {
    const { clusterId, topicId } = this.#parts.watch.facts;
    return topicId === null ? null : `${clusterId}/${topicId}`;
  }

  /** Whether a place is of another topic than the one that has the name now, as far as that is known. */
  #isAnother(partition: number): boolean {
    const [topic, was] = [this.#topic, this.#parts.places.topicOf(partition)];
    return topic !== null && was !== undefined && was !== topic;
  }

  async #settle(link: ClusterLink, partition: number, round: Round): Promise<void> {
    const { places, watch } = this.#parts;
    const [topic, offset] = [this.#topic, places.offsetOf(partition)];
    const found = await this.#check(link, partition);
    const low = watch.spans.get(partition)?.low;
    const hasChanged = this.#topic !== topic || places.offsetOf(partition) !== offset;
    if (found === 'unknown' || low === undefined || hasChanged) return;
    if (found !== 'same' && 'anewFrom' in found) this.#beginAnew(partition, found.anewFrom, round);
    else if (found !== 'same') this.#goBack(partition, offset ?? low, found.cutAt);
    this.#adopt(partition, places.offsetOf(partition) ?? low);
    this.#settled.add(partition);
    this.#parts.found();
  }

  async #check(link: ClusterLink, partition: number): Promise<Found> {
    const { places, topic, watch } = this.#parts;
    const { leaders, topicId } = watch.facts;
    const [node, low] = [leaders.get(partition), watch.spans.get(partition)?.low];
    if (node === undefined || low === undefined) return 'unknown';
    if (this.#isAnother(partition)) return { anewFrom: low };
    const read = places.batchesOf(partition);
    const isSameTopic = this.#topic !== null && places.topicOf(partition) === this.#topic;
    return checkPlace({ link, node, topic, topicId, partition }, read, isSameTopic);
  }

  /** From now on it is known which topic a place is of. */
  #adopt(partition: number, nextOffset: number): void {
    const { places, hand } = this.#parts;
    const topic = this.#topic;
    if (topic === null || places.topicOf(partition) === topic) return;
    places.setTopic(partition, topic);
    places.move(partition, nextOffset);
    hand([{ kind: 'moved', partition, nextOffset, topic }]);
  }

  #beginAnew(partition: number, low: number, round: Round): void {
    const { topic, places, hand, notice } = this.#parts;
    const id = this.#topic;
    places.beginAnew(partition, low);
    if (id !== null) places.setTopic(partition, id);
    const moved = { kind: 'moved', partition, nextOffset: low, isAnew: true } as const;
    hand([id === null ? moved : { ...moved, topic: id }]);
    if (!round.isTold) notice(say('stream.madeAnew', { topic }));
    round.isTold = true;
  }

  /** The brokers lost the end of a partition: what they had there may have been more than was read. */
  #goBack(partition: number, offset: number, end: number): void {
    const { topic, places, hand, notice } = this.#parts;
    const reason = `the brokers lost the records from ${end} on, of which those up to ${offset} had been read`;
    places.move(partition, end);
    hand([{ kind: 'lost', partition, offset: end, nextOffset: end, reason }]);
    notice(say('stream.wentBack', { partition, topic, end, offset }));
  }
}
