import { formatDuration } from '../../common/duration.ts';
import type { Limit, UnjudgedLimits, UnjudgedReason } from '../../common/model/limits.ts';
import type { Calendar } from '../../common/periods/calendar.ts';
import { type NamedNetworks, plainNetworks } from '../../common/named-networks.ts';
import { noGroup } from '../../common/network-groups.ts';
import { durationMs, type EpochMs } from '../../common/units.ts';
import { isForWindows, periodOf } from './limit-period.ts';

/** What limits are judged in. */
export interface Judging {
  readonly windowMs: number;
  readonly calendar: Pick<Calendar, 'fits' | 'timeZone'>;
  readonly now: EpochMs;
  /** The groups that there are; none where they are left out. */
  readonly networks?: NamedNetworks | undefined;
}

/** As many of them are listed. */
const listedLimits = 100;

/**
 * Why a run can't judge a limit: its period is no sum of the run's windows, or it names a group that there is not.
 *
 * @returns undefined where it can
 */
export function unjudgedBecause(
  limit: Limit,
  { windowMs, calendar, now, networks = plainNetworks() }: Judging,
): UnjudgedReason | undefined {
  const unknown = [limit.source, limit.destination].find((text) => !networks.knows(text));
  if (unknown != null) return { group: unknown };
  if (isForWindows(limit, windowMs)) return undefined;
  const period = periodOf(limit, windowMs);
  if (calendar.fits(period, windowMs, now)) return undefined;
  const timeZone = period.kind === 'length' ? null : calendar.timeZone;
  return { period: period.name, windowMs, timeZone };
}

/** As {@link unjudgedBecause}, in a sentence. */
export function unjudgedReason(limit: Limit, judging: Judging): string | undefined {
  const reason = unjudgedBecause(limit, judging);
  if (reason === undefined) return undefined;
  if ('group' in reason) return `there is ${noGroup(reason.group)}`;
  const windows = `windows of ${formatDuration(durationMs(reason.windowMs))}`;
  if (reason.timeZone === null) return `${reason.period} can't be summed from ${windows}`;
  return `in ${reason.timeZone} the period ${reason.period} does not begin where ${windows} do`;
}

/** Those of some limits that a run can't judge. */
export function unjudgedOf(limits: readonly Limit[], judging: Judging): UnjudgedLimits {
  const found = limits.flatMap((limit) => {
    const reason = unjudgedBecause(limit, judging);
    return reason === undefined ? [] : [{ limit, reason }];
  });
  return { count: found.length, listed: found.slice(0, listedLimits) };
}
