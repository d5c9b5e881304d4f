import * as v from 'valibot';
import { type Network, parseNetwork } from '../../../common/address.ts';
import { decodeMark } from '../../flow-records/mark.ts';
import { type Delivery, noEpoch } from '../message-log.ts';
import { type FlowRecord, flowRecord } from './flow-record.ts';
import { FlowRecordScanner } from './flow-record-scanner.ts';
import { RecordCursor, type RecordBatch } from './record-batch.ts';
import { RunWriter } from './run-writer.ts';

/** Times further ahead of this machine's clock are taken for wrong. */
const longestAheadMs = 24 * 3_600_000;
/** The last instant that a date can hold. */
const lastInstantMs = 8.64e15;

const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;

/** A record as it lies in a buffer. */
export type ReadableRecord = Pick<
  RecordCursor,
  | 'buffer'
  | 'keyStart'
  | 'keyEnd'
  | 'valueStart'
  | 'valueEnd'
  | 'timestampMs'
  | 'offset'
  | 'hasHeaders'
  | 'headers'
>;

/** Makes deliveries of the batches of a topic. */
export interface TopicBatches {
  /** The records from an offset on. */
  read(partition: number, batch: RecordBatch, fromOffset: number): Delivery[];
  /**
   * What is handed out of places that are not read, as they were aborted, are damaged, or are gone; all of it without
   * this.
   */
  passOver?(deliveries: readonly Delivery[]): readonly Delivery[];
}

/** Reads one record into the deliveries of a batch. */
export interface RecordTaker {
  /** @returns why it can't be taken */
  take(record: ReadableRecord, writer: RunWriter): string | undefined;
}

/** What a reader of batches has to know. */
export interface BatchReaderParts {
  /** What the instants of plain lengths are aligned to; windows begin with an interval. */
  readonly intervalMs: number;
  /** The time of day, in ms since the epoch. */
  readonly now: () => number;
}

/**
 * Makes deliveries of the records of one topic. Records that follow one another and are of the same agent, epoch,
 * interface, interval and IP version become one batch of flows; what can't be read, or is of a time that can't be,
 * becomes a dead letter with its reason. What is left of a damaged batch is lost: there may be flow records in it.
 */
export class BatchReader implements TopicBatches, RecordTaker {
  readonly #parts: BatchReaderParts;
  readonly #scanner = new FlowRecordScanner();
  /** Records of a later time are refused. */
  #latestMs = 0;

  constructor(parts: BatchReaderParts) {
    this.#parts = parts;
  }

  /** The records from an offset on. */
  read(partition: number, batch: RecordBatch, fromOffset: number): Delivery[] {
    this.begin();
    return deliveriesOf({ partition, batch, fromOffset }, (cursor, writer) => {
      const reason = this.take(cursor, writer);
      if (reason !== undefined) writer.unreadable(cursor.offset, reason);
    });
  }

  /** The records that come now are read at this time of day. */
  begin(): void {
    this.#latestMs = Math.min(this.#parts.now() + longestAheadMs, lastInstantMs);
  }

  /** Whether an instant is further ahead of this machine's clock than a clock is wrong. */
  isAhead(atMs: number): boolean {
    return atMs > this.#latestMs;
  }

  take(cursor: ReadableRecord, writer: RunWriter): string | undefined {
    const { buffer, valueStart, valueEnd } = cursor;
    if (valueStart < 0 || valueEnd === valueStart) return 'an empty value';
    if (isDigit(buffer[valueStart]!)) return this.#readLength(cursor, writer);
    if (this.#scanner.scan(buffer, valueStart, valueEnd)) {
      if (this.isAhead(this.#scanner.to)) return ahead(this.#scanner.agent);
      writer.addScanned(this.#scanner, cursor.offset);
      return undefined;
    }
    return this.#readJson(buffer.toString('utf8', valueStart, valueEnd), cursor.offset, writer);
  }

  /** A packet's bare length under the key `SRC,DST`, as the first producer wrote it; its time is the message's. */
  #readLength(cursor: ReadableRecord, writer: RunWriter): string | undefined {
    const { buffer, keyStart, keyEnd, valueStart, valueEnd, timestampMs, offset } = cursor;
    const text = buffer.toString('latin1', valueStart, valueEnd);
    const bytes = Number(text);
    if (!/^\d+$/.test(text) || !Number.isSafeInteger(bytes)) return 'neither a flow record nor a length';
    if (timestampMs < 0) return 'a length without a time';
    const { intervalMs } = this.#parts;
    const fromMs = Math.floor(timestampMs / intervalMs) * intervalMs;
    const toMs = fromMs + intervalMs;
    if (this.isAhead(toMs)) return ahead();
    const [source, destination, more] = buffer.toString('utf8', Math.max(0, keyStart), keyEnd).split(',');
    const pair = more === undefined ? pairOf(source ?? '', destination ?? '') : undefined;
    if (!pair) return 'a length whose key is not SOURCE,DESTINATION';
    writer.add({ interface: '', ...senderOf(cursor), fromMs, toMs, pair, bytes, packets: 1 }, offset);
    return undefined;
  }

  #readJson(text: string, offset: number, writer: RunWriter): string | undefined {
    const value = parseJson(text);
    if (value === undefined) return 'not JSON';
    if (isMark(value)) return this.#readMark(value, offset, writer);
    const parsed = v.safeParse(flowRecord, value);
    if (!parsed.success) return defectOf(parsed.issues[0], value);
    return this.#takeRecord(parsed.output, offset, writer);
  }

  #takeRecord(record: FlowRecord, offset: number, writer: RunWriter): string | undefined {
    const { source, destination, bytes, packets, from: fromMs, to: toMs, agent, sequence } = record;
    if (this.isAhead(toMs)) return ahead(agent);
    const pair = pairOf(source, destination);
    if (!pair) return 'source and destination are not two addresses of one IP version';
    const epoch = record.v === 1 ? noEpoch : record.epoch;
    const { interface: name } = record;
    writer.add({ interface: name, agent, epoch, fromMs, toMs, pair, bytes, packets, sequence }, offset);
    return undefined;
  }

