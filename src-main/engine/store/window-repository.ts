import type {
  InterfaceShare,
  Lack,
  WindowDetail,
  WindowStatus,
  WindowSummary,
} from '../../common/model/windows.ts';
import type { NamedNetworks } from '../../common/named-networks.ts';
import { noCounts } from '../../common/loss.ts';
import { type EpochMs, epochMs } from '../../common/units.ts';
import type { Series } from './series-repository.ts';
import type { JudgedWindow } from '../alerts/check-store.ts';
import { directed } from '../windows/direction-sums.ts';
import { allLacks } from '../windows/lacks.ts';
import { largestPairs } from '../windows/largest-pairs.ts';
import { otherPair, PairSums } from '../windows/pair-sums.ts';
import type { PairKey } from '../flow-records/layout.ts';
import { Pane, type PaneArchive } from '../windows/pane.ts';
import { Window, type WindowCounts, type WindowFacts } from '../windows/window.ts';
import { paneMsOf } from '../../common/window-shape.ts';
import type { Connection } from './database.ts';
import { BreachRepository } from './breach-repository.ts';
import { HourPairsRepository } from './hour-pairs-repository.ts';
import { PaneRepository } from './pane-repository.ts';
import { RollupRepository } from './rollup-repository.ts';

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
  readonly judged_with: number | null;
  /** JSON array. */
  readonly gaps: string;
}

/** Windows that are read at once where all are. */
const pageSize = 500;

/** Windows of one series, with their pairs. */
export class WindowRepository {
  readonly panes: PaneRepository;
  readonly #series: number;
  readonly #maxPairs: number;
  readonly #paneMs: number;
  readonly #one;
  readonly #open;
  readonly #closedStarts;
  readonly #startsFrom;
  readonly #startsWithin;
  readonly #span;
  readonly #range;
  readonly #breaches: BreachRepository;
  readonly #page;
  readonly #save;
  readonly #connection: Connection;
  readonly #shape: Pick<Series, 'id' | 'sizeMs' | 'slideMs'>;
  #rollups: RollupRepository | undefined;
  #hourPairs: HourPairsRepository | undefined;

