import type { Limit, StoredLimit } from '../../common/model/limits.ts';
import type { EpochMs } from '../../common/units.ts';
import type { LimitsDifference } from '../limits/limit-difference.ts';
import type { Connection } from './database.ts';

/** A stored row with its number. */
export type Version = StoredLimit & { readonly id: number };
type Difference = LimitsDifference<Version>;

/** A change of which the rows are written but don't count yet. */
interface Staged {
  readonly change_id: number;
  readonly first_row: number;
  readonly pid: number;
}

/**
 * Writes large changes of the limits step by step, so that no other writer waits for long: the rows carry the number of
 * a change that isn't there yet, so that they neither come nor go until it is put in, all at once.
 */
export class LimitStaging {
  readonly #connection: Connection;
  readonly #rowsAtOnce: number;
  readonly #end;
  readonly #endStaged;
  readonly #insert;
  readonly #all;
  readonly #remove;

  /** @param rowsAtOnce rows that one transaction changes at most */
  constructor(connection: Connection, rowsAtOnce: number) {
    this.#connection = connection;
    this.#rowsAtOnce = rowsAtOnce;
    this.#end = connection.prepare('UPDATE limit_versions SET gone_ms = ?, gone_with = ? WHERE id = ?');
    // What a change that overtakes this one has ended stays ended by it.
    this.#endStaged = connection.prepare(
      'UPDATE limit_versions SET gone_ms = ?, gone_with = ? WHERE id = ? AND gone_with IS NULL',
    );
    this.#insert = connection.prepare(
      `INSERT INTO limit_versions (name, value, effective_ms, source, destination, window_seconds, origin,
       first_seen_ms, came_with, period, hours, limit_agent, direction, warn_at, title, note)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#all = connection.prepare('SELECT * FROM limit_stagings');
    this.#remove = connection.prepare('DELETE FROM limit_stagings WHERE change_id = ?');
  }

  /** Whether rows are there that don't count yet, or never will. */
  get isAny(): boolean {
    return this.#all.get() !== undefined;
  }

  /** Reserves the number of a change; what a process left behind that ended in the middle is cleared away. */
  async begin(pause: () => Promise<void>): Promise<number> {
    for (const staged of this.#all.all() as Staged[])
      if (staged.pid !== process.pid && !isAlive(staged.pid)) await this.discard(staged.change_id, pause);
    return this.#write(() => {
      const { lastInsertRowid: id } = this.#connection
        .prepare(
          `INSERT INTO limit_changes (kind, origin, at_ms, added, changed, removed, unchanged)
           VALUES ('import', '', 0, 0, 0, 0, 0)`,
        )
        .run();
      // The number is not given again.
      this.#connection.prepare('DELETE FROM limit_changes WHERE id = ?').run(id);
      this.#connection
        .prepare(
          'INSERT INTO limit_stagings SELECT ?, (SELECT ifnull(max(id), 0) + 1 FROM limit_versions), ?',
        )
        .run(id, process.pid);
      return Number(id);
    });
  }

  /**
   * Writes the rows of a change, some at a time.
   *
   * @param pause lets others work between two steps; what it throws ends the writing
   */
  async stage(
    change: number,
    { found, origin, at }: { found: Difference; origin: string; at: EpochMs },
    pause: () => Promise<void>,
  ): Promise<void> {
    const gone = [...found.changed.map(({ before }) => before), ...found.removed];
    const come = [...found.added, ...found.changed.map(({ after }) => after)];
    for (const rows of chunks(gone, this.#rowsAtOnce)) {
      this.#write(() => rows.forEach(({ id }) => this.#endStaged.run(at, change, id)));
      await pause();
    }
    for (const rows of chunks(come, this.#rowsAtOnce)) {
      this.#write(() => rows.forEach((limit) => this.insert(limit, change, { origin, at })));
      await pause();
    }
  }

  /**
   * Lets a change count; to be called in a transaction, beside putting the change in.
   *
   * @returns whether it was staged; not where another process took this one for dead
   */
  take(change: number): boolean {
    return this.#remove.run(change).changes > 0;
  }

  /** Clears away what was staged of a change. */
  async discard(change: number, pause: () => Promise<void>): Promise<void> {
    const staged = (this.#all.all() as Staged[]).find(({ change_id }) => change_id === change);
    if (staged === undefined) return;
    const backs = this.#connection.prepare(
      `UPDATE limit_versions SET gone_ms = NULL, gone_with = NULL
       WHERE id IN (SELECT id FROM limit_versions WHERE gone_with = ? LIMIT ${this.#rowsAtOnce})`,
    );
    const deletes = this.#connection.prepare(
      `DELETE FROM limit_versions WHERE id IN (
         SELECT id FROM limit_versions WHERE id >= ? AND came_with = ? LIMIT ${this.#rowsAtOnce})`,
    );
    while (this.#write(() => backs.run(change).changes) > 0) await pause();
    while (this.#write(() => deletes.run(staged.first_row, change).changes) > 0) await pause();
    this.#write(() => this.#remove.run(change));
  }

  /** Ends a row with a change. */
  end(id: number, change: number, at: EpochMs): void {
    this.#end.run(at, change, id);
  }

  /** Puts a row in with a change; one that was there before keeps where it came from. */
  insert(limit: Limit | StoredLimit, change: number, from: { origin: string; at: EpochMs }): void {
    const origin = 'origin' in limit ? limit.origin : from.origin;
    const { name, value, effectiveMs, source, destination, windowSeconds } = limit;
    const { period = null, hours = null, agent = null, direction = null, warnPercent = null } = limit;
    const { title = null, note = null } = limit;
    // By position: there may be very many rows.
    this.#insert.run(
      ...[name, value, effectiveMs, source, destination, windowSeconds, origin, from.at, change],
      ...[period, hours, agent, direction, warnPercent, title, note],
    );
  }

  #write<T>(step: () => T): T {
    return this.#connection.transaction(step).immediate();
  }
}

function* chunks<T>(rows: readonly T[], size: number): Iterable<readonly T[]> {
  for (let from = 0; from < rows.length; from += size) yield rows.slice(from, from + size);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === 'EPERM';
  }
}
