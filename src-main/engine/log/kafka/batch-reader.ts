import * as v from 'valibot';
import { type Network, parseNetwork } from '../../../common/address.ts';
import type { Delivery } from '../message-log.ts';
import { type FlowRecord, flowRecord } from './flow-record.ts';
import { FlowRecordScanner } from './flow-record-scanner.ts';
import { RecordCursor, type RecordBatch } from './record-batch.ts';
import { RunWriter } from './run-writer.ts';

const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;

/**
 * Makes deliveries of the records of one topic. Records that follow one another and are of the same agent, interface,
 * interval and IP version become one batch of flows; what can't be read becomes a dead letter with its reason.
 */
export class BatchReader {
  readonly #intervalMs: number;
  readonly #scanner = new FlowRecordScanner();

  /** @param intervalMs what the instants of plain lengths are aligned to; windows begin with an interval. */
  constructor(intervalMs: number) {
    this.#intervalMs = intervalMs;
  }

  /** The records from an offset on. */
  read(partition: number, batch: RecordBatch, fromOffset: number): Delivery[] {
    const cursor = new RecordCursor(batch);
    const writer = new RunWriter(partition, Math.min(batch.count, batch.records.length), fromOffset);
    try {
      while (!batch.isControl && cursor.next()) {
        if (cursor.offset < fromOffset) continue;
        const reason = this.#readRecord(cursor, writer);
        if (reason !== undefined) writer.unreadable(cursor.offset, reason);
      }
    } catch (thrown) {
      if (!(thrown instanceof RangeError)) throw thrown;
      writer.unreadable(batch.lastOffset, `the batch is damaged: ${thrown.message}`);
    }
    return writer.finish(batch.lastOffset + 1);
  }

  /** @returns why it is no flow record */
  #readRecord(cursor: RecordCursor, writer: RunWriter): string | undefined {
    const { buffer, valueStart, valueEnd } = cursor;
    if (valueStart < 0 || valueEnd === valueStart) return 'an empty value';
    if (isDigit(buffer[valueStart]!)) return this.#readLength(cursor, writer);
    if (this.#scanner.scan(buffer, valueStart, valueEnd)) {
      writer.addScanned(this.#scanner, cursor.offset);
      return undefined;
    }
    return readJson(buffer.toString('utf8', valueStart, valueEnd), cursor.offset, writer);
  }

  /** A packet's bare length under the key `SRC,DST`, as the first producer wrote it; its time is the message's. */
  #readLength(cursor: RecordCursor, writer: RunWriter): string | undefined {
    const { buffer, keyStart, keyEnd, valueStart, valueEnd, timestampMs, offset } = cursor;
    const text = buffer.toString('latin1', valueStart, valueEnd);
    const bytes = Number(text);
    if (!/^\d+$/.test(text) || !Number.isSafeInteger(bytes)) return 'neither a flow record nor a length';
    if (timestampMs < 0) return 'a length without a time';
    const [source, destination, more] = buffer.toString('utf8', Math.max(0, keyStart), keyEnd).split(',');
    const pair = more === undefined ? pairOf(source ?? '', destination ?? '') : undefined;
    if (!pair) return 'a length whose key is not SOURCE,DESTINATION';
    const fromMs = Math.floor(timestampMs / this.#intervalMs) * this.#intervalMs;
    const interval = { interface: '', agent: null, fromMs, toMs: fromMs + this.#intervalMs };
    writer.add({ ...interval, pair, bytes, packets: 1, sequence: 0 }, offset);
    return undefined;
  }
}

function readJson(text: string, offset: number, writer: RunWriter): string | undefined {
  const parsed = parseRecord(text);
  if (typeof parsed === 'string') return parsed;
  const { source, destination, bytes, packets, from, to, agent, sequence } = parsed;
  const pair = pairOf(source, destination);
  if (!pair) return 'source and destination are not two addresses of one IP version';
  writer.add(
    { interface: parsed.interface, agent, fromMs: from, toMs: to, pair, bytes, packets, sequence },
    offset,
  );
  return undefined;
}

/** The record, or why it is none. */
function parseRecord(text: string): FlowRecord | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'not JSON';
  }
  const result = v.safeParse(flowRecord, value);
  if (result.success) return result.output;
  const [issue] = result.issues;
  return `${v.getDotPath(issue) ?? 'the record'}: ${issue.message}`.slice(0, 200);
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
