import type { PeriodFacts } from './period-sum.ts';

/** Before all windows; the earliest instant that a date can hold. */
export const everMs = -8.64e15;

/** Stored windows that periods are yet to be summed from: the newest `count` of those that start in `[notBeforeMs, beforeMs)`. */
export interface PastStretch {
  readonly timeZone: string;
  /** The kinds of periods. */
  readonly names: readonly string[];
  readonly notBeforeMs: number;
  readonly beforeMs: number;
  readonly count: number;
}

/** What was summed of a stretch. */
export interface PastSums {
  /** From when on it has all windows of the stretch. */
  readonly fromMs: number;
  /** By the name of the kind, oldest first; of windows of the stretch alone. */
  readonly periods: ReadonlyMap<string, readonly PeriodFacts[]>;
}
