import type { DurationMs } from '../../common/units.ts';

/** A checkpoint is due after this many records, whatever the clock says. */
const recordsPerCheckpoint = 500_000;
/** A checkpoint is due after this long. */
const checkpointMs = 5_000;
/** So many closed windows are committed at once: sparse records can close thousands each. */
const closedPerCheckpoint = 1_000;
/** A live stream, beside which other work waits, commits when this many pairs have grown: some milliseconds each time. */
const mostChangedPairs = 32_768;
/** After so long, what waits beside a live stream has its turn. */
const turnMs = 15;

/** What the schedule is made of. */
interface ScheduleParts {
  readonly monotonic: () => DurationMs;
  /** See {@link CheckerParts}. */
  readonly giveTurn?: () => Promise<void>;
}

/** When what was summed is committed, and when other work has its turn. */
export class CheckpointSchedule {
  readonly #parts: ScheduleParts;
  #records = 0;
  #committedAt: DurationMs;
  #turnSince: DurationMs;

  constructor(parts: ScheduleParts) {
    this.#parts = parts;
    this.#committedAt = this.#turnSince = parts.monotonic();
  }

  /** Records were summed. */
  noteSummed(records: number): void {
    this.#records += records;
  }

  /** What was summed is stored. */
  noteCommitted(): void {
    this.#records = 0;
    this.#committedAt = this.#parts.monotonic();
  }

  /** What was summed since the last commit is let go of. */
  noteUndone(): void {
    this.#records = 0;
  }

  /**
   * Whether so much waits to be stored that it may not become more.
   *
   * @param changedPairs counts them; no more than records were summed
   */
  isMuch(closedWindows: number, changedPairs: () => number): boolean {
    if (closedWindows >= closedPerCheckpoint) return true;
    const isLive = this.#parts.giveTurn !== undefined;
    return isLive && this.#records >= mostChangedPairs && changedPairs() >= mostChangedPairs;
  }

  /** Whether a checkpoint is due by what was summed since the last one. */
  get isDue(): boolean {
    return (
      this.#records >= recordsPerCheckpoint || this.#parts.monotonic() - this.#committedAt >= checkpointMs
    );
  }

  /** Lets what waits have its turn, where this one has taken long. */
  async giveTurnIfOver(): Promise<void> {
    const { giveTurn, monotonic } = this.#parts;
    if (giveTurn === undefined || monotonic() - this.#turnSince < turnMs) return;
    await giveTurn();
    this.#turnSince = monotonic();
  }
}
