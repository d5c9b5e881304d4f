import { setTimeout as sleep } from 'node:timers/promises';

const firstMs = 250;
const healthyMs = 10_000;

/** Pauses between attempts: doubling up to the longest (5 s), from the start again after 10 s of health. */
export class BackOff {
  readonly #longestMs: number;
  #nextMs = firstMs;

  constructor(longestMs = 5_000) {
    this.#longestMs = longestMs;
  }

  /** Length of the pause that is due after an attempt that held for `heldMs`. */
  next(heldMs: number): number {
    if (heldMs >= healthyMs) this.#nextMs = firstMs;
    const pauseMs = this.#nextMs;
    this.#nextMs = Math.min(2 * pauseMs, this.#longestMs);
    return pauseMs;
  }
}

/** Waits, but no longer than until the signal is aborted. */
export async function pause(lengthMs: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(lengthMs, undefined, { signal });
  } catch (reason) {
    if (!signal.aborted) throw reason;
  }
}
