import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { DataFolder } from '../../../src-main/engine/store/data-folder.ts';
import { migrations } from '../../../src-main/engine/store/migrations.ts';
import { builtProgram, CommandLine, TemporaryFolder } from '../../support/process/command-line.ts';
import { version, writeOldest } from '../../support/store/oldest-folder.ts';
import { random } from '../../support/process/random.ts';

const past = Number(process.env.STREAMCHECKER_PAST ?? 200_000);

/** All that is in a database, a table at a time. */
function contents(path: string): Map<string, string> {
  const database = new Database(path, { readonly: true });
  const tables = database
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    .pluck()
    .all() as string[];
  const sums = tables.map((name): [string, string] => {
    const rows = database.prepare(`SELECT * FROM "${name}" ORDER BY 1, 2`).raw().all();
    return [name, `${rows.length} ${JSON.stringify(rows).length} ${JSON.stringify(rows.slice(-3))}`];
  });
  expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
  database.close();
  return new Map(sums);
}

it('a folder of the first version is migrated as in one go, wherever it is killed or interrupted', async () => {
  using folder = new TemporaryFolder();
  const [whole, killed] = ['whole', 'killed'].map((name) => folder.file(`${name}/streamchecker.db`));
  for (const path of [whole!, killed!]) mkdirSync(dirname(path), { recursive: true });
  writeOldest(whole!, past);
  copyFileSync(whole!, killed!);
  const begun = performance.now();
  DataFolder.lock(dirname(whole!)).dispose();
  const tookMs = performance.now() - begun;
  const below = random(Number(process.env.STREAMCHECKER_SEED ?? 15));
  const reached: number[] = [];
  for (let kills = 0; kills < 12 && version(killed!) < migrations.length; kills += 1) {
    const [program, ...args] = [...builtProgram, 'windows', 'list', '--count', '1'];
    const run = spawn(program, [...args, '--data-dir', dirname(killed!)], { stdio: 'ignore' });
    const ended = once(run, 'exit');
    const timer = setTimeout(() => run.kill(below(2) === 0 ? 'SIGKILL' : 'SIGINT'), 100 + below(tookMs / 2));
    await ended;
    clearTimeout(timer);
    reached.push(version(killed!));
  }
  const last = new CommandLine(['windows', 'list', '--count', '1', '--data-dir', dirname(killed!)]);
  expect(await last.end(), last.errors).toBe(0);
  expect(version(killed!)).toBe(migrations.length);
  expect([...reached].sort((a, b) => a - b)).toEqual(reached);
  expect(contents(killed!)).toEqual(contents(whole!));
}, 120_000);

it.each([
  ['windows list'],
  ['doctor'],
  ['alerts list'],
  ['limits list'],
  ['agents list'],
  ['windows export'],
])('%s says that it brings an older folder up to date, once', async (verb) => {
  using folder = new TemporaryFolder();
  writeOldest(folder.file('streamchecker.db'), 100);
  const run = async (): Promise<string> => {
    const one = new CommandLine([...verb.split(' '), '--data-dir', folder.path]);
    await one.end();
    return one.errors;
  };
  expect(await run()).toContain('bringing the data folder of an older version up to date');
  expect(await run()).not.toContain('older version');
});
