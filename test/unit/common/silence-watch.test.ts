import { describe, expect, it } from 'vitest';
import { SilenceWatch } from '../../../src-main/common/silence-watch.ts';
import { FakeClock } from '../../support/process/fake-clock.ts';

function watchOf(canHear: () => boolean = () => true) {
  const clock = new FakeClock();
  const changes: boolean[] = [];
  const watch = new SilenceWatch({ clock, afterMs: 5_000, canHear, onChanged: (is) => changes.push(is) });
  return { clock, changes, watch };
}

describe('a watch for silence', () => {
  it('says once that silence began, and once that it ended', () => {
    const { clock, changes, watch } = watchOf();
    clock.advance(4_000);
    watch.heard();
    clock.advance(4_900);
    expect(changes).toEqual([]);
    clock.advance(5_000);
    expect(changes).toEqual([true]);
    watch.heard();
    watch.heard();
    expect(changes).toEqual([true, false]);
  });

  it('is not misled by the time of day', () => {
    const { clock, changes } = watchOf();
    clock.set(3_600_000);
    clock.advance(2_000);
    expect(changes).toEqual([]);
  });

  it('takes for no silence what it could not hear', () => {
    let canHear = false;
    const { clock, changes } = watchOf(() => canHear);
    clock.advance(60_000);
    canHear = true;
    clock.advance(4_000);
    expect(changes).toEqual([]);
    clock.advance(6_000);
    expect(changes).toEqual([true]);
  });

  it('wakes up when silence would begin, and not before', () => {
    const { clock, watch } = watchOf();
    let wakeUps = 0;
    const counting = new SilenceWatch({
      clock: {
        monotonic: () => clock.monotonic(),
        once: (ms, run) => clock.once(ms, () => ((wakeUps += 1), run())),
      },
      afterMs: 5_000,
      onChanged: () => undefined,
    });
    watch.dispose();
    for (let second = 0; second < 20; second += 1) {
      clock.advance(1_000);
      counting.heard();
    }
    expect(wakeUps).toBe(4);
  });

  it('ends when it is disposed of', () => {
    const { clock, watch } = watchOf();
    watch.dispose();
    expect(clock.timers).toBe(0);
  });
});
