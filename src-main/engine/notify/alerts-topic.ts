import type { Producer } from 'kafkajs';
import type { Clock } from '../../common/clock.ts';
import type { AlertNotification } from '../../common/model/alerts.ts';
import type { Brokers } from '../log/kafka/brokers.ts';
import type { TopicCreation } from '../log/kafka/kafka-settings.ts';
import { longestLeaveMs, within } from '../log/kafka/within.ts';
import { say } from '../../common/phrases/say.ts';
import { alertEvent, eventId } from './alert-event.ts';
import { type Outcome, type RecordReceiver, taken } from './delivery-stage.ts';
import { alertsPartition, type NotifiedEvents } from './notified-events.ts';
import { refusal } from './refusal.ts';

/** Answers of the brokers that would be the same for the same message at any time. */
const isRefusal = (thrown: unknown): boolean =>
  thrown instanceof Error &&
  'type' in thrown &&
  ['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE', 'INVALID_RECORD', 'INVALID_TIMESTAMP'].includes(
    String(thrown.type),
  );

const tooLate = (): Error => new Error('the brokers answered too late');

/**
 * Publishes each transition of an alert once, whoever of a group of checkers does. All of them publish in transactions
 * under one name, so that the brokers refuse what one sends after the next one has begun; and whoever begins reads
 * which events are there already.
 */
export class AlertsTopic implements RecordReceiver {
  readonly name: string;
  readonly isRecord = true;
  readonly #brokers: Brokers;
  readonly #clock: Clock;
  readonly #topic: string;
  readonly #creation: TopicCreation;
  readonly #agent: string;
  readonly #group: string;
  readonly #events: NotifiedEvents;
  #producer: Producer | undefined;
  /** Counts beginnings and ends: a connection that is there late is used by nobody any more. */
  #turns = 0;
  /** Whether it is known which events there are, since nobody else can publish any more. */
  #hasRead = false;

  constructor(parts: {
    brokers: Brokers;
    topic: string;
    creation: TopicCreation;
    /** As whom it publishes. */
    agent: string;
    /** Names the group of checkers of which one publishes. */
    group: string;
    events: NotifiedEvents;
    clock: Clock;
  }) {
    const { brokers, topic, creation, agent, group, events, clock } = parts;
    this.#group = group;
    this.#events = events;
    this.#clock = clock;
    this.name = `topic ${topic}`;
    this.#brokers = brokers;
    this.#topic = topic;
    this.#creation = { ...creation, partitions: 1 };
    this.#agent = agent;
  }

  /** @throws MonitorError `stream/*` where the brokers don't take it */
  async deliver(notification: AlertNotification): Promise<Outcome> {
    const id = eventId(notification);
    const turn = this.#turns;
    try {
      await this.#prepare();
      const producer = this.#producer ?? (await this.#begin(turn));
      if (!this.#hasRead) await this.#events.readToEnd();
      this.#expectTurn(turn);
      this.#hasRead = true;
      if (this.#events.offsetOf(id) === undefined)
        this.#events.add(id, await this.#publish(producer, notification));
      return taken;
    } catch (thrown) {
      // Whether it was published is not known: the next attempt reads it. Another turn has its own connection.
      if (turn === this.#turns) await this.close();
      else this.#hasRead = false;
      if (isRefusal(thrown))
        return {
          kind: 'refused',
          reason: refusal(say('notify.noSuchMessage', { receiver: this.name }), thrown),
        };
      throw this.#brokers.explain(thrown);
    }
  }

  /**
   * Ends what another process of the group is about to publish; it can publish no more. So it is also where this
   * process has published before: the other one did so since.
   *
   * @throws whatever kafkajs throws where the brokers can't be asked
   */
  async fence(): Promise<void> {
    await this.close();
    await this.#begin(this.#turns);
  }

  async close(): Promise<void> {
    this.#turns += 1;
    const producer = this.#producer;
    this.#producer = undefined;
    this.#hasRead = false;
    if (producer) await this.#leave(producer);
  }

  /** Connects for a turn; where that has ended meanwhile, the connection is nobody's. */
  async #begin(turn: number): Promise<Producer> {
    this.#expectTurn(turn);
    const producer = await this.#connect();
    if (turn === this.#turns) return (this.#producer = producer);
    await this.#leave(producer);
    throw tooLate();
  }

  #expectTurn(turn: number): void {
    if (turn !== this.#turns) throw tooLate();
  }

  async #connect(): Promise<Producer> {
    const producer = this.#brokers.transactionalProducer(`streamchecker-alerts-${this.#group}`);
    try {
      await producer.connect();
      // The first transaction ends what another process left open, and that process can't publish any more.
      await (await producer.transaction()).abort();
      return producer;
    } catch (thrown) {
      await this.#leave(producer);
      throw thrown;
    }
  }

  /** Makes the topic, if it is not there. */
  async #prepare(): Promise<void> {
    if (this.#hasRead) return;
    const admin = this.#brokers.admin();
    try {
      await admin.connect();
      await this.#brokers.ensureTopic(admin, this.#topic, this.#creation);
    } finally {
      await within(
        this.#clock,
        longestLeaveMs,
        admin.disconnect().catch(() => {}),
      );
    }
  }

  /** @returns the offset of the event */
  async #publish(producer: Producer, notification: AlertNotification): Promise<number> {
    const { id, atMs } = notification;
    const value = JSON.stringify(alertEvent(notification, this.#agent));
    const headers = { 'content-type': 'application/cloudevents+json; charset=UTF-8' };
    const message = { key: id, value, partition: alertsPartition, headers, timestamp: String(atMs) };
    const transaction = await producer.transaction();
    try {
      const [sent] = await transaction.send({ topic: this.#topic, acks: -1, messages: [message] });
      await transaction.commit();
      return Number(sent?.baseOffset ?? this.#events.end);
    } catch (thrown) {
      await transaction.abort().catch(() => {});
      throw thrown;
    }
  }

  #leave(producer: Producer): Promise<void> {
    return within(
      this.#clock,
      longestLeaveMs,
      producer.disconnect().catch(() => {}),
    );
  }
}
