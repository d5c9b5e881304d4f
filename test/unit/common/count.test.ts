import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addCounts } from '../../../src-main/common/count.ts';

const largest = Number.MAX_SAFE_INTEGER;

it('adds counts exactly up to 2^53 − 1', () => {
  expect(addCounts(largest - 1, 1)).toBe(largest);
  expect(addCounts(0, 0)).toBe(0);
});

it('refuses a sum that a number can not hold exactly, and never rounds', () => {
  expect(() => addCounts(largest, 1)).toThrow(expect.objectContaining({ code: 'count/too-large' }));
  fc.assert(
    fc.property(fc.maxSafeNat(), fc.maxSafeNat(), (a, b) => {
      const exact = BigInt(a) + BigInt(b);
      if (exact > BigInt(largest)) expect(() => addCounts(a, b)).toThrow(/exceeds 9007199254740991/);
      else expect(BigInt(addCounts(a, b))).toBe(exact);
    }),
  );
});
