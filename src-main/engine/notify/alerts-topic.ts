import type { Producer } from 'kafkajs';
import type { Clock } from '../../common/clock.ts';
import type { AlertNotification } from '../../common/model/alerts.ts';
import type { Brokers } from '../log/kafka/brokers.ts';
import type { TopicCreation } from '../log/kafka/kafka-settings.ts';
import { longestLeaveMs, within } from '../log/kafka/within.ts';
import { alertEvent } from './alert-event.ts';
import { type Outcome, type RecordReceiver, taken } from './delivery-stage.ts';
import { refusal } from './refusal.ts';

/** Answers of the brokers that would be the same for the same message at any time. */
const isRefusal = (thrown: unknown): boolean =>
  thrown instanceof Error &&
  'type' in thrown &&
  ['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE', 'INVALID_RECORD', 'INVALID_TIMESTAMP'].includes(
    String(thrown.type),
  );

/** Alerts are few: one partition keeps their order. */
const partition = 0;

/** A producer, and the newest notification that the brokers have. */
interface Line {
  readonly producer: Producer;
  published: number;
}

/**
 * Publishes each transition of an alert once. An event and the sequence of its notification are written in one
 * transaction of the brokers, the sequence as the offset of a group; so after a crash it is known which were published,
 * whatever the outbox could note.
 */
export class AlertsTopic implements RecordReceiver {
  readonly name: string;
  readonly isRecord = true;
  readonly #brokers: Brokers;
  readonly #clock: Clock;
  readonly #topic: string;
  readonly #creation: TopicCreation;
  readonly #agent: string;
  #line: Line | undefined;

  constructor(parts: {
    brokers: Brokers;
    topic: string;
    creation: TopicCreation;
    agent: string;
    clock: Clock;
  }) {
    const { brokers, topic, creation, agent, clock } = parts;
    this.#clock = clock;
    this.name = `topic ${topic}`;
    this.#brokers = brokers;
    this.#topic = topic;
    this.#creation = { ...creation, partitions: 1 };
    this.#agent = agent;
  }

  /** @throws MonitorError `stream/*` where the brokers don't take it */
  async deliver(notification: AlertNotification): Promise<Outcome> {
    const { sequence } = notification;
    try {
      this.#line ??= await this.#open();
      if (sequence > 0 && sequence <= this.#line.published) return taken;
      await this.#publish(this.#line.producer, notification);
      this.#line.published = Math.max(this.#line.published, sequence);
      return taken;
    } catch (thrown) {
      // Whether it was published is not known: the next attempt asks.
      await this.close();
      if (isRefusal(thrown))
        return { kind: 'refused', reason: refusal(`The ${this.name} takes no such message`, thrown) };
      throw this.#brokers.explain(thrown);
    }
  }

  async close(): Promise<void> {
    const line = this.#line;
    this.#line = undefined;
    if (line) await this.#leave(line.producer);
  }

  get #group(): string {
    return `streamchecker-alerts-${this.#agent}`;
  }

  async #open(): Promise<Line> {
    const producer = this.#brokers.transactionalProducer(this.#group);
    try {
      await producer.connect();
      // The first transaction waits for what an earlier process left: from then on its group's offset is known.
      await (await producer.transaction()).abort();
      return { producer, published: await this.#published() };
    } catch (thrown) {
      await this.#leave(producer);
      throw thrown;
    }
  }

  /** Sequence of the newest notification that the brokers have; -1 where they have none. */
  async #published(): Promise<number> {
    const admin = this.#brokers.admin();
    try {
      await admin.connect();
      await this.#brokers.ensureTopic(admin, this.#topic, this.#creation);
      const [offsets] = await admin.fetchOffsets({ groupId: this.#group, topics: [this.#topic] });
      return Number(offsets?.partitions.find((one) => one.partition === partition)?.offset ?? -1);
    } finally {
      await within(
        this.#clock,
        longestLeaveMs,
        admin.disconnect().catch(() => {}),
      );
    }
  }

  #offsetAt(sequence: number): { topic: string; partitions: { partition: number; offset: string }[] }[] {
    return [{ topic: this.#topic, partitions: [{ partition, offset: String(sequence) }] }];
  }

  async #publish(producer: Producer, notification: AlertNotification): Promise<void> {
    const { id, sequence, atMs } = notification;
    const value = JSON.stringify(alertEvent(notification, this.#agent));
    const headers = { 'content-type': 'application/cloudevents+json; charset=UTF-8' };
    const message = { key: id, value, partition, headers, timestamp: String(atMs) };
    const transaction = await producer.transaction();
    try {
      await transaction.send({ topic: this.#topic, acks: -1, messages: [message] });
      // What can't be stored has no sequence by which it would be known again.
      if (sequence > 0)
        await transaction.sendOffsets({ consumerGroupId: this.#group, topics: this.#offsetAt(sequence) });
    } catch (thrown) {
      await transaction.abort().catch(() => {});
      throw thrown;
    }
    await transaction.commit();
  }

  #leave(producer: Producer): Promise<void> {
    return within(
      this.#clock,
      longestLeaveMs,
      producer.disconnect().catch(() => {}),
    );
  }
}
