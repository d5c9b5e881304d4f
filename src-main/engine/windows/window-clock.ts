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
 * The event-time clock of a stream: how far it has got, less the lateness that is waited for. What is older than the
 * watermark is late.
 *
 * Without a wall clock, as in a replay, the newest event time seen leads. With one, the present does: a link without
 * packets gets its windows, and what is stamped ahead of the present makes nothing late. Where the log is read from
 * afar, the present counts for a partition only as far as it is known that all that was published has been read; a
 * partition that is behind holds the watermark at its own newest event time.
 */
export class Watermark {
  readonly #latenessMs: number;
  /** Newest event time seen, by partition. */
  readonly #newest = new Map<number, number>();
  #newestMs = -Infinity;
  #wallClockMs: EpochMs | undefined;
  #caughtUp: ReadonlyMap<number, number> | undefined;

  constructor(latenessMs: number) {
    this.#latenessMs = latenessMs;
  }

  /** Newest event time seen; -Infinity before the first. */
  get newestMs(): number {
    return this.#newestMs;
  }

  /** Goes on from the newest event time of an earlier run. */
  resume(newestMs: number): void {
    this.#newestMs = newestMs;
  }

  /** Takes note of an event; time never runs back. */
  advance(eventMs: EpochMs, partition = 0): void {
    this.#newestMs = Math.max(this.#newestMs, eventMs);
    // A producer whose clock is ahead says nothing of how far the others have got.
    if (eventMs > (this.#wallClockMs ?? Infinity)) return;
    if (eventMs > (this.#newest.get(partition) ?? -Infinity)) this.#newest.set(partition, eventMs);
  }

  /**
   * Takes note of the wall clock, which leads from then on.
   *
   * @param caughtUp by partition, the instant up to which all that was published has been read; without it, that is
   * the present
   */
  setWallClock(now: EpochMs, caughtUp?: ReadonlyMap<number, number>): void {
    this.#wallClockMs = now;
    this.#caughtUp = caughtUp;
  }

  get valueMs(): number {
    return this.#reachedMs() - this.#latenessMs;
  }

  #reachedMs(): number {
    if (this.#wallClockMs === undefined) return this.#newestMs;
    let reachedMs: number = this.#wallClockMs;
    for (const [partition, caughtUpMs] of this.#caughtUp ?? []) {
      reachedMs = Math.min(reachedMs, Math.max(caughtUpMs, this.#newest.get(partition) ?? -Infinity));
    }
    return reachedMs;
  }
}
