import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DataFolder } from '../../../src-main/engine/store/data-folder.ts';
import { plainRules } from '../../../src-main/engine/alerts/alert-rules.ts';
import type { CheckSettings } from '../../../src-main/engine/run/settings.ts';
import { CommandLine, linesOf, sources, TemporaryFolder } from '../../support/process/command-line.ts';
import { writePast } from '../../support/desktop/desktop-history.ts';
import { flow } from '../../support/records/flows.ts';

const settings: CheckSettings = {
  ...{ windowMs: 300_000, slideMs: 300_000, latenessMs: 0, intervalMs: 1_000 },
  ...{ filter: '', sources: [], destinations: [], rules: plainRules, timeZone: 'Europe/Berlin' },
};
const at = (text: string): number => Date.parse(text);

async function written(): Promise<TemporaryFolder> {
  const folder = new TemporaryFolder();
  await writePast(
    folder.path,
    settings,
    [],
    [
      { fromMs: at('2026-10-24T21:00Z'), flows: [flow('10.0.0.7', '192.0.2.1', 1_200)] },
      // The clocks show two o'clock twice.
      { fromMs: at('2026-10-25T00:30Z'), flows: [flow('192.0.2.1', '10.0.0.7', 340)] },
      { fromMs: at('2026-10-25T01:30Z'), flows: [flow('10.0.0.8', '10.0.0.7', 60)] },
      { fromMs: at('2026-10-25T22:59Z'), flows: [flow('10.0.0.8', '10.0.0.7', 1)] },
      { fromMs: at('2026-10-25T23:00Z'), flows: [flow('10.0.0.8', '10.0.0.7', 7)] },
    ],
  );
  return folder;
}

async function runTotals(...args: string[]): Promise<{ status: number | null; errors: string }> {
  const run = new CommandLine(['totals', ...args], { program: sources, env: { TZ: 'UTC' } });
  return { status: await run.end(), errors: run.errors };
}