  #readMark(value: unknown, offset: number, writer: RunWriter): string | undefined {
    const mark = decodeMark(value);
    if (typeof mark === 'string') return mark;
    const latestMs = Math.max(mark.reachedMs, ...mark.interfaces.map(({ toMs }) => toMs));
    if (this.isAhead(latestMs)) return ahead(mark.agent);
    writer.mark(mark, offset);
    return undefined;
  }
}

/** Runs through the records of a batch from an offset on. What is left of a damaged one is lost. */
export function deliveriesOf(
  from: { readonly partition: number; readonly batch: RecordBatch; readonly fromOffset: number },
  take: (cursor: RecordCursor, writer: RunWriter) => void,
): Delivery[] {
  const { partition, batch, fromOffset } = from;
  const cursor = new RecordCursor(batch);
  const writer = new RunWriter(partition, Math.min(batch.count, batch.records.length), fromOffset);
  try {
    while (!batch.isControl && cursor.next()) if (cursor.offset >= fromOffset) take(cursor, writer);
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown;
    writer.lost(batch.lastOffset + 1, `the batch is damaged: ${thrown.message}`);
  }
  return writer.finish(batch.lastOffset + 1);
}

/** Why a time is refused, with the producer as far as it is known. */
export const ahead = (agent?: string): string =>
  `more than a day ahead of this machine's clock${agent === undefined ? '' : ` (agent ${agent.slice(0, 64)})`}`;

const isMark = (value: unknown): boolean => (value as { kind?: unknown } | null)?.kind === 'mark';

/** Undefined where it is not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function defectOf(issue: v.InferIssue<typeof flowRecord>, value: unknown): string {
  const version = (value as { v?: unknown } | null)?.v;
  const { agent } = (value ?? {}) as { agent?: unknown };
  const owner = typeof agent === 'string' ? ` (agent ${agent.slice(0, 64)})` : '';
  if (typeof version === 'number' && version !== 1 && version !== 2)
    return `version ${version} of flow records is not known${owner}`;
  return `${v.getDotPath(issue) ?? 'the record'}: ${issue.message}`.slice(0, 200) + owner;
}

/** Who sent a plain length, where its headers say so; a length without a sequence is told by its offset alone. */
function senderOf(cursor: ReadableRecord): { agent: string | null; epoch: number; sequence: number } {
  const nobody = { agent: null, epoch: noEpoch, sequence: 0 };
  if (!cursor.hasHeaders) return nobody;
  const headers = cursor.headers();
  const agent = headers.get('agent') ?? '';
  const [epoch, sequence] = [wholeNumber(headers.get('epoch')), wholeNumber(headers.get('sequence'))];
  if (agent === '' || agent.length > 256 || epoch === undefined || sequence === undefined) return nobody;
  return { agent, epoch, sequence };
}

function wholeNumber(text: string | undefined): number | undefined {
  const value = Number(text);
  return text !== undefined && /^\d+$/.test(text) && Number.isSafeInteger(value) ? value : undefined;
}

/** Both addresses, packed one after the other; undefined where they are no such addresses. */
function pairOf(source: string, destination: string): string | undefined {
  const [from, to] = [addressOf(source), addressOf(destination)];
  if (!from || from.packed.length !== to?.packed.length) return undefined;
  return from.packed + to.packed;
}

function addressOf(text: string): Network | undefined {
  if (text.includes('/')) return undefined;
  try {
    return parseNetwork(text);
  } catch {
    return undefined;
  }
}
