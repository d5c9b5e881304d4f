import type { Language } from './language.ts';

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
    month: writer({ month: 'long', year: 'numeric' }),
    year: writer({ year: 'numeric' }),
    weekday: writer({ weekday: 'short', ...day }),
    full: writer({ dateStyle: 'full', timeStyle: 'long' }),
  };
};
const locales = { en: 'en-GB', de: 'de-DE', fr: 'fr-FR' } as const;
/** Made when they are first needed: that takes a while. */
const known: Partial<Record<Language, InstantWriters>> = {};

export type InstantWriters = ReturnType<typeof writersOf>;

/** What writes instants in a language. */
export const instantWriters = (language: Language): InstantWriters =>
  (known[language] ??= writersOf(locales[language]));

/** The same local time so many days later; earlier, if negative. */
export function daysLater(instantMs: number, days: number): number {
  const at = new Date(instantMs);
  return at.setDate(at.getDate() + days);
}

/** Date, local; the year only where it is not this one. */
export function dateText(instantMs: number, nowMs: number, language: Language): string {
  const { day, dayAndYear } = instantWriters(language);
  return (isSameYear(instantMs, nowMs) ? day : dayAndYear).format(instantMs);
}

/** A window from its start to its end, local: `14:05–14:10`, with the date where it is not today's; whole days by their dates. */
export function spanText(startMs: number, endMs: number, nowMs: number, language: Language): string {
  const date = (ms: number): string => dateText(ms, nowMs, language);
  if (isMidnight(startMs) && isMidnight(endMs)) return daysText(date, startMs, daysLater(endMs, -1));
  const { clock, clockWithSeconds } = instantWriters(language);
  const time = startMs % 60_000 === 0 && endMs % 60_000 === 0 ? clock : clockWithSeconds;
  const dated = (ms: number): string => `${date(ms)}, ${time.format(ms)}`;
  if (!isSameDay(startMs, endMs - 1)) return `${dated(startMs)} – ${dated(endMs)}`;
  const start = isSameDay(startMs, nowMs) ? time.format(startMs) : dated(startMs);
  return `${start}–${time.format(endMs)}`;
}

const daysText = (date: (ms: number) => string, firstMs: number, lastMs: number): string =>
  firstMs < lastMs ? `${date(firstMs)} – ${date(lastMs)}` : date(firstMs);

const isMidnight = (instantMs: number): boolean => new Date(instantMs).setHours(0, 0, 0, 0) === instantMs;

/** Whether two instants are of the same year, local. */
export const isSameYear = (a: number, b: number): boolean =>
  new Date(a).getFullYear() === new Date(b).getFullYear();
/** Whether two instants are of the same day, local. */
export const isSameDay = (a: number, b: number): boolean =>
  new Date(a).toDateString() === new Date(b).toDateString();
