import type { Kafka } from 'kafkajs';
import { createErrorFromCode } from 'kafkajs/src/protocol/error.js';
import {
  fetchByIdVersion,
  type FetchBounds,
  type FetchedPartition,
  fetchKey,
  fetchOf,
  type Wanted,
} from './fetch.ts';
import './connection-pool.ts';
import './leaderless.ts';
import { type Produced, produceKey, produceOf } from './produce.ts';
import './request-queue.ts';
import {
  type coordinated,
  coordinatorOf,
  earliest,
  endOfEpochOf,
  type Exchange,
  latest,
  metadataKey,
  metadataOf,
  metadataVersion,
  offsetsOf,
  type TopicMetadata,
} from './requests.ts';

/** A broker of kafkajs, as far as it is used here. */
interface Broker {
  readonly versions: Readonly<Record<number, { readonly maxVersion: number } | undefined>>;
  readonly connectionPool: { send<T>(exchange: Exchange<T>): Promise<T> };
  metadata(topics: readonly string[]): Promise<OlderMetadata>;
}

interface OlderMetadata {
  readonly clusterId?: string | null;
  readonly brokers: readonly { readonly nodeId: number; readonly host: string; readonly port: number }[];
  readonly topicMetadata: readonly {
    readonly topicErrorCode: number;
    readonly partitionMetadata: readonly { readonly partitionId: number; readonly leader: number }[];
  }[];
}

/** kafkajs' view of a cluster: its connections, with TLS and login. */
interface Cluster {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  addMultipleTargetTopics(topics: readonly string[]): Promise<void>;
  refreshMetadata(): Promise<void>;
  findBroker(one: { readonly nodeId: string }): Promise<Broker>;
  removeBroker(one: { readonly host: string; readonly port: number }): void;
  readonly brokerPool: { findConnectedBroker(): Promise<Broker> };
}

/** What a client may do with a topic, and the bit that says so. */
const topicRights = [
  ['Read', 3],
  ['Write', 4],
] as const;
export type TopicRight = (typeof topicRights)[number][0];

const mayNotDescribe = 29;

/** The records of one partition that the brokers have: `[low, end)`. */
export interface PartitionSpan {
  readonly low: number;
  readonly end: number;
}

/** A topic as the brokers know it. */
export interface TopicFacts {
  readonly clusterId: string | null;
  /** Another topic of the same name has another id; null where the brokers give none. */
  readonly topicId: string | null;
  /** Leader of each partition; -1 for none. */
  readonly leaders: ReadonlyMap<number, number>;
}

/** Asks the brokers what kafkajs does not, partition by partition, over connections of kafkajs. */
export class ClusterLink {
  readonly #cluster: Cluster;
  #brokers = '';
  #isClosed = false;

  constructor(kafka: Kafka) {
    this.#cluster = clusterOf(kafka);
  }

  connect(): Promise<void> {
    return this.#cluster.connect();
  }

  /** Nothing is asked from now on: kafkajs would connect again for it, and nobody would end that. */
  disconnect(): Promise<void> {
    this.#isClosed = true;
    return this.#cluster.disconnect();
  }

