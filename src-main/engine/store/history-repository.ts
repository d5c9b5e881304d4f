import type { HistoryTier, SpaceUsed, TierSpace } from '../../common/space.ts';
import type { EpochMs } from '../../common/units.ts';
import { breachSize } from './breach-repository.ts';
import { type Connection, giveRoomBack } from './database.ts';
import type { Series } from './series-repository.ts';
import { foresee, usuallyKept } from './space-forecast.ts';

/** Live series: a replay has the windows of another time, and is kept while it is wanted. */
const liveSeries = "SELECT id, size_ms AS sizeMs, slide_ms AS slideMs FROM series WHERE name LIKE 'live|%'";

/** The oldest rows of a series that start before an instant: a search in the order in which they lie. */
const oldest = (table: string, holds: string): string =>
  `SELECT start_ms FROM ${table} WHERE series_id = @series AND start_ms < @before AND ${holds}
   ORDER BY start_ms LIMIT @count`;

const deleteOldest = (table: string, holds: string): string =>
  `DELETE FROM ${table} WHERE series_id = @series AND start_ms IN (${oldest(table, holds)})`;

/** Panes go when all of their windows have closed: looked for among those that may hold them, not among all before. */
const deletePanes = (table: string): string =>
  deleteOldest(
    table,
    `NOT EXISTS (SELECT 1 FROM windows AS open WHERE open.series_id = @series AND open.closed = 0
     AND open.start_ms > ${table}.start_ms - @size AND open.start_ms <= ${table}.start_ms
     AND open.end_ms > ${table}.start_ms)`,
  );

const panes = [
  deletePanes('pane_pairs'),
  deletePanes('pane_deltas'),
  deletePanes('pane_scopes'),
  deleteOldest('hour_pairs', 'start_ms + 3600000 <= @before'),
];

/** Periods are kept for as long as windows are. */
const deletePeriods = `DELETE FROM periods WHERE (series_id, period, time_zone, start_ms) IN (
  SELECT series_id, period, time_zone, start_ms FROM periods
  WHERE series_id = @series AND closed = 1 AND end_ms < @before LIMIT @count)
  RETURNING end_ms`;

/** The next window may still be kept, though it begins before the one that goes has ended. */
const deleteWindows = `${deleteOldest('windows', 'closed = 1')} RETURNING start_ms + @slide`;

/** What is deleted of a tier of a series at a time, so that no look at the database waits long. */
const deletions: Readonly<Record<HistoryTier, readonly string[]>> = {
  pairs: [
    deleteOldest(
      'window_pairs',
      `EXISTS (SELECT 1 FROM windows AS own WHERE own.series_id = @series
       AND own.start_ms = window_pairs.start_ms AND own.closed = 1)`,
    ),
    ...panes,
  ],
  windows: [deletePeriods, deleteWindows, ...panes],
  alerts: [
    // No alert ends before its last window began, unless clocks were wrong.
    `DELETE FROM alerts WHERE id IN (SELECT id FROM alerts INDEXED BY alerts_by_window
      WHERE series_id = @series AND last_start_ms < @before AND at_ms < @before AND state = 'resolved' LIMIT @count)`,
  ],
};

const deleteSummed = `DELETE FROM log_batches WHERE rowid IN
  (SELECT log.rowid FROM series CROSS JOIN offsets ON series_id = series.id CROSS JOIN log_batches AS log
   ON log.topic = 'series-' || series.id AND log.offset < next_offset AND log.offset + log.count <= next_offset
   WHERE series.id <> @current LIMIT @count)`;

/** What a row takes beside its texts, about. */
const rowBytes = { windows: 120, alerts: 250 };
/** Windows whose size stands for that of all. */
const sampled = 1_000;

const bytesOfHosts = (table: string): string => `(SELECT coalesce(sum(length(hosts)), 0) FROM ${table})`;

/** Lists of hosts are made of pairs. */
const hostBytes = ['host_blocks', 'known_hosts'].map(bytesOfHosts).join(' + ');

const pairSpace = `SELECT count(DISTINCT start_ms) AS records,
    coalesce(sum(length(pairs)), 0) + ${hostBytes} AS bytes FROM
    (SELECT start_ms, pairs FROM window_pairs UNION ALL SELECT start_ms, pairs FROM pane_pairs
    UNION ALL SELECT start_ms, pairs FROM pane_deltas UNION ALL SELECT start_ms, pairs FROM hour_pairs)`;

const alertSpace = `SELECT count(*) AS records,
  coalesce(sum(${rowBytes.alerts} + length(top_pairs)), 0) AS bytes FROM alerts`;

