import { unjudgedPhrase } from '../../common/limit-phrase.ts';
import type { Limit, UnjudgedLimits, UnjudgedReason } from '../../common/model/limits.ts';
import type { Calendar } from '../../common/periods/calendar.ts';
import { type NamedNetworks, plainNetworks } from '../../common/named-networks.ts';
import type { EpochMs } from '../../common/units.ts';
import type { Phrase } from '../../common/phrases/phrase.ts';
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
 * Why a run can't judge a limit: its period is not a sum of the run's windows, or it names a group that there is not.
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

/** As {@link unjudgedBecause}, as part of a sentence. */
export function unjudgedReason(limit: Limit, judging: Judging): Phrase | undefined {
  const reason = unjudgedBecause(limit, judging);
  return reason && unjudgedPhrase(reason);
}

/** Those of some limits that a run can't judge. */
export function unjudgedOf(limits: readonly Limit[], judging: Judging): UnjudgedLimits {
  const found = limits.flatMap((limit) => {
    const reason = unjudgedBecause(limit, judging);
    return reason === undefined ? [] : [{ limit, reason }];
  });
  return { count: found.length, listed: found.slice(0, listedLimits) };
}
