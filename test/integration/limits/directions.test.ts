import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CommandLine, TemporaryFolder } from '../../support/process/command-line.ts';
import { ethernet, etherTypes, ipv4, pcapFile } from '../../support/packets/pcap-writer.ts';

const folder = new TemporaryFolder();
const capture = folder.file('directions.pcap');

const packet = (seconds: number, source: string, destination: string, totalLength: number) => ({
  seconds,
  data: ethernet(etherTypes.ipv4, ipv4({ source, destination, totalLength })),
});
const packets = [
  packet(1_000_000, '10.1.0.2', '9.9.9.1', 100),
  packet(1_000_001, '9.9.9.1', '10.1.0.2', 1_000),
  packet(1_000_002, '10.2.0.2', '9.9.9.1', 70),
  packet(1_000_003, '10.1.0.2', '10.2.0.9', 40),
];
const home = ['--home-network', '10.0.0.0/8', '--network-group', 'office=10.1.0.0/16'];

const row = (value: number, terms: object) => ({
  ...{ limit_name: 'max', limit_value: value, effective_date: '1970-01-01', ...terms },
});

/** What was observed against each limit that was left. */
async function breachesOf(limits: readonly object[], ...args: string[]) {
  const file = folder.file('limits.json');
  writeFileSync(file, JSON.stringify(limits));
  const started = new CommandLine([
    'replay',
    capture,
    '--format',
    'json',
    '--limits',
    file,
    ...home,
    ...args,
  ]);
  expect(await started.end()).toBe(0);
  const fired = started.alerts().filter(({ state }) => state === 'firing');
  return fired.map(({ observed, limit }) => [observed, limit.value]).sort(([a], [b]) => a! - b!);
}

beforeAll(() => writeFileSync(capture, pcapFile(packets)));
afterAll(() => folder[Symbol.dispose]());

describe('limits by direction and group', () => {
  const limits = [
    row(169, { direction: 'out' }),
    row(999, { direction: 'in' }),
    row(39, { direction: 'local' }),
    row(0, { direction: 'passing' }),
    row(99, { direction: 'out', source: '@office' }),
    row(1_000, { destination: '@office' }),
  ];
  const breaches = [
    [40, 39],
    [100, 99],
    [170, 169],
    [1_000, 999],
  ];

  it('are judged by the bytes that go their way', async () => {
    expect(await breachesOf(limits)).toEqual(breaches);
  });

  it('are judged in the same way where they are on periods', async () => {
    const daily = limits.map((limit) => ({ ...limit, period: 'day' }));
    expect(await breachesOf(daily, '--time-zone', 'UTC')).toEqual(breaches);
  });

  it('are not judged where there is no such group, and nothing is below a minimum for it', async () => {
    expect(
      await breachesOf([
        { ...row(5, { source: '@nobody' }), limit_name: 'min' },
        row(999, { direction: 'in' }),
      ]),
    ).toEqual([[1_000, 999]]);
  });

  it('are refused where the direction is none', async () => {
    const file = folder.file('bad.json');
    writeFileSync(file, JSON.stringify([row(1, { direction: 'up' })]));
    const started = new CommandLine(['replay', capture, '--limits', file]);
    expect(await started.end()).toBe(1);
    expect(started.errors).toContain('"up" is not a direction; write in, out, local, passing');
  });

  it('are written by hand, listed, and judged in what is stored', async () => {
    using place = new TemporaryFolder();
    const data = ['--data-dir', place.file('data')];
    const run = async (...args: string[]) => {
      const started = new CommandLine(args);
      const status = await started.end();
      return { status, lines: started.lines, errors: started.errors };
    };
    await run('replay', capture, ...home, ...data);
    const added = await run(
      'limits',
      'add',
      'max',
      '169',
      '--direction',
      'out',
      '--source',
      '@office',
      ...data,
    );
    expect(added.lines.join('\n')).toContain('max 169 bytes for @office → any, out');
    const unknown = await run('limits', 'add', 'max', '1', '--source', '@lab', ...data);
    expect([unknown.status, unknown.errors]).toEqual([
      2,
      expect.stringContaining('There is no group of networks @lab'),
    ]);
    const listed = await run('limits', 'list', '--format', 'json', ...data);
    expect(listed.lines.map((line) => JSON.parse(line) as object)).toMatchObject([
      { source: '@office', direction: 'out', limit_value: 169 },
    ]);
  });
});
