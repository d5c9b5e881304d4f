import type { Cancellation, Clock } from '../../common/clock.ts';
import { type Disposable, toDisposable } from '../../common/disposable.ts';
import { durationMs, epochMs } from '../../common/units.ts';

/** Longest time that a timer of the runtime can hold, in milliseconds: a longer one would end at once. */
const longestTimerMs = 2 ** 31 - 1;

/** The machine's own clock. Only what composes the product knows it; all else is given a {@link Clock}. */
export const systemClock: Clock = {
  now: () => epochMs(Date.now()),
  monotonic: () => durationMs(performance.now()),
  after,
  once,
  every(ms, action) {
    const timer = setInterval(action, ms);
    return toDisposable(() => clearInterval(timer));
  },
};

function once(ms: number, action: () => void): Disposable {
  let timer: NodeJS.Timeout;
  const arm = (leftMs: number): void => {
    const step = Math.min(leftMs, longestTimerMs);
    timer = setTimeout(() => (leftMs > step ? arm(leftMs - step) : action()), step);
  };
  arm(ms);
  return toDisposable(() => clearTimeout(timer));
}

function after(ms: number, signal?: Cancellation): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  if (signal?.aborted) return Promise.resolve();
  const end = (): void => {
    timer.dispose();
    signal?.removeEventListener('abort', end);
    resolve(undefined);
  };
  const timer = once(ms, end);
  signal?.addEventListener('abort', end);
  return promise;
}
