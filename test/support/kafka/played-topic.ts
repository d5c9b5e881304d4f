import type { Brokers } from '../../../src-main/engine/log/kafka/brokers.ts';
import type { ClusterLink, PartitionSpan } from '../../../src-main/engine/log/kafka/kafkajs/cluster-link.ts';
import type { FetchedPartition, Wanted } from '../../../src-main/engine/log/kafka/kafkajs/fetch.ts';
import { batchesOf } from '../../../src-main/engine/log/kafka/record-batch.ts';
import { recordBatch } from './kafka-batches.ts';

/** What the brokers of a test have of one partition. */
export interface PlayedPartition {
  leader: number;
  low: number;
  /** What a leader says that the end is; on a new one it may lie before the last record for a moment. */
  end: number;
  batches: Buffer[];
  aborted: FetchedPartition['aborted'];
  /** Whether a new leader doesn't give out yet what it has. */
  isBehind?: boolean;
  /** What the leader says of any epoch that it is asked for. */
  endOfEpoch?: number;
}

type Joined = (event: { payload: { memberAssignment: Record<string, number[]> } }) => void;

const offsetOutOfRange = 1;
const unknownTopicId = 100;

/** A topic as one member of a group sees it, with brokers that do what real ones do only in a bad moment. */
export class PlayedTopic {
  topicId: string | null = 'first';
  readonly partitions = new Map<number, PlayedPartition>();
  readonly failing = new Set<number>();
  /** Requests other than fetches. */
  questions = 0;
  #joined: Joined = () => {};

  constructor(count = 1) {
    for (let partition = 0; partition < count; partition++) this.add(partition);
  }

  /** Makes a partition, which nobody was given yet. */
  add(partition: number): PlayedPartition {
    const made = { leader: 1, low: 0, end: 0, batches: [], aborted: [] };
    this.partitions.set(partition, made);
    return made;
  }

  /** Appends records of one byte and one packet each. */
  append(partition: number, count: number, timestampMs = 1_000): void {
    const at = this.partitions.get(partition)!;
    const records = Array.from({ length: count }, () => ({
      ...{ key: '10.0.0.1,10.0.0.2', value: '1', timestampMs },
    }));
    at.batches.push(recordBatch(at.end, records));
    at.end += count;
  }

  /** Gives the member all partitions that there are. */
  assign(): void {
    this.#joined({ payload: { memberAssignment: { t: [...this.partitions.keys()] } } });
  }

  get brokers(): Brokers {
    const admin = { connect: () => Promise.resolve(), disconnect: () => Promise.resolve() };
    const consumer = {
      ...admin,
      on: (name: string, listener: Joined) => name === 'consumer.group_join' && (this.#joined = listener),
      subscribe: () => Promise.resolve(),
      run: () => Promise.resolve(this.assign()),
      pause: () => {},
    };
    return {
      admin: () => admin,
      consumer: () => consumer,
      link: () => this.#link(),
      ensureTopic: () => Promise.resolve(false),
      silence: () => new Error('silence'),
      explain: (thrown: unknown) => thrown,
    } as unknown as Brokers;
  }

  #link(): ClusterLink {
    return {
      connect: () => Promise.resolve(),
      disconnect: () => Promise.resolve(),
      describe: () => Promise.resolve(this.#facts()),
      spans: (node: number, _topic: string, asked: readonly number[]) => this.#spans(node, asked),
      ends: async (node: number, _topic: string, asked: readonly number[]) =>
        new Map([...(await this.#spans(node, asked))].map(([partition, { end }]) => [partition, end])),
      fetch: (node: number, wanted: Wanted) => this.#fetch(node, wanted),
      endOfEpoch: (_node: number, _topic: string, partition: number) =>
        Promise.resolve(this.partitions.get(partition)!.endOfEpoch),
    } as unknown as ClusterLink;
  }

  #facts() {
    this.questions += 1;
    const leaders = new Map([...this.partitions].map(([partition, { leader }]) => [partition, leader]));
    return { clusterId: 'c', topicId: this.topicId, leaders };
  }

  #spans(node: number, asked: readonly number[]): Promise<ReadonlyMap<number, PartitionSpan>> {
    this.questions += 1;
    if (this.failing.has(node)) return Promise.reject(new Error(`broker ${node} does not answer`));
    return Promise.resolve(new Map(asked.map((partition) => [partition, this.partitions.get(partition)!])));
  }

  async #fetch(node: number, { topicId, places }: Wanted): Promise<readonly FetchedPartition[]> {
    if (this.failing.has(node)) throw new Error(`broker ${node} does not answer`);
    const answer = [...places].map(([partition, { offset }]) =>
      topicId === this.topicId ? this.#fetched(partition, offset) : nothing(partition, unknownTopicId),
    );
    if (answer.every(({ records }) => records.length === 0))
      await new Promise((resolve) => setTimeout(resolve, 5));
    return answer;
  }

  #fetched(partition: number, offset: number): FetchedPartition {
    const { low, batches, aborted, isBehind } = this.partitions.get(partition)!;
    if (isBehind) return { ...nothing(partition, 0), low };
    const set = Buffer.concat(batches);
    const last = batchesOf(set).at(-1)?.lastOffset ?? low - 1;
    if (offset < low || offset > last + 1) return { ...nothing(partition, offsetOutOfRange), low };
    const left = batches.filter((batch) => batchesOf(batch)[0]!.lastOffset >= Math.max(offset, low));
    return { ...nothing(partition, 0), low, aborted, records: Buffer.concat(left) };
  }
}

const nothing = (partition: number, errorCode: number): FetchedPartition => ({
  ...{ partition, errorCode, low: 0, aborted: [], cutAt: undefined, records: Buffer.alloc(0) },
});
