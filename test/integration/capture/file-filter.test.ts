import { afterAll, describe, expect, it } from 'vitest';
import { CaptureFolder, replay, totalsOf } from '../../support/packets/pcap-replay.ts';
import {
  ipv4,
  ipv6,
  loopLink,
  nullLink,
  pcapFile,
  pcapngFile,
  type PcapOptions,
} from '../../support/packets/pcap-writer.ts';

const folder = new CaptureFolder();
afterAll(() => folder.remove());

const v4 = ipv4({ source: '192.0.2.1' });
const v6 = ipv6({ source: 1 });
const families = [24, 28, 30];

async function recordsThrough(
  filter: string,
  frames: readonly Buffer[],
  options: PcapOptions,
): Promise<number> {
  const write = options.linkType === 108 ? pcapngFile : pcapFile;
  const file = folder.write(
    write(
      frames.map((data) => ({ data })),
      options,
    ),
  );
  return totalsOf(await replay(file, { filter })).records;
}

describe('a capture filter on the frames of the BSDs', () => {
  it.each([false, true])('finds IPv4 and every IPv6 of NULL frames (big-endian: %s)', async (bigEndian) => {
    const frames = [nullLink(2, v4, bigEndian), ...families.map((family) => nullLink(family, v6, bigEndian))];
    const through = (filter: string): Promise<number> =>
      recordsThrough(filter, frames, { linkType: 0, bigEndian });
    expect(await through('ip')).toBe(1);
    expect(await through('ip6')).toBe(3);
    expect(await through('udp')).toBe(4);
    expect(await through('src host 192.0.2.1 or src net 2001:db8::/32')).toBe(4);
    expect(await through('host 192.0.2.77')).toBe(0);
  });

  it('finds both in LOOP frames', async () => {
    const frames = [loopLink(2, v4), ...families.map((family) => loopLink(family, v6))];
    expect(await recordsThrough('ip6', frames, { linkType: 108 })).toBe(3);
    expect(await recordsThrough('ip', frames, { linkType: 108 })).toBe(1);
  });
});

describe('a damaged pcapng file', () => {
  const whole = pcapngFile([{ data: v4 }, { data: v4 }], { linkType: 101 });
  const [sectionBytes, interfaceBytes] = [28, 20];
  const damaged = async (content: Buffer): Promise<{ records: number; damaged: boolean }> => {
    const { records, damaged } = totalsOf(await replay(folder.write(content)));
    return { records, damaged };
  };

  it('says that a packet came before any interface', async () => {
    const packets = whole.subarray(sectionBytes + interfaceBytes);
    const content = Buffer.concat([whole.subarray(0, sectionBytes), packets]);
    expect(await damaged(content)).toEqual({ records: 0, damaged: true });
  });

  it('that ends in its first interface counts nothing, with a warning', async () => {
    expect(await damaged(whole.subarray(0, sectionBytes + 7))).toEqual({ records: 0, damaged: true });
  });

  it('says that an option is longer than its block', async () => {
    const option = Buffer.from([9, 0, 200, 0, 6, 0, 0, 0]);
    const block = Buffer.concat([whole.subarray(sectionBytes, sectionBytes + 16), option, Buffer.alloc(4)]);
    block.writeUInt32LE(block.length, 4);
    block.writeUInt32LE(block.length, block.length - 4);
    const rest = whole.subarray(sectionBytes + interfaceBytes);
    const content = Buffer.concat([whole.subarray(0, sectionBytes), block, rest]);
    expect(await damaged(content)).toEqual({ records: 0, damaged: true });
  });
});
