import { type EpochMs, epochMs } from '../../common/units.ts';
import type { ChangedPane } from '../alerts/check-store.ts';
import type { PaneArchive, PaneChange, StoredScopes } from '../windows/pane.ts';
import type { PairSums } from '../windows/pair-sums.ts';
import { encodeGrowth } from '../windows/pair-growth-codec.ts';
import { decodePairSums } from '../windows/pair-sums-codec.ts';
import { paneMsOf } from '../../common/window-shape.ts';
import type { Connection } from './database.ts';
import { ScopeRepository } from './scope-repository.ts';
import { SequencedRows } from './sequenced-rows.ts';
import type { Series } from './series-repository.ts';
import { GrownPairs, pairsOf, type StoredDelta, storedPairs, type StoredPairs } from './stored-panes.ts';

/** A pane that is over and has at most this many pairs is folded at once: it takes some milliseconds. */
const foldedAtOnce = 20_000;

/** Pairs of the panes of one series. */
export class PaneRepository implements PaneArchive {
  readonly #series: number;
  readonly #maxPairs: number;
  /** Whether each window is one pane: what an older version stored by window is the pane's, too. */
  readonly #isWindow: boolean;
  readonly #connection: Connection;
  readonly #statements;
  readonly #scopes: ScopeRepository;
  readonly #deltas: SequencedRows<StoredDelta>;

  constructor(connection: Connection, series: Pick<Series, 'id' | 'sizeMs' | 'slideMs'>, maxPairs: number) {
    this.#connection = connection;
    this.#series = series.id;
    this.#maxPairs = maxPairs;
    this.#isWindow = paneMsOf(series) === series.sizeMs;
    this.#scopes = new ScopeRepository(connection, series.id);
    this.#deltas = new SequencedRows(connection, series.id, 'pane_deltas', deltaColumns);
    this.#statements = {
      has: connection.prepare(has).pluck(),
      base: connection.prepare('SELECT * FROM pane_pairs WHERE series_id = ? AND start_ms = ?'),
      former: connection.prepare(former),
      saveBase: connection.prepare(
        'INSERT OR REPLACE INTO pane_pairs VALUES (@series, @startMs, @bytes, @packets, @pairs, @folded)',
      ),
      dropFormer: connection.prepare('DELETE FROM window_pairs WHERE series_id = ? AND start_ms = ?'),
      state: connection.prepare(stateOf).pluck(),
      unfolded: connection.prepare(unfolded).pluck(),
    };
  }

  has(startMs: EpochMs): boolean {
    return this.#statements.has.get({ series: this.#series, startMs }) === 1;
  }

  pairs(startMs: EpochMs): PairSums | undefined {
    return this.#connection.transaction(() => this.#pairs(startMs))();
  }

  #pairs(startMs: EpochMs): PairSums | undefined {
    const base = this.#baseOf(startMs);
    let grown: GrownPairs | undefined;
    for (const delta of this.#deltas.of(startMs))
      (grown ??= new GrownPairs(base, this.#maxPairs)).grow(delta);
    return grown ? grown.result : base && pairsOf(base, this.#maxPairs);
  }

  scopes(startMs: EpochMs): StoredScopes | undefined {
    return this.#scopes.of(startMs);
  }

  /** Pairs that an older version stored by window, where windows overlap. */
  formerPairs(startMs: EpochMs): PairSums | undefined {
    const row = this.#isWindow ? undefined : this.#formerOf(startMs);
    return row && decodePairSums(row.pairs, this.#maxPairs);
  }

  /** Stores what has changed of a pane; all of it at once, where it is over. */
  save({ startMs, change, final, scopes }: ChangedPane): void {
    this.#scopes.save(startMs, scopes);
    if (final && final.size <= foldedAtOnce) this.#saveWhole(startMs, final);
    else if (change.grown.size > 0 || change.dropped.size > 0) this.#saveGrowth(startMs, change);
  }

  #saveGrowth(startMs: EpochMs, { dropped, grown, folded }: PaneChange): void {
    const lost = encodeGrowth(dropped);
    const gained = encodeGrowth(grown);
    this.#deltas.append(startMs, {
      bytes: gained.bytes - lost.bytes,
      packets: gained.packets - lost.packets,
      dropped: dropped.size > 0 ? lost.pairs : null,
      pairs: gained.pairs,
      folded: folded && JSON.stringify([...folded]),
    });
  }

  /** Panes that start before an instant and are stored by how they grew; at most `count`. */
  unfolded(before: EpochMs, count: number): EpochMs[] {
    return (this.#statements.unfolded.all(this.#series, before, count) as number[]).map(epochMs);
  }

  /**
   * Stores a pane as a whole that was stored by how it grew. Nobody else waits while it is summed.
   *
   * @returns false where something was stored meanwhile: then nothing is changed
   */
  fold(startMs: EpochMs): boolean {
    const state = this.state(startMs, startMs + 1);
    const pairs = this.pairs(startMs);
    if (!pairs) return true;
    const row = storedPairs(pairs);
    return this.#connection
      .transaction(() => {
        if (this.state(startMs, startMs + 1) !== state) return false;
        this.#saveRow(startMs, row);
        return true;
      })
      .immediate();
  }

  /** Another one once panes that start in `[fromMs, toMs)` have grown; what grows has more packets or bytes. */
  state(fromMs: number, toMs: number): string {
    return this.#statements.state.get({ series: this.#series, fromMs, toMs }) as string;
  }

  #saveWhole(startMs: EpochMs, pairs: PairSums): void {
    this.#saveRow(startMs, storedPairs(pairs));
  }

  #saveRow(startMs: EpochMs, row: StoredPairs): void {
    this.#deltas.remove(startMs);
    if (this.#isWindow) this.#statements.dropFormer.run(this.#series, startMs);
    this.#statements.saveBase.run({ series: this.#series, startMs, ...row });
  }

  #baseOf(startMs: EpochMs): StoredPairs | undefined {
    const base = this.#statements.base.get(this.#series, startMs) as StoredPairs | undefined;
    return base ?? (this.#isWindow ? this.#formerOf(startMs) : undefined);
  }

  #formerOf(startMs: EpochMs): StoredPairs | undefined {
    return this.#statements.former.get(this.#series, startMs) as StoredPairs | undefined;
  }
}

