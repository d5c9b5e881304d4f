import { type Compression, packBatch } from './batch-writer.ts';
import { layersOf } from './broker-error.ts';
import type { KafkaSettings } from './kafka-settings.ts';
import type { ClusterLink } from './kafkajs/cluster-link.ts';
import type { RecordSet, SetMessage } from './record-set.ts';
import { led } from './topic-watch.ts';

/** How messages are sent. */
export interface SenderParts {
  readonly link: Pick<ClusterLink, 'produce'>;
  readonly settings: Pick<KafkaSettings, 'topic' | 'compression' | 'acks'>;
  /** Leader of each partition, as far as it is known. */
  readonly leaders: () => ReadonlyMap<number, number>;
  /** Asks who leads them now. */
  readonly look: () => Promise<void>;
  /** A message that the brokers will never take: alone, it is too large. */
  readonly refused: (message: SetMessage) => void;
}

/** Record batches by partition, ready to be sent; undefined for one of more messages than the brokers take at once. */
export type PackedSets = ReadonlyMap<number, Buffer | undefined>;

/** Sends messages whose partitions are chosen, and takes only those for sent that a broker acknowledged. */
export class PartitionSender {
  readonly #parts: SenderParts;
  #compression: Compression;
  /** Messages of a partition that are sent at once: fewer, once the brokers found more of them too large. */
  #atOnce = Infinity;
  /** Something went wrong: another broker may lead a partition now. */
  #isUnsure = false;

  constructor(parts: SenderParts) {
    this.#parts = parts;
    this.#compression = parts.settings.compression;
  }

  /** Packs the messages of several partitions, away from this thread. */
  async pack(sets: ReadonlyMap<number, RecordSet>): Promise<PackedSets> {
    const packed = [...sets].map(
      async ([partition, set]) => [partition, await this.#packIfTaken(set)] as const,
    );
    return new Map(await Promise.all(packed));
  }

  async #packIfTaken(set: RecordSet): Promise<Buffer | undefined> {
    return set.count > this.#atOnce ? undefined : packBatch(set, this.#compression);
  }

  /**
   * Sends the messages of several partitions at once, to each leader in one request.
   *
   * @returns why those of some partitions can't be taken for sent, though they may have come
   */
  async sendAll(packed: PackedSets): Promise<ReadonlyMap<number, unknown>> {
    const failures = new Map<number, unknown>();
    const batches = new Map<number, Buffer>();
    for (const [partition, batch] of packed) {
      if (batch) batches.set(partition, batch);
      else failures.set(partition, new Error('more than the brokers take at once'));
    }
    for (const [partition, failure] of await this.#attempt(batches)) failures.set(partition, failure);
    return failures;
  }

  /**
   * Sends messages of one partition, in order, in as many parts as it takes.
   *
   * @throws why they can't be taken for sent; the first of them may have come
   */
  async send(partition: number, set: RecordSet): Promise<void> {
    for (let at = 0; at < set.count;) {
      const end = Math.min(set.count, at + this.#atOnce);
      const part = at === 0 && end === set.count ? set : set.slice(at, end);
      const compression = this.#compression;
      const batches = new Map([[partition, await packBatch(part, compression)]]);
      const failure = (await this.#attempt(batches)).get(partition);
      if (failure !== undefined) {
        if (compression !== this.#compression) continue;
        if (!isTooLarge(failure)) throw failure as Error;
        if (part.count > 1) {
          this.#atOnce = part.count >> 1;
          continue;
        }
        for (const message of part.messages()) this.#parts.refused(message);
      }
      at = end;
    }
  }

  /** Why batches were not acknowledged, by partition. */
  async #attempt(batches: ReadonlyMap<number, Buffer>): Promise<ReadonlyMap<number, unknown>> {
    if (this.#isUnsure) {
      this.#isUnsure = false;
      // What is wrong shows where something is sent.
      await this.#parts.look().catch(() => {});
    }
    const failures = new Map<number, unknown>();
    const leaders = this.#parts.leaders();
    const toSend = [...batches.keys()].map((partition) => [partition, leaders.get(partition) ?? -1] as const);
    for (const [partition, leader] of toSend)
      if (leader < 0) failures.set(partition, new Error(`partition ${partition} has no leader`));
    await Promise.all(
      [...led(new Map(toSend))].map(async ([node, partitions]) => {
        const part = new Map(partitions.map((partition) => [partition, batches.get(partition)!]));
        for (const [partition, failure] of await this.#sendTo(node, part)) failures.set(partition, failure);
      }),
    );
    this.#learnFrom(failures);
    return failures;
  }

  async #sendTo(node: number, batches: ReadonlyMap<number, Buffer>): Promise<ReadonlyMap<number, unknown>> {
    const { link, settings } = this.#parts;
    const { topic, acks } = settings;
    try {
      const answer = await link.produce(node, { topic, acks, batches });
      const failures = [...batches.keys()].map(
        (partition) => [partition, failureIn(answer, partition)] as const,
      );
      return new Map(failures.filter(([, failure]) => failure !== undefined));
    } catch (thrown) {
      return new Map([...batches.keys()].map((partition) => [partition, thrown ?? new Error('not sent')]));
    }
  }

  #learnFrom(failures: ReadonlyMap<number, unknown>): void {
    for (const failure of failures.values()) {
      if (hasType(failure, 'UNSUPPORTED_COMPRESSION_TYPE')) this.#compression = 'gzip';
      else if (!isTooLarge(failure)) this.#isUnsure = true;
    }
  }
}

/** Why a partition was not acknowledged; an answer that lacks it says nothing of what was sent there. */
const failureIn = (answer: ReadonlyMap<number, Error | undefined>, partition: number): Error | undefined =>
  answer.has(partition) ? answer.get(partition) : new Error(`no broker acknowledged partition ${partition}`);

/** The batch is too large for the topic, or for what a broker takes of one partition. */
const isTooLarge = (failure: unknown): boolean =>
  hasType(failure, 'MESSAGE_TOO_LARGE') || hasType(failure, 'RECORD_LIST_TOO_LARGE');

const hasType = (failure: unknown, wanted: string): boolean =>
  layersOf(failure).some(({ type }) => type === wanted);
