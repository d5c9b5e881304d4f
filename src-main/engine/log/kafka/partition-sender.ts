import kafkajs, { type Producer, type RecordMetadata } from 'kafkajs';
import { layersOf } from './broker-error.ts';
import type { KafkaSettings } from './kafka-settings.ts';
import type { OutgoingMessage } from './record-writer.ts';

const { CompressionTypes } = kafkajs;

/** How messages are sent. */
export interface SenderParts {
  readonly producer: Producer;
  readonly settings: Pick<KafkaSettings, 'topic' | 'compression' | 'acks'>;
  /** A message that the brokers will never take: alone, it is too large. */
  readonly refused: (message: OutgoingMessage) => void;
}

type Messages = ReadonlyMap<number, readonly OutgoingMessage[]>;

/** Sends messages whose partitions are chosen, and takes only those for sent that a broker acknowledged. */
export class PartitionSender {
  readonly #parts: SenderParts;
  /** Messages of a partition that are sent at once: fewer, once the brokers found more of them too large. */
  #atOnce = Infinity;

  constructor(parts: SenderParts) {
    this.#parts = parts;
  }

  /**
   * Sends messages of several partitions at once.
   *
   * @throws whatever kafkajs throws where one of them could not be sent; the others may have come
   */
  async sendAll(messages: Messages): Promise<void> {
    if (messages.size === 0) return;
    if ([...messages.values()].some(({ length }) => length > this.#atOnce))
      throw new Error('more than the brokers take at once');
    await this.#attempt(messages);
  }

  /**
   * Sends messages of one partition, in order, in as many parts as it takes.
   *
   * @throws whatever kafkajs throws where they could not be sent; the first of them may have come
   */
  async send(partition: number, messages: readonly OutgoingMessage[]): Promise<void> {
    for (let at = 0; at < messages.length;) {
      const part = messages.slice(at, at + this.#atOnce);
      try {
        await this.#attempt(new Map([[partition, part]]));
      } catch (thrown) {
        if (!isTooLarge(thrown)) throw thrown;
        if (part.length > 1) {
          this.#atOnce = part.length >> 1;
          continue;
        }
        this.#parts.refused(part[0]!);
      }
      at += part.length;
    }
  }

  async #attempt(messages: Messages): Promise<void> {
    const { producer, settings } = this.#parts;
    const answer = await producer.send({
      topic: settings.topic,
      acks: settings.acks,
      compression: settings.compression === 'gzip' ? CompressionTypes.GZIP : CompressionTypes.None,
      messages: [...messages].flatMap(([partition, some]) =>
        some.map(({ headers, ...message }) => ({
          ...message,
          ...(headers && { headers: { ...headers } }),
          partition,
        })),
      ),
    });
    checkAnswer(answer, messages);
  }
}

/** The batch is too large for the topic, or for what a broker takes of one partition. */
const isTooLarge = (thrown: unknown): boolean =>
  layersOf(thrown).some(({ type }) => type === 'MESSAGE_TOO_LARGE' || type === 'RECORD_LIST_TOO_LARGE');

/**
 * Holds an answer against what was sent.
 *
 * @throws {Error} where it lacks a partition: what was sent there may not have come
 */
function checkAnswer(answer: readonly RecordMetadata[], sent: Messages): void {
  const acknowledged = new Set(
    answer.filter(({ errorCode }) => errorCode === 0).map(({ partition }) => partition),
  );
  const missing = [...sent.keys()].find((partition) => !acknowledged.has(partition));
  if (missing !== undefined) throw new Error(`no broker acknowledged partition ${missing}`);
}
