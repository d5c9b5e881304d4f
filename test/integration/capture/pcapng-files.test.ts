import { afterAll, describe, expect, it } from 'vitest';
import {
  ethernet,
  etherTypes,
  ipv4,
  type PcapngInterface,
  PcapngWriter,
} from '../../support/packets/pcap-writer.ts';
import { CaptureFolder, replay, totalsOf } from '../../support/packets/pcap-replay.ts';

const folder = new CaptureFolder();
afterAll(() => folder.remove());

const raw = ipv4({ totalLength: 100 });
const framed = ethernet(etherTypes.ipv4, raw);
const write = new PcapngWriter();
const read = async (...blocks: Buffer[]): ReturnType<typeof replay> =>
  replay(folder.write(Buffer.concat(blocks)));
const flowsOf = async (...blocks: Buffer[]): Promise<unknown[]> => [...totalsOf(await read(...blocks)).flows];
const pair = 'c0000201 c6336402';
const onePacket = { bytes: 100n, packets: 1n };

describe('a pcapng file', () => {
  it('may have interfaces of several link types and snap lengths', async () => {
    const interfaces = [{}, { linkType: 101 }, { snapLength: 96 }].map((one) => write.interface(one));
    const packets = [framed, raw, framed].map((data, i) => write.packet(data, 0n, i));
    const sums = { bytes: 300n, packets: 3n };
    expect(await flowsOf(write.section(), ...interfaces, ...packets)).toEqual([[`0 ${pair}`, sums]]);
  });

  it('may describe an interface after the first packets', async () => {
    const later = [write.interface({ linkType: 228 }), write.packet(raw, 0n, 1)];
    const totals = totalsOf(await read(write.section(), write.interface(), write.packet(framed), ...later));
    expect(totals).toMatchObject({ ip: 2, malformed: 0, damaged: false });
  });

  it('may have sections of different byte orders, each with its own interfaces', async () => {
    const other = new PcapngWriter(true);
    const second = [other.section(), other.interface({ linkType: 101 }), other.packet(raw)];
    const totals = totalsOf(await read(write.section(), write.interface(), write.packet(framed), ...second));
    expect(totals).toMatchObject({ ip: 2, malformed: 0, damaged: false });
  });

  const clocks: [string, PcapngInterface, bigint][] = [
    ['nanoseconds', { resolution: 9 }, 5_999_999_999n],
    ['milliseconds', { resolution: 3 }, 5_999n],
    ['seconds', { resolution: 0 }, 5n],
    ['10^-18 s', { resolution: 18 }, 6n * 10n ** 18n - 1n],
    ['1/1024 s', { resolution: 0x80 | 10 }, 5n * 1024n + 1023n],
    ['an offset', { offset: 3n }, 2_000_000n],
    ['a negative offset', { offset: -3n }, 8_999_999n],
  ];
  it.each(clocks)('may count time in %s', async (_, clock, ticks) => {
    expect(await flowsOf(write.section(), write.interface(clock), write.packet(framed, ticks))).toEqual([
      [`5000 ${pair}`, onePacket],
    ]);
  });

  it('may have times before 1970', async () => {
    const blocks = [write.section(), write.interface({ offset: -10n }), write.packet(framed, 500_000n)];
    expect(await flowsOf(...blocks)).toEqual([[`-10000 ${pair}`, onePacket]]);
  });

  it('may have times beyond all reason', async () => {
    const clock = { resolution: 0, offset: 2n ** 62n };
    const totals = totalsOf(
      await read(write.section(), write.interface(clock), write.packet(framed, 2n ** 64n - 1n)),
    );
    expect(totals).toMatchObject({ ip: 1, damaged: false });
  });

  it('may have packets of the simple and of the obsolete kind', async () => {
    const packets = [write.simplePacket(framed.subarray(0, 34), 114), write.oldPacket(framed)];
    const interfaces = write.interface({ snapLength: 34 });
    expect(await flowsOf(write.section(), interfaces, ...packets)).toEqual([
      [`0 ${pair}`, { bytes: 200n, packets: 2n }],
    ]);
  });

  it('may have blocks that say nothing of packets', async () => {
    const unknown = write.block(0x80000bad, Buffer.alloc(1000));
    const blocks = [write.section(), unknown, write.interface(), unknown, write.packet(framed), unknown];
    expect(totalsOf(await read(...blocks))).toMatchObject({ records: 1, ip: 1, damaged: false });
  });

  it('may have no interface and no packet', async () => {
    expect(totalsOf(await read(write.section()))).toMatchObject({ records: 0, damaged: false });
  });

  it('is filtered on each of its link types', async () => {
    const interfaces = [{}, { linkType: 101 }].map((one) => write.interface(one));
    const other = ipv4({ source: '10.9.9.9' });
    const packets = [framed, raw, ethernet(etherTypes.ipv4, other), other].map((data, i) =>
      write.packet(data, 0n, i & 1),
    );
    const file = folder.write(Buffer.concat([write.section(), ...interfaces, ...packets]));
    expect(totalsOf(await replay(file, { filter: 'src host 10.9.9.9' }))).toMatchObject({
      records: 2,
      ip: 2,
    });
  });

  it.each([
    ['first', [101, 1]],
    ['second', [1, 101]],
  ])(
    'may have a %s interface that the filter does not fit: its packets are passed over',
    async (_, types) => {
      const frames = types.flatMap((type, i) => {
        const packet = write.packet(type === 1 ? framed : raw, 0n, i);
        return [packet, packet];
      });
      const interfaces = types.map((linkType) => write.interface({ linkType }));
      const file = folder.write(Buffer.concat([write.section(), ...interfaces, ...frames, ...frames]));
      const messages = await replay(file, { filter: 'ether host 02:02:02:02:02:02' });
      expect(totalsOf(messages)).toMatchObject({ records: 4 });
      const problems = messages.filter(({ kind }) => kind === 'problem');
      expect(problems).toMatchObject([{ problem: { code: 'capture/bad-filter' } }]);
      expect(problems[0]).toHaveProperty('problem.message', expect.stringMatching(/passed over$/));
    },
  );
});

