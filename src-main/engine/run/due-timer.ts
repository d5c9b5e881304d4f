import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/disposable.ts';

/** What was due and could not be done yet is tried again after so long. */
const againMs = 250;

/** What a timer waits for. */
export interface DueTimerParts {
  readonly clock: Pick<Clock, 'now' | 'once'>;
  /** When something is due next, by the time of day in milliseconds. */
  readonly dueMs: (nowMs: number) => number;
  /** Does what is due. */
  readonly run: () => void;
}

/** Waits for what is due next, instead of looking again and again whether anything is. */
export class DueTimer implements Disposable {
  readonly #parts: DueTimerParts;
  #waiting: Disposable | undefined;
  #isDisposed = false;

  constructor(parts: DueTimerParts) {
    this.#parts = parts;
  }

  /** Something else may be due next than a moment ago. */
  set(): void {
    const { clock, dueMs } = this.#parts;
    this.#waiting?.dispose();
    if (this.#isDisposed) return;
    const nowMs = clock.now();
    const leftMs = dueMs(nowMs) - nowMs;
    this.#waiting = clock.once(leftMs > 0 ? leftMs : againMs, () => this.#run());
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#waiting?.dispose();
  }

  #run(): void {
    try {
      this.#parts.run();
    } finally {
      this.set();
    }
  }
}
