import { copyFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { migrations } from '../../../src-main/engine/store/migrations.ts';
import { mayCapture } from '../../support/packets/pcap-live.ts';
import { UdpTraffic } from '../../support/packets/udp-traffic.ts';
import { CommandLine, TemporaryFolder } from '../../support/process/command-line.ts';
import { random } from '../../support/process/random.ts';
import {
  contents,
  migrateInOneGo,
  rowsLeft,
  version,
  writeOldest,
} from '../../support/store/oldest-folder.ts';

const past = Number(process.env.STREAMCHECKER_PAST ?? 100_000);
const kills = Number(process.env.STREAMCHECKER_KILLS ?? 20);

it('a folder of the first version is migrated as in one go, wherever it is killed', async () => {
  using folder = new TemporaryFolder();
  const [whole, killed] = ['whole', 'killed'].map((name) => folder.file(`${name}/streamchecker.db`));
  for (const path of [whole!, killed!]) mkdirSync(dirname(path), { recursive: true });
  writeOldest(whole!, past);
  copyFileSync(whole!, killed!);
  migrateInOneGo(whole!);
  const below = random(Number(process.env.STREAMCHECKER_SEED ?? 15));
  const list = (): CommandLine =>
    new CommandLine(['windows', 'list', '--count', '1', '--data-dir', dirname(killed!)]);
  const reached: number[] = [];
  for (let count = 0; count < kills; count += 1) {
    const run = list();
    const ended = run.end();
    // Further than the one before, by up to two pieces; the first one may still be about the schema.
    const from = reached.at(-1) ?? Infinity;
    const to = from === Infinity ? Infinity : from - below(Math.ceil((2 * past) / kills));
    await expect
      .poll(() => version(killed!) > 1 && rowsLeft(killed!) <= to, { timeout: 60_000, interval: 2 })
      .toBe(true);
    run.kill(below(2) === 0 ? 'SIGKILL' : 'SIGINT');
    await ended;
    reached.push(rowsLeft(killed!));
  }
  // Else the last runs had nothing to do.
  expect(reached.filter((left) => left > 0).length).toBeGreaterThan(kills / 3);
  const last = list();
  expect(await last.end(), last.errors).toBe(0);
  expect([version(killed!), rowsLeft(killed!)]).toEqual([migrations.length, 0]);
  expect(contents(killed!)).toEqual(contents(whole!));
}, 240_000);

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

/** Packets in the log, and in the windows of the newest series. */
function packets(path: string): { readonly logged: number; readonly summed: number } {
  const database = new Database(path, { readonly: true, timeout: 5_000 });
  const sum = (sql: string): number =>
    database.prepare(`SELECT coalesce(sum(packets), 0) FROM ${sql}`).pluck().get() as number;
  const found = {
    logged: sum('log_batches'),
    summed: sum('windows WHERE series_id = (SELECT max(id) FROM series)'),
  };
  database.close();
  return found;
}

describe.runIf(mayCapture)('monitor on a folder of the first version', () => {
  it('captures while it is brought up to date, ends when it is told to, and sums all of it later', async () => {
    using folder = new TemporaryFolder();
    using traffic = await UdpTraffic.open('127.0.0.6', '127.0.0.7');
    const path = folder.file('data/streamchecker.db');
    mkdirSync(dirname(path));
    writeOldest(path, past);
    const monitor = (...args: string[]): CommandLine =>
      new CommandLine([
        ...['monitor', '--interface', 'lo', '--filter', traffic.filter, '--data-dir', dirname(path)],
        ...['--window', '1h', '--format', 'json', ...args],
      ]);
    const first = monitor();
    let sent = 0;
    await expect
      .poll(
        async () => {
          await traffic.send(5, 100);
          sent += 5;
          return packets(path).logged;
        },
        { timeout: 60_000 },
      )
      .toBeGreaterThan(0);
    first.kill('SIGINT');
    expect(await first.end(), first.errors).toBe(1);
    expect(first.errors).toContain('Stopped before the data folder was up to date; the next start goes on');
    expect(rowsLeft(path)).toBeGreaterThan(0);
    const { logged, summed } = packets(path);
    expect([summed, logged <= sent]).toEqual([0, true]);

    const second = monitor('--duration', '1s');
    expect(await second.end(), second.errors).toBe(0);
    expect(rowsLeft(path)).toBe(0);
    expect(packets(path).summed).toBe(logged);
  }, 180_000);
});
