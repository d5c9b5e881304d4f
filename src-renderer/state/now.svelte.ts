import type { WallClock } from '../../src-main/common/clock.ts';
import { type EpochMs, epochMs } from '../../src-main/common/units.ts';

/** The present, to the second, as reactive state. */
export class Now {
  readonly #clock: WallClock;
  #ms = $state<EpochMs>(epochMs(0));

  constructor(clock: WallClock) {
    this.#clock = clock;
    this.#ms = clock.now();
  }

  get ms(): EpochMs {
    return this.#ms;
  }

  /** To be called about once a second, with what else changes then: each tick draws a frame. */
  tick(): void {
    this.#ms = this.#clock.now();
  }

  /** Ticks by itself for as long as nobody else does; an effect of the component that calls it. */
  runWhile(isAlone: () => boolean): void {
    $effect(() => {
      if (!isAlone()) return;
      const timer = setInterval(() => this.tick(), 1000);
      return () => clearInterval(timer);
    });
  }
}
