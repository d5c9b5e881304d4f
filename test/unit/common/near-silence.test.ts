import { describe, expect, it } from 'vitest';
import { isNearlySilent } from '../../../src-main/common/near-silence.ts';

describe('traffic below its minimum', () => {
  it.each([
    ['nothing', 1, 0, true],
    ['some packets', 5_000, 272, true],
    ['a minimum that is met', 200, 272, false],
    ['more than a network at rest says', 10_000, 4_097, false],
    ['a hundredth of much', 1_000_000, 10_000, true],
    ['more than a hundredth of much', 1_000_000, 10_001, false],
    ['a hundredth of very much, which is much by itself', 1e9, 65_537, false],
  ])('is next to none or not: %s', (_, value, observed, expected) => {
    expect(isNearlySilent({ name: 'min', value }, observed)).toBe(expected);
  });

  it('is no matter of a maximum', () => {
    expect(isNearlySilent({ name: 'max', value: 1000 }, 0)).toBe(false);
  });
});
