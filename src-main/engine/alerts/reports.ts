import type { PeriodSummary } from '../../common/model/periods.ts';
import type { WindowDetail } from '../../common/model/windows.ts';

/** A window whose totals are told: closed, corrected, or cut short by the end of the run. */
export interface WindowReport {
  /** Whether it has left a limit, for all traffic or a part of it, whether or not anyone is told of it anew. */
  readonly hasBreached: boolean;
  /**
   * The window with its `count` largest pairs.
   *
   * @param isDirected whether directions are told, for which all pairs are looked at
   */
  detail(count: number, isDirected?: boolean): WindowDetail;
}

/** A period whose totals are told: closed, or corrected. */
export interface PeriodReport {
  /** Whether people asked for it: by an option, or by a limit. */
  readonly isAsked: boolean;
  readonly hasBreached: boolean;
  readonly summary: PeriodSummary;
}
