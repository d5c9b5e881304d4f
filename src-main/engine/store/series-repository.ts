import type { Limit } from '../../common/model/limits.ts';
import type { EpochMs } from '../../common/units.ts';
import type { Connection } from './database.ts';

/** A stream of windows of one shape and selection. */
export interface Series {
  readonly id: number;
  readonly name: string;
  readonly sizeMs: number;
  readonly slideMs: number;
  readonly late: number;
  readonly deadLetters: number;
  readonly finished: boolean;
}

interface Row {
  readonly id: number;
  readonly name: string;
  readonly size_ms: number;
  readonly slide_ms: number;
  readonly late: number;
  readonly dead_letters: number;
  readonly finished: number;
}

/** The series known to a data folder. */
export class SeriesRepository {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** The series of that name, made if it is new. */
  open(name: string, shape: { sizeMs: number; slideMs: number }, at: EpochMs): Series {
    this.#connection
      .prepare(
        `INSERT INTO series (name, size_ms, slide_ms, opened_ms) VALUES (?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET opened_ms = excluded.opened_ms`,
      )
      .run(name, shape.sizeMs, shape.slideMs, at);
    return this.find(name)!;
  }

  find(name: string): Series | undefined {
    const row = this.#connection.prepare('SELECT * FROM series WHERE name = ?').get(name) as Row | undefined;
    return row && toSeries(row);
  }

  at(id: number): Series | undefined {
    const row = this.#connection.prepare('SELECT * FROM series WHERE id = ?').get(id) as Row | undefined;
    return row && toSeries(row);
  }

  /** All series, the one that was used last first. */
  all(): Series[] {
    const rows = this.#connection.prepare('SELECT * FROM series ORDER BY opened_ms DESC, id DESC').all();
    return (rows as Row[]).map(toSeries);
  }

  /** Names of the series of live traffic, the one that was used last first. */
  liveNames(): string[] {
    return this.#connection
      .prepare("SELECT name FROM series WHERE name LIKE 'live|%' ORDER BY opened_ms DESC, id DESC")
      .pluck()
      .all() as string[];
  }

  rename(from: string, to: string): void {
    this.#connection.prepare('UPDATE series SET name = ? WHERE name = ?').run(to, from);
  }

  /** The series that was used last; live traffic goes before replays. */
  newest(): Series | undefined {
    const row = this.#connection
      .prepare("SELECT * FROM series ORDER BY name LIKE 'live|%' DESC, opened_ms DESC, id DESC LIMIT 1")
      .get() as Row | undefined;
    return row && toSeries(row);
  }

  /** Forgets a series with all its windows and alerts. */
  remove(name: string): void {
    this.#connection.prepare('DELETE FROM series WHERE name = ?').run(name);
  }

  /** Stores the rows by which all windows of a series are judged. */
  noteLimits(id: number, limits: readonly Limit[]): void {
    this.#connection
      .prepare('INSERT OR REPLACE INTO series_limits VALUES (?, ?)')
      .run(id, JSON.stringify(limits));
  }

  /** The rows by which all windows of a series are judged; undefined for live traffic. */
  limitsOf(id: number): Limit[] | undefined {
    const stored = this.#connection
      .prepare('SELECT limits FROM series_limits WHERE series_id = ?')
      .pluck()
      .get(id) as string | undefined;
    return stored === undefined ? undefined : (JSON.parse(stored) as Limit[]);
  }

  finish(id: number): void {
    this.#connection.prepare('UPDATE series SET finished = 1 WHERE id = ?').run(id);
  }
}

const toSeries = (row: Row): Series => ({
  id: row.id,
  name: row.name,
  sizeMs: row.size_ms,
  slideMs: row.slide_ms,
  late: row.late,
  deadLetters: row.dead_letters,
  finished: row.finished === 1,
});
