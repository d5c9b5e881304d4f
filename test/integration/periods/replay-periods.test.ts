import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CommandLine } from '../../support/process/command-line.ts';
import { ethernet, etherTypes, ipv4, pcapFile } from '../../support/packets/pcap-writer.ts';

let folder: string;
let capture: string;

const at = (text: string): number => Date.parse(text) / 1000;
const packet = (text: string, source: string, bytes: number) => ({
  seconds: at(text),
  data: ethernet(etherTypes.ipv4, ipv4({ source, destination: '198.51.100.7', totalLength: bytes })),
});

/** Runs a verb to its end: its status, and its lines. */
async function run(...args: string[]) {
  const started = new CommandLine(args, { env: { TZ: 'UTC' } });
  const status = await started.end();
  return { status, lines: started.lines, errors: started.errors };
}

interface PeriodLine {
  readonly type: string;
  readonly period: string;
  readonly start: string;
  readonly bytes: number;
  readonly [key: string]: unknown;
}

const periodsIn = (lines: readonly string[]): PeriodLine[] =>
  lines.map((line) => JSON.parse(line) as PeriodLine).filter(({ type }) => type === 'period');

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'streamchecker-periods-'));
  capture = join(folder, 'midnight.pcap');
  // Midnight in Berlin is at 23:00 UTC, and at 22:00 UTC from the 29th of March on.
  const packets = [
    packet('2026-03-28T22:59:59Z', '192.0.2.10', 100),
    packet('2026-03-28T23:00:00Z', '192.0.2.10', 200),
    packet('2026-03-29T21:59:59Z', '192.0.2.11', 300),
    packet('2026-03-29T22:00:00Z', '192.0.2.10', 400),
  ];
  writeFileSync(capture, pcapFile(packets));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const replay = (...args: string[]) => run('replay', capture, '--format', 'json', ...args);

