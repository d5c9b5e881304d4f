import { formatDuration } from '../../common/duration.ts';
import type { Limit } from '../../common/model/limits.ts';
import type { Calendar } from '../../common/periods/calendar.ts';
import { durationMs, type EpochMs } from '../../common/units.ts';
import { isForWindows, periodOf } from './limit-period.ts';

/** What limits are judged in. */
export interface Judging {
  readonly windowMs: number;
  readonly calendar: Pick<Calendar, 'fits' | 'timeZone'>;
  readonly now: EpochMs;
}

/**
 * Why a run can't judge a limit: its period is no sum of the run's windows.
 *
 * @returns undefined where it can
 */
export function unjudgedReason(limit: Limit, { windowMs, calendar, now }: Judging): string | undefined {
  if (isForWindows(limit, windowMs)) return undefined;
  const period = periodOf(limit, windowMs);
  if (calendar.fits(period, windowMs, now)) return undefined;
  const windows = `windows of ${formatDuration(durationMs(windowMs))}`;
  if (period.kind === 'length') return `${period.name} can't be summed from ${windows}`;
  return `in ${calendar.timeZone} the period ${period.name} does not begin where ${windows} do`;
}
