import Database from 'better-sqlite3';
import { openDatabase } from '../../../src-main/engine/store/database.ts';
import { migrations } from '../../../src-main/engine/store/migrations.ts';

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

/** How far a database is migrated. */
export const version = (path: string): number => {
  const database = new Database(path, { readonly: true });
  const found = database.pragma('user_version', { simple: true }) as number;
  database.close();
  return found;
};