describe('a replay over midnight', () => {
  it('prints the periods that are named, each when it closes, in their time zone', async () => {
    const { status, lines } = await replay('--period', 'day', '--time-zone', 'Europe/Berlin');
    expect(status).toBe(0);
    expect(periodsIn(lines)).toEqual([
      {
        ...{ type: 'period', period: 'day', timeZone: 'Europe/Berlin', revision: 0 },
        ...{ start: '2026-03-27T23:00:00.000Z', end: '2026-03-28T23:00:00.000Z', bytes: 100, packets: 1 },
        ...{ status: 'unchecked', exact: true, lacks: [], limits: { min: null, max: null } },
        projection: { bytes: 100, reaches: null },
      },
      expect.objectContaining({
        start: '2026-03-28T23:00:00.000Z',
        end: '2026-03-29T22:00:00.000Z',
        bytes: 500,
      }),
      expect.objectContaining({ start: '2026-03-29T22:00:00.000Z', bytes: 400 }),
    ]);
    expect(JSON.parse(lines.at(-1)!)).toMatchObject({ type: 'summary' });
  });

  it('prints no period that nobody asked for, and keeps hours, days and months all the same', async () => {
    const dir = join(folder, 'data');
    const { lines } = await replay('--data-dir', dir, '--time-zone', 'UTC');
    expect(periodsIn(lines)).toEqual([]);
    const listed = await run(
      'periods',
      'list',
      '--data-dir',
      dir,
      '--format',
      'json',
      '--period',
      'day',
      'month',
    );
    expect(periodsIn(listed.lines).map(({ period, start, bytes }) => `${period} ${start} ${bytes}`)).toEqual([
      'day 2026-03-28T00:00:00.000Z 300',
      'day 2026-03-29T00:00:00.000Z 700',
      'month 2026-03-01T00:00:00.000Z 1000',
    ]);
    const exported = await run('periods', 'export', '--data-dir', dir, '--period', 'day');
    expect(exported.lines).toEqual([
      'period,timeZone,start,end,revision,bytes,packets,status,min,max,closed,exact,lacks',
      'day,UTC,2026-03-28T00:00:00.000Z,2026-03-29T00:00:00.000Z,0,300,2,unchecked,,,true,true,',
      'day,UTC,2026-03-29T00:00:00.000Z,2026-03-30T00:00:00.000Z,0,700,2,unchecked,,,true,true,',
    ]);
  });

  it.each([
    [{ period: 'day', limit_value: 499 }, '2026-03-28T23:00:00.000Z', 500],
    [{ period: 'month', limit_value: 999 }, '2026-02-28T23:00:00.000Z', 1000],
    [{ window_seconds: 3600, limit_value: 399 }, '2026-03-29T22:00:00.000Z', 400],
    [{ period: 'day', source: '192.0.2.11', limit_value: 299 }, '2026-03-28T23:00:00.000Z', 300],
    [{ period: 'day', hours: '00:00-00:05', limit_value: 399 }, '2026-03-29T22:00:00.000Z', 400],
    [{ period: 'week', agent: 'file-0', limit_value: 599 }, '2026-03-22T23:00:00.000Z', 600],
  ])('judges a limit %j', async (terms, start, observed) => {
    const limits = join(folder, 'limits.json');
    writeFileSync(limits, JSON.stringify([{ limit_name: 'max', effective_date: '2020-01-01', ...terms }]));
    const { lines, status } = await replay(
      ...['--limits', limits, '--time-zone', 'Europe/Berlin', '--fail-on-breach'],
    );
    const alerts = lines.map((line) => JSON.parse(line) as PeriodLine).filter(({ type }) => type === 'alert');
    expect(status).toBe(3);
    expect(alerts[0]).toMatchObject({ state: 'firing', window: { start }, observed });
    expect(periodsIn(lines).length).toBeGreaterThan(0);
  });

  it('tells what is used of limits on periods, nearest to full first', async () => {
    const [dir, limits] = [join(folder, 'quotas'), join(folder, 'quotas.json')];
    const row = { limit_name: 'max', effective_date: '2020-01-01' };
    const rows = [
      { ...row, limit_value: 4_000, period: 'month@15', warn_at: 80 },
      { ...row, limit_value: 500, period: 'day', source: '192.0.2.10' },
      { ...row, limit_value: 10, period: 'day', limit_name: 'min' },
      { ...row, limit_value: 10 },
    ];
    writeFileSync(limits, JSON.stringify(rows));
    await replay('--data-dir', dir, '--limits', limits, '--time-zone', 'Europe/Berlin');
    const status = (...args: string[]) => run('limits', 'status', '--data-dir', dir, ...args);
    const { lines } = await status('--format', 'json');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      {
        ...{ type: 'quota', id: expect.stringMatching(/^[0-9a-f]{8}/) as string },
        limit: expect.objectContaining({ limit_value: 500, source: '192.0.2.10', period: 'day' }) as unknown,
        ...{ period: 'day', timeZone: 'Europe/Berlin' },
        ...{ start: '2026-03-29T22:00:00.000Z', end: '2026-03-30T22:00:00.000Z' },
        at: '2026-03-29T22:04:59.999Z',
        ...{ used: 400, left: 100, exact: true, lacks: [], timeGone: expect.closeTo(5 / 1440, 5) as number },
        projection: { bytes: 115_200, reaches: expect.stringMatching(/^2026-03-29T22:06:15/) as string },
        previous: {
          ...{ start: '2026-03-28T23:00:00.000Z', end: '2026-03-29T22:00:00.000Z' },
          ...{ whole: { bytes: 200, exact: true }, elapsed: null },
        },
      },
      expect.objectContaining({
        ...{ period: 'month@15', start: '2026-03-14T23:00:00.000Z', end: '2026-04-14T22:00:00.000Z' },
        ...{ used: 1_000, left: 3_000, exact: true, previous: null },
      }),
    ]);
    const table = (await status()).lines;
    expect(table[0]).toMatch(
      /^id +used +of +left +share +time gone +ends \(Europe\/Berlin\) +at this rate +same point last period$/,
    );
    expect(table[1]).toMatch(
      / 400 +500 +100 +80 % +0 % +2026-03-31 00:00:00 +115,200, used up 2026-03-30 00:06/,
    );
    expect(table[3]).toMatch(/: max 500 bytes for 192\.0\.2\.10 → any, per day; exact so far$/);
    expect((await run('limits', 'status', '--data-dir', join(folder, 'none'))).lines).toEqual([
      'No limit on a period. Give one with: limits add max "500 GB" --period month',
    ]);
  });

  it.each([
    [['--period', 'month@31'], 'begins on a day that not every month has'],
    [['--period', 'fortnight'], 'is not a valid period'],
    [['--time-zone', 'Europe/Atlantis'], 'is not the name of a time zone'],
    [
      ['--period', 'day', '--time-zone', 'Asia/Kolkata', '--window', '1h'],
      'In Asia/Kolkata the period day does not begin where windows of 1h do',
    ],
    [['--period', '7m'], "The period 7m can't be summed from windows of 5m"],
  ])('refuses %j', async (args, reason) => {
    const { status, errors } = await replay(...args);
    expect([status, errors]).toEqual([2, expect.stringContaining(reason)]);
  });
});
