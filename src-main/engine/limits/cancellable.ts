import { setImmediate as breathe } from 'node:timers/promises';
import { MonitorError } from '../../common/errors.ts';
import { say } from '../../common/phrases/say.ts';

/** For what nobody cancels. */
export const neverCancelled: AbortSignal = new AbortController().signal;

/** @throws MonitorError `request/cancelled` once the signal has aborted */
export function requireGoingOn(signal: AbortSignal): void {
  if (signal.aborted) throw cancelled();
}

/**
 * The outcome of a step that need not be waited for once the signal aborts. A signal that was sent while the step kept
 * the thread busy counts, too.
 *
 * @throws MonitorError `request/cancelled`, and whatever the step throws before
 */
export async function untilCancelled<T>(step: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const onAbort = (): void => aborted.reject(cancelled());
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    const outcome = await Promise.race([step, aborted.promise]);
    await breathe();
    requireGoingOn(signal);
    return outcome;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/**
 * Lets whatever else waits have its turn.
 *
 * @throws MonitorError `request/cancelled` once the signal has aborted
 */
export async function takeTurns(signal: AbortSignal = neverCancelled): Promise<void> {
  await breathe();
  requireGoingOn(signal);
}

/** Runs of which each can be cancelled until it ends. */
export class CancellableRuns {
  readonly #running = new Set<AbortController>();

  async run<T>(step: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    this.#running.add(controller);
    try {
      return await step(controller.signal);
    } finally {
      this.#running.delete(controller);
    }
  }

  /** Cancels all that run now. */
  cancel(): void {
    for (const controller of this.#running) controller.abort();
  }
}

const cancelled = (): MonitorError => new MonitorError('request/cancelled', say('limits.cancelled'));
