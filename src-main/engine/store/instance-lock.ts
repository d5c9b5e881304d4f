import Database from 'better-sqlite3';
import { join } from 'node:path';
import type { Disposable } from '../../common/disposable.ts';
import { toDisposable } from '../../common/disposable.ts';
import { MonitorError } from '../../common/errors.ts';
import { say } from '../../common/phrases/say.ts';
import { type Connection, isDamage, openDatabase, translate } from './database.ts';

const holderTable = ['CREATE TABLE holder (pid INTEGER NOT NULL) STRICT'];

/**
 * Makes this process the only one that writes to a data folder, until it ends in whatever way: the lock is SQLite's
 * own write lock on a small database, which the system frees with the process.
 *
 * @throws MonitorError `store/in-use` naming the process that holds it.
 */
export function lockDataFolder(dataDir: string): Disposable {
  const path = join(dataDir, 'instance.db');
  const connection = openLock(path);
  connection.pragma('busy_timeout = 0');
  try {
    connection.exec(
      `BEGIN IMMEDIATE; DELETE FROM holder; INSERT INTO holder VALUES (${process.pid}); COMMIT`,
    );
    connection.exec('BEGIN IMMEDIATE');
  } catch (thrown) {
    const isHeld = thrown instanceof Database.SqliteError && thrown.code === 'SQLITE_BUSY';
    const pid = isHeld
      ? (connection.prepare('SELECT pid FROM holder').pluck().get() as number | undefined)
      : undefined;
    connection.close();
    if (!isHeld) throw translate(thrown, path);
    throw new MonitorError(
      'store/in-use',
      pid === undefined
        ? say('store.inUseUnknown', { folder: dataDir })
        : say('store.inUse', { folder: dataDir, pid }),
      {
        remedy: say('store.remedy.inUse'),
        retriable: true,
      },
    );
  }
  return toDisposable(() => connection.close());
}

/** Whether a process holds the lock of a data folder. */
export function isLocked(dataDir: string): boolean {
  try {
    lockDataFolder(dataDir).dispose();
    return false;
  } catch (thrown) {
    if (MonitorError.from(thrown).code === 'store/in-use') return true;
    throw thrown;
  }
}

/** A damaged lock is not replaced: another instance may hold it. */
function openLock(path: string): Connection {
  try {
    return openDatabase(path, holderTable);
  } catch (thrown) {
    if (!isDamage(thrown)) throw thrown;
    throw new MonitorError('store/damaged', say('store.lockDamaged', { path }), {
      remedy: say('store.remedy.lockDamaged', { path }),
      cause: thrown,
    });
  }
}