  constructor(connection: Connection, series: Pick<Series, 'id' | 'sizeMs' | 'slideMs'>, maxPairs: number) {
    this.panes = new PaneRepository(connection, series, maxPairs);
    this.#series = series.id;
    this.#breaches = new BreachRepository(connection, series.id);
    this.#maxPairs = maxPairs;
    this.#paneMs = paneMsOf(series);
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
    this.#startsFrom = connection
      .prepare('SELECT start_ms FROM windows WHERE series_id = ? AND start_ms >= ? ORDER BY start_ms DESC')
      .pluck();
    this.#startsWithin = connection
      .prepare(
        'SELECT start_ms FROM windows WHERE series_id = ? AND start_ms BETWEEN ? AND ? ORDER BY start_ms LIMIT ?',
      )
      .pluck();
    this.#span = connection.prepare(
      'SELECT min(start_ms) AS firstMs, max(start_ms) AS lastMs FROM windows WHERE series_id = ?',
    );
    this.#range = connection.prepare(
      `SELECT * FROM (SELECT * FROM windows WHERE series_id = ? AND start_ms >= ? AND start_ms < ?
       ORDER BY start_ms DESC LIMIT ?) ORDER BY start_ms`,
    );
    this.#page = connection.prepare(
      `SELECT * FROM windows WHERE series_id = ? AND start_ms >= ? AND start_ms < ? ORDER BY start_ms LIMIT ${pageSize}`,
    );
    this.#save = connection.prepare(upsertWindow);
    this.#connection = connection;
    this.#shape = series;
  }

  /** Starts and bytes of windows that are over and were captured throughout, oldest first. */
  captured(fromMs: number, toMs: number): { readonly startMs: number; readonly bytes: number }[] {
    const windows = this.#connection.prepare(
      `SELECT start_ms AS startMs, bytes FROM windows WHERE series_id = ? AND start_ms >= ? AND start_ms < ?
       AND closed = 1 AND complete = 1 ORDER BY start_ms`,
    );
    return windows.all(this.#series, fromMs, toMs) as { startMs: number; bytes: number }[];
  }

  /** When the newest window that is over began; null where none is. */
  get newestClosedMs(): number | null {
    const newest = this.#connection.prepare(
      'SELECT start_ms FROM windows WHERE series_id = ? AND closed = 1 ORDER BY start_ms DESC LIMIT 1',
    );
    return (newest.pluck().get(this.#series) as number | undefined) ?? null;
  }

  /** Sums of hours, and of longer stretches; prepared when they are first asked for. */
  get rollups(): RollupRepository {
    return (this.#rollups ??= new RollupRepository(this.#connection, this.#series));
  }

  /** Pairs of whole hours; prepared when they are first asked for. */
  get hourPairs(): HourPairsRepository {
    return (this.#hourPairs ??= new HourPairsRepository(
      this.#connection,
      this.#shape,
      this.panes,
      this.#maxPairs,
    ));
  }

  /** A window, whose pairs are read when they are asked for. */
  load(startMs: EpochMs): Window | undefined {
    const row = this.#one.get(this.#series, startMs) as Row | undefined;
    return row && this.#toWindow(row);
  }

  /** What is known of a window beside its pairs. */
  facts(startMs: EpochMs): WindowFacts | undefined {
    const row = this.#one.get(this.#series, startMs) as Row | undefined;
    return row && this.#factsOf(row);
  }

  /** The change of the limits by whose rows a window was judged; null where that is not known by the window. */
  judgedWith(startMs: EpochMs): number | null {
    return (this.#one.get(this.#series, startMs) as Row | undefined)?.judged_with ?? null;
  }

  /** Starts of the closed windows from a moment on, newest first; at most 100,000. */
  closedStarts(fromMs: EpochMs): EpochMs[] {
    return this.#closedStarts.all(this.#series, fromMs) as EpochMs[];
  }

  /** Starts of all windows from a moment on, newest first. */
  startsFrom(fromMs: number): EpochMs[] {
    return this.#startsFrom.all(this.#series, fromMs) as EpochMs[];
  }

  /** The oldest `count` starts in `[fromMs, toMs]`, in their order. */
  startsWithin(fromMs: EpochMs, toMs: EpochMs, count: number): EpochMs[] {
    return this.#startsWithin.all(this.#series, fromMs, toMs, count) as EpochMs[];
  }

  open(): WindowFacts[] {
    return (this.#open.all(this.#series) as Row[]).map((row) => this.#factsOf(row));
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
    return (this.#range.all(this.#series, fromMs, toMs, count) as Row[]).map((row) => this.#toSummary(row));
  }

  /** A window with its `pairs` largest pairs. */
  detail(startMs: EpochMs, pairs: number, matches?: (pair: PairKey) => boolean): WindowDetail | null {
    const row = this.#one.get(this.#series, startMs) as Row | undefined;
    return row ? this.#toDetail(row, pairs, matches) : null;
  }

  /** The same with directions. */
  directed(startMs: EpochMs, pairs: number, networks: NamedNetworks): WindowDetail | null {
    const row = this.#one.get(this.#series, startMs) as Row | undefined;
    return row ? this.#toDirected(row, pairs, networks) : null;
  }

  /**
   * The windows that start in `[fromMs, toMs)`, oldest first, with their `pairs` largest pairs; a few are held at once.
   *
   * @param networks by which directions are told, where they are wanted
   */
  *each(fromMs: number, toMs: number, pairs: number, networks?: NamedNetworks): Generator<WindowDetail> {
    for (let from = fromMs; ;) {
      const rows = this.#page.all(this.#series, from, toMs) as Row[];
      for (const row of rows)
        yield networks ? this.#toDirected(row, pairs, networks) : this.#toDetail(row, pairs);
      if (rows.length < pageSize) return;
      from = rows.at(-1)!.start_ms + 1;
    }
  }

  #toDetail(row: Row, pairs: number, matches?: (pair: PairKey) => boolean): WindowDetail {
    return {
      ...this.#toSummary(row),
      pairs: pairs === 0 ? [] : largestPairs(this.#pairsOf(row), pairs, matches),
    };
  }

  #toDirected(row: Row, pairs: number, networks: NamedNetworks): WindowDetail {
    return directed(this.#toDetail(row, pairs), this.#pairsOf(row), networks);
  }

  save({ window, reports, status, limits, judgedWith }: JudgedWindow): void {
    const { counts } = window;
    this.#save.run({
      ...counts,
      ...limits,
      series: this.#series,
      reports,
      status,
      closed: Number(counts.closed),
      complete: Number(window.complete),
      dropsKnown: Number(areDropsKnown(counts.gaps)),
      gaps: JSON.stringify(counts.gaps),
      interfaces: JSON.stringify(counts.interfaces),
      pairCount: window.pairCount ?? uncounted,
      judgedWith,
    });
    this.#breaches.save(window);
  }

  #factsOf(row: Row): WindowFacts {
    return {
      ...countsOf(row),
      breaches: this.#breaches.of(row.start_ms),
      judgedWith: row.judged_with,
    };
  }

  #toWindow(row: Row): Window {
    let panes: readonly Pane[] | undefined;
    const window = new Window(this.#factsOf(row), () => (panes ??= this.#panesOf(row)), this.#maxPairs);
    window.changed = false;
    return window;
  }

  #panesOf({ start_ms, end_ms }: Row): Pane[] {
    const paneAt = (startMs: number, archive: PaneArchive): Pane =>
      new Pane(epochMs(startMs), archive, this.#maxPairs);
    const panes: Pane[] = [];
    for (let at = start_ms; at < end_ms; at += this.#paneMs) panes.push(paneAt(at, this.panes));
    const former = this.panes.formerPairs(epochMs(start_ms));
    if (former) panes.unshift(paneAt(start_ms, { has: () => true, pairs: () => former }));
    return panes;
  }

  /** Pairs that don't have the window's total are one pair, of which nothing is known but that it has. */
  #pairsOf(row: Row): PairSums {
    const { pairs } = this.#toWindow(row);
    if (pairs.size === 0 || pairs.bytesWhere(() => true) === row.bytes) return pairs;
    const unknown = new PairSums(this.#maxPairs);
    unknown.add(otherPair, row.bytes, row.packets);
    return unknown;
  }

  #toSummary(row: Row): WindowSummary {
    const { startMs, endMs, closed, gaps, interfaces, late, dropped, missed, reports } = countsOf(row);
    const lacks = allLacks({ gaps, interfaces, late, closed, endMs });
    return {
      startMs,
      endMs,
      revision: Math.max(0, reports - 1),
      closed,
      complete: row.complete === 1,
      exact: lacks.length === 0,
      lacks,
      bytes: row.bytes,
      packets: row.packets,
      pairCount: row.pair_count === uncounted ? this.#pairsOf(row).size : row.pair_count,
      status: row.status as WindowStatus,
      limits: { min: row.min_limit, max: row.max_limit },
      reconciliation: { captured: row.packets + late + dropped, aggregated: row.packets, late, dropped },
      missed,
      dropsKnown: areDropsKnown(gaps),
      interfaces,
    };
  }
}

