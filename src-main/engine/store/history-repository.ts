import type { HistoryTier, SpaceUsed, TierSpace } from '../../common/space.ts';
import type { EpochMs } from '../../common/units.ts';
import type { Connection } from './database.ts';

/** Live series: a replay has the windows of another time, and is kept while it is wanted. */
const live = "series_id IN (SELECT id FROM series WHERE name LIKE 'live|%')";

/** Panes of windows that ended all before an instant, the oldest. */
const panesIn = (
  table: string,
): string => `DELETE FROM ${table} WHERE rowid IN (SELECT ${table}.rowid FROM ${table}
    JOIN series ON series.id = series_id WHERE name LIKE 'live|%' AND start_ms + size_ms < ? AND NOT EXISTS
    (SELECT 1 FROM windows AS w WHERE w.series_id = ${table}.series_id AND closed = 0
     AND w.start_ms <= ${table}.start_ms AND w.end_ms > ${table}.start_ms) LIMIT ?)`;

/** What is deleted of a tier at a time: the oldest, so that no look at the database waits long. */
const deletions: Readonly<Record<HistoryTier, readonly string[]>> = {
  pairs: [
    `DELETE FROM window_pairs WHERE rowid IN (SELECT window_pairs.rowid FROM window_pairs
    JOIN windows USING (series_id, start_ms) WHERE ${live} AND end_ms < ? AND closed = 1 LIMIT ?)`,
    panesIn('pane_pairs'),
    panesIn('pane_deltas'),
  ],
  windows: [
    `DELETE FROM windows WHERE (series_id, start_ms) IN
    (SELECT series_id, start_ms FROM windows WHERE ${live} AND end_ms < ? AND closed = 1 LIMIT ?)`,
    panesIn('pane_pairs'),
    panesIn('pane_deltas'),
  ],
  alerts: [
    `DELETE FROM alerts WHERE id IN
    (SELECT id FROM alerts WHERE ${live} AND at_ms < ? AND state = 'resolved' LIMIT ?)`,
  ],
};

/** What a row takes beside its texts, about. */
const rowBytes = { windows: 120, alerts: 250 };

const sizes: Readonly<Record<HistoryTier, string>> = {
  pairs: `SELECT count(DISTINCT start_ms) AS records, coalesce(sum(length(pairs)), 0) AS bytes FROM
    (SELECT start_ms, pairs FROM window_pairs UNION ALL SELECT start_ms, pairs FROM pane_pairs
    UNION ALL SELECT start_ms, pairs FROM pane_deltas)`,
  windows: `SELECT count(*) AS records,
    coalesce(sum(${rowBytes.windows} + length(breaches) + length(interfaces)), 0) AS bytes FROM windows`,
  alerts: `SELECT count(*) AS records,
    coalesce(sum(${rowBytes.alerts} + length(top_pairs)), 0) AS bytes FROM alerts`,
};

/** The history of a data folder as a whole: how much it is, and what of it goes when it is old. */
export class HistoryRepository {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /**
   * Deletes what is older than an instant: pairs of closed windows, closed windows with all that is theirs, resolved
   * alerts.
   *
   * @returns how many there were; no more than `atMost`
   */
  drop(tier: HistoryTier, before: EpochMs, atMost: number): number {
    let dropped = 0;
    for (const sql of deletions[tier])
      dropped += this.#connection.prepare(sql).run(before, atMost - dropped).changes;
    return dropped;
  }

  get space(): SpaceUsed {
    const size = (tier: HistoryTier): TierSpace => this.#connection.prepare(sizes[tier]).get() as TierSpace;
    const pragma = (name: string): number => this.#connection.pragma(name, { simple: true }) as number;
    const pageBytes = pragma('page_size');
    return {
      tiers: { pairs: size('pairs'), windows: size('windows'), alerts: size('alerts') },
      fileBytes: pragma('page_count') * pageBytes,
      freeBytes: pragma('freelist_count') * pageBytes,
    };
  }
}
