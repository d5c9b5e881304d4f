import Database from 'better-sqlite3';
import { accessSync, constants, existsSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { MonitorError } from '../../common/errors.ts';
import { isDamaged } from '../windows/columns.ts';
import { say } from '../../common/phrases/say.ts';
import { makeFolder } from '../../system/make-folder.ts';
import { OlderRows, setAside } from './older-rows.ts';

export type Connection = Database.Database;

/** Above this size the check for damage at opening would be felt; damage then shows at the first read of it. */
const checkedPages = 65_536;

/** A database that was opened, and what the person should know about it. */
export interface OpenedDatabase {
  readonly connection: Connection;
  /** Where a damaged predecessor was kept, if there was one. */
  readonly setAside: string | undefined;
}

/**
 * Opens a database for reading and writing and brings its schema up to date. Of an older one, rows may be left to be taken
 * over ({@link OlderRows}).
 *
 * @throws MonitorError `store/damaged`, `store/not-writable`, `store/newer`
 */
export function openDatabase(
  path: string,
  migrations: readonly string[],
  onMigrated?: MigrationListener,
): Connection {
  prepareFolder(path);
  try {
    return openChecked(path, migrations, checkedPages, onMigrated);
  } catch (thrown) {
    throw translate(thrown, path);
  }
}

/**
 * Opens a database that this process has open already, for another thread.
 *
 * @throws MonitorError as {@link openDatabase}
 */
export function openAgain(path: string, migrations: readonly string[]): Connection {
  try {
    return openChecked(path, migrations, 0);
  } catch (thrown) {
    throw translate(thrown, path);
  }
}

/**
 * As {@link openDatabase}, but a damaged database is kept aside under a new name, and a fresh one is started. Only
 * for who holds the data folder: nobody else may have it open.
 */
export function openOrReplace(
  path: string,
  migrations: readonly string[],
  now: Date,
  onMigrated?: MigrationListener,
): OpenedDatabase {
  try {
    const connection = openDatabase(path, migrations, onMigrated);
    letGiveRoomBack(connection);
    return { connection, setAside: undefined };
  } catch (thrown) {
    if (!isDamage(thrown)) throw thrown;
    const setAside = `${path}.damaged-${now.toISOString().replaceAll(/[:.]/g, '-')}`;
    for (const suffix of ['', '-wal', '-shm']) {
      if (existsSync(path + suffix)) renameSync(path + suffix, setAside + suffix);
    }
    return { connection: openDatabase(path, migrations), setAside };
  }
}

/** A folder that is not there holds nothing; one that may not be entered, or a file in its place, is a mistake. */
function requireNone(folder: string, path: string): void {
  try {
    accessSync(`${folder}/.`, constants.X_OK);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOTDIR') throw notWritable(folder, cause);
    if (code !== 'ENOENT') throw notOpened(path, cause);
  }
}

const notOpened = (path: string, cause: unknown): MonitorError =>
  new MonitorError('store/not-writable', say('store.notOpened', { path }), {
    remedy: say('store.remedy.notOpened'),
    cause,
  });

/**
 * Opens a database for reading beside a running instance.
 *
 * @param update brings a database of an older version up to date; without it, such a one is refused
 * @returns undefined where there is none yet.
 * @throws MonitorError `store/damaged`, `store/newer`, `store/not-writable`, and what `update` throws.
 */
export function openForReading(
  path: string,
  migrations: readonly string[],
  update?: () => void,
): Connection | undefined {
  if (!existsSync(path)) {
    requireNone(dirname(path), path);
    return undefined;
  }
  let connection: Connection | undefined;
  try {
    connection = new Database(path, { readonly: true, timeout: 5000 });
    const version = connection.pragma('user_version', { simple: true }) as number;
    const isBehind = update !== undefined && new OlderRows(connection, migrations).remain;
    if (version === migrations.length && !isBehind) return connection;
    if (version === 0) {
      connection.close();
      return undefined;
    }
    if (version > migrations.length || !update) throw versionError(path, version, migrations.length);
    connection.close();
    update();
    return openForReading(path, migrations);
  } catch (thrown) {
    connection?.close();
    if (codeOf(thrown) === 'SQLITE_CANTOPEN') throw notOpened(path, thrown);
    throw translate(thrown, path);
  }
}

/** Told which share of an older database is brought up to date: 0 first. */
export type MigrationListener = (share: number) => void;

/** The journal keeps no more than this once it has been moved into the file. */
const longestJournalBytes = 16 * 1024 * 1024;
/** Free pages that are kept for what comes: 16 MiB. */
const keptPages = 4_096;
/** So many are given back at once, which takes some milliseconds. */
const pagesAtOnce = 8_192;
/** A database that can't give room back is written anew while it is no larger than this: 64 MiB. */
const rewrittenPages = 16_384;

/**
 * Makes the file smaller, by a part of what has been free in it for long; as often as that is called.
 *
 * @param atMost pages that are given back now
 * @returns whether there are more
 */
export function giveRoomBack(connection: Connection, atMost = pagesAtOnce): boolean {
  const countFree = (): number =>
    (connection.pragma('freelist_count', { simple: true }) as number) - keptPages;
  const free = countFree();
  if (free <= 0) return false;
  connection.pragma(`incremental_vacuum(${Math.min(free, atMost)})`);
  // A large database of an older version gives nothing back.
  return free > atMost && countFree() < free;
}

/** Whether a database can give room back is said before its first table; later it has to be written anew for that. */
function letGiveRoomBack(connection: Connection): void {
  const read = (name: string): number => connection.pragma(name, { simple: true }) as number;
  if (read('auto_vacuum') !== 0 || read('page_count') > rewrittenPages) return;
  connection.pragma('auto_vacuum = INCREMENTAL');
  try {
    if (read('page_count') > 0) connection.exec('VACUUM');
  } catch (thrown) {
    // There is no room for it, or it is in use: it goes on as it is, and is tried at the next start.
    if (isDamage(thrown)) throw thrown;
  }
}

/** @param atMost pages of a database that is checked for damage */
function openChecked(
  path: string,
  migrations: readonly string[],
  atMost: number,
  onMigrated?: MigrationListener,
): Connection {
  const connection = new Database(path, { timeout: 5000 });
  try {
    if (connection.pragma('page_count', { simple: true }) === 0) letGiveRoomBack(connection);
    connection.pragma('journal_mode = WAL');
    connection.pragma(`journal_size_limit = ${longestJournalBytes}`);
    connection.pragma('synchronous = NORMAL');
    connection.pragma('foreign_keys = ON');
    connection.pragma('cache_size = -4000');
    if ((connection.pragma('page_count', { simple: true }) as number) <= atMost) check(connection);
    migrate(connection, migrations, path, onMigrated);
    return connection;
  } catch (thrown) {
    connection.close();
    throw thrown;
  }
}

function check(connection: Connection): void {
  const [finding] = connection.pragma('quick_check(1)') as { quick_check: string }[];
  if (finding?.quick_check === 'ok') return;
  const detail = finding?.quick_check ?? 'unknown';
  throw new MonitorError('store/damaged', say('store.checkFailed', { detail }));
}

/**
 * Runs the steps that the database has not seen, each in a transaction of its own: who is killed in the middle goes on with
 * the step that was cut off. Another process may be about the same. The rows of large tables are set aside before.
 */
function migrate(
  connection: Connection,
  migrations: readonly string[],
  path: string,
  onMigrated: MigrationListener = () => {},
): void {
  const version = (): number => connection.pragma('user_version', { simple: true }) as number;
  const step = connection.transaction(() => {
    const known = version();
    // Another process was faster.
    if (known >= migrations.length) return;
    connection.exec(migrations[known]!);
    connection.pragma(`user_version = ${known + 1}`);
  });
  // A new database has nothing that could be lost: it comes into being at once.
  if (version() === 0)
    connection
      .transaction(() => {
        while (version() < migrations.length) step();
      })
      .immediate();
  if (version() < migrations.length) {
    onMigrated(0);
    setLargeAside(connection, version());
  } else if (new OlderRows(connection, migrations).remain) onMigrated(0);
  while (version() < migrations.length) step.immediate();
  if (version() > migrations.length) throw versionError(path, version(), migrations.length);
}

function setLargeAside(connection: Connection, known: number): void {
  const aside = connection.transaction(() => {
    const isKnown = connection.pragma('user_version', { simple: true }) === known;
    // Else another process was faster.
    if (isKnown) setAside(connection, known);
  });
  connection.pragma('foreign_keys = OFF');
  aside.immediate();
  connection.pragma('foreign_keys = ON');
}

function versionError(path: string, found: number, known: number): MonitorError {
  const newer = found > known;
  return new MonitorError('store/newer', say('store.version', { path, found, known }), {
    remedy: say(newer ? 'store.remedy.update' : 'store.remedy.startOnce'),
  });
}

function prepareFolder(path: string): void {
  const folder = dirname(path);
  try {
    makeFolder(folder);
    // The dot tells a file from a folder.
    accessSync(`${folder}/.`, constants.W_OK | constants.X_OK);
    // SQLite would open it for reading, and fail at the first write.
    if (existsSync(path)) accessSync(path, constants.W_OK);
  } catch (cause) {
    throw notWritable(folder, cause);
  }
}

const notWritable = (folder: string, cause: unknown): MonitorError => {
  const code = (cause as NodeJS.ErrnoException).code;
  if (code === 'ENOTDIR')
    return new MonitorError('store/not-writable', say('store.noFolder', { folder }), {
      remedy: say('store.remedy.otherFolder'),
      cause,
    });
  const message = code
    ? say('store.notWritableFor', { folder, detail: code })
    : say('store.notWritable', { folder });
  return new MonitorError('store/not-writable', message, { remedy: say('store.remedy.permissions'), cause });
};

const codeOf = (thrown: unknown): string => (thrown instanceof Database.SqliteError ? thrown.code : '');

/** Whether an error says that the file's content, not our use of it, is wrong. */
export const isDamage = (thrown: unknown): boolean =>
  isDamaged(thrown) || codeOf(thrown).startsWith('SQLITE_CORRUPT') || codeOf(thrown) === 'SQLITE_NOTADB';

/** Says what SQLite's error means for the person. */
export function translate(thrown: unknown, path: string): MonitorError {
  if (isDamage(thrown)) {
    return new MonitorError('store/damaged', say('store.damaged', { path }), {
      remedy: say('store.remedy.damaged'),
      cause: thrown,
    });
  }
  if (codeOf(thrown) === 'SQLITE_FULL') {
    return new MonitorError('store/not-writable', say('store.full', { folder: dirname(path) }), {
      remedy: say('store.remedy.makeRoom'),
      retriable: true,
      cause: thrown,
    });
  }
  if (/^SQLITE_(BUSY|LOCKED)/.test(codeOf(thrown))) {
    return new MonitorError('store/not-writable', say('store.locked', { path }), {
      remedy: say('store.remedy.locked'),
      retriable: true,
      cause: thrown,
    });
  }
  if (/^SQLITE_(CANTOPEN|READONLY|PERM|IOERR)/.test(codeOf(thrown)))
    return notWritable(dirname(path), thrown);
  return MonitorError.from(thrown);
}
