import { describe, expect, it } from 'vitest';
import { LogCheckpoints } from '../../../src-main/engine/history/log-checkpoints.ts';
import { FakeClock } from '../../support/process/fake-clock.ts';

describe('the checkpoints of the log', () => {
  /** Seconds at which the log was looked at, where so many pages are stored in each. */
  const looksAt = (pagesPerSecond: (second: number) => number, seconds: number): number[] => {
    const clock = new FakeClock();
    const looks: number[] = [];
    let pages = 0;
    const checkpointLog = (): number => {
      looks.push(Math.round(clock.monotonic() / 1_000));
      if (pages > 1_000) return (pages = 0);
      return 1_000 - pages;
    };
    const checkpoints = new LogCheckpoints({ checkpointLog }, clock);
    for (let second = 0; second < seconds; second += 1) {
      pages += pagesPerSecond(second);
      clock.advance(1_000);
    }
    checkpoints.dispose();
    return looks;
  };

  it('are looked for each five seconds while next to nothing is stored', () => {
    expect(looksAt(() => 4, 20)).toEqual([0, 1, 6, 11, 16]);
  });

  it('are looked for each second while much is stored', () => {
    expect(looksAt(() => 700, 6)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it('are looked for sooner once more is stored', () => {
    expect(looksAt((second) => (second < 6 ? 4 : 120), 15)).toEqual([0, 1, 6, 11, 13, 14, 15]);
  });
});
