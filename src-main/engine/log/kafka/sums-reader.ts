import { decodePartSums, sumsVersion } from '../../flow-records/part-sums.ts';
import { type EpochMs, epochMs } from '../../../common/units.ts';
import type { Delivery } from '../message-log.ts';
import { ahead, BatchReader, deliveriesOf, type ReadableRecord, type TopicBatches } from './batch-reader.ts';
import type { RecordBatch, RecordCursor } from './record-batch.ts';
import type { RunWriter } from './run-writer.ts';

/** How far a cluster has summed a partition of the record topic. */
export interface Progress {
  /** The offset of the record topic that it sums next. */
  readonly offset: number;
}

/** What a reader of sums has to know. */
export interface SumsReaderParts {
  readonly intervalMs: number;
  /** The time of day, in ms since the epoch. */
  readonly now: () => number;
  /** Length of the sums that are of use: sums of another length are another job's. */
  readonly paneMs: number;
  /** Called with how far a partition is summed where what stands before an offset of the sums topic was read. */
  readonly progressed: (partition: number, offset: number, progress: Progress) => void;
  /** Called where there are sums of another length. */
  readonly foundOther: (lengthMs: number) => void;
  /** Called with a version of sums that are not known, and wait; with undefined where none waits any longer. */
  readonly foundVersion: (partition: number, version: number | undefined) => void;
}

/** Sums from an offset on that are of a version that is not known. */
interface Unknown {
  readonly offset: number;
  readonly version: number;
}

/**
 * Reads the sums topic: sums of windows, and between them what the cluster passed on as it stood in the record topic, marks
 * above all, which is read as if it came from there.
 *
 * Nothing is handed out from sums on that are of an unknown version, so that the position stays before them for a program
 * that knows them. Where sums of the known version come behind them, whoever wrote the others has gone: those are lost.
 */
export class SumsReader implements TopicBatches {
  readonly #parts: SumsReaderParts;
  readonly #records: BatchReader;
  /** By partition, where what waits begins. */
  readonly #waiting = new Map<number, Unknown>();
  /** Those of the batch at hand, by offset. */
  readonly #unknown = new Map<number, Unknown>();

  constructor(parts: SumsReaderParts) {
    this.#parts = parts;
    this.#records = new BatchReader(parts);
  }

