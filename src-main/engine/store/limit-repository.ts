import { MonitorError } from '../../common/errors.ts';
import type { Limit, LimitsChange, StoredLimit } from '../../common/model/limits.ts';
import { type EpochMs, epochMs } from '../../common/units.ts';
import { countsOf, difference, isSame, type LimitsDifference } from '../limits/limit-difference.ts';
import { inverseOf, type LimitEdit } from '../limits/limit-edit.ts';
import type { ChangeCause, LimitRepository as Contract, UndoableEdit } from '../limits/limit-store.ts';
import { say } from '../../common/phrases/say.ts';
import type { Connection } from './database.ts';
import { fromLimitColumns, type LimitColumns } from './limit-columns.ts';
import { LimitStaging, type Version } from './limit-staging.ts';
import type { SettingsRepository } from './settings-repository.ts';

type VersionRow = LimitColumns & {
  readonly id: number;
  readonly origin: string;
  readonly first_seen_ms: number;
};

interface ChangeRow {
  readonly id: number;
  readonly kind: LimitsChange['kind'];
  readonly origin: string;
  readonly at_ms: number;
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  readonly unchanged: number;
  readonly followed_before: string | null;
}

const columns = `id, name AS limit_name, value AS limit_value, effective_ms, source, destination, window_seconds,
  period, hours, limit_agent, direction, warn_at, title, note, origin, first_seen_ms`;

/** Rows that neither come nor go yet: of changes that are still being written. */
const staged = '(SELECT change_id FROM limit_stagings)';

/** Whoever else wants to write waits for as many rows at most: some ten milliseconds. */
const usualRowsAtOnce = 1_000;

/** A change that others overtook is written anew this many times, before it is written in one step. */
const attempts = 3;

/** Every version of every limit, and the changes by which they came and went. */
export class LimitRepository implements Contract {
  readonly #connection: Connection;
  readonly #settings: SettingsRepository;
  readonly #rowsAtOnce: number;
  readonly #staging: LimitStaging;
  readonly #current;
  readonly #currentBesideStaged;
  readonly #before;
  readonly #last;
  readonly #newest;
  readonly #undoable;

