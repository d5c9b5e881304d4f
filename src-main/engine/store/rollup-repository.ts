import Database from 'better-sqlite3';
import { addCounts } from '../../common/count.ts';
import { MonitorError } from '../../common/errors.ts';
import type { WindowRollup } from '../../common/model/windows.ts';
import { type EpochMs, epochMs } from '../../common/units.ts';
import { say } from '../../common/phrases/say.ts';
import type { Connection } from './database.ts';

/** Length of the stretches whose sums are stored; a block is several of the smaller ones. */
const hourMs = 3_600_000;
const blockMs = 6 * hourMs;

interface RollupRow extends Omit<WindowRollup, 'limits'> {
  readonly min: number | null;
  readonly max: number | null;
}

/** A part of the stretch that starts at `stretch`; the unit says where it is summed, 0 where it isn't. */
type Part = readonly [stretch: number, unit: number, from: number, to: number];

/**
 * Sums of the closed windows of a series. Those of whole hours, and of blocks of six, are stored: triggers of the table
 * of windows delete what changes and note the hour as stale, so what is there is right. Blocks begin by UTC; a day of
 * any time zone is made of a few blocks and hours.
 */
export class RollupRepository {
  readonly #connection: Connection;
  readonly #series: number;
  readonly #statements;

  constructor(connection: Connection, series: number) {
    this.#connection = connection;
    this.#series = series;
    connection.exec(makeParts);
    this.#statements = {
      dropParts: connection.prepare('DELETE FROM rollup_parts'),
      addPart: connection.prepare(addParts(1)),
      addParts: connection.prepare(addParts(partsAtOnce)),
      stored: connection.prepare(sumOf(storedColumns, storedParts)),
      windows: connection.prepare(sumOf(windowColumns, windowParts)),
      stale: connection.prepare(stale).pluck(),
      due: connection.prepare(due).pluck(),
      sumHour: connection.prepare(sumHour),
      sumBlock: connection.prepare(sumBlock),
      noteFresh: connection.prepare('DELETE FROM stale_rollups WHERE series_id = ? AND start_ms = ?'),
    };
  }

  /**
   * Closed windows by the stretch between two edges, which ascend, in which they start.
   *
   * @throws MonitorError `count/too-large` where a sum is past 2^53 − 1
   */
  between(edges: readonly number[]): WindowRollup[] {
    return this.#connection.transaction(() => this.#between(edges))();
  }

  #between(edges: readonly number[]): WindowRollup[] {
    const [first, last] = [edges[0]!, edges.at(-1)!];
    const staleHours = new Set(
      this.#statements.stale.all(this.#series, floor(first, hourMs), last) as number[],
    );
    const parts = new Parts(staleHours);
    for (let i = 1; i < edges.length; i += 1) parts.add(edges[i - 1]!, edges[i]!);
    this.#storeParts(parts.all);
    const rows = [...this.#sums(this.#statements.stored), ...this.#sums(this.#statements.windows)];
    const ends = new Map(edges.slice(1).map((end, i) => [edges[i], end]));
    const stretches = Map.groupBy(rows, ({ startMs }) => startMs);
    return [...stretches.keys()]
      .sort((a, b) => a - b)
      .map((startMs) => toRollup(stretches.get(startMs)!.reduce(merge), epochMs(ends.get(startMs)!)));
  }

  #storeParts(parts: readonly Part[]): void {
    // It goes with a transaction of the caller that fails, where it was made in that.
    this.#connection.exec(makeParts);
    const { dropParts, addPart, addParts: addMany } = this.#statements;
    dropParts.run();
    const end = parts.length - (parts.length % partsAtOnce);
    for (let at = 0; at < end; at += partsAtOnce) addMany.run(parts.slice(at, at + partsAtOnce).flat());
    for (const part of parts.slice(end)) addPart.run(...part);
  }

  /**
   * Sums hours that are stale and may have come to rest: those before the newest window's.
   *
   * @param count at most this many
   * @returns how many they were
   */
  refresh(count: number): number {
    const hours = this.#statements.due.all({ series: this.#series, hourMs, count }) as number[];
    if (hours.length === 0) return 0;
    this.#connection
      .transaction(() => {
        for (const hour of hours) this.#refreshHour(hour);
      })
      .immediate();
    return hours.length;
  }

  #refreshHour(start: number): void {
    const block = floor(start, blockMs);
    this.#statements.sumHour.run({ series: this.#series, unit: hourMs, start, end: start + hourMs });
    this.#statements.noteFresh.run(this.#series, start);
    const units = { unit: blockMs, part: hourMs };
    this.#statements.sumBlock.run({ series: this.#series, start: block, end: block + blockMs, ...units });
  }

  #sums(statement: Database.Statement): RollupRow[] {
    try {
      return statement.all({ series: this.#series }) as RollupRow[];
    } catch (thrown) {
      throw thrown instanceof Database.SqliteError && thrown.message === 'integer overflow'
        ? tooLarge()
        : thrown;
    }
  }
}

/** Takes stretches apart into what is summed already and what is not. */
class Parts {
  readonly all: Part[] = [];
  readonly #stale: ReadonlySet<number>;
  /** Ascending, as the stretches are. */
  readonly #staleBlocks: readonly number[];
  #nextStale = 0;

  constructor(staleHours: ReadonlySet<number>) {
    this.#stale = staleHours;
    this.#staleBlocks = [...new Set([...staleHours].map((hour) => floor(hour, blockMs)))];
  }

