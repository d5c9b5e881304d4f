import type { EpochMs } from '../../common/units.ts';
import type { Roster } from './roster.ts';

/** What a watermark follows. */
export interface WatermarkParts {
  /** How long records are waited for, behind what leads. */
  readonly latenessMs: number;
  readonly roster: Roster;
  /** Whether the stream is of the present: its events alone close nothing. */
  readonly isLive: boolean;
  /** Whether every record is followed by a mark: before the first one nothing is known to be over. */
  readonly isMarked: boolean;
}

/**
 * The event-time clock of a stream: how far it has got, less the lateness that is waited for. What is older than the
 * watermark is late.
 *
 * Where agents write marks, the least of what they have reached leads: no wall clock closes a window that may still
 * grow. Nor do agents whose clocks are ahead: of a time that has not come on this machine, those that were not heard
 * yet have said nothing. Producers without marks are waited for by the wall clock, in a partition only as far as it is
 * known that all that was published has been read. Without a wall clock, as in a replay, the newest event time seen
 * leads.
 */
export class Watermark {
  readonly #latenessMs: number;
  readonly #roster: Roster;
  readonly #isLive: boolean;
  readonly #isMarked: boolean;
  /** Newest event time seen, by partition. */
  readonly #newest = new Map<number, number>();
  #newestMs = -Infinity;
  #wallClockMs: EpochMs | undefined;
  /** The latest that the wall clock has shown, going on since: where it is set back, no window waits for it again. */
  #presentMs = Infinity;
  /** How far {@link #presentMs} is ahead of the monotonic clock. */
  #presentAheadMs = -Infinity;
  #caughtUp: ReadonlyMap<number, number> | undefined;
  /** Whether records without coverage were read, whose producers nobody but the wall clock waits for. */
  #hasUnmarked = false;

  constructor({ latenessMs, roster, isLive, isMarked }: WatermarkParts) {
    this.#isLive = isLive;
    this.#isMarked = isMarked;
    this.#latenessMs = latenessMs;
    this.#roster = roster;
  }

  /** Newest event time seen; -Infinity before the first. */
  get newestMs(): number {
    return this.#newestMs;
  }

  /** Goes on from the newest event time of an earlier run. */
  resume(newestMs: number): void {
    this.#newestMs = newestMs;
  }

  /** An event was seen; time never runs back. */
  advance(eventMs: EpochMs, partition = 0, isMarked = true): void {
    this.#newestMs = Math.max(this.#newestMs, eventMs);
    this.#hasUnmarked ||= !isMarked;
    // A producer whose clock is ahead says nothing of how far the others have got.
    if (eventMs > (this.#wallClockMs ?? Infinity)) return;
    if (eventMs > (this.#newest.get(partition) ?? -Infinity)) this.#newest.set(partition, eventMs);
  }

  /**
   * Sets the wall clock, which leads from then on where no marks do.
   *
   * @param monotonicMs a clock that never jumps
   * @param caughtUp by partition, the instant up to which all that was published has been read; without it, that is
   * the present
   */
  setWallClock(now: EpochMs, monotonicMs: number, caughtUp?: ReadonlyMap<number, number>): void {
    this.#wallClockMs = now;
    this.#presentAheadMs = Math.max(this.#presentAheadMs, now - monotonicMs);
    this.#presentMs = this.#presentAheadMs + monotonicMs;
    this.#caughtUp = caughtUp;
    this.#roster.partitions = partitionsOf(caughtUp);
  }

  /** Whether the wall clock moves it, beside what is read. */
  get isOfWallClock(): boolean {
    if (this.#wallClockMs === undefined || this.#isUnknown) return false;
    return this.#hasUnmarked || (this.#roster.reachedMs ?? Infinity) > this.#presentMs;
  }

  get valueMs(): number {
    return this.#reachedMs() - this.#latenessMs;
  }

  #reachedMs(): number {
    if (this.#wallClockMs === undefined && !this.#isLive) return this.#newestMs;
    if (this.#isUnknown) return -Infinity;
    const markedMs = this.#roster.reachedMs;
    if (markedMs === undefined) return this.#unmarkedMs();
    const reachedMs = Math.min(markedMs, this.#presentMs);
    return this.#hasUnmarked ? Math.min(reachedMs, this.#unmarkedMs()) : reachedMs;
  }

  /** Whether nobody has said yet how far time has come: no mark was read, or no partition is known. */
  get #isUnknown(): boolean {
    return this.#isMarked ? this.#roster.isEmpty : this.#isLive && this.#wallClockMs === undefined;
  }

  #unmarkedMs(): number {
    let reachedMs: number = this.#wallClockMs ?? -Infinity;
    for (const [partition, caughtUpMs] of this.#caughtUp ?? []) {
      reachedMs = Math.min(reachedMs, Math.max(caughtUpMs, this.#newest.get(partition) ?? -Infinity));
    }
    return reachedMs;
  }
}

/** Numbers below 0 stand for what is not a partition of the topic. */
const partitionsOf = (caughtUp: ReadonlyMap<number, number> | undefined): number[] =>
  [...(caughtUp?.keys() ?? [])].filter((partition) => partition >= 0);
