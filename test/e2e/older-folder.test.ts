import { readdirSync, readlinkSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { DataFolder } from '../../src-main/engine/store/data-folder.ts';
import { Desktop } from '../support/desktop/desktop.ts';
import { eventually, launchApp, makeDataDir } from '../support/desktop/desktop-app.ts';
import { rowsLeft, version, writeOldest } from '../support/store/oldest-folder.ts';

const past = 200_000;
/** With alerts. */
const rows = past + past / 5;

/** What must be there before and after, and whether the file is sound. */
function sums(path: string): unknown {
  const database = new Database(path, { readonly: true });
  const read = (sql: string): unknown => database.prepare(sql).raw().get();
  const found = [
    read('SELECT count(*), sum(bytes), sum(start_ms) FROM windows'),
    read('SELECT count(*), sum(observed), sum(start_ms) FROM alerts'),
    database.pragma('integrity_check', { simple: true }),
  ];
  database.close();
  return found;
}

/** Has the process that migrates a database stand still amid it. */
async function freezeAmid(path: string): Promise<void> {
  await eventually('a piece is taken over', () => version(path) > 1 && rowsLeft(path) < rows, 60_000);
  const isUser = (pid: string): boolean => {
    try {
      return readdirSync(`/proc/${pid}/fd`).some((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`) === path);
    } catch {
      return false; // It ended meanwhile.
    }
  };
  const [pid] = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && isUser(name));
  process.kill(Number(pid), 'SIGSTOP');
}

it('an older data folder is brought up to date with its share told; quitting meanwhile loses nothing', async () => {
  const dataDir = await makeDataDir();
  const path = join(dataDir, 'streamchecker.db');
  const desktop = await Desktop.start();
  try {
    writeOldest(path, past);
    const before = sums(path);
    const frozen = freezeAmid(path);
    const app = await launchApp(desktop, ['--interface', 'lo', '--filter', 'udp port 9'], { dataDir });
    await frozen;
    await app.page.getByText('Bringing the data folder up to date').waitFor();
    await app.close();
    expect(await app.ended).toBe(0);
    // Else nothing was quit in the middle.
    expect(rowsLeft(path)).toBeGreaterThan(0);

    DataFolder.lock(dataDir).dispose();
    expect([rowsLeft(path), sums(path)]).toEqual([0, before]);
  } finally {
    await desktop.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}, 180_000);
