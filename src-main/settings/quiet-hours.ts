import type { EpochMs } from '../common/units.ts';
import type { Settings } from './registry/index.ts';

/** Minutes of the day that `HH:MM` says. */
const minutesOf = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));

/**
 * Whether a time of day lies in `hours`, as the settings write them (`22:00-07:00`): the start belongs to them, the end
 * does not. Hours that end before they start go over midnight; empty ones never come.
 */
export function isWithinHours(hours: string, minuteOfDay: number): boolean {
  const [from, to] = hours.split('-');
  if (from === undefined || to === undefined) return false;
  const [start, end] = [minutesOf(from), minutesOf(to)];
  if (start <= end) return start <= minuteOfDay && minuteOfDay < end;
  return minuteOfDay >= start || minuteOfDay < end;
}

/** Minutes since midnight, local. */
function minuteOfDay(instantMs: EpochMs): number {
  const at = new Date(instantMs);
  return at.getHours() * 60 + at.getMinutes();
}

/** Whether the person wants notifications at an instant. */
export const mayNotify = (
  values: Pick<Settings, 'notifications.enabled' | 'notifications.doNotDisturb'>,
  now: EpochMs,
): boolean =>
  values['notifications.enabled'] && !isWithinHours(values['notifications.doNotDisturb'], minuteOfDay(now));
