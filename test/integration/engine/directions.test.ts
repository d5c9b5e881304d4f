import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CommandLine, TemporaryFolder } from '../../support/process/command-line.ts';
import { ethernet, etherTypes, ipv4, pcapFile } from '../../support/packets/pcap-writer.ts';

const folder = new TemporaryFolder();
const dataDir = folder.file('data');
const capture = folder.file('directions.pcap');

const packet = (seconds: number, source: string, destination: string, totalLength: number) => ({
  seconds,
  data: ethernet(etherTypes.ipv4, ipv4({ source, destination, totalLength })),
});
const packets = [
  packet(1_000_000, '192.168.1.2', '9.9.9.1', 100),
  packet(1_000_001, '9.9.9.1', '192.168.1.2', 1_000),
  packet(1_000_002, '192.168.1.2', '10.0.0.9', 40),
  packet(1_000_003, '9.9.9.1', '198.51.100.7', 60),
  packet(1_000_700, '198.51.100.7', '10.0.0.9', 500),
];

async function run(...args: string[]) {
  const started = new CommandLine(args, { env: { TZ: 'UTC' } });
  const status = await started.end();
  return { status, lines: started.lines, windows: () => started.windows(), errors: started.errors };
}

const directionsOf = (windows: readonly { readonly directions?: unknown }[]) =>
  [windows.at(0), windows.at(-1)].map((window) => window?.directions);
const sums = { in: 0, out: 0, local: 0, passing: 0, unknown: 0, exact: true };

beforeAll(() => writeFileSync(capture, pcapFile(packets)));
afterAll(() => folder[Symbol.dispose]());

describe('directions on the command line', () => {
  const whole = [
    { ...sums, in: 1_000, out: 100, local: 40, passing: 60 },
    { ...sums, in: 500 },
  ];

  it('are told of each window and pair where they are asked for', async () => {
    const { status, windows } = await run(
      ...['replay', capture, '--format', 'json', '--pairs', 'all', '--directions', '--data-dir', dataDir],
    );
    expect(status).toBe(0);
    expect(directionsOf(windows())).toEqual(whole);
    expect(windows()[0]!.pairs.map(({ source, direction }) => [source, direction])).toEqual([
      ['9.9.9.1', 'in'],
      ['192.168.1.2', 'out'],
      ['9.9.9.1', 'passing'],
      ['192.168.1.2', 'local'],
    ]);
  });

  it('are told of stored windows, also by other home networks than at that time', async () => {
    const list = (...args: string[]) =>
      run('windows', 'list', '--data-dir', dataDir, '--format', 'json', '--directions', ...args);
    expect(directionsOf((await list()).windows())).toEqual(whole);
    const others = await list('--home-network', '9.9.9.0/24,198.51.100.7');
    expect(directionsOf(others.windows())).toEqual([
      { ...sums, in: 100, out: 1_000, passing: 40, local: 60 },
      { ...sums, out: 500 },
    ]);
  });

  it('stand in the table and in CSV', async () => {
    const table = await run('windows', 'list', '--data-dir', dataDir, '--directions', '--pairs', '1');
    expect(table.lines.slice(2, 4).map((line) => line.trim())).toEqual([
      'in 1,000, out 100, local 40, passing 60 (exact)',
      expect.stringMatching(/^9\.9\.9\.1 → 192\.168\.1\.2 .* in$/),
    ]);
    const csv = await run('windows', 'export', '--data-dir', dataDir, '--directions');
    expect(csv.lines[0]).toMatch(/,exact,lacks,in,out,local,passing,unknownDirection$/);
    expect(csv.lines[1]).toMatch(/,true,,1000,100,40,60,0$/);
    const plain = await run('windows', 'export', '--data-dir', dataDir);
    expect(plain.lines[0]).toMatch(/,exact,lacks$/);
  });

  it('are told of periods, each as its windows have them', async () => {
    const periods = (verb: string, ...args: string[]) =>
      run('periods', verb, '--data-dir', dataDir, '--period', 'day', '--directions', ...args);
    const { lines } = await periods('list', '--format', 'json');
    expect(
      lines.map((line) => JSON.parse(line) as { directions: object }).map(({ directions }) => directions),
    ).toEqual([{ ...sums, in: 1_500, out: 100, local: 40, passing: 60 }]);
    const csv = await periods('export');
    expect(csv.lines.map((line) => line.split(',').slice(-5).join())).toEqual([
      'in,out,local,passing,unknownDirection',
      '1500,100,40,60,0',
    ]);
  });

  it('follow from groups of networks, too', async () => {
    const { windows } = await run(
      ...['replay', capture, '--format', 'json', '--directions', '--home-network', '@office'],
      ...['--network-group', 'office=@lab,192.168.1.0/24', '--network-group', 'lab=10.0.0.0/24'],
    );
    expect(directionsOf(windows())).toEqual(whole);
  });
});

describe('groups of networks on the command line', () => {
  it('select traffic', async () => {
    const { windows } = await run(
      ...['replay', capture, '--format', 'json', '--source', '@office'],
      ...['--network-group', 'office=192.168.0.0/16'],
    );
    expect(windows().map(({ bytes }) => bytes)).toEqual([140, 0, 0]);
  });

  it.each([
    [
      'groups of one name but for capital letters',
      ['--network-group', 'lab=10.0.0.0/8', '--network-group', 'Lab=192.0.2.0/24'],
      'The groups lab and Lab differ in small and capital letters alone',
    ],
    [
      'a group that contains itself',
      ['--network-group', 'a=@b', '--network-group', 'b=@a'],
      'contains itself',
    ],
    ['a group that there is not', ['--source', '@backup'], 'There is no group of networks @backup'],
    ['a group without networks', ['--network-group', 'a='], 'has no networks'],
    ['what is not a network', ['--network-group', 'a=10.0.0.0/33'], 'is not an IP address or network'],
    ['a name that can be none', ['--network-group', 'a b=10.0.0.0/8'], 'is not a valid name of a group'],
    ['a home network that is none', ['--home-network', 'home'], 'is not an IP address or network'],
  ])('refuse %s', async (_, args, sentence) => {
    const { status, errors } = await run('replay', capture, ...args);
    expect(status).toBe(2);
    expect(errors).toContain(sentence);
  });
});
