import type { LimitsRefresh } from '../../common/model/limits.ts';
import type { LimitWatch } from './limit-source.ts';

/**
 * After how many milliseconds a source is read next by itself; undefined for never.
 *
 * @param retryMs how long to wait after a read that went wrong; undefined after one that went well
 */
export function syncPeriodMs(
  refresh: LimitsRefresh,
  watch: LimitWatch | undefined,
  retryMs: number | undefined,
): number | undefined {
  if (refresh.mode === 'manual') return undefined;
  if (retryMs !== undefined) return retryMs;
  return refresh.mode === 'every' ? refresh.periodMs : watch?.periodMs;
}
