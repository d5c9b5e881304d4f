import type {
  InterfaceShare,
  Lack,
  WindowDetail,
  WindowRollup,
  WindowStatus,
  WindowSummary,
} from '../../common/model/windows.ts';
import { MonitorError } from '../../common/errors.ts';
import { noCounts } from '../../common/loss.ts';
import { type EpochMs, epochMs } from '../../common/units.ts';
import type { JudgedWindow } from '../alerts/check-store.ts';
import { allLacks } from '../windows/lacks.ts';
import { otherPair, PairSums } from '../windows/pair-sums.ts';
import { decodePairSums, encodePairSums } from '../windows/pair-sums-codec.ts';
import type { PairKey } from '../flow-records/layout.ts';
import { Window } from '../windows/window.ts';
import type { Connection } from './database.ts';

interface Row {
  readonly start_ms: number;
  readonly end_ms: number;
  readonly reports: number;
  readonly closed: number;
  readonly complete: number;
  readonly bytes: number;
  readonly packets: number;
  readonly pair_count: number;
  readonly late: number;
  readonly dropped: number;
  readonly missed: number;
  readonly drops_known: number;
  /** JSON array. */
  readonly interfaces: string;
  readonly status: string;
  readonly min_limit: number | null;
  readonly max_limit: number | null;
  /** JSON array. */
  readonly breaches: string;
  readonly judged_with: number | null;
  /** JSON array. */
  readonly gaps: string;
  /** JSON object, or null. */
  readonly folded: string | null;
}

interface RollupRow extends Omit<WindowRollup, 'limits'> {
  readonly min: number | null;
  readonly max: number | null;
}

/** Windows of one series, with their pairs. */
export class WindowRepository {
  readonly #series: number;
  readonly #maxPairs: number;
  readonly #one;
  readonly #open;
  readonly #closedStarts;
  readonly #span;
  readonly #range;
  readonly #pairs;
  readonly #rollups;
  readonly #save;
  readonly #savePairs;