const has = `SELECT EXISTS (SELECT 1 FROM pane_pairs WHERE series_id = @series AND start_ms = @startMs)
  OR EXISTS (SELECT 1 FROM pane_deltas WHERE series_id = @series AND start_ms = @startMs)
  OR EXISTS (SELECT 1 FROM window_pairs WHERE series_id = @series AND start_ms = @startMs)`;

/** The window's sums as they were when its pairs were stored: it may have grown by what stands in deltas. */
const former = `SELECT
  bytes - (SELECT coalesce(sum(bytes), 0) FROM pane_deltas WHERE series_id = w.series_id AND start_ms = w.start_ms) AS bytes,
  packets - (SELECT coalesce(sum(packets), 0) FROM pane_deltas WHERE series_id = w.series_id AND start_ms = w.start_ms) AS packets,
  pairs, folded FROM windows AS w JOIN window_pairs USING (series_id, start_ms) WHERE series_id = ? AND start_ms = ?`;

const deltaColumns = ['bytes', 'packets', 'dropped', 'pairs', 'folded'] as const;

const stateOf = `SELECT group_concat(rows || ' ' || bytes || ' ' || packets) FROM (${[
  'pane_pairs',
  'pane_deltas',
]
  .map(
    (
      table,
    ) => `SELECT count(*) AS rows, coalesce(sum(bytes), 0) AS bytes, coalesce(sum(packets), 0) AS packets
      FROM ${table} WHERE series_id = @series AND start_ms >= @fromMs AND start_ms < @toMs`,
  )
  .join(' UNION ALL ')})`;

const unfolded = `SELECT DISTINCT start_ms FROM pane_deltas WHERE series_id = ? AND start_ms < ?
  ORDER BY start_ms LIMIT ?`;
