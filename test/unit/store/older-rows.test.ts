import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Connection, openDatabase } from '../../../src-main/engine/store/database.ts';
import { migrations } from '../../../src-main/engine/store/migrations.ts';
import { OlderRows } from '../../../src-main/engine/store/older-rows.ts';
import { contents, migrateInOneGo, version, writeOldest } from '../../support/store/oldest-folder.ts';

/** A fifth as many alerts: both are more than are migrated where they are. */
const past = 26_000;

let folder: string;
let path: string;
let inOneGo: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'streamchecker-older-'));
  [path, inOneGo] = [join(folder, 'a.db'), join(folder, 'b.db')];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Takes what is left over, and gives up amid the n-th piece where that is said. */
function takeOver(connection: Connection, cutAfter = Infinity): void {
  const older = new OlderRows(connection, migrations);
  let steps = 0;
  for (let piece = older.convert(); piece; piece = older.convert())
    for (const stored = older.store(piece); !stored.next().done;) if ((steps += 1) === cutAfter) return;
}

describe('rows of an older version', () => {
  it.each([1, 4, 9, 20, 27, 37])('become from version %d what they become in one go', (from) => {
    writeOldest(path, past);
    migrateInOneGo(path, from);
    copyFileSync(path, inOneGo);
    migrateInOneGo(inOneGo);

    const connection = openDatabase(path, migrations);
    expect([version(path), new OlderRows(connection, migrations).count]).toEqual([
      migrations.length,
      past + past / 5,
    ]);
    takeOver(connection);
    connection.close();
    expect(contents(path)).toEqual(contents(inOneGo));
  });

  it('are taken over once, wherever a piece is cut off', () => {
    writeOldest(path, past);
    copyFileSync(path, inOneGo);
    migrateInOneGo(inOneGo);
    const connection = openDatabase(path, migrations);
    const older = new OlderRows(connection, migrations);
    const left: number[] = [];
    for (let cuts = 1; older.remain; cuts += 1) {
      takeOver(connection, cuts);
      left.push(older.count);
    }
    connection.close();
    expect(left.length).toBeGreaterThan(8);
    expect(left).toEqual([...left].sort((a, b) => b - a));
    expect(contents(path)).toEqual(contents(inOneGo));
  });

  it('are stored in transactions of a thousand at most, the newest piece first', () => {
    writeOldest(path, past);
    const connection = openDatabase(path, migrations);
    const older = new OlderRows(connection, migrations);
    const windows = (): unknown =>
      connection.prepare('SELECT count(*), min(start_ms) FROM windows').raw().get();
    const alerts = older.store(older.convert()!);
    while (!alerts.next().done);
    expect(windows()).toEqual([0, null]);
    const piece = older.convert()!;
    const steps = older.store(piece);
    for (let count = 1; !steps.next().done; count += 1)
      expect(windows()).toEqual([count * 1_000, (past - 10_000) * 300_000]);
    expect(windows()).toEqual([10_000, (past - 10_000) * 300_000]);
    older.dispose();
    connection.close();
  });

  it('of a folder that has few of them are migrated where they are', () => {
    writeOldest(path, 5_000);
    const connection = openDatabase(path, migrations);
    expect(new OlderRows(connection, migrations).remain).toBe(false);
    connection.close();
  });
});
