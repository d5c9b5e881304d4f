import Database from 'better-sqlite3';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type Connection,
  openDatabase,
  openForReading,
  openOrReplace,
} from '../../../src-main/engine/store/database.ts';
import { AlertRepository } from '../../../src-main/engine/store/alert-repository.ts';
import { OutboxRepository } from '../../../src-main/engine/store/outbox-repository.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { migrations } from '../../../src-main/engine/store/migrations.ts';

let folder: string;
let path: string;
const open: Connection[] = [];
const opened = (connection: Connection): Connection => {
  open.push(connection);
  return connection;
};
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'streamchecker-store-'));
  path = join(folder, 'test.db');
});
afterEach(() => {
  for (const connection of open.splice(0)) connection.close();
  rmSync(folder, { recursive: true, force: true });
});

const now = new Date('2026-01-31T08:00:00.123Z');
const schema = (connection: Connection): unknown =>
  connection
    .prepare("SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name")
    .all();
const version = (connection: Connection): unknown => connection.pragma('user_version', { simple: true });
const refused = (code: string, message?: RegExp): unknown =>
  expect.objectContaining({
    code,
    ...(message ? { message: expect.stringMatching(message) as string } : {}),
  });

/** Three steps of a schema; the later ones change rows too. */
const steps = [
  'CREATE TABLE counts (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT',
  'ALTER TABLE counts ADD COLUMN unit TEXT; UPDATE counts SET unit = name || value',
  'CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT; INSERT INTO later SELECT rowid FROM counts',
];

