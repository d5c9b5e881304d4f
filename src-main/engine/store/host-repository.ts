import type { Statement } from 'better-sqlite3';
import type { EpochMs } from '../../common/units.ts';
import type { PackedAddress } from '../../common/address.ts';
import type { AddressFamily } from '../flow-records/layout.ts';
import {
  compareWords,
  decodeHosts,
  encodeHosts,
  type HostTable,
  packedAt,
  placeOf,
  sliceOf,
  wordsIn,
} from '../windows/host-table.ts';
import { hostColumnCount, hostColumns } from '../windows/host-totals.ts';
import { unlessDamaged } from '../windows/columns.ts';
import type { Connection } from './database.ts';

/** A stretch of time of which the hosts are listed. */
export interface HostSpan {
  readonly isDay: boolean;
  readonly startMs: EpochMs;
  readonly endMs: EpochMs;
  /** Where the last of its pairs ends. */
  readonly reachesMs: EpochMs;
  readonly bytes: number;
  readonly packets: number;
  /** Bytes of pairs that are not known. */
  readonly unknown: number;
}

/** A stretch as it is stored. */
export interface StoredHostSpan extends HostSpan {
  readonly hosts: number;
  /** How many of the hosts, in their order, are among those that were ever seen. */
  readonly taken: number;
}

/** What a host sent and received in a stretch of time. */
export interface HostSums {
  readonly sent: number;
  readonly received: number;
  readonly within: number;
  readonly packets: number;
  readonly hours: number;
}

interface SpanRow extends Omit<StoredHostSpan, 'isDay'> {
  readonly isDay: 0 | 1;
}

const toSpan = (row: SpanRow): StoredHostSpan => ({ ...row, isDay: row.isDay === 1 });

interface StoredBlock {
  readonly family: AddressFamily;
  readonly count: number;
  readonly hosts: Uint8Array;
}

/** A stretch has no block in which a host could be. */
interface NoBlock {
  readonly hosts: null;
}

/** A stretch as it was read, by which it is found again. */
type ListedStretch = Pick<HostSpan, 'isDay' | 'startMs' | 'bytes' | 'packets'>;

/** The hosts of the hours and days of a series. */
export class HostRepository {
  readonly #connection: Connection;
  readonly #series: number;
  readonly #statements;

