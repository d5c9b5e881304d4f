import { constants, crc32, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { Emitter } from '../../common/event.ts';
import { durationMs, epochMs } from '../../common/units.ts';
import { type AddressFamily, type FlowBatch, flowSize } from '../flow-records/layout.ts';
import { decodeMark, encodeMark, type Mark } from '../flow-records/mark.ts';
import { narrowFlows, widenFlows } from '../flow-records/narrow.ts';
import {
  consecutive,
  type Delivery,
  type LogMessage,
  type MessageLog,
  type Positions,
} from './message-log.ts';

/** A batch as a row: one insert for many records keeps the log cheaper than what it carries. */
export interface LogRow {
  /** Offset of the batch's first record. */
  readonly offset: number;
  readonly count: number;
  readonly agent: string;
  readonly epoch: number;
  readonly firstSequence: number;
  readonly interface: string;
  readonly fromMs: number;
  readonly intervalMs: number;
  /** IP version of the records; 0 for a mark, whose JSON is in `flows`. */
  readonly family: number;
  readonly packets: number;
  readonly bytes: number;
  /** CRC-32 of `flows`. */
  readonly checksum: number;
  readonly flows: Uint8Array;
  /** How `flows` are packed: 0 as they are, 1 compressed (zstd), 2 in narrow columns, 3 these compressed. */
  readonly packed: number;
}

/** The table behind the embedded log. */
export interface LogTable {
  /** Inserts rows at the end, all or none, and moves each agent's next sequence on. */
  append(rows: readonly Omit<LogRow, 'offset'>[]): void;
  /** Rows from an offset on, up to about `maxRecords` records. */
  read(offset: number, maxRecords: number): LogRow[];
  nextSequence(agent: string): number;
  nextOffset(): number;
  /** Deletes rows that lie wholly before an offset and begin before an instant. */
  trim(offset: number, olderThanMs: number): void;
}

const partition = 0;
/** Stands for the IP version in the row of a mark. */
const markFamily = 0;

/** The log that needs no server: one partition in SQLite. */
export class EmbeddedLog implements MessageLog {
  readonly #table: LogTable;
  readonly #isPacked: boolean;
  readonly #appended = new Emitter<void>();
  readonly onAppended = this.#appended.event;

  /**
   * @param isPacked whether half of what is written is worth the time that packing takes; not where the rows are deleted
   * before a disk has them
   */
  constructor(table: LogTable, { isPacked = true } = {}) {
    this.#table = table;
    this.#isPacked = isPacked;
  }

  append(messages: readonly LogMessage[]): Promise<void> {
    const rows = messages.map(toRow);
    this.#table.append(this.#isPacked ? rows.map(packed) : rows);
    this.#appended.fire();
    return Promise.resolve();
  }

  read(positions: Positions, maxRecords: number): Promise<readonly Delivery[]> {
    const position = positions.get(partition);
    const rows = this.#table.read(position ?? 0, maxRecords);
    const deliveries = rows.flatMap((row, i) => [
      ...skippedBefore(row, i > 0 ? endOf(rows[i - 1]!) : position),
      toDelivery(row),
    ]);
    return Promise.resolve(deliveries);
  }

  rewind(): void {}

  nextSequence(agent: string): Promise<number> {
    return Promise.resolve(this.#table.nextSequence(agent));
  }

  ends(): Positions {
    return new Map([[partition, this.#table.nextOffset()]]);
  }

  /** Lets go of what was read and is older than an instant; records not yet read are kept whatever their age. */
  trim(positions: Positions, olderThanMs: number): void {
    this.#table.trim(positions.get(partition) ?? 0, olderThanMs);
  }
}

/** Flows below this size are not worth packing. */
const packedFrom = 1_024;
/** How flows are stored: as they are, compressed (of IPv6, whose keys repeat), in narrow columns, or in such compressed. */
const packings = { none: 0, zstd: 1, narrow: 2, narrowZstd: 3 } as const;
/** Smaller batches are compressed: what is written of them is mostly pages that are not full. */
const compressedBelow = 32_768;
/** The fastest that still halves what is written: packing costs about what writing the rest would. */
const fastest = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** What is written of a batch is half of it, and is read back as cheaply as it would be from the disk. */
function packed<Row extends Omit<LogRow, 'offset'>>(row: Row): Row {
  if (row.family === markFamily || row.flows.byteLength < packedFrom) return row;
  const [flows, packing] = packedFlows(row.flows, row.family);
  return { ...row, flows, checksum: crc32(flows), packed: packing };
}

function packedFlows(flows: Uint8Array, family: number): readonly [Uint8Array, number] {
  if (family !== 4) return [zstdCompressSync(flows, fastest), packings.zstd];
  const narrow = narrowFlows(flows, family);
  if (narrow.byteLength >= compressedBelow) return [narrow, packings.narrow];
  return [zstdCompressSync(narrow, fastest), packings.narrowZstd];
}

/** A message as it is stored: a mark is a row like any other. */
export function toRow(message: LogMessage): Omit<LogRow, 'offset'> {
  if (message.kind === 'mark') return markRow(message.mark);
  const { agent, epoch, firstSequence, batch } = message;
  const { count, fromMs, intervalMs, family, packets, bytes, flows } = batch;
  return {
    agent,
    epoch,
    firstSequence,
    interface: batch.interface,
    count,
    fromMs,
    intervalMs,
    family,
    packets,
    bytes,
    checksum: crc32(flows),
    flows,
    packed: packings.none,
  };
}

function markRow(mark: Mark): Omit<LogRow, 'offset'> {
  const { agent, epoch, sequence, reachedMs } = mark;
  const flows = Buffer.from(encodeMark(mark));
  return {
    agent,
    epoch,
    firstSequence: sequence,
    interface: '',
    count: 1,
    fromMs: reachedMs,
    intervalMs: 0,
    family: markFamily,
    packets: 0,
    bytes: 0,
    checksum: crc32(flows),
    flows,
    packed: packings.none,
  };
}

/** Offset behind a row. */
export const endOf = ({ offset, count }: Pick<LogRow, 'offset' | 'count'>): number => offset + count;

/** What stood between a place and a row, and was deleted before it was read; nothing for who has read nothing yet. */
function skippedBefore({ offset: nextOffset }: LogRow, offset = nextOffset): Delivery[] {
  if (offset >= nextOffset) return [];
  const reason = `${nextOffset - offset} records were deleted before they were read`;
  return [{ kind: 'lost', partition, offset, nextOffset, reason }];
}

/** A row that is damaged is lost: it held records, or what an agent said of them. */
function toDelivery(row: LogRow): Delivery {
  const { offset, count } = row;
  const nextOffset = offset + count;
  const message = toMessage(row);
  if (typeof message === 'string') return { kind: 'lost', partition, offset, nextOffset, reason: message };
  return deliveryOf(message, offset);
}

/** A message as it is handed out from an offset on. */
export function deliveryOf(message: LogMessage, offset: number): Delivery {
  if (message.kind === 'mark') return { kind: 'mark', partition, nextOffset: offset + 1, mark: message.mark };
  const { agent, epoch, firstSequence, batch } = message;
  const origin = consecutive(agent, epoch, firstSequence, batch.count);
  return { kind: 'records', partition, nextOffset: offset + batch.count, origin, batch };
}

/**
 * The message that a row holds.
 *
 * @returns why it is not as it was stored, where it is not
 */
export function toMessage(row: LogRow): LogMessage | string {
  const { agent, epoch, firstSequence, count, packets, bytes, family } = row;
  const isWhole = crc32(row.flows) === row.checksum;
  if (family === markFamily) return isWhole ? toMark(row.flows) : 'checksum differs';
  if (family !== 4 && family !== 6) return `unknown address family ${family}`;
  const flows = isWhole ? unpacked(row, family) : row.flows;
  if (flows?.byteLength !== count * flowSize(family))
    return `${row.flows.byteLength} bytes do not hold ${count} records`;
  if (!isWhole) return 'checksum differs';
  const batch: FlowBatch = {
    interface: row.interface,
    fromMs: epochMs(row.fromMs),
    intervalMs: durationMs(row.intervalMs),
    family,
    count,
    packets,
    bytes,
    flows,
  };
  return { kind: 'records', agent, epoch, firstSequence, batch };
}

function unpacked({ packed, flows, count }: LogRow, family: AddressFamily): Uint8Array | undefined {
  if (packed === packings.narrow) return widenFlows(flows, family, count);
  if (packed === packings.narrowZstd) return widenFlows(zstdDecompressSync(flows), family, count);
  return packed === packings.zstd ? zstdDecompressSync(flows) : flows;
}

function toMark(json: Uint8Array): LogMessage | string {
  try {
    const mark = decodeMark(JSON.parse(Buffer.from(json).toString()));
    return typeof mark === 'string' ? mark : { kind: 'mark', mark };
  } catch {
    return 'the mark is not JSON';
  }
}
