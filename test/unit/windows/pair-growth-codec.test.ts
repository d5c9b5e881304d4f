import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PairKey } from '../../../src-main/engine/flow-records/layout.ts';
import { type PairColumns, pairsIn } from '../../../src-main/engine/windows/pair-columns.ts';
import { decodeGrowth, encodeGrowth } from '../../../src-main/engine/windows/pair-growth-codec.ts';
import { otherPair, type PairCount, PairSums } from '../../../src-main/engine/windows/pair-sums.ts';
import { decodePairSums } from '../../../src-main/engine/windows/pair-sums-codec.ts';

const keyOf = (length: number) =>
  fc
    .uint8Array({ minLength: length, maxLength: length })
    .map((bytes) => Buffer.from(bytes).toString('latin1') as PairKey);
const key = fc.oneof(keyOf(8), keyOf(32), fc.constant(otherPair));
const count = fc.oneof(fc.nat(300), fc.constantFrom(2 ** 32 - 1, 2 ** 32, 2 ** 32 + 1), fc.nat(2 ** 40));
const growth = fc.uniqueArray(fc.record({ pair: key, bytes: count, packets: count }), {
  selector: ({ pair }) => pair,
  maxLength: 60,
});
const damaged = expect.objectContaining({ code: 'store/damaged' }) as Error;

/** The pairs as all that was ever summed. */
function columnsOf(all: readonly PairCount[]): PairColumns {
  const sums = PairSums.of(all, 1_000);
  return sums.columnsAt(Uint32Array.from(sums.places()), new Float64Array(0));
}

const grownIn = (encoded: Uint8Array): PairCount[] => [...pairsIn(decodeGrowth(encoded))];

const byKey = ({ pair: a }: PairCount, { pair: b }: PairCount): number => (a < b ? -1 : 1);

describe('the growth of pairs as bytes', () => {
  it('is read back the same, with its sums', () => {
    fc.assert(
      fc.property(growth, (all) => {
        const { pairs, ...sums } = encodeGrowth(columnsOf(all));
        expect(grownIn(pairs).toSorted(byKey)).toEqual(all.toSorted(byKey));
        const sumOf = (of: 'bytes' | 'packets'): number => all.reduce((sum, one) => sum + one[of], 0);
        expect(sums).toEqual({ bytes: sumOf('bytes'), packets: sumOf('packets') });
        expect([...decodePairSums(pairs, 1_000).entries()].toSorted(byKey)).toEqual(all.toSorted(byKey));
      }),
    );
  });

  it('is damaged where any bit of it is another', () => {
    fc.assert(
      fc.property(growth, fc.nat(), fc.nat(7), (all, at, bit) => {
        const { pairs } = encodeGrowth(columnsOf(all));
        pairs[1 + (at % (pairs.length - 1))]! ^= 1 << bit;
        expect(() => grownIn(pairs)).toThrow(damaged);
      }),
    );
  });

  it('is damaged where it was cut, or goes on', () => {
    fc.assert(
      fc.property(growth, fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 9 }), (all, cut, more) => {
        const { pairs } = encodeGrowth(columnsOf(all));
        expect(() => grownIn(pairs.subarray(0, cut % pairs.length))).toThrow(damaged);
        expect(() => grownIn(Buffer.concat([pairs, more]))).toThrow(damaged);
      }),
    );
  });
});