  constructor(connection: Connection, series: number, maxPairs: number) {
    this.#series = series;
    this.#maxPairs = maxPairs;
    this.#one = connection.prepare('SELECT * FROM windows WHERE series_id = ? AND start_ms = ?');
    this.#open = connection.prepare(
      'SELECT * FROM windows WHERE series_id = ? AND closed = 0 ORDER BY start_ms',
    );
    this.#closedStarts = connection
      .prepare(
        `SELECT start_ms FROM windows WHERE series_id = ? AND closed = 1 AND start_ms >= ?
         ORDER BY start_ms DESC LIMIT 100000`,
      )
      .pluck();
    this.#span = connection.prepare(
      'SELECT min(start_ms) AS firstMs, max(start_ms) AS lastMs FROM windows WHERE series_id = ?',
    );
    this.#range = connection.prepare(
      `SELECT * FROM (SELECT * FROM windows WHERE series_id = ? AND start_ms >= ? AND start_ms < ?
       ORDER BY start_ms DESC LIMIT ?) ORDER BY start_ms`,
    );
    this.#pairs = connection
      .prepare('SELECT pairs FROM window_pairs WHERE series_id = ? AND start_ms = ?')
      .pluck();
    this.#rollups = connection.prepare(selectRollups);
    this.#save = connection.prepare(upsertWindow);
    this.#savePairs = connection.prepare('INSERT OR REPLACE INTO window_pairs VALUES (?, ?, ?)');
  }

  /** @param withPairs false for a window that is asked for its totals alone */
  load(startMs: EpochMs, withPairs = true): Window | undefined {
    const row = this.#one.get(this.#series, startMs) as Row | undefined;
    return row && this.#toWindow(row, withPairs);
  }

  /** The change of the limits by whose rows a window was judged; null where that is not known by the window. */
  judgedWith(startMs: EpochMs): number | null {
    return (this.#one.get(this.#series, startMs) as Row | undefined)?.judged_with ?? null;
  }

  /** Starts of the closed windows from a moment on, newest first; at most 100,000. */
  closedStarts(fromMs: EpochMs): EpochMs[] {
    return this.#closedStarts.all(this.#series, fromMs) as EpochMs[];
  }

  open(): Window[] {
    return (this.#open.all(this.#series) as Row[]).map((row) => this.#toWindow(row));
  }

  /** Starts of the oldest and the newest window. */
  span(): { firstMs: EpochMs; lastMs: EpochMs } | undefined {
    const { firstMs, lastMs } = this.#span.get(this.#series) as {
      firstMs: number | null;
      lastMs: number | null;
    };
    return firstMs === null || lastMs === null
      ? undefined
      : { firstMs: epochMs(firstMs), lastMs: epochMs(lastMs) };
  }

  /** The newest `count` windows that start in `[fromMs, toMs)`, oldest first. */
  list(fromMs: number, toMs: number, count: number): WindowSummary[] {
    return (this.#range.all(this.#series, fromMs, toMs, count) as Row[]).map(toSummary);
  }

  /** A window with its `pairs` largest pairs. */
  detail(startMs: EpochMs, pairs: number, matches?: (pair: PairKey) => boolean): WindowDetail | null {
    const row = this.#one.get(this.#series, startMs) as Row | undefined;
    return row ? { ...toSummary(row), pairs: this.#pairsOf(row).largest(pairs, matches) } : null;
  }

  /** Closed windows by the stretch between two edges, which ascend, in which they start. */
  rollups(edges: readonly number[]): WindowRollup[] {
    const rows = this.#rollups.all({ series: this.#series, edges: JSON.stringify(edges) }) as RollupRow[];
    return rows.map(({ min, max, ...sums }) => ({ ...sums, limits: { min, max } }));
  }

  save({ window, reports, status, limits, judgedWith }: JudgedWindow): void {
    const { facts, pairs } = window;
    this.#save.run({
      ...facts,
      ...limits,
      series: this.#series,
      reports,
      status,
      closed: Number(facts.closed),
      complete: Number(window.complete),
      dropsKnown: Number(areDropsKnown(facts.gaps)),
      gaps: JSON.stringify(facts.gaps),
      folded: pairs.folded ? JSON.stringify([...pairs.folded]) : null,
      interfaces: JSON.stringify(facts.interfaces),
      pairCount: pairs.size,
      breaches: JSON.stringify(facts.breaches),
      judgedWith,
    });
    if (pairs.size > 0) this.#savePairs.run(this.#series, facts.startMs, encodePairSums(pairs));
  }

  #toWindow(row: Row, withPairs = true): Window {
    const { bytes, packets, reports } = row;
    const span = { startMs: epochMs(row.start_ms), endMs: epochMs(row.end_ms) };
    const breaches = JSON.parse(row.breaches) as string[];
    const { late, dropped, missed, interfaces, closed, gaps } = summaryOf(row);
    const losses = { late, dropped, missed, interfaces, gaps };
    const facts = { ...span, bytes, packets, ...losses, reports, closed, breaches };
    const pairs = withPairs ? this.#pairsOf(row) : new PairSums(this.#maxPairs);
    const window = new Window(facts, pairs);
    window.changed = false;
    return window;
  }

  /** Pairs that are damaged are one pair, of which nothing is known but that it has the window's total. */
  #pairsOf(row: Row): PairSums {
    const encoded = this.#pairs.get(this.#series, row.start_ms) as Uint8Array | undefined;
    if (!encoded) return new PairSums(this.#maxPairs);
    const pairs = readPairs(encoded, this.#maxPairs);
    if (pairs?.bytesWhere(() => true) === row.bytes) {
      if (row.folded !== null) pairs.resumeFolded(new Map(JSON.parse(row.folded) as [string, number][]));
      return pairs;
    }
    const unknown = new PairSums(this.#maxPairs);
    unknown.add(otherPair, row.bytes, row.packets);
    return unknown;
  }
}

/** Of the limits the tightest: what breached any of the windows' limits lies beyond it. */
const selectRollups = `WITH stretches AS (
    SELECT value AS startMs, lead(value) OVER (ORDER BY value) AS endMs FROM json_each(@edges))
  SELECT startMs, endMs, count(*) AS windows, sum(bytes) AS bytes, sum(packets) AS packets, min(bytes) AS least, max(bytes) AS most,
  sum(status = 'above') AS above, sum(status = 'below') AS below, sum(complete = 0) AS incomplete,
  sum(complete = 0 OR drops_known = 0 OR missed > 0 OR dropped > 0 OR late > 0) AS inexact,
  max(min_limit) AS min, min(max_limit) AS max
  FROM stretches CROSS JOIN windows
    ON series_id = @series AND start_ms >= startMs AND start_ms < endMs AND closed = 1
  GROUP BY startMs ORDER BY startMs`;

const upsertWindow = `INSERT INTO windows VALUES (@series, @startMs, @endMs, @reports, @closed, @complete, @bytes,
  @packets, @pairCount, @late, @dropped, @missed, @status, @min, @max, @breaches, @dropsKnown, @interfaces, @judgedWith,
  @gaps, @folded)
  ON CONFLICT DO UPDATE SET reports = @reports, closed = @closed, complete = @complete, bytes = @bytes,
  packets = @packets, pair_count = @pairCount, late = @late, dropped = @dropped, missed = @missed, status = @status, min_limit = @min,
  max_limit = @max, breaches = @breaches, drops_known = @dropsKnown, interfaces = @interfaces,
  judged_with = @judgedWith, gaps = @gaps, folded = @folded`;

const areDropsKnown = (gaps: readonly Lack[]): boolean =>
  gaps.every(({ reason }) => reason !== 'drops-unknown');

function readPairs(encoded: Uint8Array, maxPairs: number): PairSums | undefined {
  try {
    return decodePairSums(encoded, maxPairs);
  } catch (thrown) {
    if (thrown instanceof MonitorError && thrown.code === 'store/damaged') return undefined;
    throw thrown;
  }
}

const summaryOf = ({ late, dropped, missed, interfaces, closed, gaps }: Row) => ({
  ...{ late, dropped, missed },
  interfaces: sharesOf(interfaces),
  closed: closed === 1,
  gaps: JSON.parse(gaps) as Lack[],
});

/** Older versions did not store what the kernel received. */
const sharesOf = (json: string): InterfaceShare[] =>
  (JSON.parse(json) as InterfaceShare[]).map((share) => ({
    ...noCounts,
    ...share,
    agent: share.agent ?? null,
  }));

function toSummary(row: Row): WindowSummary {
  const { late, dropped, missed, interfaces, closed, gaps } = summaryOf(row);
  const endMs = epochMs(row.end_ms);
  const lacks = allLacks({ gaps, interfaces, late, closed, endMs });
  return {
    startMs: epochMs(row.start_ms),
    endMs,
    revision: Math.max(0, row.reports - 1),
    closed,
    complete: row.complete === 1,
    exact: lacks.length === 0,
    lacks,
    bytes: row.bytes,
    packets: row.packets,
    pairCount: row.pair_count,
    status: row.status as WindowStatus,
    limits: { min: row.min_limit, max: row.max_limit },
    reconciliation: {
      captured: row.packets + late + dropped,
      aggregated: row.packets,
      late,
      dropped,
    },
    missed,
    dropsKnown: areDropsKnown(gaps),
    interfaces,
  };
}
