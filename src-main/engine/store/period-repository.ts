import type { MinMax, WindowStatus } from '../../common/model/windows.ts';
import type { Period } from '../../common/periods/period.ts';
import { systemTimeZone } from '../../common/periods/time-zone.ts';
import { type EpochMs, epochMs } from '../../common/units.ts';
import type { CountedLack } from '../periods/counted-lacks.ts';
import type { PeriodFacts } from '../periods/period-sum.ts';
import type { ChangedPeriod, StoredPeriod, SummedFrom } from '../periods/period-store.ts';
import type { Connection } from './database.ts';

interface Row {
  readonly period: string;
  readonly time_zone: string;
  readonly start_ms: number;
  readonly end_ms: number;
  readonly bytes: number;
  readonly packets: number;
  readonly windows: number;
  readonly first_ms: number | null;
  readonly reports: number;
  readonly closed: number;
  readonly status: string;
  readonly min_limit: number | null;
  readonly max_limit: number | null;
  /** JSON array. */
  readonly lacks: string;
}

/** A stored period with how it was judged. */
export interface PeriodRecord {
  readonly period: string;
  /** Empty for a length of time. */
  readonly timeZone: string;
  readonly facts: StoredPeriod;
  readonly status: WindowStatus;
  readonly limits: MinMax;
}

/** A kind of periods by its name and time zone: a length of time has none. */
export interface PeriodKind {
  readonly name: string;
  readonly timeZone: string;
}

/** The kind of a period in a calendar. */
export const kindOf = ({ kind, name }: Period, timeZone: string): PeriodKind => ({
  name,
  timeZone: kind === 'length' ? '' : timeZone,
});

const whole = 'series_id = ? AND period = ? AND time_zone = ?';

/** The periods of one series. */
export class PeriodRepository {
  readonly #connection: Connection;
  readonly #series: number;
  readonly #save;
  readonly #saveScope;
  readonly #open;
  readonly #one;
  readonly #scopes;
  readonly #breaches;
  readonly #leave;
  readonly #keep;
  readonly #range;
  readonly #saveFrom;

