import type { MonitorApi } from '../../common/contract/monitor.ts';
import type { Limit } from '../../common/model/limits.ts';
import type { PastScopes } from '../periods/past-scopes.ts';
import type { PastStretch, PastSums } from '../periods/past-sums.ts';
import type { OlderPiece } from '../store/older-piece.ts';
import type { RetentionSettings } from './retention.ts';

/** The calls about what is stored. */
export const historyReads = [
  'listSeries',
  'listWindows',
  'getWindow',
  'listPairs',
  'listTopHosts',
  'listRollups',
  'getRange',
  'getTotals',
  'getScopeRules',
  'searchHosts',
  'listVerdicts',
  'suggestLimits',
  'previewLimit',
  'listQuotas',
  'explainAlert',
  'reportRange',
  'getSpace',
] as const satisfies readonly (keyof MonitorApi)[];

/** The limits that the periods of a calendar will be planned by. */
export interface ScopesRequest {
  readonly timeZone: string;
  readonly limits: readonly Limit[];
}

type AssessLimits = MonitorApi['assessLimits'];

/** What is stored of a series, as of the last checkpoint, and what keeps it small. */
export interface History extends Pick<MonitorApi, (typeof historyReads)[number]> {
  /**
   * @param signal ends it early
   * @throws MonitorError `request/cancelled` after the signal aborts
   */
  assessLimits(
    ...[request, signal]: [...Parameters<AssessLimits>, signal?: AbortSignal]
  ): ReturnType<AssessLimits>;
  /** Converts the next piece of what an older folder has; undefined where nothing of it is left. It stores nothing. */
  convertOlder(): Promise<OlderPiece | undefined>;
  /** Sums stored windows by period. */
  sumPast(stretch: PastStretch): Promise<PastSums>;
  /** Sums stored windows by the scopes of limits on periods that are new. */
  sumScopes(request: ScopesRequest): Promise<PastScopes>;
  /**
   * Deletes a little of what is older than it is to be kept, and prepares what will be read; to be called from time to
   * time.
   *
   * @returns whether there is more
   */
  tend(settings: RetentionSettings): Promise<boolean>;
}
