import { afterAll, describe, expect, it } from 'vitest';
import {
  ethernet,
  etherTypes,
  ipv4,
  ipv6,
  pcapFile,
  type PcapRecord,
} from '../../support/packets/pcap-writer.ts';
import { CaptureFolder, replay, totalsOf } from '../../support/packets/pcap-replay.ts';
import { random } from '../../support/process/random.ts';
import { referenceTotals } from '../../support/packets/reference-decoder.ts';

const folder = new CaptureFolder();
afterAll(() => folder.remove());

const byNumber = (number: number): string => `10.${number >> 16}.${(number >> 8) & 255}.${number & 255}`;
const v4 = (pair: number, totalLength: number): Buffer =>
  ethernet(etherTypes.ipv4, ipv4({ source: byNumber(pair), totalLength }));
const v6 = (pair: number, payloadLength: number): Buffer =>
  ethernet(etherTypes.ipv6, ipv6({ source: pair, payloadLength }));

/** Of `pairs` pairs, and of `seconds` seconds, by chance; a few in a row are of the same flow. */
function records(count: number, pairs: number, seconds: number): PcapRecord[] {
  const below = random(count);
  const one = (): PcapRecord => {
    const frame = below(4) === 0 ? v6 : v4;
    return { seconds: below(seconds), data: frame(below(pairs), 100 + below(1000)) };
  };
  return Array.from({ length: count }, one).flatMap((record, i) =>
    i % 10 === 0 ? [record, record, record] : [record],
  );
}

describe('a file of many', () => {
  it.each([
    ['flows in one second, more than the table holds', 240_000, 200_000, 1, 2],
    ['flows in a few seconds', 60_000, 50_000, 7, 1],
    ['seconds, more than the table holds', 30_000, 40, 1500, 2],
    ['packets, each in another second', 9000, 3, 1_000_000, 4],
  ])('%s is summed to the byte', async (_, count, pairs, seconds, flushes) => {
    const content = pcapFile(records(count, pairs, seconds));
    const messages = await replay(folder.write(content));
    const { flows, ...counts } = totalsOf(messages);
    const { flows: expected, ...expectedCounts } = referenceTotals(content);
    expect(counts).toEqual(expectedCounts);
    // Compared by hand: a diff of maps of this size would take minutes.
    const wrong = [...expected].filter(([key, sum]) => {
      const found = flows.get(key);
      return found?.bytes !== sum.bytes || found.packets !== sum.packets;
    });
    expect(wrong).toEqual([]);
    expect(flows.size).toBe(expected.size);
    expect(messages.filter(({ kind }) => kind === 'flushed').length).toBeGreaterThanOrEqual(flushes);
  });
});
