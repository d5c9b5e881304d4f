import { Emitter } from '../../../src-main/common/event.ts';
import { encodeMark } from '../../../src-main/engine/flow-records/mark.ts';
import { EmbeddedLog } from '../../../src-main/engine/log/embedded-log.ts';
import { BatchReader } from '../../../src-main/engine/log/kafka/batch-reader.ts';
import { openBatch, type RecordBatch } from '../../../src-main/engine/log/kafka/record-batch.ts';
import type {
  Delivery,
  LogMessage,
  MessageLog,
  Positions,
  ReadSoFar,
} from '../../../src-main/engine/log/message-log.ts';
import type { Connection } from '../../../src-main/engine/store/database.ts';
import { LogRepository } from '../../../src-main/engine/store/log-repository.ts';
import { packed, recordBatch, type SampleMessage } from '../../support/kafka/kafka-batches.ts';
import { publishedOf } from '../../support/kafka/published.ts';
import { beginMs } from './world-agent.ts';

/** A log that several readers read, each at its own pace, and that may lose what it holds. */
export interface PlayedLog {
  readonly partitions: number;
  /** All that was ever appended, by partition; the index is the offset. */
  readonly entries: readonly LogMessage[][];
  append(messages: readonly LogMessage[], nowMs: number): Promise<void>;
  /** Lets go of the oldest of a partition, read or not. */
  expire(partition: number, count: number): void;
  /** Spoils one of what it holds. */
  damage(which: number): void;
  reader(): PlayedReader;
}

export interface PlayedReader {
  readonly log: MessageLog;
  /** Fetches what the next appends to a partition brought. */
  fetch(partition: number, appends: number): void;
  caughtUp(positions: Positions, nowMs: number): ReadonlyMap<number, number> | undefined;
}

/** The log of one partition that lies in SQLite. */
export class PlayedEmbeddedLog implements PlayedLog {
  readonly partitions = 1;
  readonly entries: LogMessage[][] = [[]];
  readonly #connection: Connection;
  readonly #topic: string;
  readonly #table: LogRepository;
  readonly #log: EmbeddedLog;
  #trimmed = 0;

  constructor(connection: Connection, topic: string) {
    this.#connection = connection;
    this.#topic = topic;
    this.#table = new LogRepository(connection, topic);
    this.#log = new EmbeddedLog(this.#table);
  }

  append(messages: readonly LogMessage[]): Promise<void> {
    this.entries[0]!.push(...messages);
    return this.#log.append(messages);
  }

  expire(_partition: number, count: number): void {
    this.#trimmed = Math.min(this.#trimmed + count, this.entries[0]!.length);
    this.#table.trim(this.#trimmed, Infinity);
  }

  damage(which: number): void {
    this.#connection
      .prepare('UPDATE log_batches SET checksum = checksum + 1 WHERE topic = ? AND offset = ?')
      .run(this.#topic, which % Math.max(1, this.entries[0]!.length));
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
  readonly entries: LogMessage[][] = [[], []];
  readonly appends: Append[][] = [[], []];
  readonly lows = [0, 0];

  async append(messages: readonly LogMessage[], nowMs: number): Promise<void> {
    for (const partition of [0, 1]) {
      const mine = messages.filter((one) => one.kind === 'mark' || partitionOf(one) === partition);
      if (mine.length === 0) continue;
      const packedBatch = packed(recordBatch(this.entries[partition]!.length, mine.map(sampleOf)));
      const batch = (await openBatch(packedBatch)) as RecordBatch;
      this.entries[partition]!.push(...mine);
      this.appends[partition]!.push({ batch, atMs: nowMs });
    }
  }

  expire(partition: number, count: number): void {
    const held = this.held(partition).slice(0, count);
    this.lows[partition] = (held.at(-1)?.batch.lastOffset ?? this.lows[partition]! - 1) + 1;
  }

  /** What is damaged on a broker's disk is never handed out. */
  damage(): void {}

  held(partition: number): Append[] {
    return this.appends[partition]!.filter(({ batch }) => batch.lastOffset >= this.lows[partition]!);
  }

  reader(): PlayedReader {
    return new TopicReaderPlay(this);
  }
}

const partitionOf = (message: LogMessage & { kind: 'records' }): number =>
  Number(publishedOf(message)[0]!.key.at(-1)) % 2;

const sampleOf = (message: LogMessage): SampleMessage => {
  if (message.kind === 'mark') return { key: 'mark', value: encodeMark(message.mark), timestampMs: beginMs };
  const { key, value } = publishedOf(message)[0]!;
  return { key, value, timestampMs: beginMs };
};

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
    const low = this.#topic.lows[partition]!;
    const offset = this.#fetched.get(partition) ?? low;
    if (offset < low) {
      this.#queue.push({ kind: 'lost', partition, offset, nextOffset: low, reason: 'deleted unread' });
      this.#fetched.set(partition, low);
    }
    const from = Math.max(offset, low);
    const next = this.#topic.held(partition).filter(({ batch }) => batch.lastOffset >= from);
    for (const { batch } of next.slice(0, appends)) {
      this.#queue.push(...this.#reader.read(partition, batch, this.#fetched.get(partition) ?? low));
      this.#fetched.set(partition, batch.lastOffset + 1);
    }
  }

  read(): Promise<readonly Delivery[]> {
    return Promise.resolve(this.#queue.splice(0, 3));
  }

  rewind({ positions }: ReadSoFar): void {
    this.#queue = [];
    this.#fetched = new Map(positions);
  }

  caughtUp(positions: Positions, nowMs: number): ReadonlyMap<number, number> {
    const upTo = (partition: number): number => {
      const position = positions.get(partition) ?? 0;
      return this.#topic.held(partition).find(({ batch }) => batch.lastOffset >= position)?.atMs ?? nowMs;
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
    return new Map([0, 1].map((partition) => [partition, this.#topic.entries[partition]!.length]));
  }
}