describe('a damaged pcapng file', () => {
  const good = Buffer.concat([write.section(), write.interface(), write.packet(framed)]);
  const changed = (at: number, value: number): Buffer => {
    const block = write.packet(framed);
    block.writeUInt32LE(value, at);
    return block;
  };

  it.each([
    ['ends in a block', write.packet(framed).subarray(0, -4)],
    ['ends in a block’s header', write.packet(framed).subarray(0, 5)],
    ['has a packet of an unknown interface', write.packet(framed, 0n, 1)],
    ['has a packet longer than its block', changed(20, 1000)],
    ['has a packet too long for anything', changed(20, 0xffffffff)],
    ['has a block that is too short', changed(4, 8)],
    ['has a block that is too long', changed(4, 0xfffffffc)],
    ['has a block of an odd length', changed(4, 77)],
    ['has a block whose lengths differ', changed(write.packet(framed).length - 4, 64)],
    ['has a section without a byte order', write.block(0x0a0d0d0a, Buffer.alloc(16))],
    ['has an interface with a clock too fine', write.interface({ resolution: 20 })],
    ['has an interface with an even finer clock', write.interface({ resolution: 0xc0 })],
    ['has a description that is too short', write.block(1, Buffer.alloc(4))],
    ['has a packet block that is too short', write.block(6, Buffer.alloc(16))],
    ['has a simple packet longer than its block', write.simplePacket(framed, 1000)],
  ])('that %s counts up to there', async (_, bad) => {
    expect(totalsOf(await read(good, bad, write.packet(framed)))).toMatchObject({
      records: 1,
      ip: 1,
      damaged: true,
    });
  });

  it('that is damaged before its first interface has no packets, and says so', async () => {
    const messages = await read(write.section(), write.block(1, Buffer.alloc(4)));
    expect(totalsOf(messages)).toMatchObject({ records: 0, damaged: true });
  });
});