  constructor(connection: Connection, series: number) {
    this.#connection = connection;
    this.#series = series;
    this.#save = connection.prepare(upsert);
    this.#saveScope = connection.prepare('INSERT OR REPLACE INTO period_scopes VALUES (?, ?, ?, ?, ?, ?)');
    this.#open = connection.prepare(`SELECT * FROM periods WHERE ${whole} AND closed = 0 ORDER BY start_ms`);
    this.#one = connection.prepare(`SELECT * FROM periods WHERE ${whole} AND start_ms = ?`);
    this.#scopes = connection
      .prepare(`SELECT scope, bytes FROM period_scopes WHERE ${whole} AND start_ms = ?`)
      .raw();
    this.#breaches = connection
      .prepare(`SELECT limit_key FROM period_breaches WHERE ${whole} AND start_ms = ?`)
      .pluck();
    this.#leave = connection.prepare('INSERT OR IGNORE INTO period_breaches VALUES (?, ?, ?, ?, ?)');
    this.#keep = connection.prepare(
      `DELETE FROM period_breaches WHERE ${whole} AND start_ms = ? AND limit_key = ?`,
    );
    this.#range = connection.prepare(
      `SELECT * FROM (SELECT * FROM periods WHERE ${whole} AND start_ms >= ? AND start_ms < ?
       ORDER BY start_ms DESC LIMIT ?) ORDER BY start_ms`,
    );
    this.#saveFrom = connection.prepare('INSERT OR REPLACE INTO period_plans VALUES (?, ?, ?, ?, ?)');
  }

  /** The kinds that are summed. */
  kinds(): PeriodKind[] {
    return this.#connection
      .prepare(
        `SELECT DISTINCT period AS name, time_zone AS timeZone FROM period_plans WHERE series_id = ?
         ORDER BY time_zone <> '', name`,
      )
      .all(this.#series) as PeriodKind[];
  }

  /** In which days and longer periods are summed; the system's where none is yet. */
  timeZone(): string {
    return this.kinds().find(({ timeZone }) => timeZone !== '')?.timeZone ?? systemTimeZone();
  }

  /** From when on each scope of a kind is summed; empty where it isn't. */
  summedFrom({ name, timeZone }: PeriodKind): SummedFrom {
    const rows = this.#connection
      .prepare(`SELECT scope, from_ms FROM period_plans WHERE ${whole}`)
      .raw()
      .all(this.#series, name, timeZone) as [string, number][];
    return new Map(rows);
  }

  saveFrom({ name, timeZone }: PeriodKind, scope: string, fromMs: number): void {
    this.#saveFrom.run(this.#series, name, timeZone, scope, fromMs);
  }

  /** Forgets a scope of a kind. */
  forgetScope({ name, timeZone }: PeriodKind, scope: string): void {
    for (const table of ['period_plans', 'period_scopes'])
      this.#connection
        .prepare(`DELETE FROM ${table} WHERE ${whole} AND scope = ?`)
        .run(this.#series, name, timeZone, scope);
  }

  /** Forgets a kind with all of its periods. */
  forget({ name, timeZone }: PeriodKind): void {
    for (const table of ['period_plans', 'periods'])
      this.#connection.prepare(`DELETE FROM ${table} WHERE ${whole}`).run(this.#series, name, timeZone);
  }

  open({ name, timeZone }: PeriodKind): StoredPeriod[] {
    return (this.#open.all(this.#series, name, timeZone) as Row[]).map((row) => this.#stored(row));
  }

  load({ name, timeZone }: PeriodKind, startMs: EpochMs): StoredPeriod | undefined {
    const row = this.#one.get(this.#series, name, timeZone, startMs) as Row | undefined;
    return row && this.#stored(row);
  }

  /** The newest `count` periods of a kind that start in `[fromMs, toMs)`, oldest first. */
  list(kind: PeriodKind, fromMs: number, toMs: number, count: number): PeriodRecord[] {
    const rows = this.#range.all(this.#series, kind.name, kind.timeZone, fromMs, toMs, count) as Row[];
    return rows.map((row) => ({
      period: row.period,
      timeZone: row.time_zone,
      facts: this.#stored(row),
      status: row.status as WindowStatus,
      limits: { min: row.min_limit, max: row.max_limit },
    }));
  }

  /** The sums alone of the newest `count` periods of a kind that start in `[fromMs, toMs)`, oldest first. */
  sums(kind: PeriodKind, fromMs: number, toMs: number, count: number): PeriodFacts[] {
    const rows = this.#range.all(this.#series, kind.name, kind.timeZone, fromMs, toMs, count) as Row[];
    return rows.map((row) => ({ ...sumsOf(row), breaches: [] }));
  }

  /** When the oldest period of a kind begins; undefined where none is stored. */
  oldestMs({ name, timeZone }: PeriodKind): number | undefined {
    const oldest = this.#connection.prepare(`SELECT min(start_ms) FROM periods WHERE ${whole}`).pluck();
    return (oldest.get(this.#series, name, timeZone) as number | null) ?? undefined;
  }

  save({ period, timeZone, facts, reports, status, limits, breachChanges, scopes }: ChangedPeriod): void {
    const kind = kindOf(period, timeZone);
    const { lacks, breaches: _breaches, closed, ...sums } = facts;
    this.#save.run({
      ...{
        series: this.#series,
        period: kind.name,
        zone: kind.timeZone,
        ...sums,
        reports,
        status,
        ...limits,
      },
      ...{ closed: Number(closed), lacks: JSON.stringify(lacks) },
    });
    for (const [key, isLeft] of breachChanges)
      (isLeft ? this.#leave : this.#keep).run(
        ...[this.#series, kind.name, kind.timeZone, facts.startMs, key],
      );
    for (const [scope, bytes] of scopes) this.saveScope(kind, facts.startMs, scope, bytes);
  }

  /** Stores the sum of a scope in a period that is stored. */
  saveScope({ name, timeZone }: PeriodKind, startMs: EpochMs, scope: string, bytes: number): void {
    this.#saveScope.run(this.#series, name, timeZone, startMs, scope, bytes);
  }

  #stored(row: Row): StoredPeriod {
    const { period, time_zone: zone, start_ms: startMs } = row;
    const scopes = this.#scopes.all(this.#series, period, zone, startMs) as [string, number][];
    return {
      ...sumsOf(row),
      breaches: this.#breaches.all(this.#series, period, zone, startMs) as string[],
      scopes: new Map(scopes),
    };
  }
}

const sumsOf = (row: Row): Omit<PeriodFacts, 'breaches'> => ({
  ...{ startMs: epochMs(row.start_ms), endMs: epochMs(row.end_ms), bytes: row.bytes, packets: row.packets },
  ...{ windows: row.windows, firstMs: row.first_ms === null ? null : epochMs(row.first_ms) },
  ...{ reports: row.reports, closed: row.closed === 1, lacks: JSON.parse(row.lacks) as CountedLack[] },
});

const upsert = `INSERT INTO periods VALUES (@series, @period, @zone, @startMs, @endMs, @bytes, @packets, @windows, @firstMs,
  @reports, @closed, @status, @min, @max, @lacks)
  ON CONFLICT DO UPDATE SET bytes = @bytes, packets = @packets, windows = @windows, first_ms = @firstMs,
  reports = @reports, closed = @closed, status = @status, min_limit = @min, max_limit = @max, lacks = @lacks`;