describe('totals', () => {
  it('show a day of 25 hours in the time zone of the run', async () => {
    using folder = await written();
    const dataDir = ['--data-dir', folder.path];
    const days = await linesOf('totals', ...dataDir);
    expect(days[0]).toMatch(/^day \(Europe\/Berlin\) +bytes +packets +(at this rate +)?total$/);
    expect(days.slice(1).map((line) => line.split(/ {2,}/).slice(0, 2))).toEqual([
      ['2026-10-24', '1,200'],
      ['2026-10-25', '401'],
      ['2026-10-26', '7'],
    ]);
    const hours = await linesOf(
      'totals',
      '--per',
      'hour',
      '--from',
      '2026-10-25T00:00Z',
      '--count',
      '30',
      ...dataDir,
    );
    expect(hours.slice(1, 3).map((line) => line.split(/ {2,}/).slice(0, 2))).toEqual([
      ['2026-10-25 02:00 +02:00', '340'],
      ['2026-10-25 02:00 +01:00', '60'],
    ]);
  });

  it('take instants without a zone for those of the zone of the run, as the tables show them', async () => {
    using folder = await written();
    const dataDir = ['--data-dir', folder.path];
    const starts = async (...args: string[]): Promise<unknown[]> =>
      (await linesOf(...args, '--format', 'json', ...dataDir)).map(
        (line) => (JSON.parse(line) as { start: string }).start,
      );
    const hours = ['--per', 'hour', '--from', '2026-10-25 02:00', '--to', '2026-10-25 03:00'];
    expect(await starts('totals', ...hours)).toEqual([
      '2026-10-25T00:00:00.000Z',
      '2026-10-25T01:00:00.000Z',
    ]);
    expect(await starts('totals', '--from', '2026-10-25', '--to', '2026-10-26')).toEqual([
      '2026-10-24T22:00:00.000Z',
    ]);
    const windows = ['--from', '2026-10-25 02:30', '--to', '2026-10-25 02:40'];
    expect(await starts('windows', 'list', ...windows)).toEqual([
      ...['2026-10-25T00:30:00.000Z', '2026-10-25T00:35:00.000Z'],
    ]);
    const day = ['--from', '2026-10-25', '--to', '2026-10-26'];
    expect(await starts('periods', 'list', '--period', 'day', ...day)).toEqual(['2026-10-24T22:00:00.000Z']);
    const [head, row] = await linesOf('hosts', 'show', '10.0.0.7', ...day, ...dataDir);
    expect(head).toMatch(/^day \(Europe\/Berlin\) /);
    expect(row).toMatch(/^2026-10-25 00:00:00 +0 B +401 B +401 B +exact$/);
    const table = await linesOf('windows', 'list', ...windows, ...dataDir);
    expect(table.slice(0, 2).map((line) => line.split(/ {2,}/)[0])).toEqual([
      ...['window (Europe/Berlin)', '2026-10-25 02:30:00 – 02:35:00'],
    ]);
    expect(
      (await linesOf('report', '--period', 'day', '--from', '2026-10-26', ...dataDir)).join('\n'),
    ).toContain('# Traffic per day, from 2026-10-26 00:00:00');
  });

  it('compare with an instant of that zone', async () => {
    using folder = await written();
    const range = ['--from', '2026-10-25', '--to', '2026-10-26', '--compare', '2026-10-24'];
    const [row] = await linesOf('totals', ...range, '--format', 'json', '--data-dir', folder.path);
    expect(JSON.parse(row!)).toMatchObject({
      bytes: 401,
      before: { bytes: 1_200, start: '2026-10-23T22:00:00.000Z' },
    });
  });

  it('tell of a host, of one way, and of the period before, as JSON lines', async () => {
    using folder = await written();
    const rows = async (...options: string[]): Promise<object[]> =>
      (await linesOf('totals', ...options, '--format', 'json', '--data-dir', folder.path)).map(
        (line) => JSON.parse(line) as object,
      );
    expect((await rows('--host', '10.0.0.7'))[1]).toMatchObject({
      ...{ type: 'total', per: 'day', timeZone: 'Europe/Berlin' },
      ...{ start: '2026-10-24T22:00:00.000Z', end: '2026-10-25T23:00:00.000Z' },
      ...{ bytes: 401, sent: 0, received: 401, packets: 3, unknown: 0, closed: true },
    });
    expect((await rows('--source', '10.0.0.8', '--destination', '10.0.0.0/24'))[1]).toMatchObject({
      bytes: 61,
    });
    expect((await rows('--direction', 'local', '--home-network', '10.0.0.0/8'))[1]).toMatchObject({
      bytes: 61,
    });
    expect((await rows('--directions', '--home-network', '10.0.0.0/8'))[1]).toMatchObject({
      directions: { in: 340, out: 0, local: 61, passing: 0, unknown: 0 },
    });
    expect(
      (await rows('--compare', 'previous', '--to', '2026-10-25T23:00Z', '--count', '1'))[0],
    ).toMatchObject({
      bytes: 401,
      before: { start: '2026-10-23T22:00:00.000Z', bytes: 1_200, elapsed: null },
      difference: { bytes: -799, share: -799 / 1_200 },
    });
  });

  it('tell of a group of networks, of one way of a host, and of both', async () => {
    using folder = await written();
    const data = DataFolder.share(folder.path);
    data.networks.note({ home: ['10.0.0.0/8'], groups: { office: ['10.0.0.8', '192.0.2.0/24'] } }, []);
    data.dispose();
    const sumOf = async (...options: string[]): Promise<object> =>
      JSON.parse(
        (
          await linesOf(
            ...['totals', '--from', '2026-10-25', '--to', '2026-10-26', ...options],
            ...['--format', 'json', '--data-dir', folder.path],
          )
        )[0]!,
      ) as object;
    const office = { bytes: 401, sent: 401, received: 0, unknown: 0 };
    expect(await sumOf('--group', 'office')).toMatchObject(office);
    expect(await sumOf('--host', '@office')).toMatchObject(office);
    expect(await sumOf('--group', 'office', '--direction', 'in')).toMatchObject({ bytes: 340 });
    expect(await sumOf('--host', '10.0.0.7', '--direction', 'local')).toMatchObject({
      bytes: 61,
      received: 61,
    });
    expect(await sumOf('--source', '@office', '--destination', '10.0.0.0/8')).toMatchObject({ bytes: 401 });
    const shown = await linesOf(
      ...['hosts', 'show', '@office', '--direction', 'local', '--from', '2026-10-25', '--to', '2026-10-26'],
      ...['--data-dir', folder.path],
    );
    expect(shown[1]).toMatch(/^2026-10-25 00:00:00 +61 B +0 B +61 B +exact$/);
    const [json] = await linesOf(
      ...['hosts', 'show', '@office', '--direction', 'local', '--format', 'json', '--data-dir', folder.path],
    );
    expect(JSON.parse(json!)).toMatchObject({ host: '@office', peer: null, direction: 'local' });
  });

  it.each([['totals'], ['windows', 'list'], ['periods', 'list']])(
    'of a time in which there is nothing are not taken for none at all: %s %s',
    async (...verb) => {
      using folder = await written();
      const dataDir = ['--data-dir', folder.path];
      expect((await linesOf(...verb, '--from', '2027-01-01', ...dataDir))[0]).toMatch(/^No .* in that time/);
      const turned = ['--from', '2026-10-26', '--to', '2026-10-25', ...dataDir];
      const run = new CommandLine([...verb, ...turned], { program: sources });
      expect([await run.end(), run.errors]).toEqual([...[1, 'streamchecker: --from must be before --to.\n']]);
    },
  );

  it('have their head in CSV, also where there is no history', async () => {
    using folder = new TemporaryFolder();
    expect(await linesOf('totals', '--format', 'csv', '--data-dir', folder.path)).toEqual([
      'start,end,bytes,packets,unknown,closed,exact,lacks',
    ]);
  });

  it('are written as CSV, and say what was asked wrongly', async () => {
    using folder = await written();
    const dataDir = ['--data-dir', folder.path];
    const output = join(folder.path, 'totals.csv');
    const run = await runTotals('--format', 'csv', '--output', output, '--compare', '2026-10-24', ...dataDir);
    expect(run.errors).toBe(`streamchecker: 3 rows written to ${output}\n`);
    const lines = readFileSync(output, 'utf8').split('\n');
    expect(lines[0]).toBe(
      'start,end,bytes,packets,unknown,closed,exact,lacks,beforeStart,beforeEnd,beforeBytes,beforeExact,difference,share',
    );
    expect(lines[2]).toMatch(/^2026-10-24T22:00:00.000Z,2026-10-25T23:00:00.000Z,401,3,0,true,/);
    const usual = await linesOf('totals', '--usual', ...dataDir);
    expect(usual[0]).toMatch(/ usual +/);
    expect(usual[1]).toMatch(/—/);
    const refusals = [
      [['--peer', '10.0.0.1'], /--peer is the other end of a --host/],
      [['--host', '10.0.0.1', '--directions'], /--directions is about all traffic/],
      [['--group', 'nowhere'], /no group of networks @nowhere/i],
      [['--host', '10.0.0.1', '--source', '10.0.0.2'], /--host is source and destination/],
      [['--group', 'office', '--source', '10.0.0.2'], /--group is source and destination/],
      [['--per', 'fortnight'], /not a valid period/],
      [['--per', '90m'], /no totals per 90m/],
      [['--per', 'month', '--usual'], /usual is known of hours and days/],
      [['--compare', 'yesterday'], /nothing to compare with/],
      [['--per', 'month', '--compare', 'last-week'], /longer than a week/],
      [['--from', '2026-10-26', '--to', '2026-10-25'], /must be before/],
    ] as const;
    const runs = await Promise.all(refusals.map(([options]) => runTotals(...options, ...dataDir)));
    for (const [i, { errors }] of runs.entries()) expect(errors).toMatch(refusals[i]![1]);
    expect(runs.map(({ status }) => status)).toEqual([1, 1, 1, 1, 1, 2, 1, 1, 2, 1, 1]);
  });
});