describe('the schema', () => {
  it.each(migrations.map((_, i) => i))('of version %d is brought up to date, as a fresh one is', (known) => {
    openDatabase(path, migrations.slice(0, known)).close();
    const fresh = opened(openDatabase(join(folder, 'fresh.db'), migrations));
    const updated = opened(openDatabase(path, migrations));
    expect(schema(updated)).toEqual(schema(fresh));
    expect(version(updated)).toBe(migrations.length);
  });

  it('makes episodes of one window of the alerts that an older version stored', () => {
    const before = migrations.findIndex((sql) => sql.includes('began_start_ms'));
    const old = openDatabase(path, migrations.slice(0, before));
    old.exec(`INSERT INTO series (name, size_ms, slide_ms, opened_ms) VALUES ('live|lo', 10, 10, 0);
      INSERT INTO alerts VALUES ('f1', 1, 'firing', 'max', 5, 0, NULL, NULL, NULL, 20, 30, 7, 25, 25, '[]'),
        ('r1', 1, 'resolved', 'max', 5, 0, NULL, NULL, NULL, 10, 20, 3, 20, 9, '[]');
      INSERT INTO alert_memories (series_id, scope, pending) VALUES (1, 'max|||', '[20,30]');
      INSERT INTO announcements (at_ms, announcement) VALUES
        (20, '{"kind":"resolved","id":"r1","window":{"startMs":10,"endMs":20},"observed":3}')`);
    old.close();
    const connection = opened(openDatabase(path, migrations));
    const window = (startMs: number) => ({ startMs, endMs: startMs + 10 });
    const one = (startMs: number, observed: number) => ({
      ...{ window: window(startMs), observed, began: window(startMs), windows: 1 },
      latest: { window: window(startMs), observed },
    });
    const resolved = { ...one(10, 3), resolvedBy: one(10, 3).latest, resolveReason: 'within' };
    expect(new AlertRepository(connection).newest(1, 9, epochMs(0))).toMatchObject([
      { id: 'f1', ...one(20, 7), resolvedBy: null, resolveReason: null },
      { id: 'r1', ...resolved },
    ]);
    expect(new OutboxRepository(connection).since(0, 9)).toMatchObject([{ id: 'r1', ...resolved }]);
    const pending = connection.prepare('SELECT pending FROM alert_memories').pluck().get() as string;
    expect(JSON.parse(pending)).toEqual([
      { window: window(20), observed: 0, topPairs: [] },
      { window: window(30), observed: 0, topPairs: [] },
    ]);
  });

  it('keeps the limits of alerts and of what is still to be told, as what they are about', () => {
    const before = migrations.findIndex((sql) => sql.includes('ALTER TABLE mutes ADD COLUMN agent'));
    const old = openDatabase(path, migrations.slice(0, before));
    const limit = { name: 'max', value: 5, effectiveMs: 0, source: '10.0.0.0/8', destination: null };
    old.exec(`INSERT INTO series (name, size_ms, slide_ms, opened_ms) VALUES ('live|lo', 10, 10, 0);
      INSERT INTO alerts (id, series_id, state, limit_name, limit_value, effective_ms, source, start_ms, end_ms, observed,
        at_ms, fired_ms, top_pairs) VALUES ('f1', 1, 'firing', 'max', 5, 0, '10.0.0.0/8', 20, 30, 7, 25, 25, '[]');
      INSERT INTO mutes (limit_name, source, created_ms) VALUES ('max', '10.0.0.0/8', 1);
      INSERT INTO announcements (at_ms, announcement) VALUES
        (20, '${JSON.stringify({ kind: 'firing', id: 'f1', limit })}')`);
    old.close();
    const connection = opened(openDatabase(path, migrations));
    const subject = { kind: 'limit', limit };
    expect(new AlertRepository(connection).newest(1, 9, epochMs(0))).toMatchObject([
      { subject, muted: true },
    ]);
    const [told] = new OutboxRepository(connection).since(0, 9);
    expect(told).toMatchObject({ id: 'f1', subject });
    expect(told).not.toHaveProperty('limit');
  });

  it('takes the steps that a database has not seen, once, and keeps its rows', () => {
    const first = openDatabase(path, steps.slice(0, 1));
    first.exec("INSERT INTO counts VALUES ('a', 7)");
    first.close();
    openDatabase(path, steps.slice(0, 2)).close();
    openDatabase(path, steps).close();
    const last = opened(openDatabase(path, steps));
    expect(last.prepare('SELECT * FROM counts, later').all()).toEqual([
      { name: 'a', value: 7, unit: 'a7', id: 1 },
    ]);
    expect(version(last)).toBe(3);
  });

  it('says that an older one is brought up to date; of a new one nothing', () => {
    const told: number[] = [];
    openDatabase(path, steps.slice(0, 1), (share) => told.push(share)).close();
    expect(told).toEqual([]);
    openDatabase(path, steps, (share) => told.push(share)).close();
    expect(told).toEqual([0]);
  });

  it('stays at the step before the one that fails', () => {
    const broken = [steps[0]!, 'CREATE TABLE half (id INTEGER); INSERT INTO nowhere VALUES (1)', steps[1]!];
    expect(() => openDatabase(path, broken)).toThrow(/no such table: nowhere/);
    const kept = opened(openDatabase(path, steps.slice(0, 1)));
    expect(version(kept)).toBe(1);
    expect(schema(kept)).toMatchObject([{ name: 'counts' }]);
  });

  it('goes on with the step in which it was killed, and keeps those before it', async () => {
    const numbers = (count: number): string =>
      `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count}) SELECT i FROM n`;
    const long = [...steps.slice(0, 2), `CREATE TABLE many AS ${numbers(20_000_000)}`];
    openDatabase(path, steps.slice(0, 1)).close();
    const script = `import { openDatabase } from ${JSON.stringify(join(import.meta.dirname, '../../../src-main/engine/store/database.ts'))};
      openDatabase(${JSON.stringify(path)}, ${JSON.stringify(long)});`;
    const migrating = spawn(process.execPath, ['--input-type=module-typescript', '--eval', script]);
    const ended = once(migrating, 'exit');
    const beside = opened(new Database(path, { readonly: true }));
    await expect.poll(() => version(beside), { timeout: 10_000 }).toBe(2);
    migrating.kill('SIGKILL');
    expect(await ended).toEqual([null, 'SIGKILL']);
    expect(version(beside)).toBe(2);
    const done = opened(openDatabase(path, [...long.slice(0, 2), `CREATE TABLE many AS ${numbers(5)}`]));
    expect(version(done)).toBe(3);
    expect(done.prepare('SELECT count(*) FROM many').pluck().get()).toBe(5);
    expect(done.pragma('integrity_check', { simple: true })).toBe('ok');
  });

  it('of a newer version is refused, for writing and for reading, and not touched', () => {
    openDatabase(path, steps).close();
    const before = readFileSync(path);
    const known = steps.slice(0, 2);
    for (const attempt of [openDatabase, openForReading, (at: string) => openOrReplace(at, known, now)]) {
      expect(() => attempt(path, known)).toThrow(refused('store/newer', /schema 3; this version knows 2/));
    }
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(readdirSync(folder).filter((name) => name.includes('damaged'))).toEqual([]);
  });

  it('of an older version is not read before it was brought up to date', () => {
    openDatabase(path, steps.slice(0, 1)).close();
    expect(() => openForReading(path, steps)).toThrow(refused('store/newer'));
  });
});