  /** @param rowsAtOnce changes of more rows are written step by step */
  constructor(connection: Connection, settings: SettingsRepository, rowsAtOnce = usualRowsAtOnce) {
    this.#connection = connection;
    this.#rowsAtOnce = rowsAtOnce;
    this.#settings = settings;
    this.#staging = new LimitStaging(connection, rowsAtOnce);
    this.#current = connection.prepare(
      `SELECT ${columns} FROM limit_versions WHERE gone_ms IS NULL ORDER BY effective_ms, name, id`,
    );
    this.#currentBesideStaged = connection.prepare(
      `SELECT ${columns} FROM limit_versions WHERE gone_ms IS NULL AND came_with NOT IN ${staged}
       UNION ALL SELECT ${columns} FROM limit_versions WHERE gone_with IN ${staged} AND came_with NOT IN ${staged}
       ORDER BY effective_ms, limit_name, id`,
    );
    this.#before = connection.prepare(
      `SELECT ${columns} FROM limit_versions WHERE came_with < @change AND came_with NOT IN ${staged}
       AND (gone_ms IS NULL OR gone_with >= @change OR gone_with IN ${staged}) ORDER BY effective_ms, name, id`,
    );
    this.#last = connection.prepare('SELECT * FROM limit_changes ORDER BY id DESC LIMIT 1');
    this.#newest = connection.prepare('SELECT ifnull(max(id), 0) FROM limit_changes').pluck();
    this.#undoable = connection.prepare(
      "SELECT * FROM limit_changes WHERE kind IN ('import', 'edit') AND undone_by IS NULL ORDER BY id DESC LIMIT 1",
    );
  }

  current(): StoredLimit[] {
    return this.#currentRows().map(toStored);
  }

  /** The plain query needs no sorting, and there is hardly ever anything staged. */
  #currentRows(): VersionRow[] {
    return (this.#staging.isAny ? this.#currentBesideStaged : this.#current).all() as VersionRow[];
  }

  replace(limits: readonly Limit[], cause: ChangeCause, at: EpochMs): LimitsChange | null {
    return this.#connection
      .transaction(() => {
        if (cause.follow !== undefined) this.#settings.followLimits(cause.follow);
        return this.#write(limits, cause, at);
      })
      .immediate();
  }

  async store(
    limits: readonly Limit[],
    cause: ChangeCause,
    at: EpochMs,
    pause: () => Promise<void>,
  ): Promise<LimitsChange | null> {
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      const { base, found } = this.#against(limits);
      if (rowsOf(found) <= this.#rowsAtOnce) break;
      const change = await this.#storeStaged({ found, cause, at, base }, pause);
      if (change !== undefined) return change;
    }
    return this.replace(limits, cause, at);
  }

  /** What limits would change, and after which change. */
  #against(limits: readonly Limit[]) {
    return this.#connection.transaction(() => ({
      base: this.newestChange(),
      found: difference(this.#currentRows().map(toVersion), limits),
    }))();
  }

  /**
   * Writes a large change step by step.
   *
   * @returns undefined where another change came first
   */
  async #storeStaged(
    { found, cause, at, base }: StagedChange,
    pause: () => Promise<void>,
  ): Promise<LimitsChange | undefined> {
    const id = await this.#staging.begin(pause);
    let isTaken = false;
    try {
      await this.#staging.stage(id, { found, origin: cause.origin, at }, pause);
      isTaken = this.#connection
        .transaction(() => {
          if (this.newestChange() !== base || !this.#staging.take(id)) return false;
          this.#noteChange({ id, cause, at }, found);
          if (cause.follow !== undefined) this.#settings.followLimits(cause.follow);
          if (cause.undoes !== undefined) this.#noteUndone(cause.undoes, id);
          return true;
        })
        .immediate();
    } finally {
      if (!isTaken) await this.#staging.discard(id, notInterrupted(pause));
    }
    return isTaken ? this.lastChange()! : undefined;
  }

  followed(): string | null {
    return this.#settings.followedLimits();
  }

  /** The rows as they were after a change; 0 for those before the first one. */
  asOf(change: number): StoredLimit[] {
    return (this.#before.all({ change: change + 1 }) as VersionRow[]).map(toStored);
  }

  lastChange(): LimitsChange | null {
    return toChange(this.#last.get() as ChangeRow | undefined);
  }

  newestChange(): number {
    return this.#newest.get() as number;
  }

  undoable(): LimitsChange | null {
    return toChange(this.#undoable.get() as ChangeRow | undefined);
  }

  undoableEdit(): UndoableEdit | null {
    const row = this.#undoable.get() as ChangeRow | undefined;
    if (row?.kind !== 'edit' || row.followed_before !== row.origin) return null;
    return { change: toChange(row)!, inverse: inverseOf(this.#editOf(row.id)) };
  }

  /** What a change by hand did: a row that came and one that went are one that was changed. */
  #editOf(change: number): LimitEdit {
    const rows = (which: 'came_with' | 'gone_with'): Limit[] =>
      (
        this.#connection
          .prepare(`SELECT ${columns} FROM limit_versions WHERE ${which} = ?`)
          .all(change) as VersionRow[]
      ).map(fromLimitColumns);
    const [added, removed] = [rows('came_with'), rows('gone_with')];
    const [[after], [before]] = [added, removed];
    const isOne = added.length === 1 && removed.length === 1;
    return isOne ? { changed: [{ before: before!, after: after! }] } : { added, removed };
  }

  async undo(at: EpochMs, pause: () => Promise<void>): Promise<LimitsChange> {
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      const { before, cause } = this.#undoing();
      const { base, found } = this.#against(before);
      if (rowsOf(found) <= this.#rowsAtOnce) break;
      const change = await this.#storeStaged({ found, cause, at, base }, pause);
      if (change !== undefined) return change;
    }
    return this.#connection
      .transaction(() => {
        const { before, cause } = this.#undoing();
        this.#settings.followLimits(cause.follow);
        return this.#write(before, cause, at)!;
      })
      .immediate();
  }

  /**
   * The import to undo, the rows before it, and what is followed then.
   *
   * @throws MonitorError `limits/nothing-to-undo`
   */
  #undoing() {
    const undone = this.#undoable.get() as ChangeRow | undefined;
    if (undone === undefined) throw nothingToUndo();
    const before = (this.#before.all({ change: undone.id }) as VersionRow[]).map(toStored);
    const follow = undone.followed_before === undone.origin ? null : undone.followed_before;
    const cause = { kind: 'undo', origin: undone.origin, follow, undoes: undone.id } as const;
    return { before, cause };
  }

  #noteUndone(undone: number, by: number): void {
    this.#connection.prepare('UPDATE limit_changes SET undone_by = ? WHERE id = ?').run(by, undone);
  }

  /** Ends and begins versions; a sync that changes nothing leaves no trace. */
  #write(limits: readonly (Limit | StoredLimit)[], cause: ChangeCause, at: EpochMs): LimitsChange | null {
    const found = difference(this.#currentRows().map(toVersion), limits);
    if (isSame(found) && cause.kind !== 'import') {
      const seen = this.#relabelled(cause);
      if (seen !== null || cause.kind !== 'undo') return seen;
    }
    const id = this.#noteChange({ id: null, cause, at }, found);
    const { origin } = cause;
    for (const { before } of found.changed) this.#staging.end(before.id, id, at);
    for (const gone of found.removed) this.#staging.end(gone.id, id, at);
    for (const limit of [...found.added, ...found.changed.map(({ after }) => after)])
      this.#staging.insert(limit, id, { origin, at });
    if (cause.undoes !== undefined) this.#noteUndone(cause.undoes, id);
    return this.lastChange();
  }

  /** Gives the change its cause that a sync saw first; null where there is none. */
  #relabelled({ kind, origin, since, followedBefore = null, undoes }: ChangeCause): LimitsChange | null {
    const last = this.lastChange();
    if (since === undefined || last === null || last.id <= since) return null;
    if (last.kind !== 'sync' || last.origin !== origin) return null;
    this.#connection
      .prepare('UPDATE limit_changes SET kind = ?, followed_before = ? WHERE id = ?')
      .run(kind, followedBefore, last.id);
    if (undoes !== undefined) this.#noteUndone(undoes, last.id);
    return this.lastChange();
  }

  /** @param entry.id the number that was reserved for it; null for the next one */
  #noteChange(
    { id, cause, at }: { id: number | null; cause: ChangeCause; at: EpochMs },
    found: LimitsDifference<Version>,
  ): number {
    const { lastInsertRowid } = this.#connection
      .prepare(
        `INSERT INTO limit_changes (id, kind, origin, at_ms, added, changed, removed, unchanged, followed_before)
         VALUES (@id, @kind, @origin, @at, @added, @changed, @removed, @unchanged, @followedBefore)`,
      )
      .run({
        ...{ id, kind: cause.kind, origin: cause.origin, followedBefore: cause.followedBefore ?? null, at },
        ...countsOf(found),
      });
    return Number(lastInsertRowid);
  }
}

/** A large change on its way into the store. */
interface StagedChange {
  readonly found: LimitsDifference<Version>;
  readonly cause: ChangeCause;
  readonly at: EpochMs;
  /** The newest change when the difference was made. */
  readonly base: number;
}

const rowsOf = ({ added, changed, removed }: LimitsDifference): number =>
  added.length + 2 * changed.length + removed.length;

/** Clearing up goes on though the writing was cancelled. */
const notInterrupted =
  (pause: () => Promise<void>): (() => Promise<void>) =>
  () =>
    pause().catch(() => undefined);

const toStored = (row: VersionRow): StoredLimit => ({
  ...fromLimitColumns(row),
  origin: row.origin,
  firstSeenMs: epochMs(row.first_seen_ms),
});

const toVersion = (row: VersionRow): Version => ({ ...toStored(row), id: row.id });

function toChange(row: ChangeRow | undefined): LimitsChange | null {
  if (row === undefined) return null;
  const { id, kind, origin, added, changed, removed, unchanged } = row;
  return { id, kind, origin, atMs: epochMs(row.at_ms), counts: { added, changed, removed, unchanged } };
}

const nothingToUndo = (): MonitorError =>
  new MonitorError('limits/nothing-to-undo', say('store.nothingToUndo'), {
    remedy: say('store.remedy.import'),
  });
