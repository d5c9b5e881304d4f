import type { Clock } from '../../../common/clock.ts';
import type { Limit } from '../../../common/model/limits.ts';
import { groupMark } from '../../../common/network-groups.ts';
import { systemTimeZone } from '../../../common/periods/time-zone.ts';
import type { Text } from '../../../common/phrases/phrase.ts';
import { isForWindows } from '../../limits/limit-period.ts';
import { unjudgedReason } from '../../limits/unjudged.ts';
import type { DataFolder } from '../../store/data-folder.ts';

/** Windows of a folder that has none yet. */
const usualWindowMs = 300_000;

/** Why each limit can't be judged by the windows and the time zone of the run that used a folder last; null where it can. */
export async function unjudgedReasons(
  folder: DataFolder | undefined,
  limits: readonly Limit[],
  clock: Clock,
): Promise<readonly (Text | null)[]> {
  const series = folder?.series.newest();
  const windowMs = series?.sizeMs ?? usualWindowMs;
  const networks = folder?.networks.named;
  const isPlain = (limit: Limit): boolean =>
    isForWindows(limit, windowMs) &&
    ![limit.source, limit.destination].some((text) => text?.startsWith(groupMark));
  if (limits.every(isPlain)) return limits.map(() => null);
  const timeZone = folder ? folder.timeZoneOf(series) : systemTimeZone();
  const { Calendar } = await import('../../../common/periods/calendar.ts');
  const judging = { windowMs, calendar: new Calendar(timeZone), now: clock.now(), networks };
  return limits.map((limit) => unjudgedReason(limit, judging) ?? null);
}
