import { crc32 } from 'node:zlib';
import { Emitter } from '../../common/event.ts';
import { durationMs, epochMs } from '../../common/units.ts';
import { type AddressFamily, flowSize } from '../flow-records/layout.ts';
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
  readonly firstSequence: number;
  readonly interface: string;
  readonly fromMs: number;
  readonly intervalMs: number;
  readonly family: number;
  readonly packets: number;
  readonly bytes: number;
  /** CRC-32 of `flows`. */
  readonly checksum: number;
  readonly flows: Uint8Array;
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

/** The log that needs no server: one partition in SQLite. */
export class EmbeddedLog implements MessageLog {
  readonly #table: LogTable;
  readonly #appended = new Emitter<void>();
  readonly onAppended = this.#appended.event;

  constructor(table: LogTable) {
    this.#table = table;
  }

  append(messages: readonly LogMessage[]): Promise<void> {
    this.#table.append(messages.map(toRow));
    this.#appended.fire();
    return Promise.resolve();
  }

  read(positions: Positions, maxRecords: number): Promise<readonly Delivery[]> {
    return Promise.resolve(this.#table.read(positions.get(partition) ?? 0, maxRecords).map(toDelivery));
  }

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

/** A batch as it is stored. */
export function toRow({ agent, firstSequence, batch }: LogMessage): Omit<LogRow, 'offset'> {
  const { count, fromMs, intervalMs, family, packets, bytes, flows } = batch;
  return {
    agent,
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
  };
}

function toDelivery(row: LogRow): Delivery {
  const { offset, count, agent, firstSequence } = row;
  const nextOffset = offset + count;
  const reason = defectOf(row);
  if (reason !== undefined) return { kind: 'unreadable', partition, offset, nextOffset, reason };
  const origin = consecutive(agent, firstSequence, count);
  return { kind: 'records', partition, nextOffset, origin, batch: toMessage(row).batch };
}

/** The batch that a row holds. */
export function toMessage(row: LogRow): LogMessage {
  const { agent, firstSequence, count, packets, bytes, flows } = row;
  const batch = {
    interface: row.interface,
    fromMs: epochMs(row.fromMs),
    intervalMs: durationMs(row.intervalMs),
    family: row.family as AddressFamily,
    count,
    packets,
    bytes,
    flows,
  };
  return { agent, firstSequence, batch };
}

/** Why a row is not as it was stored; undefined where it is. */
export function defectOf({ family, flows, count, checksum }: LogRow): string | undefined {
  if (family !== 4 && family !== 6) return `unknown address family ${family}`;
  if (flows.byteLength !== count * flowSize(family))
    return `${flows.byteLength} bytes do not hold ${count} records`;
  if (crc32(flows) !== checksum) return 'checksum differs';
  return undefined;
}
