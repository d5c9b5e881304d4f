import { setTimeout as sleep } from 'node:timers/promises';
import kafkajs, { type Admin, type Message, type Producer, type ProducerRecord } from 'kafkajs';
import { kafkaClient } from './kafka-client.ts';

const { CompressionTypes } = kafkajs;

/** A flow: from, to, bytes, packets. */
export type TestFlow = readonly [source: string, destination: string, bytes: number, packets: number];

interface PlacedMessage extends Message {
  readonly partition: number;
}

/** Writes to a topic what agents write, and what they don't; at times that the test chooses. */
export class ClusterTraffic {
  readonly #topic: string;
  readonly #partitions: number;
  readonly #producer: Producer;
  readonly #admin: Admin;
  #waiting: PlacedMessage[] = [];
  #sending: Promise<unknown> = Promise.resolve();

  constructor(brokers: readonly string[], topic: string, partitions: number) {
    const kafka = kafkaClient(brokers);
    this.#topic = topic;
    this.#partitions = partitions;
    this.#producer = kafka.producer({ idempotent: true });
    this.#admin = kafka.admin();
  }

  async open(): Promise<void> {
    await Promise.all([this.#producer.connect(), this.#admin.connect()]);
    const configEntries = [{ name: 'message.timestamp.after.max.ms', value: '9223372036854775807' }];
    const topic = { topic: this.#topic, numPartitions: this.#partitions, configEntries };
    await this.#admin.createTopics({ topics: [topic], waitForLeaders: true });
  }

  /** Puts a value into the partition of its key. */
  put(key: string, value: string | null, atMs: number, headers: Readonly<Record<string, string>> = {}): void {
    const partition = Buffer.from(key).reduce((hash, byte) => hash * 31 + byte, 7) % this.#partitions;
    this.#waiting.push({ partition, key, value, timestamp: String(atMs), headers });
  }

  /** Puts a value into each partition. */
  putEverywhere(value: string, atMs: number): void {
    for (let partition = 0; partition < this.#partitions; partition += 1)
      this.#waiting.push({ partition, key: 'mark', value, timestamp: String(atMs) });
  }

  /** Sends what was put, in its order, behind what was sent before. */
  async send(): Promise<void> {
    const messages = this.#waiting;
    this.#waiting = [];
    this.#sending = this.#sending.then(() => this.#deliver({ topic: this.#topic, messages }));
    await this.#sending;
  }

  /** Writes a value to another topic, which is made. */
  async say(topic: string, key: string, value: string): Promise<void> {
    await this.#admin.createTopics({ topics: [{ topic, numPartitions: 1 }], waitForLeaders: true });
    await this.#producer.send({ topic, messages: [{ key, value }] });
  }

  /** Sends a value by itself, compressed. */
  async sendPacked(value: string, atMs: number): Promise<void> {
    const messages = [{ partition: 0, key: 'x', value, timestamp: String(atMs) }];
    const packed = { topic: this.#topic, messages, compression: CompressionTypes.GZIP };
    this.#sending = this.#sending.then(() => this.#deliver(packed));
    await this.#sending;
  }

  /** Tries again for a minute: a test may take the brokers away. */
  async #deliver(batch: ProducerRecord): Promise<void> {
    for (const endMs = Date.now() + 60_000; ; await sleep(200)) {
      try {
        await this.#producer.send(batch);
        return;
      } catch (thrown) {
        if (Date.now() > endMs) throw thrown;
      }
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.#producer.disconnect(), this.#admin.disconnect()]);
  }
}

/** An agent as it writes to the topic. */
export class TestAgent {
  readonly #traffic: ClusterTraffic;
  readonly name: string;
  #epoch: number;
  #sequence = 0;
  #markedMs: number;

  constructor(traffic: ClusterTraffic, name: string, sinceMs: number) {
    this.#traffic = traffic;
    this.name = name;
    this.#epoch = sinceMs;
    this.#markedMs = sinceMs;
  }

  /** Another life of it begins. */
  restart(sinceMs: number): void {
    this.#epoch = sinceMs;
    this.#sequence = 0;
    this.#markedMs = sinceMs;
  }

  /** Records of one second. */
  record(fromMs: number, flows: readonly TestFlow[], toMs = fromMs + 1_000): void {
    for (const [source, destination, bytes, packets] of flows) {
      const sequence = this.#sequence++;
      this.#traffic.put(
        `${source},${destination}`,
        JSON.stringify({
          ...{ v: 2, source, destination, bytes, packets, from: fromMs, to: toMs, interface: 'eth0' },
          ...{ agent: this.name, epoch: this.#epoch, sequence },
        }),
        fromMs,
      );
    }
  }

  /** The last records come once more. */
  again(fromMs: number, flows: readonly TestFlow[]): void {
    this.#sequence -= flows.length;
    this.record(fromMs, flows);
  }

  /** Says that all of the time up to then was captured. */
  mark(reachedMs: number, { kernelDropped = 0, farewell = false } = {}): void {
    const span = { name: 'eth0', from: this.#markedMs, to: reachedMs };
    this.#markedMs = reachedMs;
    const counts = { received: 100, kernelDropped, interfaceDropped: 0, queueDropped: 0, dropsKnown: true };
    this.#traffic.putEverywhere(
      JSON.stringify({
        ...{ v: 2, kind: 'mark', agent: this.name, epoch: this.#epoch, sequence: this.#sequence++ },
        ...{ reached: reachedMs, interfaces: [{ ...span, ...counts }], lost: { spool: 0 } },
        selection: { filter: '', publishWhen: '' },
        ...(farewell && { farewell }),
      }),
      reachedMs,
    );
  }
}
