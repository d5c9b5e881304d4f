/** Bytes a millisecond over the recent past: what is older weighs less, by a factor e for each time constant. */
export class RateMeter {
  readonly #timeConstantMs: number;
  #bytes = 0;
  #lengthMs = 0;

  constructor(timeConstantMs: number) {
    this.#timeConstantMs = timeConstantMs;
  }

  /** Bytes a millisecond; null before the first measurement. */
  get rate(): number | null {
    return this.#lengthMs === 0 ? null : this.#bytes / this.#lengthMs;
  }

  /** Records the bytes of the last `lengthMs`. */
  add(bytes: number, lengthMs: number): void {
    // Sums over the same weighted past, so that the mean is right from the first measurement on.
    const kept = Math.exp(-lengthMs / this.#timeConstantMs);
    this.#bytes = this.#bytes * kept + bytes;
    this.#lengthMs = this.#lengthMs * kept + lengthMs;
  }
}