/** Closed windows by the sums of hours, and those of hours that have none. */
const countWindows = `SELECT
  (SELECT coalesce(sum(windows), 0) FROM window_rollups JOIN series ON id = series_id WHERE unit_ms = 3600000)
  + (SELECT count(*) FROM stale_rollups AS stale CROSS JOIN windows ON windows.series_id = stale.series_id
     AND windows.start_ms >= stale.start_ms AND windows.start_ms < stale.start_ms + 3600000 AND closed = 1)
  + (SELECT count(*) FROM windows WHERE closed = 0)`;

const windowSize = `SELECT avg(${rowBytes.windows} + ${breachSize} + length(interfaces))
  FROM (SELECT series_id, start_ms, interfaces FROM windows ORDER BY series_id DESC, start_ms DESC LIMIT ${sampled}) AS windows`;

const noteDropped = `UPDATE series SET kept_from_ms = max(coalesce(kept_from_ms, @nextMs), @nextMs) WHERE id = @series`;

/** What of a series is old. */
interface Bounds {
  readonly series: number;
  readonly size: number;
  readonly slide: number;
  readonly before: number;
}

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
    const all = this.#connection.prepare(liveSeries).all() as {
      id: number;
      sizeMs: number;
      slideMs: number;
    }[];
    let dropped = 0;
    for (const { id, sizeMs, slideMs } of all) {
      const bound = tier === 'alerts' ? before : before - sizeMs;
      const deleted = this.#connection.transaction(() =>
        this.#drop(
          deletions[tier],
          { series: id, size: sizeMs, slide: slideMs, before: bound },
          atMost - dropped,
        ),
      );
      dropped += deleted.immediate();
    }
    return dropped;
  }

  #drop(statements: readonly string[], bounds: Bounds, atMost: number): number {
    let dropped = 0;
    for (const sql of statements) {
      const given = { ...bounds, count: atMost - dropped };
      if (given.count <= 0) break;
      const statement = this.#connection.prepare(sql);
      if (!statement.reader) {
        dropped += statement.run(given).changes;
        continue;
      }
      const nexts = statement.pluck().all(given) as number[];
      dropped += nexts.length;
      if (nexts.length > 0) this.#noteDropped(bounds.series, Math.max(...nexts));
    }
    return dropped;
  }

  /** Windows of a series that began before were let go of; null where none were: what is older was not captured. */
  keptFromMs(series: number): EpochMs | null {
    const kept = this.#connection.prepare('SELECT kept_from_ms FROM series WHERE id = ?').pluck();
    return (kept.get(series) as EpochMs | null | undefined) ?? null;
  }

  #noteDropped(series: number, nextMs: number): void {
    this.#connection.prepare(noteDropped).run({ series, nextMs });
  }

  /**
   * Deletes what was summed of the embedded logs of series that nobody adds to.
   *
   * @returns how many rows there were; no more than `atMost`
   */
  dropSummedLogs(current: number, atMost: number): number {
    return this.#connection.prepare(deleteSummed).run({ current, count: atMost }).changes;
  }

  /**
   * Gives the disk back some of what is free in the database.
   *
   * @param pages how many at most
   * @returns whether there is more
   */
  giveRoomBack(pages: number): boolean {
    return giveRoomBack(this.#connection, pages);
  }

  /**
   * Bytes of the database that are in use, but for the hosts that were ever seen: no pairs and windows that go make those
   * fewer.
   */
  get usedBytes(): number {
    const pragma = (name: string): number => this.#connection.pragma(name, { simple: true }) as number;
    const knownHosts = this.#connection.prepare(`SELECT ${bytesOfHosts('known_hosts')}`).pluck();
    const pages = pragma('page_count') - pragma('freelist_count');
    return pages * pragma('page_size') - (knownHosts.get() as number);
  }

  /**
   * The space that the history takes, and will take.
   *
   * @param series the one that grows; undefined where there is none
   */
  space(series: Pick<Series, 'id' | 'slideMs'> | undefined, kept = usuallyKept): SpaceUsed {
    return { ...this.#used, in90Days: series ? foresee(this.#connection, series, kept) : null };
  }

  /** About, where much would have to be read to know. */
  get #used(): Omit<SpaceUsed, 'in90Days'> {
    const size = (sql: string): TierSpace => this.#connection.prepare(sql).get() as TierSpace;
    const figure = (sql: string): number =>
      (this.#connection.prepare(sql).pluck().get() as number | null) ?? 0;
    const pragma = (name: string): number => this.#connection.pragma(name, { simple: true }) as number;
    const pageBytes = pragma('page_size');
    const windows = figure(countWindows);
    return {
      tiers: {
        pairs: size(pairSpace),
        windows: { records: windows, bytes: Math.round(windows * figure(windowSize)) },
        alerts: size(alertSpace),
      },
      fileBytes: pragma('page_count') * pageBytes,
      freeBytes: pragma('freelist_count') * pageBytes,
    };
  }
}
