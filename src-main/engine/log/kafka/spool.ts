import { Emitter } from '../../../common/event.ts';
import { noCounts } from '../../../common/loss.ts';
import type { SpoolStatus } from '../../../common/model/stream.ts';
import type { WallClock } from '../../../common/clock.ts';
import { epochMs } from '../../../common/units.ts';
import { inParts } from '../message-parts.ts';
import type { LogMessage } from '../message-log.ts';
import { endOf, type LogRow, type LogTable, toMessage, toRow } from '../embedded-log.ts';
import type { LinkReport } from '../record-publisher.ts';
import type { SpoolSettings } from './kafka-settings.ts';
import { type Loss, lossesOf, lossOf, type LossTable, type LostPackets, withLosses } from './spool-losses.ts';

/**
 * Records in a row at most, and so sent together: brokers take up to 1 MiB of a partition at once, and one of IPv6 is
 * some 400 bytes of text.
 */
export const recordsPerRow = 2_000;

/** A row without what it holds. */
export interface RowHead {
  readonly offset: number;
  readonly count: number;
  /** Start of its interval; of a mark, the time that it has reached. */
  readonly fromMs: number;
  /** Bytes of what it holds. */
  readonly size: number;
  readonly isMark: boolean;
}

/** A row of the spool, and of how many partitions one was chosen for each of its records; 0 where none was yet. */
export type SpoolRow = LogRow & { readonly partitions: number };

/** The table behind the spool. */
export interface SpoolTable extends LogTable {
  readonly losses: LossTable;
  /** Runs steps that are stored all together, or not at all. */
  atomically<T>(steps: () => T): T;
  /** Makes the file smaller, where much in it is free. */
  giveRoomBack(): void;
  totals(): { readonly records: number; readonly bytes: number };
  /** Start of the oldest interval in it; null where it is empty. */
  oldestMs(): number | null;
  /** Rows from an offset on, without what they hold. */
  heads(offset: number): Iterable<RowHead>;
  /** What the rows that begin in `[fromOffset, toOffset)` hold, by interface. */
  packets(fromOffset: number, toOffset: number): readonly LostPackets[];
  /** The marks among them. */
  marks(fromOffset: number, toOffset: number): SpoolRow[];
  /** Rows as {@link read} gives them. */
  readSpooled(offset: number, maxRecords: number): SpoolRow[];
  /**
   * As for any log; partitions of the records are chosen of this many.
   *
   * @param partitions 0 where it is not known how many there are
   */
  append(rows: readonly Omit<LogRow, 'offset'>[], partitions?: number): void;
  /** The same for rows that begin in `[fromOffset, toOffset)` and for which it was not known. */
  choose(partitions: number, fromOffset: number, toOffset: number): void;
  /**
   * Deletes the rows that begin in `[fromOffset, toOffset)`.
   *
   * @returns what they held
   */
  remove(fromOffset: number, toOffset: number): { readonly records: number; readonly bytes: number };
}

/** What is on its way, and what was sent in part. */
export interface SpoolUse {
  /** Rows before it may be on their way, and stay. */
  readonly busyUntil: number;
  /** Packets of a row that are still to be sent. */
  readonly unsent: (row: SpoolRow) => number;
  /** Rows before it were sent, but for partitions that can't be reached. */
  readonly sentUntil: number;
  /** Marks before it have come to one partition at least. */
  readonly toldUntil: number;
}

const idle: SpoolUse = { busyUntil: 0, sentUntil: 0, toldUntil: 0, unsent: ({ packets }) => packets };

