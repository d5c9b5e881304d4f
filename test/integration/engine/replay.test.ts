import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formatAddress, type PackedAddress } from '../../../src-main/common/address.ts';
import { type CommandLine, runCli, TemporaryFolder } from '../../support/process/command-line.ts';
import { random } from '../../support/process/random.ts';
import {
  etherTypes,
  ethernet,
  ipv4,
  ipv6,
  pcapFile,
  type PcapRecord,
  tagged,
} from '../../support/packets/pcap-writer.ts';
import { referenceTotals } from '../../support/packets/reference-decoder.ts';

/** Packets among a few hosts over `seconds`, with gaps, jumps back in time, tags, IPv6 and what is not IP. */
function capture(seed: number, packets: number, seconds: number): Buffer {
  const below = random(seed);
  const host = (): string => `10.0.${below(2)}.${below(30)}`;
  const records: PcapRecord[] = [];
  for (let i = 0; i < packets; i += 1) {
    const v4 = below(10) < 8;
    const ip = v4
      ? ipv4({ source: host(), destination: host(), totalLength: 20 + below(1480) })
      : ipv6({ source: below(9), destination: below(9), payloadLength: 1 + below(1400) });
    const type = below(40) === 0 ? etherTypes.arp : v4 ? etherTypes.ipv4 : etherTypes.ipv6;
    const frame = below(9) === 0 && type !== etherTypes.arp ? tagged([type], ip) : ethernet(type, ip);
    const jump = below(50) === 0 ? -below(600) : 0;
    const second = 1_700_000_000 + Math.floor((i * seconds) / packets) + jump;
    records.push({ seconds: second, fraction: below(1_000_000), data: frame });
  }
  return pcapFile(records);
}

const text = (hexAddress: string): string =>
  formatAddress(Buffer.from(hexAddress, 'hex').toString('latin1') as PackedAddress);

interface Expected {
  bytes: number;
  packets: number;
  pairs: Map<string, number>;
}

/** Window totals of the reference decoder; windows without traffic between the first and the last included. */
function expectedWindows(file: Buffer, sizeMs: number): Map<number, Expected> {
  const windows = new Map<number, Expected>();
  for (const [key, { bytes, packets }] of referenceTotals(file).flows) {
    const [from, source, destination] = key.split(' ') as [string, string, string];
    const start = Math.floor(Number(from) / sizeMs) * sizeMs;
    const window = windows.get(start) ?? { bytes: 0, packets: 0, pairs: new Map<string, number>() };
    windows.set(start, window);
    window.bytes += Number(bytes);
    window.packets += Number(packets);
    const pair = `${text(source)} ${text(destination)}`;
    window.pairs.set(pair, (window.pairs.get(pair) ?? 0) + Number(bytes));
  }
  const starts = [...windows.keys()];
  for (let at = Math.min(...starts); at < Math.max(...starts); at += sizeMs) {
    if (!windows.has(at)) windows.set(at, { bytes: 0, packets: 0, pairs: new Map() });
  }
  return windows;
}

const totals = (run: CommandLine): [number, Expected][] =>
  run
    .windows()
    .map(({ start, bytes, packets, pairs }) => [
      Date.parse(start),
      { bytes, packets, pairs: new Map(pairs.map((p) => [`${p.source} ${p.destination}`, p.bytes])) },
    ]);

const byStart = (windows: Map<number, Expected>): [number, Expected][] =>
  [...windows].sort(([a], [b]) => a - b);

