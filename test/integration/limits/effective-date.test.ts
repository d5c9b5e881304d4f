import { writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { CommandLine, runCli, TemporaryFolder } from '../../support/process/command-line.ts';
import { mayCapture } from '../../support/packets/pcap-live.ts';
import { UdpTraffic } from '../../support/packets/udp-traffic.ts';

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

interface JudgedLine {
  readonly start: string;
  readonly verdicts: { readonly limit: { readonly value: number }; readonly outcome: string }[];
}

describe.runIf(mayCapture)('a limit with a date to come', () => {
  it('takes over at that moment in the run that knows it, and each window keeps the limit it was judged by', async () => {
    using folder = new TemporaryFolder();
    using traffic = await UdpTraffic.open();
    const dueMs = Math.ceil(Date.now() / 1_000) * 1_000 + 6_000;
    const row = (value: number, date: string, more: object = {}) => ({
      ...{ limit_name: 'max', limit_value: value, effective_date: date },
      ...more,
    });
    const [high, low, scoped] = [1_000_000, 100, 99];
    const rows = [
      row(high, '2020-01-01'),
      row(low, new Date(dueMs).toISOString()),
      row(scoped, new Date(dueMs).toISOString(), { source: '127.0.0.1' }),
    ];
    writeFileSync(folder.file('limits.json'), JSON.stringify(rows));
    const data = ['--data-dir', folder.file('data')];
    const run = new CommandLine([
      ...['monitor', '--interface', 'lo', '--filter', traffic.filter, ...data, '--format', 'json'],
      ...['--window', '1s', '--lateness', '500ms'],
      ...['--limits', folder.file('limits.json'), '--refresh', 'manual'],
    ]);
    // Traffic until the end: a window without any is within every maximum.
    const isOver = (): boolean => run.windows().some(({ start }) => Date.parse(start) >= dueMs + 1_000);
    while (!isOver() && run.isRunning()) {
      await traffic.send(1, 172);
      await sleep(50);
    }
    run.kill('SIGINT');
    expect(await run.end(), run.errors).toBe(0);

    const [before, after] = [true, false].map((isBefore) =>
      run.windows().filter(({ start }) => Date.parse(start) < dueMs === isBefore),
    );
    expect(Math.min(before!.length, after!.length)).toBeGreaterThan(0);
    expect(new Set(before!.map(({ limits, status }) => `${limits.max} ${status}`))).toEqual(
      new Set([`${high} within`]),
    );
    expect(new Set(after!.map(({ limits, status }) => `${limits.max} ${status}`))).toEqual(
      new Set([`${low} above`]),
    );
    const fired = run.alerts().filter(({ state }) => state === 'firing');
    expect(fired.map(({ limit, window }) => [limit.value, Date.parse(window.start)])).toEqual(
      expect.arrayContaining([
        [low, dueMs],
        [scoped, dueMs],
      ]),
    );
    expect(fired).toHaveLength(2);

    // The rows were read once: nothing but the clock made the other ones apply.
    const store = new Database(folder.file('data/streamchecker.db'), { readonly: true });
    expect(store.prepare('SELECT kind, added FROM limit_changes').all()).toEqual([
      { kind: 'sync', added: 3 },
    ]);
    store.close();
    const listed = await runCli('windows', 'list', '--verdicts', 'all', '--format', 'json', ...data);
    const judged = listed.lines.map((line) => JSON.parse(line) as JudgedLine);
    for (const { start, verdicts } of judged) {
      const isDue = Date.parse(start) >= dueMs;
      const values = verdicts.map(({ limit, outcome }) => `${limit.value} ${outcome}`);
      expect([start, values]).toEqual([
        start,
        isDue ? [`${low} breached`, `${scoped} breached`] : [`${high} within`],
      ]);
    }
    const [text] = (await runCli('windows', 'list', '--verdicts', '1', '--count', '1', ...data)).lines.slice(
      2,
    );
    expect(text).toMatch(/^ {4}BREACHED: [\d,]+ bytes against max 100 bytes$/);
  });
});
