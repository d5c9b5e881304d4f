/** Clocks are set right by less than this at a time, without anybody speaking of a step. */
const toleranceMs = 2_000;
/** A step is believed when the clock has stood by it for this long. */
const settleMs = 10_000;

/**
 * What the clocks say of the present. `unsure`: the wall clock has just stepped, and may step back. `returned`: it did.
 * `stepped`: it stays where it went; the machine slept, or somebody set the clock.
 */
export type ClockVerdict = 'steady' | 'unsure' | 'returned' | 'stepped';

/** Tells a step of the wall clock from the passing of time, by a clock that never steps. */
export class ClockGuard {
  /** Wall clock less monotonic clock, as it is believed to be. */
  #offsetMs: number | undefined;
  #doubted: { readonly offsetMs: number; readonly sinceMs: number } | undefined;

  /** @param monotonicMs a clock that stands still while the machine sleeps, or doesn't: either way that is not a step */
  look(wallMs: number, monotonicMs: number): ClockVerdict {
    const offsetMs = wallMs - monotonicMs;
    this.#offsetMs ??= offsetMs;
    if (isNear(offsetMs, this.#offsetMs)) {
      const wasDoubted = this.#doubted !== undefined;
      this.#offsetMs = offsetMs;
      this.#doubted = undefined;
      return wasDoubted ? 'returned' : 'steady';
    }
    if (!this.#doubted || !isNear(offsetMs, this.#doubted.offsetMs)) {
      this.#doubted = { offsetMs, sinceMs: monotonicMs };
    }
    if (monotonicMs - this.#doubted.sinceMs < settleMs) return 'unsure';
    this.#offsetMs = offsetMs;
    this.#doubted = undefined;
    return 'stepped';
  }
}

const isNear = (a: number, b: number): boolean => Math.abs(a - b) <= toleranceMs;