  add(from: number, to: number): void {
    const firstBlock = ceil(from, blockMs);
    const endBlock = floor(to, blockMs);
    if (firstBlock >= endBlock) return this.#addHours(from, from, to);
    this.#addHours(from, from, firstBlock);
    this.all.push([from, blockMs, firstBlock, endBlock]);
    for (let block; (block = this.#staleBlocks[this.#nextStale] ?? Infinity) < endBlock; this.#nextStale += 1)
      if (block >= firstBlock) this.#addHours(from, block, block + blockMs);
    this.#addHours(from, endBlock, to);
  }

  #addHours(stretch: number, from: number, to: number): void {
    const first = ceil(from, hourMs);
    const end = floor(to, hourMs);
    if (first >= end) return this.#addLoose(stretch, from, to);
    this.#addLoose(stretch, from, first);
    this.all.push([stretch, hourMs, first, end]);
    for (let hour = first; hour < end; hour += hourMs)
      if (this.#stale.has(hour)) this.#addLoose(stretch, hour, hour + hourMs);
    this.#addLoose(stretch, end, to);
  }

  #addLoose(stretch: number, from: number, to: number): void {
    if (from < to) this.all.push([stretch, 0, from, to]);
  }
}

/** Also for times before 1970. */
const floor = (ms: number, unit: number): number => Math.floor(ms / unit) * unit;
const ceil = (ms: number, unit: number): number => Math.ceil(ms / unit) * unit;

const tooLarge = (): MonitorError =>
  new MonitorError('count/too-large', say('store.sumTooLarge', { largest: Number.MAX_SAFE_INTEGER }), {
    remedy: say('store.remedy.shorterStretches'),
  });

const merge = (a: RollupRow, b: RollupRow): RollupRow => ({
  ...a,
  windows: a.windows + b.windows,
  bytes: addCounts(a.bytes, b.bytes),
  packets: addCounts(a.packets, b.packets),
  least: Math.min(a.least, b.least),
  most: Math.max(a.most, b.most),
  above: a.above + b.above,
  below: a.below + b.below,
  incomplete: a.incomplete + b.incomplete,
  inexact: a.inexact + b.inexact,
  min: a.min === null || b.min === null ? (a.min ?? b.min) : Math.max(a.min, b.min),
  max: a.max === null || b.max === null ? (a.max ?? b.max) : Math.min(a.max, b.max),
});

function toRollup({ min, max, ...sums }: RollupRow, endMs: EpochMs): WindowRollup {
  if (Math.max(sums.bytes, sums.packets) > Number.MAX_SAFE_INTEGER) throw tooLarge();
  return { ...sums, endMs, limits: { min, max } };
}

/** Of the limits the tightest: what breached any of the windows' limits lies beyond it. */
const windowColumns = `count(*) AS windows, sum(bytes) AS bytes, sum(packets) AS packets, min(bytes) AS least,
  max(bytes) AS most, count(*) FILTER (WHERE status = 'above') AS above,
  count(*) FILTER (WHERE status = 'below') AS below, count(*) FILTER (WHERE complete = 0) AS incomplete,
  count(*) FILTER (WHERE complete = 0 OR drops_known = 0 OR missed > 0 OR dropped > 0 OR late > 0) AS inexact,
  max(min_limit) AS min, min(max_limit) AS max`;

const storedColumns = `sum(windows) AS windows, sum(bytes) AS bytes, sum(packets) AS packets, min(least) AS least,
  max(most) AS most, sum(above) AS above, sum(below) AS below, sum(incomplete) AS incomplete, sum(inexact) AS inexact,
  max(min_limit) AS min, min(max_limit) AS max`;

/** In the order of the stretches, so that nothing is sorted. */
const makeParts = `CREATE TEMP TABLE IF NOT EXISTS rollup_parts (
  stretch INTEGER, unit INTEGER, from_ms INTEGER, to_ms INTEGER, PRIMARY KEY (stretch, unit, from_ms)
) STRICT, WITHOUT ROWID`;

/** Parts that are bound to one statement: half the time of one by one, or of JSON. */
const partsAtOnce = 200;
const addParts = (count: number): string =>
  `INSERT INTO rollup_parts VALUES ${Array(count).fill('(?, ?, ?, ?)').join(', ')}`;

const windowParts = 'windows ON unit = 0 AND closed = 1';
const storedParts = 'window_rollups ON unit > 0 AND unit_ms = unit';

const sumOf = (columns: string, from: string): string =>
  `SELECT stretch AS startMs, ${columns} FROM rollup_parts CROSS JOIN ${from}
   AND series_id = @series AND start_ms >= from_ms AND start_ms < to_ms GROUP BY stretch`;

const stale =
  'SELECT start_ms FROM stale_rollups WHERE series_id = ? AND start_ms >= ? AND start_ms < ? ORDER BY start_ms';

const due = `SELECT start_ms FROM stale_rollups WHERE series_id = @series
  AND start_ms <= (SELECT max(start_ms) FROM windows WHERE series_id = @series) - @hourMs ORDER BY start_ms LIMIT @count`;

const insertSums = 'INSERT OR REPLACE INTO window_rollups SELECT @series, @unit, @start,';

const sumHour = `${insertSums} ${windowColumns} FROM windows
  WHERE series_id = @series AND closed = 1 AND start_ms >= @start AND start_ms < @end HAVING count(*) > 0`;

/** Nothing while an hour of the block is stale. */
const sumBlock = `${insertSums} ${storedColumns} FROM window_rollups WHERE series_id = @series AND unit_ms = @part
  AND start_ms >= @start AND start_ms < @end AND NOT EXISTS
  (SELECT 1 FROM stale_rollups WHERE series_id = @series AND start_ms >= @start AND start_ms < @end)
  HAVING count(*) > 0`;