  /** Does what kafkajs may make a connection for; one that was made while the link was closed ends at once. */
  async #whileOpen<T>(act: () => Promise<T>): Promise<T> {
    const refuseClosed = (): void => {
      if (this.#isClosed) throw new Error('the connections to the brokers were closed');
    };
    refuseClosed();
    const made = await act();
    if (this.#isClosed) await this.#cluster.disconnect();
    refuseClosed();
    return made;
  }

  /** Which cluster it is; null where the brokers don't say. The topic need not be there. */
  async clusterId(topic: string): Promise<string | null> {
    return (await this.#metadataOf(topic)).clusterId;
  }

  /** @throws {Error} of kafkajs, with the protocol's name of the error as its type, where there is no such topic */
  async describe(topic: string): Promise<TopicFacts> {
    const facts = await this.#metadataOf(topic);
    if (facts.errorCode !== 0) throw createErrorFromCode(facts.errorCode);
    await this.#noteBrokers(topic, facts.brokers.toSorted().join());
    const leaders = new Map(facts.partitions.map(({ partition, leader }) => [partition, leader]));
    return { clusterId: facts.clusterId, topicId: facts.topicId, leaders };
  }

  /** What this client may do with a topic; undefined where the brokers don't say, or it is not there. */
  async rightsOn(topic: string): Promise<ReadonlySet<TopicRight> | undefined> {
    const broker = await this.#whileOpen(() => this.#cluster.brokerPool.findConnectedBroker());
    if (!knowsMetadata(broker)) return undefined;
    const { errorCode, operations } = await broker.connectionPool.send(metadataOf(topic, true));
    if (errorCode === mayNotDescribe) return new Set();
    if (errorCode !== 0) return undefined;
    return new Set(topicRights.flatMap(([right, bit]) => ((operations >> bit) & 1 ? right : [])));
  }

  /**
   * Asks who coordinates a group, or the transactions of an id.
   *
   * @throws {Error} of kafkajs, with the protocol's name of the error as its type, where nobody does
   */
  async findCoordinator(kind: keyof typeof coordinated, id: string): Promise<void> {
    const broker = await this.#whileOpen(() => this.#cluster.brokerPool.findConnectedBroker());
    const code = await broker.connectionPool.send(coordinatorOf(kind, id));
    if (code !== 0) throw createErrorFromCode(code);
  }

  async #metadataOf(topic: string): Promise<TopicMetadata> {
    const broker = await this.#whileOpen(() => this.#cluster.brokerPool.findConnectedBroker());
    if (!knowsMetadata(broker)) return olderFacts(await broker.metadata([topic]));
    return broker.connectionPool.send(metadataOf(topic));
  }

  /** Fetches from a leader; waits for as long as the bounds say where nothing is there. */
  fetch(node: number, wanted: Wanted, bounds: FetchBounds): Promise<readonly FetchedPartition[]> {
    return this.#ask(node, (broker) => {
      const knowsIds = (broker.versions[fetchKey]?.maxVersion ?? 0) >= fetchByIdVersion;
      return fetchOf(knowsIds ? wanted : { ...wanted, topicId: null }, bounds);
    });
  }

  /**
   * Sends record batches to the leader of their partitions.
   *
   * @returns the partitions that it answered for: why it did not take the batch, undefined where it did
   */
  async produce(node: number, produced: Produced): Promise<ReadonlyMap<number, Error | undefined>> {
    const codes = await this.#ask(node, (broker) =>
      produceOf(produced, broker.versions[produceKey]?.maxVersion ?? 0),
    );
    return new Map([...codes].map(([partition, code]) => [partition, errorOf(code)]));
  }

  /** Sends a request to a broker. */
  async #ask<T>(node: number, exchangeWith: (broker: Broker) => Exchange<T>): Promise<T> {
    const broker = await this.#whileOpen(() => this.#cluster.findBroker({ nodeId: String(node) }));
    try {
      return await broker.connectionPool.send(exchangeWith(broker));
    } catch (thrown) {
      const { name, host, port } = thrown as { name?: string; host?: string; port?: number };
      if (name === 'KafkaJSConnectionClosedError' && host !== undefined && port !== undefined)
        this.#cluster.removeBroker({ host, port });
      throw thrown;
    }
  }

  /**
   * How far partitions of one leader reach. One of which the leader can't say it, as it became leader just now, is left
   * out.
   */
  async spans(
    node: number,
    topic: string,
    partitions: readonly number[],
  ): Promise<ReadonlyMap<number, PartitionSpan>> {
    const lows = await this.#offsets(node, topic, partitions, earliest);
    const ends = await this.ends(node, topic, partitions);
    return new Map(
      [...ends]
        .filter(([partition]) => lows.has(partition))
        .map(([partition, end]) => [partition, { low: lows.get(partition)!, end }]),
    );
  }

  /** As {@link spans}, of where they end alone. */
  ends(node: number, topic: string, partitions: readonly number[]): Promise<ReadonlyMap<number, number>> {
    return this.#offsets(node, topic, partitions, latest);
  }

  async #offsets(
    node: number,
    topic: string,
    partitions: readonly number[],
    time: number,
  ): Promise<ReadonlyMap<number, number>> {
    const answers = await this.#ask(node, () => offsetsOf(topic, partitions, time));
    return new Map(
      answers.filter(({ errorCode }) => errorCode === 0).map((one) => [one.partition, one.offset]),
    );
  }

  /** Offset of a partition's first record from an instant on, in ms since 1970; undefined where there is none. */
  async offsetSince(node: number, topic: string, partition: number, ms: number): Promise<number | undefined> {
    const [found] = await this.#ask(node, () => offsetsOf(topic, [partition], ms));
    if (found && found.errorCode !== 0) throw createErrorFromCode(found.errorCode);
    return found && found.offset >= 0 ? found.offset : undefined;
  }

  /**
   * Where a leader's epoch, or the newest one before it, ends in the log that a leader has now: up to there it is the
   * log that had this epoch. Undefined where it has none of these.
   */
  async endOfEpoch(
    node: number,
    topic: string,
    partition: number,
    epoch: number,
  ): Promise<number | undefined> {
    const found = await this.#ask(node, () => endOfEpochOf(topic, partition, epoch));
    if (found && found.errorCode !== 0) throw createErrorFromCode(found.errorCode);
    return found && found.offset >= 0 ? found.offset : undefined;
  }

  /** kafkajs finds a broker by its own list of them. */
  async #noteBrokers(topic: string, brokers: string): Promise<void> {
    if (brokers === this.#brokers) return;
    await this.#whileOpen(() => this.#cluster.addMultipleTargetTopics([topic]));
    if (this.#brokers !== '') await this.#whileOpen(() => this.#cluster.refreshMetadata());
    this.#brokers = brokers;
  }
}

/** Whether it knows metadata with ids of topics. */
const knowsMetadata = ({ versions }: Broker): boolean =>
  (versions[metadataKey]?.maxVersion ?? 0) >= metadataVersion;

/** Undefined for the code that says that all is well. */
const errorOf = (code: number): Error | undefined => (code === 0 ? undefined : createErrorFromCode(code));

function clusterOf(kafka: Kafka): Cluster {
  const symbol = Object.getOwnPropertySymbols(kafka).find(
    ({ description }) => description === 'private:Kafka:createCluster',
  );
  const create: unknown = symbol && Object.getOwnPropertyDescriptor(kafka, symbol)?.value;
  if (typeof create !== 'function')
    throw new Error('this version of kafkajs makes its clusters in another way');
  return (create as (options: object) => Cluster)({ allowAutoTopicCreation: false, metadataMaxAge: 300_000 });
}

function olderFacts({ clusterId, brokers, topicMetadata }: OlderMetadata): TopicMetadata {
  const [topic] = topicMetadata;
  return {
    clusterId: clusterId ?? null,
    topicId: null,
    brokers: brokers.map(({ nodeId, host, port }) => `${nodeId} ${host}:${port}`),
    errorCode: topic?.topicErrorCode ?? 3,
    partitions:
      topic?.partitionMetadata.map(({ partitionId, leader }) => ({ partition: partitionId, leader })) ?? [],
    operations: 0,
  };
}