/**
 * What is captured and not yet acknowledged by the brokers, on disk. It is in here before it is sent, and leaves when
 * it was acknowledged. What is too much or too old falls off, oldest first and by whole intervals with their marks; it
 * is counted, and told by the next mark, together with what the marks would have told that fell off. Until a mark tells
 * it, it is on disk, too.
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
  /** How many partitions the topic has; 0 while that is not known. */
  #partitions = 0;
  /** Told how much of the spool is in use. */
  use: () => SpoolUse = () => idle;
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
    const size = messages.reduce(
      (sum, one) => sum + (one.kind === 'mark' ? 0 : one.batch.flows.byteLength),
      0,
    );
    this.#bound(size);
    const rows = this.#table.atomically(() => {
      const made = messages.flatMap((message) => this.#rowsOf(message));
      this.#table.append(made, this.#partitions);
      return made;
    });
    for (const { count, flows } of rows) this.#count(count, flows.byteLength);
    this.#appended.fire();
  }

  nextSequence(agent: string): number {
    return this.#table.nextSequence(agent);
  }

  /**
   * What is to be sent from an offset on, about `maxRecords` records.
   *
   * @param partitions how many the topic has; noted with rows for which none were chosen yet
   */
  read(offset: number, maxRecords: number, partitions: number): SpoolRow[] {
    this.#partitions = partitions;
    const rows = this.#table.readSpooled(offset, maxRecords);
    if (rows.every((row) => row.partitions > 0)) return rows;
    this.#table.choose(partitions, offset, endOf(rows.at(-1)!));
    return this.#table.readSpooled(offset, maxRecords);
  }

  /** The brokers have all that lies before an offset. */
  release(offset: number): void {
    const { records, bytes } = this.#table.atomically(() => {
      this.#table.losses.forgetRefused(offset);
      return this.#table.remove(0, offset);
    });
    this.#count(-records, -bytes);
    if (this.#records === 0) this.#table.giveRoomBack();
  }

  /** Takes out a row that can't be sent; the next mark tells what was in it. */
  lose(row: SpoolRow): void {
    const lost = spanOf(row);
    const { records, bytes } = this.#table.atomically(() => {
      this.#table.losses.add([lossOf(lost)]);
      return this.#table.remove(row.offset, endOf(row));
    });
    this.#count(-records, -bytes);
    this.#noteDropped(lost);
  }

  /**
   * Notes packets of a record that the brokers refuse; the next mark tells them. A record that is refused again counts
   * once.
   */
  refuse(record: string, lost: LostPackets): void {
    const { losses } = this.#table;
    const isNew = this.#table.atomically(() => {
      const isFirst = losses.noteRefused(record, this.#table.nextOffset());
      if (isFirst) losses.add([lossOf(lost)]);
      return isFirst;
    });
    if (isNew) this.#noteDropped(lost);
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

  #rowsOf(message: LogMessage): Omit<LogRow, 'offset'>[] {
    if (message.kind === 'records') return inParts(message, recordsPerRow).map(toRow);
    const untold = this.#table.losses.all();
    if (untold.length > 0) this.#table.losses.clear();
    return [toRow({ kind: 'mark', mark: withLosses(message.mark, untold) })];
  }

  /** Drops what is too old or too much, so that there is room; what is on its way stays. */
  #bound(incoming: number): void {
    const { maxBytes, maxAgeMs } = this.#settings;
    const oldestAllowedMs = this.#clock.now() - maxAgeMs;
    const isOld = (this.#table.oldestMs() ?? Infinity) < oldestAllowedMs;
    if (this.#bytes + incoming <= maxBytes && !isOld) return;
    const use = this.use();
    const from = use.busyUntil;
    const to = endOfExcess(this.#table.heads(from), this.#bytes + incoming - maxBytes, oldestAllowedMs);
    if (to <= from) return;
    const lost = this.#lostIn(from, to, use);
    const { records, bytes } = this.#table.atomically(() => {
      this.#table.losses.add([...lost.map(lossOf), ...this.#untoldIn(from, to, use)]);
      return this.#table.remove(from, to);
    });
    this.#count(-records, -bytes);
    for (const one of lost) this.#noteDropped(one);
  }

  /** What marks among some rows would have told of losses, and have told nobody yet. */
  #untoldIn(from: number, to: number, { toldUntil }: SpoolUse): Loss[] {
    return this.#table.marks(Math.max(from, toldUntil), to).flatMap((row) => {
      const message = messageOf(row);
      return typeof message !== 'string' && message.kind === 'mark' ? lossesOf(message.mark) : [];
    });
  }

  #noteDropped({ interface: name, fromMs, packets }: LostPackets): void {
    this.#droppedPackets += packets;
    this.#dropped.fire({ ...noCounts, atMs: epochMs(fromMs), interface: name, queueDropped: packets });
  }

  /** What would be lost with some rows: of those that were sent in part, the rest. */
  #lostIn(from: number, to: number, { sentUntil, unsent }: SpoolUse): readonly LostPackets[] {
    const lost: LostPackets[] = [];
    for (let at = from; at < Math.min(to, sentUntil);) {
      const rows = this.#table
        .readSpooled(at, recordsPerRow)
        .filter(({ offset }) => offset < Math.min(to, sentUntil));
      if (rows.length === 0) break;
      for (const row of rows) lost.push({ ...spanOf(row), packets: unsent(row) });
      at = endOf(rows.at(-1)!);
    }
    const rest = this.#table.packets(Math.max(from, sentUntil), to);
    return [...lost, ...rest].filter(({ packets }) => packets > 0);
  }

  #count(records: number, bytes: number): void {
    this.#records += records;
    this.#bytes += bytes;
  }
}

/** What is lost with a row. */
export const spanOf = (row: LogRow): LostPackets => ({
  interface: row.interface,
  fromMs: row.fromMs,
  toMs: row.fromMs + row.intervalMs,
  packets: row.packets,
});

/** The message of a row; why there is none, where the row is damaged. */
export const messageOf = (row: SpoolRow): LogMessage | string => toMessage(row);

/**
 * Where the rows end that are too much or too old. An interval goes as a whole, with the marks behind it, which would
 * say that it is all there.
 */
function endOfExcess(heads: Iterable<RowHead>, excess: number, oldestAllowedMs: number): number {
  let end = 0;
  let left = excess;
  let newestMs = -Infinity;
  for (const { offset, count, fromMs, size, isMark } of heads) {
    const isExcess = left > 0 || fromMs < oldestAllowedMs;
    if (!isExcess && (end === 0 || (!isMark && fromMs > newestMs))) break;
    left -= size;
    end = offset + count;
    if (!isMark) newestMs = Math.max(newestMs, fromMs);
  }
  return end;
}
