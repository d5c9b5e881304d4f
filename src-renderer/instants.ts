import { isDateAlone } from '../src-main/common/effective-date.ts';
import * as common from '../src-main/common/instants.ts';
import { daysLater, type InstantWriters, instantWriters, isSameDay } from '../src-main/common/instants.ts';
import { numberStyle } from './texts/number-style.svelte.ts';

/** Instants in words, in local time but for dates that mean one day everywhere. */
const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();

const writers = (): InstantWriters => instantWriters(numberStyle().language);

/** Time of day, local; with seconds where they are not 0. */
export const clockText = (instantMs: number): string =>
  (instantMs % 60_000 === 0 ? writers().clock : writers().clockWithSeconds).format(instantMs);

/** Time of day to the second, local. */
export const secondText = (instantMs: number): string => writers().clockWithSeconds.format(instantMs);

/** Date, local; the year only where it is not this one. */
export const dateText = (instantMs: number, nowMs: number): string =>
  common.dateText(instantMs, nowMs, numberStyle().language);

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
export const spanText = (startMs: number, endMs: number, nowMs: number, zone?: string): string =>
  common.spanText(startMs, endMs, nowMs, numberStyle().language, zone);

/** The time zone of the system. */
export const ownTimeZone = timeZone;

export { daysLater, isSameYear } from '../src-main/common/instants.ts';

/** Noon of a local day that is written `2026-01-31`; null for today, undefined for any other text. */
export function dayMs(text: string): number | null | undefined {
  const written = text.trim();
  if (written === '') return null;
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(written) ?? [];
  if (day === undefined) return undefined;
  const date = new Date(Number(year), Number(month) - 1, Number(day), 12);
  return date.getMonth() === Number(month) - 1 && date.getDate() === Number(day) ? date.getTime() : undefined;
}
