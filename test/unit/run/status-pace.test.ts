import { describe, expect, it } from 'vitest';
import { epochMs } from '../../../src-main/common/units.ts';
import { StatusPace } from '../../../src-main/engine/run/status-pace.ts';

/** Runs a pace over steps of 10 ms; returns when the state was told. */
function run(fromMs: number, toMs: number, hasNews: (ms: number) => boolean): number[] {
  const pace = new StatusPace();
  pace.told(epochMs(fromMs - 1));
  const told: number[] = [];
  for (let ms = fromMs; ms < toMs; ms += 10) {
    if (hasNews(ms)) pace.note(epochMs(ms));
    if (!pace.isDue(epochMs(ms))) continue;
    pace.told(epochMs(ms));
    told.push(ms);
  }
  return told;
}

describe('StatusPace', () => {
  it('tells at once what comes after the end of each second, and what comes within it with the next', () => {
    expect(run(10_000, 13_000, (ms) => ms % 500 === 20)).toEqual([10_020, 11_020, 12_020]);
  });

  it('waits for what comes through brokers', () => {
    expect(run(10_000, 13_000, (ms) => ms % 1000 === 310)).toEqual([10_310, 11_310, 12_310]);
  });

  it('tells once a second when nothing comes', () => {
    expect(run(10_000, 13_000, () => false)).toEqual([10_500, 11_500, 12_500]);
  });

  it('goes on when the clock is set back', () => {
    const pace = new StatusPace();
    pace.note(epochMs(50_000));
    pace.told(epochMs(50_000));
    expect(pace.isDue(epochMs(20_000))).toBe(true);
    pace.told(epochMs(20_000));
    expect(pace.isDue(epochMs(20_250))).toBe(false);
  });
});
