import { Emitter } from '../../../common/event.ts';
import { noCounts } from '../../../common/loss.ts';
import type { SpoolStatus } from '../../../common/model/stream.ts';
import type { WallClock } from '../../../common/clock.ts';
import { epochMs } from '../../../common/units.ts';
import { inParts } from '../message-parts.ts';
import type { LogMessage } from '../message-log.ts';
import { type LogRow, type LogTable, toMessage, toRow } from '../embedded-log.ts';
import type { LinkReport } from '../record-publisher.ts';
import type { SpoolSettings } from './kafka-settings.ts';

/**
 * Records in a row at most, and so sent together: brokers take up to 1 MiB of a partition at once, and one of IPv6 is
 * some 400 bytes of text.
 */
export const recordsPerRow = 2_000;

const rowsOf = (message: LogMessage): Omit<LogRow, 'offset'>[] =>
  message.kind === 'mark' ? [toRow(message)] : inParts(message, recordsPerRow).map(toRow);

/** The table behind the spool. */
export interface SpoolTable extends LogTable {
  totals(): { readonly records: number; readonly bytes: number };
  /** Start of the oldest interval in it; null where it is empty. */
  oldestMs(): number | null;
  /** Deletes the rows that begin in `[fromOffset, toOffset)`. */
  remove(fromOffset: number, toOffset: number): void;
}

/**
 * What is captured and not yet acknowledged by the brokers, on disk. It is in here before it is sent, and leaves when
 * it was acknowledged; what is too much or too old falls off, oldest first, and is counted.
 */
export class Spool {
  readonly #table: SpoolTable;
  readonly #settings: SpoolSettings;
  readonly #clock: WallClock;
  readonly #appended = new Emitter<void>();
  readonly #dropped = new Emitter<LinkReport>();
  #records: number;
  #bytes: number;
  #droppedPackets = 0;
  /** Where reading goes on: what is before was acknowledged, though deleting it may have failed. */
  #position = 0;
  #loadEnd = 0;
  #loaded: readonly LogRow[] = [];
  readonly onAppended = this.#appended.event;
  /** Packets that fell off. */
  readonly onDropped = this.#dropped.event;

  constructor(table: SpoolTable, settings: SpoolSettings, clock: WallClock) {
    this.#table = table;
    this.#settings = settings;
    this.#clock = clock;
    const { records, bytes } = table.totals();
    this.#records = records;
    this.#bytes = bytes;
  }

  /** Appends all or nothing; durable when it returns. */
  append(messages: readonly LogMessage[]): void {
    const rows = messages.flatMap(rowsOf);
    this.#table.append(rows);
    for (const row of rows) this.#count(row, 1);
    this.#bound();
    this.#appended.fire();
  }

  nextSequence(agent: string): number {
    return this.#table.nextSequence(agent);
  }

  /** What is to be sent next, about `maxRecords` records; undefined where nothing waits. */
  next(maxRecords: number): LogMessage[] | undefined {
    const rows = this.#table.read(this.#position, maxRecords);
    const last = rows.at(-1);
    if (!last) return undefined;
    this.#loaded = rows;
    this.#loadEnd = last.offset + last.count;
    return rows.map(toMessage).filter((message) => typeof message !== 'string');
  }

  /** The brokers have what {@link next} gave. */
  acknowledge(): void {
    this.#position = this.#loadEnd;
    for (const row of this.#loaded) {
      this.#count(row, -1);
      if (typeof toMessage(row) === 'string') this.#drop(row);
    }
    this.#loaded = [];
    this.#table.remove(0, this.#position);
    this.#bound();
  }

  get status(): SpoolStatus {
    const oldest = this.#records > 0 ? this.#table.oldestMs() : null;
    return {
      records: this.#records,
      bytes: this.#bytes,
      oldestMs: oldest === null ? null : epochMs(oldest),
      droppedPackets: this.#droppedPackets,
    };
  }

  /** Drops what is too old or too much; what is on its way stays. */
  #bound(): void {
    for (let row; (row = this.#excess());) {
      this.#table.remove(row.offset, row.offset + 1);
      this.#count(row, -1);
      this.#drop(row);
    }
  }

  #excess(): LogRow | undefined {
    const { maxBytes, maxAgeMs } = this.#settings;
    const oldestAllowedMs = this.#clock.now() - maxAgeMs;
    const isOld = (this.#table.oldestMs() ?? Infinity) < oldestAllowedMs;
    if (this.#bytes <= maxBytes && !isOld) return undefined;
    const [row] = this.#table.read(Math.max(this.#position, this.#loadEnd), 1);
    return row && (this.#bytes > maxBytes || row.fromMs < oldestAllowedMs) ? row : undefined;
  }

  #drop({ fromMs, packets, interface: name }: LogRow): void {
    this.#droppedPackets += packets;
    this.#dropped.fire({ ...noCounts, atMs: epochMs(fromMs), interface: name, queueDropped: packets });
  }

  #count({ count, flows }: Pick<LogRow, 'count' | 'flows'>, sign: 1 | -1): void {
    this.#records += sign * count;
    this.#bytes += sign * flows.byteLength;
  }
}