  constructor(connection: Connection, series: number) {
    this.#connection = connection;
    this.#series = series;
    this.#statements = {
      spans: connection.prepare(spansIn),
      hour: connection.prepare(hourOf),
      untaken: connection.prepare(untakenDays),
      old: connection.prepare(oldDay),
      blocks: connection.prepare(blocksOf),
      block: connection.prepare(blockWith),
      drop: connection.prepare(
        'DELETE FROM host_spans WHERE series_id = @series AND is_day = @isDay AND start_ms >= @fromMs AND start_ms < @toMs',
      ),
      add: connection.prepare(addSpan),
      addBlock: connection.prepare(
        'INSERT INTO host_blocks VALUES (@series, @isDay, @startMs, @family, @first, @count, @hosts)',
      ),
      complete: connection.prepare(
        'UPDATE host_spans SET complete = 1, hosts = @hosts WHERE series_id = @series AND is_day = 1 AND start_ms = @startMs',
      ),
      take: connection.prepare(
        'UPDATE host_spans SET taken = @taken WHERE series_id = @series AND is_day = @isDay AND start_ms = @startMs',
      ),
    };
  }

  /** Those that begin in `[fromMs, toMs)`, newest first. */
  spans(fromMs: number, toMs: number): StoredHostSpan[] {
    return (this.#statements.spans.all({ series: this.#series, fromMs, toMs }) as SpanRow[]).map(toSpan);
  }

  /** The oldest hour that begins at an instant or later and ends before another one. */
  oldestHour(fromMs: number, beforeMs: number): StoredHostSpan | undefined {
    return this.#one(this.#statements.hour, { fromMs, beforeMs });
  }

  /** Days of which not all hosts are among those that were ever seen, the oldest first. */
  untakenDays(): StoredHostSpan[] {
    return (this.#statements.untaken.all({ series: this.#series }) as SpanRow[]).map(toSpan);
  }

  /** The oldest day that was over at an instant, and whose hosts were all taken. */
  oldDay(beforeMs: number): StoredHostSpan | undefined {
    return this.#one(this.#statements.old, { beforeMs });
  }

  #one(statement: Statement, given: object): StoredHostSpan | undefined {
    const row = statement.get({ series: this.#series, ...given }) as SpanRow | undefined;
    return row && toSpan(row);
  }

  /** Whether all hosts of a stretch are stored as they were written. */
  isReadable(span: Pick<HostSpan, 'isDay' | 'startMs'>): boolean {
    const count = (): number => {
      let hosts = 0;
      for (const table of this.hosts(span)) hosts += table.count;
      return hosts;
    };
    return unlessDamaged(count) !== undefined;
  }

  /**
   * The hosts of a stretch in their order, without the first ones.
   *
   * @throws MonitorError `store/damaged`
   */
  *hosts(span: Pick<HostSpan, 'isDay' | 'startMs'>, skipped = 0): Generator<HostTable> {
    let left = skipped;
    for (const block of this.#statements.blocks.all(this.#key(span)) as StoredBlock[]) {
      if (left < block.count) {
        const table = decodeHosts(block.hosts, block, hostColumnCount);
        yield left > 0 ? sliceOf(table, left, table.count) : table;
      }
      left = Math.max(0, left - block.count);
    }
  }

  /**
   * What a host sent and received in a stretch; undefined where it was not seen, null where the stretch is no longer
   * listed as it was when it was read.
   *
   * @throws MonitorError `store/damaged`
   */
  find(span: ListedStretch, host: PackedAddress): HostSums | undefined | null {
    const { bytes, packets } = span;
    const family = host.length === 4 ? 4 : 6;
    const first = Buffer.from(host, 'latin1');
    const block = this.#statements.block.get({ ...this.#key(span), bytes, packets, family, first }) as
      StoredBlock | NoBlock | undefined;
    if (!block) return null;
    if (block.hosts === null) return undefined;
    const address = wordsIn(host);
    let at = -1;
    const { counts } = decodeHosts(block.hosts, block, hostColumnCount, (words) => {
      const place = placeOf({ words, count: block.count }, address);
      const isThere = place < block.count && compareWords(words, place, address) === 0;
      at = isThere ? place : -1;
      return isThere;
    });
    return at < 0 ? undefined : sumsAt(counts, at);
  }

  /** Stores the hosts of an hour in place of what was stored of it. */
  saveHour(span: HostSpan, tables: Iterable<HostTable>): void {
    const blocks = [...tables].map(encoded);
    this.#connection
      .transaction(() => {
        this.#statements.drop.run({ ...this.#key(span), fromMs: span.startMs, toMs: span.startMs + 1 });
        const hosts = blocks.reduce((sum, { count }) => sum + count, 0);
        this.#statements.add.run({ ...span, ...this.#key(span), hosts, complete: 1 });
        for (const block of blocks) this.#statements.addBlock.run({ ...this.#key(span), ...block });
      })
      .immediate();
  }

  /**
   * Stores the hosts of a day in place of those of its hours, some blocks at a time: while a step runs, nobody else stores
   * anything.
   */
  *saveDay(span: HostSpan, tables: Iterable<HostTable>): Generator<void> {
    const { drop, add, addBlock, complete } = this.#statements;
    drop.run({ ...this.#key(span), fromMs: span.startMs, toMs: span.endMs });
    add.run({ ...span, ...this.#key(span), hosts: 0, complete: 0 });
    let hosts = 0;
    for (const table of tables) {
      hosts += table.count;
      addBlock.run({ ...this.#key(span), ...encoded(table) });
      yield;
    }
    this.#connection
      .transaction(() => {
        complete.run({ series: this.#series, startMs: span.startMs, hosts });
        drop.run({ series: this.#series, isDay: 0, fromMs: span.startMs, toMs: span.endMs });
      })
      .immediate();
  }

  /** Notes how many of the hosts of a stretch are among those that were ever seen. */
  take(span: Pick<HostSpan, 'isDay' | 'startMs'>, taken: number): void {
    this.#statements.take.run({ ...this.#key(span), taken });
  }

  /** Lets go of a stretch. */
  drop({ isDay, startMs }: Pick<HostSpan, 'isDay' | 'startMs'>): void {
    this.#statements.drop.run({ ...this.#key({ isDay, startMs }), fromMs: startMs, toMs: startMs + 1 });
  }

  #key({ isDay, startMs }: Pick<HostSpan, 'isDay' | 'startMs'>) {
    return { series: this.#series, isDay: Number(isDay), startMs };
  }
}

const sumsAt = (counts: readonly Float64Array[], at: number): HostSums => ({
  sent: counts[hostColumns.sent]![at]!,
  received: counts[hostColumns.received]![at]!,
  within: counts[hostColumns.within]![at]!,
  packets: counts[hostColumns.packets]![at]!,
  hours: counts[hostColumns.hours]![at]!,
});

/** A block of hosts as a row has it. */
export const encoded = (table: HostTable) => ({
  ...{ family: table.family, count: table.count },
  first: Buffer.from(packedAt(table, 0), 'latin1'),
  hosts: encodeHosts(table),
});

const someSpans = `SELECT is_day AS isDay, start_ms AS startMs, end_ms AS endMs, reaches_ms AS reachesMs, bytes, packets,
  unknown, hosts, taken FROM host_spans WHERE series_id = @series AND complete = 1`;
const spansIn = `${someSpans} AND is_day IN (0, 1) AND start_ms >= @fromMs AND start_ms < @toMs ORDER BY start_ms DESC`;
const hourOf = `${someSpans} AND is_day = 0 AND start_ms >= @fromMs AND start_ms < @beforeMs AND end_ms < @beforeMs
  ORDER BY start_ms LIMIT 1`;
const untakenDays = `${someSpans} AND is_day = 1 AND taken < hosts ORDER BY start_ms`;
const oldDay = `${someSpans} AND is_day = 1 AND start_ms < @beforeMs AND end_ms <= @beforeMs AND taken = hosts
  ORDER BY start_ms LIMIT 1`;

const ofSpan = 'series_id = @series AND is_day = @isDay AND start_ms = @startMs';
const blocksOf = `SELECT family, count, hosts FROM host_blocks WHERE ${ofSpan} ORDER BY family, first`;
/** No row where the stretch is gone or was listed anew; nulls where it is there without such a block. */
const blockWith = `SELECT family, count, hosts FROM
  (SELECT 1 FROM host_spans WHERE ${ofSpan} AND bytes = @bytes AND packets = @packets AND complete = 1)
  LEFT JOIN (SELECT family, count, hosts FROM host_blocks WHERE ${ofSpan} AND family = @family AND first <= @first
    ORDER BY first DESC LIMIT 1)`;
const addSpan = `INSERT INTO host_spans VALUES
  (@series, @isDay, @startMs, @endMs, @reachesMs, @bytes, @packets, @unknown, @hosts, @complete, 0)`;
