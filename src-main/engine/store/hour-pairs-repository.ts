import { type EpochMs, epochMs } from '../../common/units.ts';
import { PairSums } from '../windows/pair-sums.ts';
import type { Connection } from './database.ts';
import { paneMsOf } from '../../common/window-shape.ts';
import type { PaneRepository } from './pane-repository.ts';
import type { Series } from './series-repository.ts';
import { pairsOf, type StoredPairs, storedPairs } from './stored-panes.ts';

const hourMs = 3_600_000;

/** Pairs of whole hours, by UTC: what is left of the pairs of panes when those are no longer kept. */
export class HourPairsRepository {
  readonly #connection: Connection;
  readonly #series: Pick<Series, 'id' | 'sizeMs' | 'slideMs'>;
  readonly #panes: PaneRepository;
  readonly #maxPairs: number;
  readonly #statements;

  constructor(
    connection: Connection,
    series: Pick<Series, 'id' | 'sizeMs' | 'slideMs'>,
    panes: PaneRepository,
    maxPairs: number,
  ) {
    this.#connection = connection;
    this.#series = series;
    this.#panes = panes;
    this.#maxPairs = maxPairs;
    // What an older version stored by window is the pane's, where each window is one.
    const tables = paneMsOf(series) === series.sizeMs ? [...paneTables, 'window_pairs'] : paneTables;
    this.#statements = {
      of: connection.prepare('SELECT * FROM hour_pairs WHERE series_id = ? AND start_ms = ?'),
      oldest: connection.prepare(oldest(tables)).pluck(),
      panesOf: connection.prepare(panesOf(tables)).pluck(),
      isOpen: connection.prepare(isOpen).pluck(),
      save: connection.prepare(
        'INSERT OR REPLACE INTO hour_pairs VALUES (@series, @startMs, @bytes, @packets, @pairs, @folded)',
      ),
      dropPanes: tables.map((table) =>
        connection.prepare(`DELETE FROM ${table} WHERE series_id = ? AND start_ms >= ? AND start_ms < ?`),
      ),
    };
  }

  /** Pairs of the hour that begins then; undefined where they are not kept, or still by window. */
  pairs(startMs: EpochMs): PairSums | undefined {
    const row = this.#statements.of.get(this.#series.id, startMs) as StoredPairs | undefined;
    return row && pairsOf(row, this.#maxPairs);
  }

  /**
   * Sums the panes of the oldest hour of which all windows ended before an instant, and keeps their sums instead.
   *
   * @returns whether there was such an hour, and nobody stored anything meanwhile
   */
  merge(before: EpochMs): boolean {
    // A pane of an hour or more is as good as its hour.
    if (this.#series.slideMs >= hourMs) return false;
    const first = this.#statements.oldest.get({ series: this.#series.id }) as number | null;
    if (first === null) return false;
    const startMs = Math.floor(first / hourMs) * hourMs;
    const range = { series: this.#series.id, startMs, endMs: startMs + hourMs };
    if (range.endMs + this.#series.sizeMs > before || this.#statements.isOpen.get(range) === 1) return false;
    const state = this.#panes.state(startMs, range.endMs);
    const row = storedPairs(this.#sum(range));
    return this.#connection
      .transaction(() => {
        if (this.#panes.state(startMs, range.endMs) !== state) return false;
        this.#statements.save.run({ series: range.series, startMs, ...row });
        for (const drop of this.#statements.dropPanes) drop.run(range.series, startMs, range.endMs);
        return true;
      })
      .immediate();
  }

  #sum(range: { series: number; startMs: number; endMs: number }): PairSums {
    const sums = this.pairs(epochMs(range.startMs)) ?? new PairSums(this.#maxPairs);
    for (const startMs of this.#statements.panesOf.all(range) as number[])
      for (const { pair, bytes, packets } of this.#panes.pairs(epochMs(startMs))?.entries() ?? [])
        sums.add(pair, bytes, packets);
    sums.fold();
    return sums;
  }
}

const paneTables = ['pane_pairs', 'pane_deltas'];

const oldest = (tables: readonly string[]): string =>
  `SELECT min(start_ms) FROM (${tables
    .map((table) => `SELECT min(start_ms) AS start_ms FROM ${table} WHERE series_id = @series`)
    .join(' UNION ALL ')})`;

const panesOf = (tables: readonly string[]): string =>
  tables
    .map(
      (table) =>
        `SELECT start_ms FROM ${table} WHERE series_id = @series AND start_ms >= @startMs AND start_ms < @endMs`,
    )
    .join(' UNION ');

const isOpen = `SELECT EXISTS (SELECT 1 FROM windows
  WHERE series_id = @series AND closed = 0 AND start_ms < @endMs AND end_ms > @startMs)`;