describe('replay', () => {
  it.each([
    [1, 300],
    [2, 60],
    [3, 7],
  ])('gives the totals of the rule, to the byte (capture %i, windows of %i s)', async (seed, seconds) => {
    using folder = new TemporaryFolder();
    const file = folder.file('random.pcap');
    writeFileSync(file, capture(seed, 20_000, 3_000));
    const run = await runCli(
      'replay',
      file,
      '--window',
      String(seconds),
      '--pairs',
      'all',
      '--format',
      'json',
    );
    expect(run.status, run.errors).toBe(0);
    const reference = referenceTotals(readFileSync(file));
    expect(totals(run)).toEqual(byStart(expectedWindows(readFileSync(file), seconds * 1000)));
    expect(run.summary()).toMatchObject({
      records: reference.records,
      ip: reference.ip,
      nonIp: reference.nonIp,
      malformed: reference.malformed,
      unsupportedLink: reference.unsupportedLink,
      late: 0,
      deadLetters: 0,
    });
  });

  it('lists pairs by bytes, then source, then destination, and reconciles each window', async () => {
    using folder = new TemporaryFolder();
    const file = folder.file('random.pcap');
    writeFileSync(file, capture(4, 5_000, 600));
    const run = await runCli('replay', file, '--pairs', 'all', '--format', 'json');
    for (const { pairs, pairCount, packets, reconciliation } of run.windows()) {
      const sorted = pairs.toSorted(
        (a, b) =>
          b.bytes - a.bytes ||
          (a.source < b.source ? -1 : a.source > b.source ? 1 : a.destination < b.destination ? -1 : 1),
      );
      expect(pairs).toEqual(sorted);
      expect(pairs).toHaveLength(pairCount);
      expect(reconciliation).toEqual({ captured: packets, aggregated: packets, late: 0, dropped: 0 });
    }
  });

  it('selects sources or-ed, destinations and-ed', async () => {
    using folder = new TemporaryFolder();
    const file = folder.file('random.pcap');
    writeFileSync(file, capture(5, 5_000, 200));
    const common = ['replay', file, '--window', '1000', '--pairs', 'all', '--format', 'json'];
    const all = await runCli(...common);
    const some = await runCli(
      ...common,
      '--source',
      '10.0.0.0/28',
      '10.0.1.7',
      '--destination',
      '10.0.1.0/24',
    );
    const wanted = all
      .windows()
      .flatMap(({ pairs }) => pairs)
      .filter(({ source, destination }) => {
        const last = Number(source.split('.')[3]);
        const from = source === '10.0.1.7' || (source.startsWith('10.0.0.') && last < 16);
        return from && destination.startsWith('10.0.1.');
      });
    expect(wanted.length).toBeGreaterThan(5);
    expect(some.windows().flatMap(({ pairs }) => pairs)).toEqual(wanted);
  });

  it('judges by the limits in force at the start of each window, and tells each transition once', async () => {
    using folder = new TemporaryFolder();
    const file = folder.file('steps.pcap');
    const bytesPerWindow = [100, 900, 950, 100, 0, 100, 400];
    const records = bytesPerWindow.flatMap((bytes, i): PcapRecord[] =>
      bytes === 0
        ? []
        : [
            {
              seconds: 1_700_000_000 + i * 10,
              data: ethernet(etherTypes.ipv4, ipv4({ totalLength: bytes })),
            },
          ],
    );
    writeFileSync(file, pcapFile(records));
    const later = new Date((1_700_000_000 + 60) * 1000).toISOString();
    const limits = folder.file('limits.json');
    writeFileSync(
      limits,
      JSON.stringify([
        { limit_name: 'max', limit_value: 800, effective_date: '2020-01-01' },
        { limit_name: 'max', limit_value: 300, effective_date: later },
        { limit_name: 'min', limit_value: 100, effective_date: '2020-01-01' },
      ]),
    );
    const run = await runCli(
      'replay',
      file,
      '--window',
      '10',
      '--limits',
      limits,
      '--format',
      'json',
      '--fail-on-breach',
    );
    expect(run.status, run.errors).toBe(3);
    expect(run.windows().map(({ status }) => status)).toEqual([
      'within',
      'above',
      'above',
      'within',
      'below',
      'within',
      'above',
    ]);
    const seen = run
      .alerts()
      .map(({ state, limit, observed, window }) => [
        state,
        limit.name,
        limit.value,
        observed,
        Date.parse(window.start) / 1000 - 1_700_000_000,
      ]);
    expect(seen).toEqual([
      ['firing', 'max', 800, 900, 10],
      // What is told at the end is the peak, and beside it by what the alert was resolved.
      ['resolved', 'max', 800, 950, 20],
      ['firing', 'min', 100, 0, 40],
      ['firing', 'max', 300, 400, 60],
      ['resolved', 'min', 100, 0, 40],
    ]);
    const [firing, resolved] = run.alerts();
    expect(firing!.id).toBe(resolved!.id);
  });

  it('leaves out a gap of more than 10,000 windows, with a warning', async () => {
    using folder = new TemporaryFolder();
    const file = folder.file('gap.pcap');
    const frame = ethernet(etherTypes.ipv4, ipv4({ totalLength: 100 }));
    writeFileSync(
      file,
      pcapFile([
        { seconds: 1_000_000_000, data: frame },
        { seconds: 1_700_000_000, data: frame },
      ]),
    );
    const run = await runCli('replay', file, '--format', 'json');
    expect(run.status).toBe(0);
    expect(run.windows()).toHaveLength(2);
    expect(run.errors).toMatch(/left out/);
  });

  it('sums hopping windows', async () => {
    using folder = new TemporaryFolder();
    const file = folder.file('hop.pcap');
    const frame = ethernet(etherTypes.ipv4, ipv4({ totalLength: 100 }));
    writeFileSync(file, pcapFile([5, 12, 31].map((s) => ({ seconds: 1_700_000_000 + s, data: frame }))));
    const run = await runCli('replay', file, '--window', '20', '--slide', '10', '--format', 'json');
    const start = 1_700_000_000;
    expect(run.windows().map((w) => [Date.parse(w.start) / 1000 - start, w.bytes])).toEqual([
      [-10, 100],
      [0, 200],
      [10, 100],
      [20, 100],
      [30, 100],
    ]);
  });

  it('begins anew on a data folder where it had finished', async () => {
    using folder = new TemporaryFolder();
    const file = folder.file('random.pcap');
    writeFileSync(file, capture(6, 3_000, 900));
    const args = ['replay', file, '--pairs', 'all', '--format', 'json', '--data-dir', folder.file('data')];
    const first = await runCli(...args);
    const second = await runCli(...args);
    expect(second.lines).toEqual(first.lines);
  });
});
