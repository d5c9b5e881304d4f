import { describe, expect, it } from 'vitest';
import { epochMs } from '../../../src-main/common/units.ts';
import { StatusThrottle } from '../../../src-main/engine/run/status-throttle.ts';

/** Runs a pace over steps of 10 ms; returns when the state was told. */
function run(fromMs: number, toMs: number, hasNews: (ms: number) => boolean): number[] {
  const throttle = new StatusThrottle();
  throttle.sent(epochMs(fromMs - 1));
  const told: number[] = [];
  for (let ms = fromMs; ms < toMs; ms += 10) {
    if (hasNews(ms)) throttle.note(epochMs(ms));
    if (!throttle.isDue(epochMs(ms))) continue;
    throttle.sent(epochMs(ms));
    told.push(ms);
  }
  return told;
}

describe('StatusThrottle', () => {
  it('tells at once what comes after the end of each second, and what comes within it with the next', () => {
    expect(run(10_000, 13_000, (ms) => ms % 500 === 20)).toEqual([10_020, 11_020, 12_020]);
  });

  it('waits for what comes through brokers', () => {
    expect(run(10_000, 13_000, (ms) => ms % 1000 === 310)).toEqual([10_310, 11_310, 12_310]);
  });

  it('tells once a second when nothing comes', () => {
    expect(run(10_000, 13_000, () => false)).toEqual([10_500, 11_500, 12_500]);
  });

  it('knows when it will be due though nothing comes', () => {
    const throttle = new StatusThrottle();
    for (const sentMs of [10_000, 10_020, 10_999]) {
      throttle.sent(epochMs(sentMs));
      expect(throttle.isDue(epochMs(throttle.dueMs - 1))).toBe(false);
      expect(throttle.isDue(epochMs(throttle.dueMs))).toBe(true);
    }
  });

  it('goes on when the clock is set back', () => {
    const throttle = new StatusThrottle();
    throttle.note(epochMs(50_000));
    throttle.sent(epochMs(50_000));
    expect(throttle.isDue(epochMs(20_000))).toBe(true);
    throttle.sent(epochMs(20_000));
    expect(throttle.isDue(epochMs(20_250))).toBe(false);
  });
});
