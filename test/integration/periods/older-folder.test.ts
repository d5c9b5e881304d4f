import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { everMs } from '../../../src-main/engine/periods/past-sums.ts';
import { CommandLine, TemporaryFolder } from '../../support/process/command-line.ts';
import { mayCapture } from '../../support/packets/pcap-live.ts';
import { writeWindows } from '../../support/store/stored-windows.ts';
import { UdpTraffic } from '../../support/packets/udp-traffic.ts';

const sizeMs = 300_000;
/** How much of the past is written; each piece has 5,000 windows. */
const count = Number(process.env.STREAMCHECKER_PAST ?? 40_000);

/** By how much each kind of periods differs from its windows, and from when on it is summed. */
function look(path: string): { fromMs: number; differences: unknown[] } {
  const database = new Database(path, { readonly: true });
  const fromMs = database
    .prepare("SELECT max(from_ms) FROM period_plans WHERE scope = ''")
    .pluck()
    .get() as number;
  const differences = database
    .prepare(
      `SELECT period, start_ms, bytes, packets, windows FROM periods JOIN (SELECT max(id) AS series FROM series)
       WHERE series_id = series AND (bytes, packets, windows) <> (SELECT coalesce(sum(bytes), 0), coalesce(sum(packets), 0),
         sum(closed) FROM windows WHERE series_id = series AND start_ms >= periods.start_ms AND start_ms < periods.end_ms)`,
    )
    .all();
  database.close();
  return { fromMs, differences };
}

describe.runIf(mayCapture)('a data folder of years that had no periods', () => {
  it('is summed beside the traffic, and goes on where it was killed', async () => {
    using folder = new TemporaryFolder();
    using traffic = await UdpTraffic.open('127.0.0.4', '127.0.0.5');
    const path = folder.file('data/streamchecker.db');
    const monitor = (...args: string[]): CommandLine =>
      new CommandLine([
        ...['monitor', '--interface', 'lo', '--filter', traffic.filter, '--data-dir', folder.file('data')],
        ...['--time-zone', 'Europe/Berlin', '--format', 'json', '--keep-windows', '4383d', ...args],
      ]);
    const first = monitor('--duration', '1s');
    expect(await first.end(), first.errors).toBe(0);
    const database = new Database(path);
    const { id } = database.prepare('SELECT id FROM series').get() as { id: number };
    const startMs = (Math.floor(Date.now() / sizeMs) - count - 1) * sizeMs;
    database.prepare('DELETE FROM windows').run();
    writeWindows(database, { seriesId: id, startMs, sizeMs, count });
    database.prepare('DELETE FROM periods').run();
    database.prepare('DELETE FROM period_plans').run();
    database.close();
    let reached = Infinity;
    for (let kills = 0; kills < 3; kills++) {
      const run = monitor();
      // Some pieces further than the run before.
      await expect
        .poll(() => look(path).fromMs, { timeout: 20_000, interval: 5 })
        .toBeLessThan(reached - 5_000 * sizeMs);
      await traffic.send(10, 100);
      run.kill('SIGKILL');
      await run.end();
      reached = look(path).fromMs;
    }
    const last = monitor();
    await expect.poll(() => look(path).fromMs, { timeout: 60_000 }).toBe(everMs);
    last.kill('SIGTERM');
    expect(await last.end(), last.errors).toBe(0);
    expect(look(path).differences).toEqual([]);
  }, 120_000);
});
