import { Emitter } from '../../../src-main/common/event.ts';
import { encodeMark } from '../../../src-main/engine/flow-records/mark.ts';
import { BatchReader } from '../../../src-main/engine/log/kafka/batch-reader.ts';
import { messagesOf } from '../../../src-main/engine/log/kafka/record-writer.ts';
import { openBatch, type RecordBatch } from '../../../src-main/engine/log/kafka/record-batch.ts';
import { EmbeddedLog } from '../../../src-main/engine/log/embedded-log.ts';
import type {
  Delivery,
  LogMessage,
  MessageLog,
  Positions,
} from '../../../src-main/engine/log/message-log.ts';
import type { LogRepository } from '../../../src-main/engine/store/log-repository.ts';
import { packed, recordBatch, type SampleMessage } from '../../helpers/kafka-batches.ts';
import { beginMs } from './coverage-world.ts';

/** A log that several readers read, each at its own pace. */
export interface PlayedLog {
  readonly partitions: number;
  append(messages: readonly LogMessage[], nowMs: number): Promise<void>;
  reader(): PlayedReader;
}

export interface PlayedReader {
  readonly log: MessageLog;
  /** Fetches what the next appends to a partition brought. */
  fetch(partition: number, appends: number): void;
  caughtUp(positions: Positions, nowMs: number): ReadonlyMap<number, number> | undefined;
}

/** The log of one partition that lies in SQLite; nothing is lost of it. */
export class PlayedEmbeddedLog implements PlayedLog {
  readonly partitions = 1;
  readonly #log: EmbeddedLog;

  constructor(table: LogRepository) {
    this.#log = new EmbeddedLog(table);
  }

  append(messages: readonly LogMessage[]): Promise<void> {
    return this.#log.append(messages);
  }

  reader(): PlayedReader {
    return { log: this.#log, fetch: () => {}, caughtUp: () => undefined };
  }
}

interface Append {
  readonly batch: RecordBatch;
  readonly atMs: number;
}

/** The log of two partitions on brokers: what is written goes through the product's encoding, there and back. */
export class PlayedTopicLog implements PlayedLog {
  readonly partitions = 2;
  readonly appends: Append[][] = [[], []];

  async append(messages: readonly LogMessage[], nowMs: number): Promise<void> {
    for (const partition of [0, 1]) {
      const sent = messages.flatMap((message): SampleMessage[] => {
        if (message.kind === 'mark')
          return [{ key: 'mark', value: encodeMark(message.mark), timestampMs: beginMs }];
        const mine = messagesOf(message).filter(({ key }) => Number(key.at(-1)) % 2 === partition);
        return mine.map(({ key, value }) => ({ key, value, timestampMs: beginMs }));
      });
      const packedBatch = packed(recordBatch(this.end(partition), sent));
      const batch = (await openBatch(packedBatch)) as RecordBatch;
      this.appends[partition]!.push({ batch, atMs: nowMs });
    }
  }

  reader(): PlayedReader {
    return new TopicReaderPlay(this);
  }

  end(partition: number): number {
    return (this.appends[partition]!.at(-1)?.batch.lastOffset ?? -1) + 1;
  }
}

/** Reads as the product's reader does: what is fetched waits in a queue, from which all at hand is taken. */
class TopicReaderPlay implements PlayedReader, MessageLog {
  readonly onAppended = new Emitter<void>().event;
  readonly #topic: PlayedTopicLog;
  readonly #reader = new BatchReader({ intervalMs: 1_000, now: () => beginMs + 3_600_000 });
  #fetched = new Map<number, number>();
  #queue: Delivery[] = [];

  constructor(topic: PlayedTopicLog) {
    this.#topic = topic;
  }

  get log(): MessageLog {
    return this;
  }

  fetch(partition: number, appends: number): void {
    const from = this.#fetched.get(partition) ?? 0;
    const next = this.#topic.appends[partition]!.filter(({ batch }) => batch.lastOffset >= from);
    for (const { batch } of next.slice(0, appends)) {
      this.#queue.push(...this.#reader.read(partition, batch, this.#fetched.get(partition) ?? 0));
      this.#fetched.set(partition, batch.lastOffset + 1);
    }
  }

  read(): Promise<readonly Delivery[]> {
    return Promise.resolve(this.#queue.splice(0, 3));
  }

  rewind(positions: Positions): void {
    this.#queue = [];
    this.#fetched = new Map(positions);
  }

  caughtUp(positions: Positions, nowMs: number): ReadonlyMap<number, number> {
    const upTo = (partition: number): number => {
      const position = positions.get(partition) ?? 0;
      return this.#topic.appends[partition]!.find(({ batch }) => batch.lastOffset >= position)?.atMs ?? nowMs;
    };
    return new Map([0, 1].map((partition) => [partition, upTo(partition)]));
  }

  append(): Promise<void> {
    return Promise.reject(new Error('this half reads'));
  }

  nextSequence(): Promise<number> {
    return Promise.resolve(0);
  }

  ends(): Positions {
    return new Map([0, 1].map((partition) => [partition, this.#topic.end(partition)]));
  }
}
