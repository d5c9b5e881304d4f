import { MonitorError } from '../../common/errors.ts';
import type { Limit, LimitsChange, StoredLimit } from '../../common/model/limits.ts';
import { type EpochMs, epochMs } from '../../common/units.ts';
import { countsOf, difference, isSame } from '../limits/limit-difference.ts';
import type { ChangeCause, LimitRepository as Contract } from '../limits/limit-store.ts';
import type { Connection } from './database.ts';
import { fromLimitColumns, type LimitColumns } from './limit-columns.ts';
import type { SettingsRepository } from './settings-repository.ts';

type VersionRow = LimitColumns & {
  readonly id: number;
  readonly origin: string;
  readonly first_seen_ms: number;
};
type Version = StoredLimit & { readonly id: number };

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
  origin, first_seen_ms`;

/** Every version of every limit, and the changes by which they came and went. */
export class LimitRepository implements Contract {
  readonly #connection: Connection;
  readonly #settings: SettingsRepository;
  readonly #current;
  readonly #before;
  readonly #last;
  readonly #newest;
  readonly #undoable;

  constructor(connection: Connection, settings: SettingsRepository) {
    this.#connection = connection;
    this.#settings = settings;
    this.#current = connection.prepare(
      `SELECT ${columns} FROM limit_versions WHERE gone_ms IS NULL ORDER BY effective_ms, name, id`,
    );
    this.#before = connection.prepare(
      `SELECT ${columns} FROM limit_versions WHERE came_with < @change AND (gone_ms IS NULL OR gone_with >= @change)
       ORDER BY effective_ms, name, id`,
    );
    this.#last = connection.prepare('SELECT * FROM limit_changes ORDER BY id DESC LIMIT 1');
    this.#newest = connection.prepare('SELECT ifnull(max(id), 0) FROM limit_changes').pluck();
    this.#undoable = connection.prepare(
      "SELECT * FROM limit_changes WHERE kind = 'import' AND undone_by IS NULL ORDER BY id DESC LIMIT 1",
    );
  }

  current(): StoredLimit[] {
    return (this.#current.all() as VersionRow[]).map(toStored);
  }

  replace(limits: readonly Limit[], cause: ChangeCause, at: EpochMs): LimitsChange | null {
    return this.#connection
      .transaction(() => {
        if (cause.follow !== undefined) this.#settings.followLimits(cause.follow);
        return this.#write(limits, cause, at);
      })
      .immediate();
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

  undo(at: EpochMs): LimitsChange {
    return this.#connection
      .transaction(() => {
        const undone = this.#undoable.get() as ChangeRow | undefined;
        if (undone === undefined) throw nothingToUndo();
        const before = (this.#before.all({ change: undone.id }) as VersionRow[]).map(toStored);
        const follow = undone.followed_before === undone.origin ? null : undone.followed_before;
        this.#settings.followLimits(follow);
        const change = this.#write(before, { kind: 'undo', origin: undone.origin }, at)!;
        this.#connection
          .prepare('UPDATE limit_changes SET undone_by = ? WHERE id = ?')
          .run(change.id, undone.id);
        return change;
      })
      .immediate();
  }

  /** Ends and begins versions; a sync that changes nothing leaves no trace. */
  #write(
    limits: readonly Partial<StoredLimit & Limit>[] & readonly Limit[],
    cause: ChangeCause,
    at: EpochMs,
  ) {
    const current = (this.#current.all() as VersionRow[]).map(toVersion);
    const found = difference(current, limits);
    if (cause.kind === 'sync' && isSame(found)) return null;
    const id = this.#noteChange(cause, found, at);
    const end = this.#connection.prepare('UPDATE limit_versions SET gone_ms = ?, gone_with = ? WHERE id = ?');
    const insert = this.#connection.prepare(
      `INSERT INTO limit_versions (name, value, effective_ms, source, destination, window_seconds, origin,
       first_seen_ms, came_with) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    for (const { before } of found.changed) end.run(at, id, before.id);
    for (const gone of found.removed) end.run(at, id, gone.id);
    for (const limit of [...found.added, ...found.changed.map(({ after }) => after)]) {
      const origin = 'origin' in limit ? limit.origin : cause.origin;
      const { name, value, effectiveMs, source, destination, windowSeconds } = limit;
      // By position: there may be very many rows.
      insert.run(name, value, effectiveMs, source, destination, windowSeconds, origin, at, id);
    }
    return this.lastChange();
  }

  #noteChange(
    cause: ChangeCause,
    found: ReturnType<typeof difference<Version>>,
    at: EpochMs,
  ): number | bigint {
    return this.#connection
      .prepare(
        `INSERT INTO limit_changes (kind, origin, at_ms, added, changed, removed, unchanged, followed_before)
         VALUES (@kind, @origin, @at, @added, @changed, @removed, @unchanged, @followedBefore)`,
      )
      .run({ ...cause, followedBefore: cause.followedBefore ?? null, at, ...countsOf(found) })
      .lastInsertRowid;
  }
}

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
  new MonitorError('limits/nothing-to-undo', 'There is no import of limits that could be undone', {
    remedy: 'import the limits that shall hold',
  });
