import kafkajs, { type Producer, type RecordMetadata } from 'kafkajs';
import { BackOff } from '../../../common/back-off.ts';
import type { Clock } from '../../../common/clock.ts';
import type { MonitorError } from '../../../common/errors.ts';
import type { LogMessage } from '../message-log.ts';
import type { AgentLease } from './agent-lease.ts';
import type { Brokers } from './brokers.ts';
import { Failures } from './failures.ts';
import { longestLeaveMs, within } from './within.ts';
import type { KafkaSettings } from './kafka-settings.ts';
import type { PublishCondition } from './publish-condition.ts';
import { partitionOf } from './partition-of.ts';
import { messagesOf, packetsOf } from './record-writer.ts';
import { recordsPerRow, type Spool } from './spool.ts';

const { CompressionTypes } = kafkajs;
/** Records sent at once; the next go when these are acknowledged. Packed, more of them fit into what brokers take. */
const recordsAtOnce = { none: recordsPerRow, gzip: 2 * recordsPerRow };
/** How long an idle forwarder waits to be told of records. */
const idleMs = 1_000;

/** What the forwarder is made of. */
export interface ForwarderParts {
  readonly clock: Clock;
  readonly brokers: Brokers;
  readonly spool: Spool;
  readonly lease: Pick<AgentLease, 'isHeld'>;
  readonly condition: PublishCondition;
  readonly settings: Pick<KafkaSettings, 'topic' | 'creation' | 'compression' | 'acks' | 'mode'>;
}

/**
 * Sends what is in the spool to the brokers, in order, and takes it out when it is acknowledged. A failure is tried
 * again for as long as it takes; what was acknowledged before a crash could be noted is sent again, and told by its
 * sequence.
 */
export class SpoolForwarder {
  readonly #parts: ForwarderParts;
  readonly #failures: Failures;
  #isConnected = false;
  #published = 0;
  #heldBack = 0;
  /** How many partitions the topic has. */
  #partitions = 0;
  #emptied = Promise.withResolvers<undefined>();

  constructor(parts: ForwarderParts) {
    this.#parts = parts;
    this.#failures = new Failures(parts.clock, () => parts.brokers.silence());
  }

  get problem(): MonitorError | undefined {
    return this.#failures.standing;
  }

  get isConnected(): boolean {
    return this.#isConnected && !this.problem;
  }

  /** Flow records acknowledged since the start. */
  get published(): number {
    return this.#published;
  }

  /** Flow records that the condition kept back. */
  get heldBack(): number {
    return this.#heldBack;
  }

  /** Resolves when all that waits has been acknowledged. */
  untilEmpty(): Promise<unknown> {
    this.#emptied = Promise.withResolvers<undefined>();
    if (this.#parts.spool.status.records === 0) this.#emptied.resolve(undefined);
    return this.#emptied.promise;
  }

  /** Forwards until the signal aborts; then what was under way is finished. */
  async run(signal: AbortSignal): Promise<void> {
    const { brokers, clock } = this.#parts;
    const backOff = new BackOff();
    while (!signal.aborted) {
      const startedAt = clock.monotonic();
      const producer = brokers.producer();
      try {
        await producer.connect();
        await this.#prepare();
        await this.#forward(producer, signal);
      } catch (thrown) {
        this.#failures.note(brokers.explain(thrown));
      }
      this.#isConnected = false;
      await within(
        clock,
        longestLeaveMs,
        producer.disconnect().catch(() => {}),
      );
      await clock.after(backOff.next(clock.monotonic() - startedAt), signal);
    }
  }

  async #prepare(): Promise<void> {
    const { brokers, settings } = this.#parts;
    const admin = brokers.admin();
    try {
      await admin.connect();
      await brokers.ensureTopic(admin, settings.topic, settings.creation);
      this.#partitions = await brokers.partitionsOf(admin, settings.topic);
    } finally {
      await admin.disconnect().catch(() => {});
    }
  }

  async #forward(producer: Producer, signal: AbortSignal): Promise<void> {
    const { spool, lease, settings } = this.#parts;
    this.#isConnected = true;
    while (!signal.aborted) {
      if (!(await lease.isHeld(signal))) return;
      const messages = spool.next(recordsAtOnce[settings.compression]);
      if (!messages) {
        this.#failures.clear();
        await this.#appended(signal);
        continue;
      }
      await this.#failures.answer(this.#send(producer, messages));
      this.#failures.clear();
      spool.acknowledge();
      if (spool.status.records === 0) this.#emptied.resolve(undefined);
    }
  }

  async #send(producer: Producer, loaded: readonly LogMessage[]): Promise<void> {
    const { condition, settings } = this.#parts;
    const { topic, compression, acks, mode } = settings;
    const loadedRecords = loaded.filter((message) => message.kind === 'records');
    const kept = loadedRecords.flatMap((message) => condition.select(message));
    const messages = kept.flatMap(mode === 'packet' ? packetsOf : messagesOf);
    const records = kept.reduce((sum, { batch }) => sum + batch.count, 0);
    if (messages.length > 0) {
      const codec = compression === 'gzip' ? CompressionTypes.GZIP : CompressionTypes.None;
      const addressed = messages.map((message) => ({
        ...message,
        partition: partitionOf(message.key, this.#partitions),
      }));
      checkAnswer(await producer.send({ topic, acks, compression: codec, messages: addressed }), addressed);
    }
    this.#published += records;
    this.#heldBack += loadedRecords.reduce((sum, { batch }) => sum + batch.count, 0) - records;
  }

  #appended(signal: AbortSignal): Promise<void> {
    const waiting = new AbortController();
    const listening = this.#parts.spool.onAppended(() => waiting.abort());
    const { clock } = this.#parts;
    return clock.after(idleMs, AbortSignal.any([signal, waiting.signal])).finally(() => listening.dispose());
  }
}

/**
 * Holds an answer against what was sent.
 *
 * @throws {Error} where it lacks a partition: what was sent there may not have come
 */
function checkAnswer(
  answer: readonly RecordMetadata[],
  sent: readonly { readonly partition: number }[],
): void {
  const acknowledged = new Set(
    answer.filter(({ errorCode }) => errorCode === 0).map(({ partition }) => partition),
  );
  const missing = sent.find(({ partition }) => !acknowledged.has(partition));
  if (missing) throw new Error(`no broker acknowledged partition ${missing.partition}`);
}
