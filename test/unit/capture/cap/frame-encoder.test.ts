import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FlowSums } from '../../../../src-main/engine/capture/cap/flow-sums.ts';
import { frames } from '../../../../src-main/engine/capture/cap/frame-encoder.ts';
import { flowSize, type PairKey } from '../../../../src-main/engine/flow-records/layout.ts';
import { HelperDecoder } from '../../../../src-main/engine/capture/helper-decoder.ts';
import type { FlowsFrame, HelperFrame } from '../../../../src-main/engine/capture/helper-protocol.ts';

const decode = (...written: Buffer[]): HelperFrame[] => [
  ...new HelperDecoder().decode(Buffer.concat(written)),
];

const count = fc.nat({ max: 2 ** 31 });
const key = fc
  .constantFrom(8, 32)
  .chain((length) =>
    fc
      .uint8Array({ minLength: length, maxLength: length })
      .map((bytes) => Buffer.from(bytes).toString('latin1')),
  );

/** Sums by addresses in hexadecimal, as the reader of the frames finds them. */
function sumsOf(read: readonly FlowsFrame[]): Record<string, [bytes: bigint, packets: bigint]> {
  const sums: Record<string, [bigint, bigint]> = {};
  for (const { family, flows } of read) {
    const [size, all] = [flowSize(family), Buffer.from(flows)];
    for (let at = 0; at < all.length; at += size) {
      const values = at + size - 16;
      sums[all.toString('hex', at, values)] = [all.readBigUInt64LE(values), all.readBigUInt64LE(values + 8)];
    }
  }
  return sums;
}

describe('frames that are written', () => {
  it('are read as what they tell', () => {
    fc.assert(
      fc.property(fc.nat({ max: 255 }), count, fc.string(), count, (index, linkType, name, ip) => {
        const counts = { records: ip + 10, ip, nonIp: 1, malformed: 2, unsupportedLink: 7 };
        const span = { fromMs: 1_699_999_999_000, toMs: 1_699_999_999_800 };
        const times = { atMs: 1_700_000_000_000, ...span, monotonicMs: 4, bootMs: 5 };
        expect(
          decode(
            frames.hello('cap 1'),
            frames.opened(index, linkType, 65_535, name),
            frames.counts(index, times, counts),
            frames.problem(index, 'warning', 'bad-filter', name),
            frames.problem(index, 'error', 'failed', name),
            frames.flushed(),
            frames.end(),
          ),
        ).toEqual([
          { type: 'hello', version: 2, libpcap: 'cap 1' },
          { type: 'interface', index, linkType, snapLength: 65_535, name },
          {
            ...{ type: 'stats', index, ...times, dropsKnown: false, ...counts },
            ...{ kernelReceived: 0, kernelDropped: 0, interfaceDropped: 0 },
          },
          { type: 'problem', index, severity: 'warning', code: 'bad-filter', text: name },
          { type: 'problem', index, severity: 'error', code: 'failed', text: name },
          { type: 'flushed' },
          { type: 'end' },
        ]);
      }),
    );
  });

  it('hold each pair’s sum', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(key, count)), (packets) => {
        const sums = new FlowSums();
        const expected: Record<string, [bigint, bigint]> = {};
        for (const [pair, bytes] of packets) {
          sums.add(pair as PairKey, bytes);
          const sum = (expected[Buffer.from(pair, 'latin1').toString('hex')] ??= [0n, 0n]);
          sum[0] += BigInt(bytes);
          sum[1] += 1n;
        }
        const lists = sums.take().map((list) => ({ index: 3, fromMs: 5000, intervalMs: 1000, ...list }));
        const read = decode(...lists.flatMap((list) => frames.flows(list))) as FlowsFrame[];
        expect(sumsOf(read)).toEqual(expected);
        expect(sums.size).toBe(0);
        for (const { index, fromMs, intervalMs } of read)
          expect([index, fromMs, intervalMs]).toEqual([3, 5000, 1000]);
      }),
    );
  });

  it('are several where the pairs are too many for one', () => {
    const sums = new FlowSums();
    for (let i = 0; i < 50_000; i++)
      sums.add(String.fromCharCode(0, 0, i >> 8, i & 255, 1, 2, 3, 4) as PairKey, i);
    const [list] = sums.take();
    const written = frames.flows({ index: 0, fromMs: 0, intervalMs: 1000, ...list! });
    expect(written.length).toBeGreaterThan(1);
    for (const { length } of written) expect(length).toBeLessThanOrEqual((1 << 20) + 8);
    expect(Object.keys(sumsOf(decode(...written) as FlowsFrame[]))).toHaveLength(50_000);
  });
});
