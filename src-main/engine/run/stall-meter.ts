import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Disposable } from '../../common/disposable.ts';

/** How often the thread is looked at, in milliseconds; a stall is what a look is late by. */
const lookMs = 20;

/** Measures for how long this thread did one thing at a time, and nothing else had its turn. */
export class StallMeter implements Disposable {
  readonly #delays = monitorEventLoopDelay({ resolution: lookMs });

  constructor() {
    this.#delays.enable();
  }

  /** The longest stall so far, in milliseconds. */
  get longestMs(): number {
    return Math.max(0, Math.round(this.#delays.max / 1e6) - lookMs);
  }

  dispose(): void {
    this.#delays.disable();
  }
}
