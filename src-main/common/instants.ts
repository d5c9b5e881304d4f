import type { Language } from './language.ts';

const writersOf = (locale: string, timeZone?: string) => {
  const writer = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat(locale, { ...(timeZone !== undefined && { timeZone }), ...options });
  const clock = { hour: '2-digit', minute: '2-digit' } as const;
  const day = { day: 'numeric', month: 'short' } as const;
  return {
    clock: writer(clock),
    clockWithSeconds: writer({ ...clock, second: '2-digit' }),
    day: writer(day),
    dayAndYear: writer({ ...day, year: 'numeric' }),
    utcDay: writer({ ...day, year: 'numeric', timeZone: 'UTC' }),
    month: writer({ month: 'long', year: 'numeric' }),
    year: writer({ year: 'numeric' }),
    weekday: writer({ weekday: 'short', ...day }),
    offset: writer({ timeZoneName: 'longOffset' }),
    full: writer({ dateStyle: 'full', timeStyle: 'long' }),
  };
};
const locales = { en: 'en-GB', de: 'de-DE', fr: 'fr-FR' } as const;
/** Made when they are first needed: that takes a while. */
const known = new Map<string, InstantWriters>();

export type InstantWriters = ReturnType<typeof writersOf>;

/**
 * What writes instants in a language.
 *
 * @param timeZone that of the system where none is named
 */
export function instantWriters(language: Language, timeZone?: string): InstantWriters {
  const key = `${language} ${timeZone ?? ''}`;
  const writers = known.get(key) ?? writersOf(locales[language], timeZone);
  known.set(key, writers);
  return writers;
}

/** The same local time so many days later; earlier, if negative. */
export function daysLater(instantMs: number, days: number): number {
  const at = new Date(instantMs);
  return at.setDate(at.getDate() + days);
}

/** Date; the year only where it is not this one. */
export function dateText(instantMs: number, nowMs: number, language: Language, timeZone?: string): string {
  const { day, dayAndYear, year } = instantWriters(language, timeZone);
  return (year.format(instantMs) === year.format(nowMs) ? day : dayAndYear).format(instantMs);
}

/**
 * A window from its start to its end: `14:05–14:10`, with the date where it is not today's; whole days by their dates.
 *
 * @param timeZone that of the system where none is named
 */
export function spanText(
  startMs: number,
  endMs: number,
  nowMs: number,
  language: Language,
  timeZone?: string,
): string {
  const { clock, clockWithSeconds, dayAndYear } = instantWriters(language, timeZone);
  const date = (ms: number): string => dateText(ms, nowMs, language, timeZone);
  const isSameDate = (a: number, b: number): boolean => dayAndYear.format(a) === dayAndYear.format(b);
  const isMidnight = (ms: number): boolean => !isSameDate(ms - 1, ms);
  if (isMidnight(startMs) && isMidnight(endMs)) return daysText(date, startMs, endMs - 1);
  const time = startMs % 60_000 === 0 && endMs % 60_000 === 0 ? clock : clockWithSeconds;
  const dated = (ms: number): string => `${date(ms)}, ${time.format(ms)}`;
  if (!isSameDate(startMs, endMs - 1)) return `${dated(startMs)} – ${dated(endMs)}`;
  const start = isSameDate(startMs, nowMs) ? time.format(startMs) : dated(startMs);
  return `${start}–${time.format(endMs)}`;
}

const daysText = (date: (ms: number) => string, firstMs: number, lastMs: number): string =>
  date(firstMs) === date(lastMs) ? date(firstMs) : `${date(firstMs)} – ${date(lastMs)}`;

/** Whether two instants are of the same year, local. */
export const isSameYear = (a: number, b: number): boolean =>
  new Date(a).getFullYear() === new Date(b).getFullYear();
/** Whether two instants are of the same day, local. */
export const isSameDay = (a: number, b: number): boolean =>
  new Date(a).toDateString() === new Date(b).toDateString();
