import { type EpochMs, epochMs } from '../../common/units.ts';

/** Length of the windows and the distance between their starts; equal for tumbling windows. */
export interface WindowShape {
  readonly sizeMs: number;
  readonly slideMs: number;
}

/** Start of the newest window that holds the instant; windows are aligned to the epoch. */
export const newestWindowAt = (at: EpochMs, { slideMs }: WindowShape): EpochMs =>
  epochMs(Math.floor(at / slideMs) * slideMs);

/** Starts of all windows `[start, start + size)` that hold the instant, oldest first. */
export function windowsAt(at: EpochMs, shape: WindowShape): EpochMs[] {
  const starts: EpochMs[] = [];
  for (let start: number = newestWindowAt(at, shape); start + shape.sizeMs > at; start -= shape.slideMs) {
    starts.unshift(epochMs(start));
  }
  return starts;
}

/** Start of the oldest window that holds the instant. */
export const oldestWindowAt = (at: EpochMs, shape: WindowShape): EpochMs =>
  epochMs((Math.floor((at - shape.sizeMs) / shape.slideMs) + 1) * shape.slideMs);

/**
 * The event-time clock of a stream: newest event time seen, less the lateness that is waited for. What is older
 * than the watermark is late.
 */
export class Watermark {
  readonly #latenessMs: number;
  #newestMs = -Infinity;
  #wallClockMs: EpochMs | undefined;

  constructor(latenessMs: number) {
    this.#latenessMs = latenessMs;
  }

  /** Newest event time seen; -Infinity before the first. */
  get newestMs(): number {
    return this.#newestMs;
  }

  /** Takes note of an event; time never runs back. */
  advance(eventMs: EpochMs): void {
    this.#newestMs = Math.max(this.#newestMs, eventMs);
  }

  /**
   * Takes note of the wall clock, which moves an idle stream on. From then on it leads: what is stamped ahead of it
   * was stamped before the clock was set back, and must not make all that follows late.
   */
  setWallClock(now: EpochMs): void {
    this.#wallClockMs = now;
  }

  get valueMs(): number {
    return (this.#wallClockMs ?? this.#newestMs) - this.#latenessMs;
  }
}
