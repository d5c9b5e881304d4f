import type { Limit } from '../../common/model/limits.ts';
import { lengthPeriod, parsePeriod, type Period } from '../../common/periods/period.ts';
import { durationMs } from '../../common/units.ts';

/** What the bytes of a limit are summed over, where the windows of the run have a length. */
export function periodOf({ period, windowSeconds }: Limit, windowMs: number): Period {
  if (period !== undefined) return parsePeriod(period);
  return lengthPeriod(durationMs(windowSeconds === null ? windowMs : windowSeconds * 1000));
}

/** Whether a limit is on all of a window of that length: else it is on a period, on some hours, or on an agent. */
export function isForWindows(limit: Limit, windowMs: number): boolean {
  if (limit.hours !== undefined || limit.agent !== undefined) return false;
  if (limit.period === undefined)
    return limit.windowSeconds === null || limit.windowSeconds * 1000 === windowMs;
  const period = parsePeriod(limit.period);
  return period.kind === 'length' && period.lengthMs === windowMs;
}
