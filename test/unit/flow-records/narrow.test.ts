import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AddressFamily, flowSize, pairSize } from '../../../src-main/engine/flow-records/layout.ts';
import { narrowFlows, widenFlows } from '../../../src-main/engine/flow-records/narrow.ts';

const family = fc.constantFrom<AddressFamily>(4, 6);
/** All sizes that take another width, up to the largest that there is. */
const count = fc.oneof(
  ...[8n, 16n, 32n, 53n, 64n].map((bits) => fc.bigInt({ min: 0n, max: 2n ** bits - 1n })),
);

function flowsOf(of: AddressFamily, counts: readonly (readonly [bigint, bigint])[], seed: number): Buffer {
  const flows = Buffer.alloc(counts.length * flowSize(of));
  for (const [i, [bytes, packets]] of counts.entries()) {
    const at = i * flowSize(of);
    for (let key = 0; key < pairSize(of); key += 1) flows[at + key] = Math.imul(seed + key, i + 7) >>> 8;
    flows.writeBigUInt64LE(bytes, at + pairSize(of));
    flows.writeBigUInt64LE(packets, at + pairSize(of) + 8);
  }
  return flows;
}

const batch = fc
  .tuple(family, fc.array(fc.tuple(count, count), { maxLength: 40 }), fc.nat())
  .map(([of, counts, seed]) => ({ of, flows: flowsOf(of, counts, seed), count: counts.length }));

describe('narrow flow records', () => {
  it('are widened to what they were, whatever their counts, and wherever in memory they lie', () => {
    fc.assert(
      fc.property(batch, fc.nat(7), ({ of, flows, count }, offset) => {
        const moved = Buffer.concat([Buffer.alloc(offset), flows]).subarray(offset);
        expect(widenFlows(narrowFlows(moved, of), of, count)).toEqual(new Uint8Array(flows));
      }),
    );
  });

  it('take two bytes for the counts of packets that are small', () => {
    const flows = flowsOf(4, Array(100).fill([255n, 3n]), 1);
    expect(narrowFlows(flows, 4)).toHaveLength(2 + 100 * (8 + 2));
  });

  it('are refused where they hold more or fewer records', () => {
    fc.assert(
      fc.property(batch, fc.integer({ min: 1, max: 9 }), ({ of, flows, count }, more) => {
        const narrow = narrowFlows(flows, of);
        expect(widenFlows(narrow, of, count + more)).toBeUndefined();
        expect(widenFlows(Buffer.concat([narrow, Buffer.alloc(1)]), of, count)).toBeUndefined();
        expect(widenFlows(new Uint8Array(0), of, count + 1)).toBeUndefined();
      }),
    );
  });
});
