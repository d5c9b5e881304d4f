import type { PairTotal } from '../src-main/common/model.ts';
import { countText } from '../src-main/common/format.ts';

/** Numbers are written as everywhere in the product; percentages, times and pairs are written here. */
export * from '../src-main/common/format.ts';

/** What is written where there is no value. */
export const none = '–';

/**
 * A part of a whole in percent. Rounding never hides which of the two is larger: `100 %` is written for equality
 * only.
 */
export function percentText(part: number, whole: number): string {
  if (whole === 0) return part === 0 ? '100 %' : none;
  const percent = (part / whole) * 100;
  if (part < whole) return percent < 99.95 ? `${shortPercent(percent)} %` : '> 99.9 %';
  if (part === whole) return '100 %';
  return percent >= 100.05 ? `${shortPercent(percent)} %` : '> 100 %';
}

function shortPercent(percent: number): string {
  if (percent === 0) return '0';
  if (percent < 0.05) return '< 0.1';
  const oneDecimal = percent.toFixed(1);
  const isSharp = Number(oneDecimal) < 10 || (Number(oneDecimal) > 99 && Number(oneDecimal) < 101);
  return isSharp ? oneDecimal : countText(percent);
}

/** Time left as a clock would show it: `0:42`, `4:59`, `1:02:03`; never below 0. */
export function countdownText(durationMs: number): string {
  const total = Math.max(0, Math.ceil(durationMs / 1000));
  const [hours, minutes, seconds] = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60];
  const tail = String(seconds).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${tail}` : `${minutes}:${tail}`;
}

/** What is left of a window, as a clock would show it; a clock that lags shows no more than its whole length. */
export const timeLeftText = (window: { startMs: number; endMs: number }, nowMs: number): string =>
  countdownText(Math.min(window.endMs - nowMs, window.endMs - window.startMs));

const durationUnits = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
  ['s', 1],
] as const;

/** A length of time in its two largest units: `5 min`, `1 h 30 min`, `20 s`. */
export function durationText(durationMs: number): string {
  let rest = Math.max(0, Math.round(durationMs / 1000));
  const parts: string[] = [];
  for (const [unit, seconds] of durationUnits) {
    const count = Math.floor(rest / seconds);
    if (count > 0) parts.push(`${count} ${unit}`);
    else if (parts.length > 0) break;
    rest -= count * seconds;
  }
  return parts.slice(0, 2).join(' ') || '0 s';
}

/** How far an instant lies from now: `2 min ago`, `in 20 min`, `now`. */
export function relativeText(instantMs: number, nowMs: number): string {
  const distance = instantMs - nowMs;
  if (Math.abs(distance) < 1000) return 'now';
  const length = coarseDuration(Math.abs(distance));
  return distance > 0 ? `in ${length}` : `${length} ago`;
}

/** From a minute on, seconds are of no interest. */
const coarseDuration = (durationMs: number): string =>
  durationText(durationMs < 60_000 ? durationMs : Math.floor(durationMs / 60_000) * 60_000);

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const clockWithSeconds = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const dayAndYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const full = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'long' });
const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();

/** Time of day, local; with seconds where they are not 0. */
export const clockText = (instantMs: number): string =>
  (instantMs % 60_000 === 0 ? clock : clockWithSeconds).format(instantMs);

/** Time of day to the second, local. */
export const secondText = (instantMs: number): string => clockWithSeconds.format(instantMs);

/** Date, local; the year only where it is not this one. */
export const dateText = (instantMs: number, nowMs: number): string =>
  (isSameYear(instantMs, nowMs) ? day : dayAndYear).format(instantMs);

/** Date and time of day, local; today's date is left out. */
export function instantText(instantMs: number, nowMs: number): string {
  return isSameDay(instantMs, nowMs) ? clockText(instantMs) : datedText(instantMs, nowMs);
}

/** Date and time of day, local, also where it is today. */
export const datedText = (instantMs: number, nowMs: number): string =>
  `${dateText(instantMs, nowMs)}, ${clockText(instantMs)}`;

/** An instant in full, with the offset and the zone; for a tooltip. */
export const zonedText = (instantMs: number): string => `${full.format(instantMs)} (${timeZone})`;

/** A window from its start to its end, local: `14:05–14:10`, with the date where it is not today's. */
export function spanText(startMs: number, endMs: number, nowMs: number): string {
  const time = startMs % 60_000 === 0 && endMs % 60_000 === 0 ? clock : clockWithSeconds;
  const dated = (ms: number): string => `${dateText(ms, nowMs)}, ${time.format(ms)}`;
  if (!isSameDay(startMs, endMs - 1)) return `${dated(startMs)} – ${dated(endMs)}`;
  const start = isSameDay(startMs, nowMs) ? time.format(startMs) : dated(startMs);
  return `${start}–${time.format(endMs)}`;
}

const isSameYear = (a: number, b: number): boolean => new Date(a).getFullYear() === new Date(b).getFullYear();
const isSameDay = (a: number, b: number): boolean =>
  new Date(a).toDateString() === new Date(b).toDateString();

/** A pair in one line: `192.0.2.1 → 192.0.2.2`; the pair of folded rests reads `other`. */
export function pairText(pair: Pick<PairTotal, 'source' | 'destination'>): string {
  return isFolded(pair) ? 'other' : `${pair.source} → ${pair.destination}`;
}

const isFolded = (pair: Pick<PairTotal, 'source' | 'destination'>): boolean =>
  pair.source === 'other' && (pair.destination === 'other' || pair.destination === '');
