import { type EpochMs, epochMs } from '../../common/units.ts';
import { damagedPairs } from '../windows/columns.ts';
import type { PairTest, PairVisitor } from '../windows/pair-block.ts';
import { otherPair } from '../windows/pair-sums.ts';
import { scanPairs } from '../windows/pair-sums-codec.ts';
import { paneMsOf } from '../../common/window-shape.ts';
import type { Connection } from './database.ts';
import type { PaneRepository } from './pane-repository.ts';
import type { Series } from './series-repository.ts';

const hourMs = 3_600_000;

/** The pairs of a stretch of time: of a pane, or of an hour once its panes are no longer kept. */
export interface PairRow {
  readonly startMs: EpochMs;
  readonly endMs: EpochMs;
  /** The sums of its pairs: what changes of a pane, changes these. */
  readonly bytes: number;
  readonly packets: number;
  readonly isHour: boolean;
  /** Whether it is stored by how it grew. */
  readonly isGrowing: boolean;
}

/** Finds the stored pairs of a series by their time, without reading them, and reads those of one row. */
export class PairRows {
  readonly #series: number;
  readonly #paneMs: number;
  readonly #panes: PaneRepository;
  readonly #list;
  readonly #oldest;
  readonly #pane;
  readonly #hour;

  constructor(
    connection: Connection,
    series: Pick<Series, 'id' | 'sizeMs' | 'slideMs'>,
    panes: PaneRepository,
  ) {
    this.#series = series.id;
    this.#paneMs = paneMsOf(series);
    this.#panes = panes;
    this.#list = connection.prepare(listed(this.#paneMs === series.sizeMs));
    this.#oldest = connection.prepare(oldest).pluck();
    this.#pane = connection
      .prepare('SELECT pairs FROM pane_pairs WHERE series_id = ? AND start_ms = ?')
      .pluck();
    this.#hour = connection
      .prepare('SELECT pairs FROM hour_pairs WHERE series_id = ? AND start_ms = ?')
      .pluck();
  }

  /** When the oldest one begins; Infinity where there is none. What is let go is the oldest. */
  get oldestMs(): number {
    return (this.#oldest.get({ series: this.#series }) as number | null) ?? Infinity;
  }

  /** Those that begin in `[fromMs, toMs)`, newest first. */
  list(fromMs: number, toMs: number): PairRow[] {
    const rows = this.#list.all({ series: this.#series, fromMs, toMs }) as ListedRow[];
    return rows.map(({ startMs, bytes, packets, isHour, isGrowing }) => ({
      ...{ startMs: epochMs(startMs), bytes, packets, isHour: isHour === 1, isGrowing: isGrowing === 1 },
      endMs: epochMs(startMs + (isHour === 1 ? hourMs : this.#paneMs)),
    }));
  }

  /**
   * Calls `visit` for each pair of a row that is wanted, and for the folded ones.
   *
   * @throws MonitorError `store/damaged`, perhaps after some pairs
   */
  scan({ startMs, isHour, isGrowing, bytes: expected }: PairRow, test: PairTest, visit: PairVisitor): void {
    const stored = isGrowing ? undefined : (isHour ? this.#hour : this.#pane).get(this.#series, startMs);
    if (stored !== undefined) {
      if ((scanPairs(stored as Uint8Array, test, visit) ?? expected) !== expected) throw damagedPairs();
      return;
    }
    const pairs = this.#panes.pairs(startMs);
    // It was merged or let go since it was listed.
    if (!pairs) throw damagedPairs();
    for (const { pair, bytes, packets } of pairs.entries())
      if (pair === otherPair || test.wants(pair)) visit(pair, bytes, packets);
  }
}

const oldest = `SELECT min(start_ms) FROM (${['pane_pairs', 'pane_deltas', 'hour_pairs']
  .map((table) => `SELECT min(start_ms) AS start_ms FROM ${table} WHERE series_id = @series`)
  .join(' UNION ALL ')})`;

interface ListedRow {
  readonly startMs: number;
  readonly bytes: number;
  readonly packets: number;
  readonly isHour: 0 | 1;
  readonly isGrowing: 0 | 1;
}

const within = 'series_id = @series AND start_ms >= @fromMs AND start_ms < @toMs';
const grown = (table: string, sum: string): string =>
  `(SELECT coalesce(sum(${sum}), 0) FROM pane_deltas AS d WHERE d.series_id = ${table}.series_id AND d.start_ms = ${table}.start_ms)`;
const isGrown = (table: string): string =>
  `EXISTS (SELECT 1 FROM pane_deltas AS d WHERE d.series_id = ${table}.series_id AND d.start_ms = ${table}.start_ms)`;

/** @param isWindow whether what an older version stored by window is a pane's, whose sums then are the window's */
const listed = (isWindow: boolean): string => `SELECT * FROM (
  SELECT start_ms AS startMs, bytes, packets, 1 AS isHour, 0 AS isGrowing FROM hour_pairs WHERE ${within}
  UNION ALL
  SELECT start_ms, bytes + ${grown('p', 'bytes')}, packets + ${grown('p', 'packets')}, 0, ${isGrown('p')}
    FROM pane_pairs AS p WHERE ${within}
  ${
    isWindow
      ? `UNION ALL SELECT w.start_ms, w.bytes, w.packets, 0, 1 FROM windows AS w JOIN window_pairs USING (series_id, start_ms)
    WHERE ${within}`
      : ''
  }
  UNION ALL
  SELECT start_ms, sum(bytes), sum(packets), 0, 1 FROM pane_deltas AS g WHERE ${within}
    AND NOT EXISTS (SELECT 1 FROM pane_pairs AS p WHERE p.series_id = g.series_id AND p.start_ms = g.start_ms)
    ${
      isWindow
        ? `AND NOT EXISTS (SELECT 1 FROM window_pairs AS w WHERE w.series_id = g.series_id AND w.start_ms = g.start_ms)`
        : ''
    }
    GROUP BY start_ms
) ORDER BY startMs DESC`;
