/** The first pause; each further one is twice as long. */
const firstMs = 250;
/** Unless set otherwise, the longest pause, and how long an attempt holds to count as healthy. */
const longestMs = 5_000;
const healthyMs = 10_000;

/** How the pauses between attempts grow, in milliseconds. */
export interface BackOffPace {
  readonly firstMs?: number;
  readonly longestMs?: number;
  readonly healthyMs?: number;
}

/** Pauses between attempts: doubling from 250 ms up to the longest (5 s), from the first one again after health. */
export class BackOff {
  readonly #pace: Required<BackOffPace>;
  #nextMs: number;

  constructor(pace: BackOffPace = {}) {
    this.#pace = { firstMs, longestMs, healthyMs, ...pace };
    this.#nextMs = this.#pace.firstMs;
  }

  /** Length in milliseconds of the pause that is due after an attempt that held for `heldMs`. */
  next(heldMs: number): number {
    if (heldMs >= this.#pace.healthyMs) this.reset();
    const pauseMs = this.#nextMs;
    this.#nextMs = Math.min(2 * pauseMs, this.#pace.longestMs);
    return pauseMs;
  }

  /** The next pause is the first one again: something went well. */
  reset(): void {
    this.#nextMs = this.#pace.firstMs;
  }
}
