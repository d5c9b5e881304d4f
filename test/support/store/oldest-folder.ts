import { createHash } from 'node:crypto';
import Database from 'better-sqlite3';
import { expect } from 'vitest';
import { openDatabase } from '../../../src-main/engine/store/database.ts';
import { migrations } from '../../../src-main/engine/store/migrations.ts';
import { OlderRows } from '../../../src-main/engine/store/older-rows.ts';

/** Leaves windows, a fifth as many alerts, and sequences, as the first version stored them. */
export function writeOldest(path: string, count: number): void {
  const old = openDatabase(path, migrations.slice(0, 1));
  const numbers = (most: number): string =>
    `WITH RECURSIVE i (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM i WHERE n + 1 < ${most})`;
  old.exec(`INSERT INTO series (name, size_ms, slide_ms, opened_ms) VALUES ('live|lo|', 300000, 300000, 0);
    INSERT INTO windows ${numbers(count)} SELECT 1, n * 300000, (n + 1) * 300000, 1, 1, n % 100 <> 7, 1000 + n % 1000, 1, 1,
      0, 0, 0, 'within', NULL, NULL, iif(n % 50 = 3, '["max||"]', '[]') FROM i;
    INSERT INTO alerts ${numbers(count / 5)} SELECT printf('%08x', n * 2654435761 % 4294967296) || n, 1, 'resolved', 'max', 5,
      0, NULL, NULL, NULL, n * 300000, (n + 1) * 300000, 7, n * 300000, n * 300000, '[]' FROM i;
    INSERT INTO sequences ${numbers(10_000)} SELECT 1, 'a' || n, n FROM i`);
  old.close();
}

/** Runs the steps of the schema on all rows at once: what it comes to wherever that is cut off. */
export function migrateInOneGo(path: string, to = migrations.length): void {
  const database = new Database(path);
  const known = database.pragma('user_version', { simple: true }) as number;
  for (const step of migrations.slice(known, to)) database.transaction(() => database.exec(step))();
  database.pragma(`user_version = ${to}`);
  database.close();
}

/** How many rows of an older version are not taken over; all of them before the schema is up to date. */
export function rowsLeft(path: string): number {
  const database = new Database(path, { readonly: true });
  try {
    return version(path) < migrations.length ? Infinity : new OlderRows(database, migrations).count;
  } finally {
    database.close();
  }
}

/** All that is in a database, by table: how many rows, and which. */
export function contents(path: string): Map<string, string> {
  const database = new Database(path, { readonly: true });
  const tables = database
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    .pluck()
    .all() as string[];
  const sums = tables.map((name): [string, string] => {
    const rows = database.prepare(`SELECT * FROM "${name}" ORDER BY 1, 2`).raw().all();
    const hash = createHash('sha256').update(JSON.stringify(rows)).digest('hex');
    return [name, `${rows.length} ${hash}`];
  });
  expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
  expect(database.pragma('foreign_key_check')).toEqual([]);
  database.close();
  return new Map(sums);
}

/** How far a database is migrated. */
export const version = (path: string): number => {
  const database = new Database(path, { readonly: true });
  const found = database.pragma('user_version', { simple: true }) as number;
  database.close();
  return found;
};
