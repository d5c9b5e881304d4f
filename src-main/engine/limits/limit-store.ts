import type { Limit, LimitsChange, LimitsChangeKind, StoredLimit } from '../../common/model/limits.ts';
import type { EpochMs } from '../../common/units.ts';
import type { LimitEdit } from './limit-edit.ts';

/** Why limits are replaced. */
export interface ChangeCause {
  readonly kind: LimitsChangeKind;
  readonly origin: string;
  /** The source to follow from now on, null for none; left out, the one that is followed stays. */
  readonly follow?: string | null;
  /** The source that was followed before an import: an undo goes back to it. */
  readonly followedBefore?: string | null;
  /** The change that it takes back. */
  readonly undoes?: number;
  /** For what was written into the source: the newest change before. A sync may have seen it first. */
  readonly since?: number;
}

/** A change by hand, and what takes it back in the source. */
export interface UndoableEdit {
  readonly change: LimitsChange;
  readonly inverse: LimitEdit;
}

/** Where limits are kept. */
export interface LimitRepository {
  current(): StoredLimit[];
  /**
   * Makes `limits` the current ones, in one transaction; every version stays in the history.
   *
   * @returns what changed; null for a sync that changed nothing.
   */
  replace(limits: readonly Limit[], cause: ChangeCause, at: EpochMs): LimitsChange | null;
  /**
   * As {@link replace}, but no writer of another process waits for long, however many rows there are: they are written
   * step by step, and count all at once at the end.
   *
   * @param pause lets others work between two steps; where it rejects, nothing is changed, and so does this
   */
  store(
    limits: readonly Limit[],
    cause: ChangeCause,
    at: EpochMs,
    pause: () => Promise<void>,
  ): Promise<LimitsChange | null>;
  /** The source that is followed over restarts. */
  followed(): string | null;
  lastChange(): LimitsChange | null;
  /** Number of the newest change, whoever made it; 0 before the first. */
  newestChange(): number;
  /** The import or change by hand that would be taken back next. */
  undoable(): LimitsChange | null;
  /** The same, where it is a change of the source that was followed then: the source must be changed, too. */
  undoableEdit(): UndoableEdit | null;
  /**
   * Makes limits and followed source what they were before the newest import that wasn't undone yet, or the change by
   * hand with which the limits got a source. Where that very
   * source was followed already, nothing is followed: it would bring back what was undone. Written as {@link store} does.
   *
   * @throws MonitorError `limits/nothing-to-undo`
   */
  undo(at: EpochMs, pause: () => Promise<void>): Promise<LimitsChange>;
}
