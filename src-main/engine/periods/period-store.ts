import type { MinMax, WindowStatus } from '../../common/model/windows.ts';
import type { Period } from '../../common/periods/period.ts';
import type { EpochMs } from '../../common/units.ts';
import type { PastScopes } from './past-scopes.ts';
import type { PastStretch, PastSums } from './past-sums.ts';
import type { PlannedPeriod } from './period-plan.ts';
import type { PeriodFacts } from './period-sum.ts';

/** A period as it is stored, with its sums by scope. */
export interface StoredPeriod extends PeriodFacts {
  readonly scopes: ReadonlyMap<string, number>;
}

/** A period that changed. */
export interface ChangedPeriod {
  readonly period: Period;
  /** Of the calendar that it is of. */
  readonly timeZone: string;
  readonly facts: PeriodFacts;
  /** How often its totals have been reported once this is stored. */
  readonly reports: number;
  readonly status: WindowStatus;
  readonly limits: MinMax;
  /** Limits by their key of which it changed whether they are left. */
  readonly breachChanges: ReadonlyMap<string, boolean>;
  /** Sums by scope that changed. */
  readonly scopes: ReadonlyMap<string, number>;
}

/** A kind of periods of which more is summed than before. */
export interface FilledKind {
  readonly period: Period;
  readonly timeZone: string;
  /** From when on it has the totals of all windows. */
  readonly fromMs: number;
}

/** From when on the total and each scope of a kind of periods are summed: the total's scope is empty. */
export type SummedFrom = ReadonlyMap<string, number>;

/** Where periods are kept. */
export interface PeriodStore {
  /**
   * Makes the store hold the sums of what is planned, and no other: what is new is summed from stored windows, maybe from
   * the newest alone. To be called while all that was summed is stored.
   *
   * @returns by the name of each kind, from when on it is summed
   */
  prepare(plan: readonly PlannedPeriod[]): ReadonlyMap<string, SummedFrom>;
  /** The periods of a kind that aren't over. */
  open(period: Period): StoredPeriod[];
  load(period: Period, startMs: EpochMs): StoredPeriod | undefined;
  /** Sums stored windows. */
  sumPast(stretch: PastStretch): PastSums;
  /** Takes what another thread has summed of scopes that the next plan has anew; what doesn't fit any more is let go of. */
  takeAhead(ahead: PastScopes): void;
}
