import type { Clock } from './clock.ts';
import { type DurationMs, durationMs } from './units.ts';

/** For how long something will still take that goes on as it did. */
export class TimeLeft {
  readonly #clock: Pick<Clock, 'monotonic'>;
  #begun: { readonly atMs: number; readonly share: number } | undefined;

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.#clock = clock;
  }

  /**
   * @param share how much of it is done
   * @returns null while that can't be said: nothing was done since it was asked first
   */
  at(share: number): DurationMs | null {
    const now = this.#clock.monotonic();
    this.#begun ??= { atMs: now, share };
    const done = share - this.#begun.share;
    return done > 0 ? durationMs(Math.round(((now - this.#begun.atMs) * (1 - share)) / done)) : null;
  }
}
