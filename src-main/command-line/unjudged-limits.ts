import type { Clock } from '../common/clock.ts';
import { countText } from '../common/format.ts';
import { groupMark } from '../common/network-groups.ts';
import type { Limit } from '../common/model/limits.ts';
import { systemTimeZone } from '../common/periods/time-zone.ts';
import { isForWindows } from '../engine/limits/limit-period.ts';
import { unjudgedReason } from '../engine/limits/unjudged.ts';
import type { DataFolder } from '../engine/store/data-folder.ts';
import { inEnglish } from '../common/phrases/say.ts';
import { warn } from './run-output.ts';
import { limitPhrase } from './text.ts';

/** Why a limit can't be judged; undefined where it can. */
export type ReasonOf = (limit: Limit) => string | undefined;

/** Windows of a folder that has none yet. */
const usualWindowMs = 300_000;
/** Limits that are named. */
const limitsNamed = 5;

/** Tells what can't be judged by the windows and the time zone of the run that used a folder last. */
export async function reasonsIn(
  folder: DataFolder | undefined,
  limits: readonly Limit[],
  clock: Clock,
): Promise<ReasonOf> {
  const series = folder?.series.newest();
  const windowMs = series?.sizeMs ?? usualWindowMs;
  const networks = folder?.networks.named;
  const isPlain = (limit: Limit): boolean =>
    isForWindows(limit, windowMs) &&
    ![limit.source, limit.destination].some((text) => text?.startsWith(groupMark));
  if (limits.every(isPlain)) return () => undefined;
  const zones = folder && series ? folder.periodRows(series).kinds() : [];
  const timeZone = zones.find((kind) => kind.timeZone !== '')?.timeZone ?? systemTimeZone();
  const { Calendar } = await import('../common/periods/calendar.ts');
  const judging = { windowMs, calendar: new Calendar(timeZone), now: clock.now(), networks };
  return (limit) => {
    const reason = unjudgedReason(limit, judging);
    return reason && inEnglish(reason);
  };
}

/** Says on standard error which limits can't be judged, and why: the first of them by name. */
export function warnUnjudged(limits: readonly Limit[], reasonOf: ReasonOf): void {
  const unjudged = limits.flatMap((limit) => {
    const reason = reasonOf(limit);
    return reason === undefined ? [] : [`${limitPhrase(limit)} can't be judged here: ${reason}`];
  });
  for (const text of unjudged.slice(0, limitsNamed)) warn(text);
  const more = unjudged.length - limitsNamed;
  if (more > 0) warn(`${countText(more)} more limits can't be judged here`);
}
