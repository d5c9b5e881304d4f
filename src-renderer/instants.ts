import { isDateAlone } from '../src-main/common/effective-date.ts';
import { numberStyle } from './texts/number-style.svelte.ts';

/** Instants in words, in local time but for dates that mean one day everywhere. */
const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();

const writersOf = (locale: string) => {
  const writer = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat(locale, options);
  const clock = { hour: '2-digit', minute: '2-digit' } as const;
  const day = { day: 'numeric', month: 'short' } as const;
  return {
    clock: writer(clock),
    clockWithSeconds: writer({ ...clock, second: '2-digit' }),
    day: writer(day),
    dayAndYear: writer({ ...day, year: 'numeric' }),
    utcDay: writer({ ...day, year: 'numeric', timeZone: 'UTC' }),
    weekday: writer({ weekday: 'short', ...day }),
    full: writer({ dateStyle: 'full', timeStyle: 'long' }),
  };
};
const allWriters = { en: writersOf('en-GB'), de: writersOf('de-DE') } as const;
const writers = (): (typeof allWriters)['en'] => allWriters[numberStyle().language];

/** Time of day, local; with seconds where they are not 0. */
export const clockText = (instantMs: number): string =>
  (instantMs % 60_000 === 0 ? writers().clock : writers().clockWithSeconds).format(instantMs);

/** Time of day to the second, local. */
export const secondText = (instantMs: number): string => writers().clockWithSeconds.format(instantMs);

/** Date, local; the year only where it is not this one. */
export const dateText = (instantMs: number, nowMs: number): string =>
  (isSameYear(instantMs, nowMs) ? writers().day : writers().dayAndYear).format(instantMs);

/** Minutes since midnight, local. */
export function minuteOfDay(instantMs: number): number {
  const at = new Date(instantMs);
  return at.getHours() * 60 + at.getMinutes();
}

/** The same local time so many days later; earlier, if negative. */
export function daysLater(instantMs: number, days: number): number {
  const at = new Date(instantMs);
  return at.setDate(at.getDate() + days);
}

/** Where local hours or days begin: from the one that holds `startMs` until one that `endMs` does not pass. */
export function localEdges(startMs: number, endMs: number, unit: 'hour' | 'day'): number[] {
  const beginning = (ms: number): number =>
    unit === 'day' ? new Date(ms).setHours(0, 0, 0, 0) : new Date(ms).setMinutes(0, 0, 0);
  const next = (ms: number): number => {
    const later = unit === 'day' ? daysLater(ms, 1) : ms + 3_600_000;
    // A clock that is set back by half an hour begins an hour twice.
    return Math.max(beginning(later), ms + 1_800_000);
  };
  const edges = [beginning(startMs)];
  while (edges.at(-1)! < endMs) edges.push(next(edges.at(-1)!));
  return edges;
}

/** Day of the week and date, local. */
export const weekdayText = (instantMs: number): string => writers().weekday.format(instantMs);

/** Date and time of day, local; today's date is left out. */
export function instantText(instantMs: number, nowMs: number): string {
  return isSameDay(instantMs, nowMs) ? clockText(instantMs) : datedText(instantMs, nowMs);
}

/** Date and time of day, local, also where it is today. */
export const datedText = (instantMs: number, nowMs: number): string =>
  `${dateText(instantMs, nowMs)}, ${clockText(instantMs)}`;

/**
 * An effective date: of a date alone, which begins in UTC, the very day that the limit's source has, whatever the local
 * day is then; else date and time of day, local.
 */
export const effectiveText = (instantMs: number, nowMs: number): string =>
  isDateAlone(instantMs) ? writers().utcDay.format(instantMs) : datedText(instantMs, nowMs);

/** An instant in full, with the offset and the zone; for a tooltip. */
export const zonedText = (instantMs: number): string => `${writers().full.format(instantMs)} (${timeZone})`;

/** A window from its start to its end, local: `14:05–14:10`, with the date where it is not today's; whole days by their dates. */
export function spanText(startMs: number, endMs: number, nowMs: number): string {
  if (isMidnight(startMs) && isMidnight(endMs)) return daysText(startMs, daysLater(endMs, -1), nowMs);
  const { clock, clockWithSeconds } = writers();
  const time = startMs % 60_000 === 0 && endMs % 60_000 === 0 ? clock : clockWithSeconds;
  const dated = (ms: number): string => `${dateText(ms, nowMs)}, ${time.format(ms)}`;
  if (!isSameDay(startMs, endMs - 1)) return `${dated(startMs)} – ${dated(endMs)}`;
  const start = isSameDay(startMs, nowMs) ? time.format(startMs) : dated(startMs);
  return `${start}–${time.format(endMs)}`;
}

const daysText = (firstMs: number, lastMs: number, nowMs: number): string =>
  firstMs < lastMs ? `${dateText(firstMs, nowMs)} – ${dateText(lastMs, nowMs)}` : dateText(firstMs, nowMs);

const isMidnight = (instantMs: number): boolean => new Date(instantMs).setHours(0, 0, 0, 0) === instantMs;

/** Whether two instants are of the same year, local. */
export const isSameYear = (a: number, b: number): boolean =>
  new Date(a).getFullYear() === new Date(b).getFullYear();
const isSameDay = (a: number, b: number): boolean =>
  new Date(a).toDateString() === new Date(b).toDateString();