  read(partition: number, batch: RecordBatch, fromOffset: number): Delivery[] {
    this.#records.begin();
    this.#unknown.clear();
    // It is read again.
    if ((this.#waiting.get(partition)?.offset ?? -1) >= fromOffset) this.#wait(partition, undefined);
    const deliveries = deliveriesOf({ partition, batch, fromOffset }, (cursor, writer) =>
      this.#take(partition, cursor, writer),
    );
    return deliveries.flatMap((delivery) => this.#known(delivery));
  }

  /** The position stays before what waits, too, where something behind it is not read, or is not there any more. */
  passOver(deliveries: readonly Delivery[]): readonly Delivery[] {
    return deliveries.flatMap((delivery) => this.#known(delivery));
  }

  /** What of a delivery is handed out. */
  #known(delivery: Delivery): Delivery[] {
    const { partition, kind } = delivery;
    const waiting = this.#waiting.get(partition);
    if (waiting && isBefore(delivery, waiting)) {
      this.#wait(partition, undefined);
      return [delivery];
    }
    const unknown = kind === 'unreadable' ? this.#unknown.get(delivery.offset) : undefined;
    if (!waiting && !unknown) return [delivery];
    if (unknown && !waiting) this.#wait(partition, unknown);
    if (!waiting || kind !== 'sums') return [];
    this.#wait(partition, undefined);
    const { offset, version } = waiting;
    const nextOffset = delivery.nextOffset - 1;
    return [{ kind: 'lost', partition, offset, nextOffset, reason: unknownVersion(version) }, delivery];
  }

  #wait(partition: number, unknown: Unknown | undefined): void {
    if (unknown) this.#waiting.set(partition, unknown);
    else this.#waiting.delete(partition);
    this.#parts.foundVersion(partition, unknown?.version);
  }

  #take(partition: number, cursor: RecordCursor, writer: RunWriter): void {
    const headers = cursor.headers();
    const passed = headers.get('record.offset');
    if (passed !== undefined) {
      const reason = this.#records.take(asItStood(cursor, headers), writer);
      if (reason !== undefined) writer.unreadable(cursor.offset, reason, Number(passed));
      return;
    }
    const { buffer, valueStart, valueEnd, offset } = cursor;
    const reason =
      valueStart < 0
        ? 'neither sums nor progress'
        : this.#takeJson(buffer.toString('utf8', valueStart, valueEnd), { partition, offset }, writer);
    if (reason !== undefined) writer.unreadable(offset, reason);
  }

  /** @returns why it can't be taken */
  #takeJson(
    text: string,
    { partition, offset }: { readonly partition: number; readonly offset: number },
    writer: RunWriter,
  ): string | undefined {
    const value = parsed(text) as Value | null | undefined;
    const version = value?.v;
    const isOurs = value?.kind === 'progress' || value?.kind === 'sums';
    if (isOurs && typeof version === 'number' && version !== sumsVersion) {
      this.#unknown.set(offset, { offset, version });
      return unknownVersion(version);
    }
    if (value?.kind === 'progress') {
      if (value.window !== this.#parts.paneMs) return undefined;
      if (!Number.isSafeInteger(value.offset)) return 'progress without an offset';
      this.#parts.progressed(partition, offset, { offset: value.offset as number });
      return undefined;
    }
    if (value?.kind !== 'sums') return 'neither sums nor progress';
    const sums = decodePartSums(value);
    if (typeof sums === 'string') {
      const startMs = windowOf(value, this.#parts.paneMs);
      if (startMs === undefined || this.#records.isAhead(startMs)) return sums;
      writer.lostSums(startMs, offset, sums);
      return undefined;
    }
    if (this.#records.isAhead(sums.latestMs)) return ahead();
    const lengthMs = sums.endMs - sums.startMs;
    if (lengthMs === this.#parts.paneMs) writer.sums(sums, offset);
    else this.#parts.foundOther(lengthMs);
    return undefined;
  }
}

/** What of a value tells what it is. */
interface Value {
  readonly v?: unknown;
  readonly kind?: unknown;
  readonly offset?: unknown;
  readonly window?: unknown;
  readonly start?: unknown;
  readonly end?: unknown;
}

/** When the window of sums begins that can't be read; undefined where not even that can, or where they are of no use. */
function windowOf({ start, end }: Value, paneMs: number): EpochMs | undefined {
  if (typeof start !== 'number' || !Number.isSafeInteger(start)) return undefined;
  return start % paneMs === 0 && end === start + paneMs ? epochMs(start) : undefined;
}

/** Whether the topic goes on before what waits, or is another one: what waited is not there any more. */
const isBefore = (delivery: Delivery, { offset }: Unknown): boolean =>
  delivery.nextOffset <= offset || (delivery.kind === 'moved' && delivery.isAnew === true);

const unknownVersion = (version: number): string => `version ${version} of sums is not known`;

/** A record as it stood in the topic that it was passed on from. */
function asItStood(cursor: RecordCursor, headers: ReadonlyMap<string, string>): ReadableRecord {
  const { valueStart, valueEnd } = cursor;
  const key = Buffer.from(headers.get('record.key') ?? '');
  const value = cursor.buffer.subarray(Math.max(0, valueStart), Math.max(0, valueEnd));
  return {
    buffer: Buffer.concat([key, value]),
    keyStart: 0,
    keyEnd: key.length,
    valueStart: key.length,
    valueEnd: key.length + value.length,
    timestampMs: Number(headers.get('record.timestamp') ?? -1),
    offset: cursor.offset,
    hasHeaders: true,
    headers: () => headers,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
