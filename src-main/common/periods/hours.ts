import { MonitorError } from '../errors.ts';
import { say } from '../phrases/say.ts';
import type { Phrase } from '../phrases/phrase.ts';

/** Hours of days of the week, in local time. */
export interface Hours {
  /** In its one form, as it is stored. */
  readonly text: string;
  /** Days on which they begin: 1 for Monday to 7 for Sunday. */
  readonly days: ReadonlySet<number>;
  /** Minutes of the day; where they end before they begin, they end on the next day. */
  readonly fromMinute: number;
  readonly toMinute: number;
}

const dayNames = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
const form = /^(?:([a-z]{3}(?:[-,][a-z]{3})*)\s+)?(\d{1,2}:\d\d)\s*[-–]\s*(\d{1,2}:\d\d)$/i;
const dayMinutes = 24 * 60;

/**
 * Reads hours: `22:00-06:00` on each day, `Mon-Fri 08:00-18:00`, `Sat,Sun 00:00-24:00`.
 *
 * @throws MonitorError `settings/invalid` for anything else, and for hours of no length
 */
export function parseHours(text: string): Hours {
  const [, named, from = '', to = ''] = form.exec(text.trim()) ?? [];
  const days = named === undefined ? allDays : daysOf(named);
  const [fromMinute, toMinute] = [minuteOf(from), minuteOf(to)];
  if (days === undefined || fromMinute === undefined || toMinute === undefined || fromMinute === dayMinutes)
    throw invalid(say('value.hours', { text }));
  if (fromMinute === toMinute) throw invalid(say('value.hoursEmpty', { text }));
  const clock = `${timeText(fromMinute)}-${timeText(toMinute)}`;
  return { text: days.size === 7 ? clock : `${daysText(days)} ${clock}`, days, fromMinute, toMinute };
}

const allDays: ReadonlySet<number> = new Set([1, 2, 3, 4, 5, 6, 7]);

function daysOf(text: string): ReadonlySet<number> | undefined {
  const days = new Set<number>();
  for (const part of text.split(',')) {
    const [first, last = first, ...more] = part.split('-').map(dayOf);
    if (first === undefined || last === undefined || more.length > 0) return undefined;
    for (let day = first; day !== last; day = (day % 7) + 1) days.add(day);
    days.add(last);
  }
  return days;
}

function dayOf(name: string): number | undefined {
  const at = dayNames.findIndex((one) => one.toLowerCase() === name.toLowerCase());
  return at < 0 ? undefined : at + 1;
}

function minuteOf(text: string): number | undefined {
  const [hour, minute] = text.split(':').map(Number);
  if (hour === undefined || minute === undefined || minute > 59) return undefined;
  const value = hour * 60 + minute;
  return value <= dayMinutes ? value : undefined;
}

const timeText = (minute: number): string =>
  [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':');

/** Days as ranges where they follow on each other. */
function daysText(days: ReadonlySet<number>): string {
  const ranges: [number, number][] = [];
  for (const day of [...days].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last?.[1] === day - 1) last[1] = day;
    else ranges.push([day, day]);
  }
  const name = (day: number): string => dayNames[day - 1]!;
  return ranges.map(([from, to]) => (from === to ? name(from) : `${name(from)}-${name(to)}`)).join(',');
}

const invalid = (message: Phrase): MonitorError =>
  new MonitorError('settings/invalid', message, { remedy: say('value.remedy.hours') });
