import type { LimitsRefresh } from '../../common/model/limits.ts';
import type { LimitWatch } from './limit-source.ts';

/** A failed read is tried again after this long, then twice as long, … */
const firstRetryMs = 1_000;
/** … up to this. */
const longestRetryMs = 30_000;
/** The longest that a timer can wait. */
const longestTimerMs = 2 ** 31 - 1;

/**
 * After how many milliseconds a source is read next by itself; undefined for never.
 *
 * @param failures how many reads in a row went wrong
 */
export function syncPeriodMs(
  refresh: LimitsRefresh,
  watch: LimitWatch | undefined,
  failures: number,
): number | undefined {
  if (refresh.mode === 'manual') return undefined;
  if (failures > 0) return Math.min(firstRetryMs * 2 ** (failures - 1), longestRetryMs);
  return refresh.mode === 'every' ? Math.min(refresh.periodMs, longestTimerMs) : watch?.periodMs;
}
