import fc from 'fast-check';
import { expect, it } from 'vitest';
import { valueAtRank } from '../../../src-main/engine/windows/rank.ts';

it('gives the value that sorting would have at a rank', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20), { minLength: 1 }), fc.nat(40), (values, rank) => {
      const sorted = values.toSorted((a, b) => b - a);
      const wanted = rank <= 0 ? Infinity : (sorted[rank - 1] ?? 0);
      expect(valueAtRank(Float64Array.from(values), values.length, rank)).toBe(wanted);
    }),
  );
});
