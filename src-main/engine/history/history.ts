import type { MonitorApi } from '../../common/monitor-api.ts';
import type { PastStretch, PastSums } from '../periods/past-sums.ts';
import type { RetentionSettings } from './retention.ts';

/** The calls about what is stored. */
export const historyReads = [
  'listWindows',
  'getWindow',
  'listPairs',
  'listTopHosts',
  'listRollups',
  'getScopeHistory',
  'listVerdicts',
  'suggestLimits',
  'previewLimit',
  'listQuotas',
  'getSpace',
] as const satisfies readonly (keyof MonitorApi)[];

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
  /** Sums stored windows by period. */
  sumPast(stretch: PastStretch): Promise<PastSums>;
  /**
   * Deletes a little of what is older than it is to be kept, and prepares what will be read; to be called from time to
   * time.
   *
   * @returns whether there is more
   */
  tend(settings: RetentionSettings): Promise<boolean>;
}
