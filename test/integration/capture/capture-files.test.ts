import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { durationMs } from '../../../src-main/common/units.ts';
import {
  ethernet,
  etherTypes,
  ipv4,
  ipv6,
  type PcapOptions,
  pcapFile,
  pcapngFile,
} from '../../support/packets/pcap-writer.ts';
import { CaptureFolder, replay, totalsOf } from '../../support/packets/pcap-replay.ts';

const folder = new CaptureFolder();
afterAll(() => folder.remove());

const packet = (totalLength = 100): Buffer => ethernet(etherTypes.ipv4, ipv4({ totalLength }));
const startsOf = async (content: Uint8Array): Promise<number[]> =>
  [...totalsOf(await replay(folder.write(content))).flows.keys()].map((key) => Number(key.split(' ')[0]));

const formats: [string, PcapOptions][] = [
  ['little-endian microseconds', {}],
  ['big-endian microseconds', { bigEndian: true }],
  ['little-endian nanoseconds', { nanoseconds: true }],
  ['big-endian nanoseconds', { bigEndian: true, nanoseconds: true }],
];

describe('a capture file', () => {
  it.each(formats)('is read with %s', async (_, options) => {
    const last = options.nanoseconds ? 999_999_999 : 999_999;
    const stamps = [
      { seconds: 1_700_000_000, fraction: 0 },
      { seconds: 1_700_000_000, fraction: last },
      { seconds: 1_700_000_001, fraction: 0 },
    ];
    const records = stamps.map((stamp) => ({ ...stamp, data: packet() }));
    expect(await startsOf(pcapFile(records, options))).toEqual([1_700_000_000_000, 1_700_000_001_000]);
  });

  it.each([false, true])('may be pcapng (big-endian: %s)', async (bigEndian) => {
    const records = [{ seconds: 5_000_000_000, fraction: 7, data: packet() }];
    expect(await startsOf(pcapngFile(records, { bigEndian }))).toEqual([5_000_000_000_000]);
  });

  it.each([{}, { nanoseconds: true }])('counts its seconds beyond 2038', async (options) => {
    const records = [{ seconds: 0xffffffff, fraction: 5, data: packet() }];
    expect(await startsOf(pcapFile(records, options))).toEqual([4_294_967_295_000]);
  });

  it('may have fractions of more than a second', async () => {
    const records = [
      { seconds: 10, fraction: 2_500_000, data: packet() },
      { seconds: 10, fraction: 0xffffffff, data: packet() },
    ];
    expect(await startsOf(pcapFile(records))).toEqual([12_000, 4304_000]);
  });

  it('is summed by the interval asked for', async () => {
    const records = [0, 4, 5, 9, 10].map((seconds) => ({ seconds, data: packet() }));
    const messages = await replay(folder.write(pcapFile(records)), { intervalMs: durationMs(5000) });
    expect([...totalsOf(messages).flows]).toEqual([
      ['0 c0000201 c6336402', { bytes: 200n, packets: 2n }],
      ['5000 c0000201 c6336402', { bytes: 200n, packets: 2n }],
      ['10000 c0000201 c6336402', { bytes: 100n, packets: 1n }],
    ]);
  });

  it('is told in order of time, interface and family, whatever its own order', async () => {
    const records = [3, 1, 2, 1, 3, 0].flatMap((seconds) => [
      { seconds, data: ethernet(etherTypes.ipv6, ipv6()) },
      { seconds, data: packet() },
    ]);
    const batches = (await replay(folder.write(pcapFile(records)))).flatMap((message) =>
      message.kind === 'flows' ? [`${message.batch.fromMs}/${message.batch.family}`] : [],
    );
    expect(batches).toEqual(['0/4', '0/6', '1000/4', '1000/6', '2000/4', '2000/6', '3000/4', '3000/6']);
  });

  it('is announced by its base name, and ends with counters and a flush', async () => {
    const file = folder.write(pcapFile([{ seconds: 7, data: packet() }]));
    const messages = await replay(file);
    expect(messages.map(({ kind }) => kind)).toEqual(['opened', 'flows', 'counters', 'flushed']);
    expect(messages).toMatchObject([
      { interface: { name: file.split('/').at(-1), linkType: 1 } },
      { batch: { interface: file.split('/').at(-1), count: 1, bytes: 100, packets: 1 } },
      { counters: { atMs: 7000, records: 1, kernelDropped: 0, interfaceDropped: 0 } },
      {},
    ]);
  });

  it('may be empty', async () => {
    const totals = totalsOf(await replay(folder.write(pcapFile([]))));
    expect(totals).toMatchObject({ records: 0, damaged: false });
  });

  it('is filtered', async () => {
    const records = [packet(), ethernet(etherTypes.ipv6, ipv6())].map((data) => ({ data }));
    const messages = await replay(folder.write(pcapFile(records)), { filter: 'ip6' });
    expect(totalsOf(messages)).toMatchObject({ records: 1, ip: 1 });
  });

  it('may come through a pipe', async () => {
    const pipe = join(folder.path, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const totals = replay(pipe).then(totalsOf);
    await writeFile(pipe, pcapFile([{ data: packet() }]));
    expect(await totals).toMatchObject({ ip: 1, damaged: false });
  });

  it('may hold more of its packets than its header says', async () => {
    const totals = totalsOf(await replay(folder.write(pcapFile([{ data: packet() }], { snapLength: 20 }))));
    expect(totals).toMatchObject({ ip: 1, malformed: 0 });
  });

  it('never makes a sum above 2^53 − 1', async () => {
    const data = ipv4({ totalLength: 0 });
    const records = Array.from({ length: 5 }, () => ({ data, originalLength: 0xffffffff }));
    const totals = totalsOf(await replay(folder.write(pcapFile(records, { linkType: 101 }))));
    expect([...totals.flows.values()]).toEqual([{ bytes: 5n * 0xffffffffn, packets: 5n }]);
  });
});

describe('a bad capture file', () => {
  const good = pcapFile([100, 200, 300].map((length) => ({ data: packet(length) })));

  it.each([
    ['in the middle of a packet', good.length - 1],
    ['in the middle of a record’s header', good.length - 42 - 3],
  ])('that ends %s counts up to there, with a warning', async (_, length) => {
    const messages = await replay(folder.write(good.subarray(0, length)));
    expect(totalsOf(messages)).toMatchObject({ records: 2, ip: 2, damaged: true });
    const problem = messages.find((message) => message.kind === 'problem')?.problem;
    expect(problem?.message).toMatch(/: it ends in the middle of .*; what was read up to there counts$/);
  });

  it('with an impossible record length counts up to there', async () => {
    const bad = Buffer.from(good);
    bad.writeUInt32LE(0x7fffffff, 24 + 16 + 42 + 8);
    expect(totalsOf(await replay(folder.write(bad)))).toMatchObject({ records: 1, damaged: true });
  });

  it.each([
    ['is no capture', Buffer.from('this is not a capture file, but a text')],
    ['is empty', Buffer.alloc(0)],
    ['ends in its header', good.subarray(0, 20)],
  ])('that %s is refused', async (_, content) => {
    const refused = {
      code: 'capture/bad-file',
      remedy: 'Give a capture file, pcap or pcapng',
      retriable: false,
    };
    await expect(replay(folder.write(content))).rejects.toMatchObject(refused);
  });

  it.each([
    ['is not there', '/nonexistent/x.pcap'],
    ['is a folder', '/'],
  ])('that %s is refused', async (_, file) => {
    await expect(replay(file)).rejects.toMatchObject({ code: 'capture/bad-file' });
  });

  it('is not to be confused with a bad filter', async () => {
    const refused = { code: 'capture/bad-filter', message: expect.stringContaining('"host ("') as unknown };
    await expect(replay(folder.write(good), { filter: 'host (' })).rejects.toMatchObject(refused);
  });

  it('is nothing to a helper that is missing', async () => {
    await expect(replay('x.pcap', { helperPath: '/nonexistent/helper' })).rejects.toMatchObject({
      code: 'capture/helper-missing',
      remedy: 'Build it with: make -C src-capture',
    });
  });
});

it('tells the same of the same file, every time', async () => {
  const seconds = fc.sample(fc.nat({ max: 20 }), { numRuns: 2000, seed: 1 });
  const records = seconds.map((second, i) => ({
    seconds: second,
    data: i % 3 === 0 ? ethernet(etherTypes.ipv6, ipv6({ source: i % 200 })) : packet(20 + (i % 700)),
  }));
  const file = folder.write(pcapFile(records));
  expect(await replay(file)).toEqual(await replay(file));
});