/** Stands for a number of pairs that would have to be read to be known. */
const uncounted = -1;

const upsertWindow = `INSERT INTO windows VALUES (@series, @startMs, @endMs, @reports, @closed, @complete, @bytes,
  @packets, @pairCount, @late, @dropped, @missed, @status, @min, @max, @dropsKnown, @interfaces, @judgedWith,
  @gaps, NULL)
  ON CONFLICT DO UPDATE SET reports = @reports, closed = @closed, complete = @complete, bytes = @bytes,
  packets = @packets, pair_count = @pairCount, late = @late, dropped = @dropped, missed = @missed, status = @status, min_limit = @min,
  max_limit = @max, drops_known = @dropsKnown, interfaces = @interfaces,
  judged_with = @judgedWith, gaps = @gaps`;

const areDropsKnown = (gaps: readonly Lack[]): boolean =>
  gaps.every(({ reason }) => reason !== 'drops-unknown');

const countsOf = (row: Row): WindowCounts => ({
  startMs: epochMs(row.start_ms),
  endMs: epochMs(row.end_ms),
  bytes: row.bytes,
  packets: row.packets,
  late: row.late,
  dropped: row.dropped,
  missed: row.missed,
  interfaces: sharesOf(row.interfaces),
  reports: row.reports,
  closed: row.closed === 1,
  gaps: JSON.parse(row.gaps) as Lack[],
});

/** Older versions did not store what the kernel received. */
const sharesOf = (json: string): InterfaceShare[] =>
  (JSON.parse(json) as InterfaceShare[]).map((share) => ({
    ...noCounts,
    ...share,
    agent: share.agent ?? null,
  }));
