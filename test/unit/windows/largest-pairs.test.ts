import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareAddresses, formatAddress, type PackedAddress } from '../../../src-main/common/address.ts';
import type { PairKey } from '../../../src-main/engine/flow-records/layout.ts';
import { otherPair, PairSums } from '../../../src-main/engine/windows/pair-sums.ts';
import { largestPairs, largestPairsAt } from '../../../src-main/engine/windows/largest-pairs.ts';

/** Bytes that are near each other in different ways, also as text. */
const byte = fc.oneof(fc.constantFrom(0, 1, 2, 9, 10, 16, 19, 99, 100, 255), fc.nat(255));
const packed = (length: number) =>
  fc
    .array(byte, { minLength: length, maxLength: length })
    .map((bytes) => String.fromCharCode(...bytes) as PackedAddress);
const prefix = String.fromCharCode(0x20, 1, 0xd, 0xb8);
const mapped = '\0\0\0\0\0\0\0\0\0\0\xff\xff';
const v6 = fc.oneof(
  packed(16),
  packed(12).map((rest) => (prefix + rest) as PackedAddress),
  packed(4).map((rest) => (mapped + rest) as PackedAddress),
);
const address = fc.oneof(packed(4), v6);

it('addresses are compared as their texts are', () => {
  fc.assert(
    fc.property(address, address, (a, b) => {
      const [textA, textB] = [formatAddress(a), formatAddress(b)];
      const expected = textA < textB ? -1 : textA > textB ? 1 : 0;
      expect(Math.sign(compareAddresses(a, b))).toBe(expected);
    }),
    { numRuns: 5_000 },
  );
});

it('the few largest pairs are the first of all, in the same order, where many have the same bytes', () => {
  const pair = fc.oneof(
    fc.tuple(packed(4), packed(4)).map(([a, b]) => (a + b) as PairKey),
    fc.tuple(v6, v6).map(([a, b]) => (a + b) as PairKey),
    fc.constant(otherPair),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(pair, fc.nat(3)), { maxLength: 60 }), fc.nat(12), (all, count) => {
      const sums = new PairSums(1_000);
      for (const [one, bytes] of all) sums.add(one, bytes, 1);
      const ordered = largestPairs(sums, Number.MAX_SAFE_INTEGER);
      expect(largestPairs(sums, count)).toEqual(ordered.slice(0, count));
      expect(largestPairsAt(sums, [...sums.places()], count)).toEqual(ordered.slice(0, count));
      const matches = (one: PairKey): boolean => one.length === 8;
      expect(largestPairs(sums, count, matches)).toEqual(
        largestPairs(sums, Number.MAX_SAFE_INTEGER, matches).slice(0, count),
      );
    }),
  );
});