describe('a damaged database', () => {
  const keptAside = (): string[] =>
    readdirSync(folder).filter((name) => /^test\.db\.damaged-[^.]*$/.test(name));

  function filled(): void {
    const connection = openDatabase(path, steps.slice(0, 1));
    const insert = connection.prepare('INSERT INTO counts VALUES (?, 1)');
    connection.transaction(() => {
      for (let i = 0; i < 5_000; i++) insert.run(`a name of some length, number ${i}`);
    })();
    connection.close();
  }
  const overwrite = (from: number, to: number, byte: number): void => {
    const bytes = readFileSync(path);
    bytes.fill(byte, Math.floor(bytes.length * from), Math.floor(bytes.length * to));
    writeFileSync(path, bytes);
  };
  const damages: [string, () => void][] = [
    [
      'no database at all',
      () => writeFileSync(path, 'this is not a database, whatever its name says '.repeat(200)),
    ],
    ['a database with noise in its middle', () => overwrite(0.4, 0.6, 0xa5)],
    ['a database with zeros in its middle', () => overwrite(0.4, 0.6, 0)],
    ['a database with noise at its start', () => overwrite(0, 0.1, 0xa5)],
    [
      'a database cut in half',
      () => writeFileSync(path, readFileSync(path).subarray(0, readFileSync(path).length / 2)),
    ],
  ];

  it.each(damages)('(%s) is kept aside as it was, and a fresh one is started', (_what, damage) => {
    filled();
    damage();
    const before = readFileSync(path);
    const { connection, setAside } = openOrReplace(path, steps, now);
    opened(connection);
    expect(setAside).toBe(`${path}.damaged-2026-01-31T08-00-00-123Z`);
    expect(keptAside()).toHaveLength(1);
    expect(readFileSync(setAside!).equals(before)).toBe(true);
    expect(connection.prepare('SELECT count(*) AS n FROM counts').get()).toEqual({ n: 0 });
  });

  it.each(damages)('(%s) is refused by who does not hold the folder, and not touched', (_what, damage) => {
    filled();
    damage();
    const before = readFileSync(path);
    expect(() => openDatabase(path, steps)).toThrow(refused('store/damaged'));
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(keptAside()).toEqual([]);
  });

  it('is not what a sound or an empty file is taken for', () => {
    filled();
    expect(openOrReplace(path, steps, now).setAside).toBeUndefined();
    writeFileSync(join(folder, 'empty.db'), '');
    const { connection, setAside } = openOrReplace(join(folder, 'empty.db'), steps, now);
    expect([setAside, version(opened(connection))]).toEqual([undefined, 3]);
  });
});

describe('a database that an older version began', () => {
  it('can give room back once it was opened by who holds it, and keeps what it has', () => {
    const modeOf = (connection: Connection): unknown => connection.pragma('auto_vacuum', { simple: true });
    const former = openDatabase(path, steps);
    former.exec("INSERT INTO counts VALUES ('a', 7, 'B')");
    const rows = former.prepare('SELECT * FROM counts').all();
    former.pragma('auto_vacuum = NONE');
    former.exec('VACUUM');
    expect(modeOf(former)).toBe(0);
    former.close();
    expect(modeOf(opened(openDatabase(path, steps)))).toBe(0);
    const connection = opened(openOrReplace(path, steps, now).connection);
    expect(modeOf(connection)).toBe(2);
    expect(connection.prepare('SELECT * FROM counts').all()).toEqual(rows);
  });
});

describe('a folder that can not be written', () => {
  it('is said, with what to do', () => {
    writeFileSync(path, '');
    for (const [below, what] of [
      [join(path, 'x.db'), /is not a folder, or lies in a file/],
      [join(path, 'deeper', 'x.db'), /is not a folder, or lies in a file/],
      ['/proc/streamchecker/x.db', /can't be written \(E/],
    ] as const) {
      const attempt = (): unknown => openDatabase(below, steps);
      expect(attempt).toThrow(refused('store/not-writable', what));
      expect(attempt).toThrow(
        expect.objectContaining({ remedy: expect.stringContaining('--data-dir') as string }),
      );
    }
  });

  it.runIf(process.getuid?.() === 0)('is said to who may not write there', () => {
    chmodSync(folder, 0o755);
    openDatabase(path, []).close();
    // The checkout may lie where only root may go: all code is loaded before root is given up.
    const script = `
      const { openDatabase } = await import(${JSON.stringify(join(import.meta.dirname, '../../../src-main/engine/store/database.ts'))});
      openDatabase(process.argv[2], []);
      process.setgid(65534); process.setuid(65534);
      try { openDatabase(process.argv[1], []); console.log('opened'); }
      catch (thrown) { console.log(thrown.code); }`;
    const run = (at: string): string =>
      execFileSync(process.execPath, ['--input-type=module', '-e', script, at, join(folder, 'loaded.db')], {
        encoding: 'utf8',
      }).trim();
    expect(run(path)).toBe('store/not-writable');
    expect(run(join(folder, 'new', 'x.db'))).toBe('store/not-writable');
    chmodSync(folder, 0o777);
    chmodSync(path, 0o644);
    expect(run(path)).toBe('store/not-writable');
    expect(run(join(folder, 'new', 'x.db'))).toBe('opened');
  });
});

describe('a reader', () => {
  it('finds nothing where there is nothing yet, and makes nothing', () => {
    expect(openForReading(path, steps)).toBeUndefined();
    expect(existsSync(path)).toBe(false);
    writeFileSync(path, '');
    expect(openForReading(path, steps)).toBeUndefined();
  });

  it('reads beside a writer what is committed, in the midst of its transaction too, and can not write', () => {
    const writer = opened(openDatabase(path, steps));
    writer.exec("INSERT INTO counts VALUES ('a', 1, NULL)");
    const reader = opened(openForReading(path, steps)!);
    const count = (): unknown => reader.prepare('SELECT count(*) FROM counts').pluck().get();
    writer.exec("BEGIN IMMEDIATE; INSERT INTO counts VALUES ('b', 2, NULL)");
    expect(count()).toBe(1);
    writer.exec('COMMIT');
    expect(count()).toBe(2);
    expect(() => reader.exec('DELETE FROM counts')).toThrow(/readonly/);
  });
});
