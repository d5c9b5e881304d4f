import type { Clock } from '../src-main/common/clock.ts';
import { toDisposable } from '../src-main/common/disposable.ts';
import { durationMs, epochMs } from '../src-main/common/units.ts';

/** What the window needs of a clock. */
export type WindowClock = Pick<Clock, 'now' | 'monotonic' | 'once'>;

/** The browser's own clock. */
export const browserClock: WindowClock = {
  now: () => epochMs(Date.now()),
  monotonic: () => durationMs(performance.now()),
  once(ms, action) {
    const timer = setTimeout(action, ms);
    return toDisposable(() => clearTimeout(timer));
  },
};
