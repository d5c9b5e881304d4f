import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { flowSize } from '../../../src-main/engine/flow-records/layout.ts';
import type { CaptureMessage } from '../../../src-main/engine/capture/capture-source.ts';
import {
  ethernet,
  etherTypes,
  ipv4,
  ipv6,
  pcapFile,
  type PcapRecord,
} from '../../support/packets/pcap-writer.ts';
import { CaptureFolder, replay, totalsOf } from '../../support/packets/pcap-replay.ts';
import { helperWith } from '../../support/packets/pcap-live.ts';
import { random } from '../../support/process/random.ts';
import { referenceTotals } from '../../support/packets/reference-decoder.ts';

const folder = new CaptureFolder();
afterAll(() => folder.remove());
const helperPath = helperWith(folder, '--each-packet');

interface Packet {
  readonly second: number;
  readonly pair: number;
  readonly family: 4 | 6;
  readonly length: number;
}

const recordOf = ({ second, pair, family, length }: Packet): PcapRecord => ({
  seconds: second,
  data:
    family === 4
      ? ethernet(etherTypes.ipv4, ipv4({ source: `10.0.0.${pair}`, totalLength: length }))
      : ethernet(etherTypes.ipv6, ipv6({ source: pair, payloadLength: length - 40 })),
});

/** `second family`, then the length of each packet, in order. */
function lengthsOf(messages: readonly CaptureMessage[]): Record<string, number[]> {
  const lengths: Record<string, number[]> = {};
  for (const message of messages) {
    if (message.kind !== 'flows') continue;
    const { fromMs, family, flows, count } = message.batch;
    const bytes = Buffer.from(flows.buffer, flows.byteOffset, flows.length);
    for (let end = flowSize(family); end <= count * flowSize(family); end += flowSize(family)) {
      expect(bytes.readBigUInt64LE(end - 8)).toBe(1n);
      (lengths[`${fromMs / 1000} ${family}`] ??= []).push(Number(bytes.readBigUInt64LE(end - 16)));
    }
  }
  return lengths;
}

function expectedOf(packets: readonly Packet[]): Record<string, number[]> {
  const lengths: Record<string, number[]> = {};
  for (const { second, family, length } of packets) (lengths[`${second} ${family}`] ??= []).push(length);
  return lengths;
}

const anyPacket = fc.record({
  second: fc.nat({ max: 3 }),
  pair: fc.nat({ max: 2 }),
  family: fc.constantFrom(4, 6),
  length: fc.integer({ min: 61, max: 1500 }),
});

describe('the helper with --each-packet', () => {
  it('tells the length of each packet, in the order of arrival', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyPacket, { minLength: 1, maxLength: 60 }), async (packets) => {
        const messages = await replay(folder.write(pcapFile(packets.map(recordOf))), { helperPath });
        expect(lengthsOf(messages)).toEqual(expectedOf(packets));
      }),
      { numRuns: 25 },
    );
  });

  it('sends a full table, and goes on', async () => {
    const below = random(7);
    const packets = Array.from({ length: 300_000 }, (): Packet => ({
      ...{ second: 1, pair: below(200), family: below(4) === 0 ? 6 : 4, length: 61 + below(1400) },
    }));
    const content = pcapFile(packets.map(recordOf));
    const messages = await replay(folder.write(content), { helperPath });
    expect(totalsOf(messages)).toEqual(referenceTotals(content));
    const [lengths, expected] = [lengthsOf(messages), expectedOf(packets)];
    expect(Object.keys(lengths)).toEqual(['1 4', '1 6']);
    for (const key of ['1 4', '1 6']) expect(lengths[key]!.join()).toBe(expected[key]!.join());
  });
});
