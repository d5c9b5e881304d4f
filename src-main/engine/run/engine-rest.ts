import type { MonitorStatus } from '../../common/model/status.ts';
import type { EpochMs } from '../../common/units.ts';

/** While nothing comes, all is looked at this seldom. */
export const restMs = 3_000;

/** What says whether anything goes on. */
type LookedStatus = Pick<MonitorStatus, 'atMs' | 'firingCount' | 'problems'> & {
  readonly capture: Pick<MonitorStatus['capture'], 'packetsPerSecond'>;
};

/** Whether the engine rests: nothing was captured or summed since all was looked at, and nobody has changed the store. */
export class EngineRest {
  readonly #version: () => string;
  #lookedMs = -Infinity;
  #lookedVersion = '';
  #isBusy = true;

  /** @param version another one after each change of the store by other processes */
  constructor(version: () => string) {
    this.#version = version;
  }

  /** Something has come. */
  note(): void {
    this.#isBusy = true;
  }

  /** All was looked at, and found so: what shows a rate, waits for a reminder or has a problem goes on by itself. */
  looked<S extends LookedStatus>(status: S): S {
    const { atMs, capture, firingCount, problems } = status;
    this.#lookedMs = atMs;
    this.#isBusy = capture.packetsPerSecond > 0 || firingCount > 0 || problems.length > 0;
    this.#lookedVersion = this.#version();
    return status;
  }

  /** Whether a look at all would find nothing. */
  isResting(now: EpochMs): boolean {
    if (this.#isBusy || Math.abs(now - this.#lookedMs) >= restMs) return false;
    return this.#version() === this.#lookedVersion;
  }
}
