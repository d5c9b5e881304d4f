import { expect, it } from 'vitest';
import { BackOff } from '../../../src-main/common/back-off.ts';

it('doubles the pause up to 5 s', () => {
  const backOff = new BackOff();
  expect(Array.from({ length: 7 }, () => backOff.next(0))).toEqual([250, 500, 1000, 2000, 4000, 5000, 5000]);
});

it('starts again after 10 s of health', () => {
  const backOff = new BackOff();
  backOff.next(0);
  backOff.next(9999);
  expect(backOff.next(10_000)).toBe(250);
});

it('starts again where something went well', () => {
  const backOff = new BackOff({ firstMs: 1_000, longestMs: 3_000 });
  expect([backOff.next(0), backOff.next(0), backOff.next(0)]).toEqual([1_000, 2_000, 3_000]);
  backOff.reset();
  expect(backOff.next(0)).toBe(1_000);
});
