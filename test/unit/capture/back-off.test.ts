import { expect, it } from 'vitest';
import { BackOff, pause } from '../../../src-main/engine/capture/back-off.ts';

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

it('ends a pause with the signal', async () => {
  const abort = new AbortController();
  const paused = pause(60_000, abort.signal);
  abort.abort();
  await expect(paused).resolves.toBeUndefined();
});
