import type { Alert, AlertWindow } from './alerts.ts';
import type { Limit } from './limits.ts';
import type { Lack } from './windows.ts';
import type { EpochMs } from '../units.ts';

/** What a pair sent in a window of an alert, beside what it is used to. */
export interface AlertPair {
  readonly source: string;
  readonly destination: string;
  readonly bytes: number;
  /** Bytes in a window before the alert, in the middle of those of which the pairs are kept; 0 for a new pair. */
  readonly usual: number;
}

/** A version of a limit, and when it was stored and left. */
export interface LimitVersion {
  readonly limit: Limit;
  readonly firstSeenMs: EpochMs;
  /** Null while it is the source's. */
  readonly goneMs: EpochMs | null;
}

/** Whether the total at a peak is all that passed; else it is a lower bound. */
export interface PeakCoverage {
  readonly closed: boolean;
  readonly exact: boolean;
  readonly lacks: readonly Lack[];
}

/** Who made an alert, and what changed when it began. */
export interface AlertAnswer {
  /** Of the window or period with the peak; null where it is no longer stored. */
  readonly peak: PeakCoverage | null;
  /** The pairs with most bytes in the window of the peak. */
  readonly who: readonly AlertPair[];
  /** The pairs that are new, or grew most, in the window in which it began. */
  readonly changed: readonly AlertPair[];
  /** The windows before it that are compared with; null where none are kept, or its pairs can't be told by window. */
  readonly comparedWith: AlertWindow | null;
  readonly comparedWindows: number;
  /** All versions of the limit, the oldest first. */
  readonly versions: readonly LimitVersion[];
  /** A capture filter (BPF) for its traffic; null where none can say it. */
  readonly captureFilter: string | null;
}

/** What someone wrote about an alert. */
export interface AlertComment {
  /** Their user name. */
  readonly by: string;
  readonly atMs: EpochMs;
  readonly text: string;
}

/** An alert with all that can be said of it. */
export interface AlertExplanation {
  readonly alert: Alert;
  /** Null where it is about an agent. */
  readonly answer: AlertAnswer | null;
  /** The oldest first. */
  readonly comments: readonly AlertComment[];
}

/** UTF-16 units of a comment. */
export const commentBound = 1_000;
