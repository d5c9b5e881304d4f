import type { Producer } from 'kafkajs';
import { BackOff } from '../../common/back-off.ts';
import { formatNetwork } from '../../common/address.ts';
import type { Clock } from '../../common/clock.ts';
import { type MonitorError } from '../../common/errors.ts';
import type { Limit } from '../../common/model/limits.ts';
import type { NamedNetworks } from '../../common/named-networks.ts';
import type { Brokers } from '../log/kafka/brokers.ts';
import { onlyPartition, readCompacted } from '../log/kafka/compacted-topic.ts';
import { longestLeaveMs, within } from '../log/kafka/within.ts';

/** Rows in one message to the brokers. */
const rowsAtOnce = 1_000;

/** What writes the limits. */
export interface LimitsTopicParts {
  readonly brokers: Brokers;
  readonly topic: string;
  /** Names the checkers whose limits they are: those of others stay as they are. */
  readonly group: string;
  readonly replication: number;
  readonly clock: Clock;
}

/** Keeps the limits of a group of checkers on a compacted topic, so that a cluster knows which parts of the traffic to sum. */
export class LimitsTopic {
  readonly #parts: LimitsTopicParts;
  #wanted: ReadonlyMap<string, string> | undefined;
  #writing: Promise<void> = Promise.resolve();
  #isWriting = false;
  readonly #closing = new AbortController();
  /** Why they could not be written; undefined where they were. */
  problem: MonitorError | undefined;

  constructor(parts: LimitsTopicParts) {
    this.#parts = parts;
  }

  /** These are the limits from now on. */
  set(limits: readonly Limit[], networks: NamedNetworks): void {
    const known = limits.filter(
      ({ source, destination }) => networks.knows(source) && networks.knows(destination),
    );
    this.#wanted = new Map(known.map((limit) => [this.#keyOf(limit), limitRow(limit, networks)]));
    if (this.#isWriting) return;
    this.#isWriting = true;
    this.#writing = this.#run().finally(() => (this.#isWriting = false));
  }

  /** Ends in bounded time. */
  async close(): Promise<void> {
    this.#closing.abort();
    await within(this.#parts.clock, longestLeaveMs, this.#writing);
  }

  #keyOf(limit: Limit): string {
    const { name, source, destination, direction, windowSeconds, period, hours, agent, effectiveMs } = limit;
    const parts = [name, source, destination, direction, windowSeconds, period, hours, agent, effectiveMs];
    return [this.#parts.group, ...parts.map((part) => part ?? '')].join('/');
  }

  async #run(): Promise<void> {
    const backOff = new BackOff();
    const { signal } = this.#closing;
    while (this.#wanted && !signal.aborted) {
      const wanted = this.#wanted;
      try {
        await this.#write(wanted);
        this.problem = undefined;
        if (this.#wanted === wanted) this.#wanted = undefined;
      } catch (thrown) {
        this.problem = this.#parts.brokers.explain(thrown);
        await this.#parts.clock.after(backOff.next(0), signal);
      }
    }
  }

  async #write(wanted: ReadonlyMap<string, string>): Promise<void> {
    await this.#prepare();
    const known = await readCompacted(this.#parts.brokers, this.#parts.topic);
    const changed = [...wanted].filter(([key, row]) => known.get(key) !== row);
    const gone = [...known.keys()].filter((key) => this.#isOwn(key) && !wanted.has(key));
    const messages: { key: string; value: string | null }[] = [
      ...changed.map(([key, value]) => ({ key, value })),
      ...gone.map((key) => ({ key, value: null })),
    ];
    if (messages.length === 0) return;
    const producer = this.#parts.brokers.transactionalProducer(`${this.#parts.group}-limits`);
    try {
      await producer.connect();
      await this.#send(producer, messages);
    } finally {
      await producer.disconnect().catch(() => {});
    }
  }

  async #send(
    producer: Producer,
    messages: readonly { readonly key: string; readonly value: string | null }[],
  ): Promise<void> {
    const transaction = await producer.transaction();
    try {
      for (let at = 0; at < messages.length; at += rowsAtOnce) {
        const rows = messages.slice(at, at + rowsAtOnce).map((row) => ({ ...row, partition: onlyPartition }));
        await transaction.send({ topic: this.#parts.topic, messages: rows });
      }
      await transaction.commit();
    } catch (thrown) {
      await transaction.abort().catch(() => {});
      throw thrown;
    }
  }

  #isOwn(key: string): boolean {
    return key.startsWith(`${this.#parts.group}/`);
  }

  async #prepare(): Promise<void> {
    const { brokers, topic, replication } = this.#parts;
    const admin = brokers.admin();
    try {
      await admin.connect();
      if ((await admin.listTopics()).includes(topic)) return;
      const configEntries = [{ name: 'cleanup.policy', value: 'compact' }];
      const wanted = { topic, numPartitions: 1, replicationFactor: replication, configEntries };
      await admin.createTopics({ topics: [wanted], waitForLeaders: true });
    } finally {
      await admin.disconnect().catch(() => {});
    }
  }
}

/** A limit as it stands on the topic; with the networks that its names mean, as who sums knows no names. */
export function limitRow(limit: Limit, networks: NamedNetworks): string {
  const { name, value, source, destination, direction, period, hours, agent, effectiveMs } = limit;
  const networksOf = (text: string | null): string[] =>
    text === null ? [] : networks.networksOf(text).map(formatNetwork);
  return JSON.stringify({
    v: 1,
    ...{ name, value, source, destination },
    ...{ direction: direction ?? null, period: period ?? null, hours: hours ?? null, agent: agent ?? null },
    effectiveDate: new Date(effectiveMs).toISOString(),
    scope: networks.nameOf(limit),
    from: networksOf(source),
    to: networksOf(destination),
    ...(direction !== undefined && { home: networks.known.home }),
  });
}
