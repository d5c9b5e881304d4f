import { onDestroy } from 'svelte';
import { type Clock, type EpochMs, epochMs } from '../../src-main/common/units.ts';

/** The present, to the second, as reactive state. */
export class Now {
  readonly #clock: Clock;
  #ms = $state<EpochMs>(epochMs(0));

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#ms = clock.now();
  }

  get ms(): EpochMs {
    return this.#ms;
  }

  /** Starts ticking; ends with the component that calls it. */
  runWithComponent(): void {
    const timer = setInterval(() => (this.#ms = this.#clock.now()), 1000);
    onDestroy(() => clearInterval(timer));
  }
}
