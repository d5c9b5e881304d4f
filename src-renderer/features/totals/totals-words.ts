import { lackPhrases } from '../../../src-main/common/lacks.ts';
import { differenceOf, type TotalRow, type TotalSum } from '../../../src-main/common/model/totals.ts';
import { exactText } from '../../exactness.ts';
import { bytesText, countText, none, spanText } from '../../format.ts';
import { type InstantWriters, instantWriters } from '../../../src-main/common/instants.ts';
import type { TotalPeriod } from './totals-page.svelte.ts';
import { numberStyle } from '../../texts/number-style.svelte.ts';
import { phraseText } from '../../texts/phrase-text.ts';
import { t } from '../../texts/texts.ts';

const hourMs = 3_600_000;

/**
 * A period in words: `14:00–15:00`, `Sat, 28 Nov`, `23 Nov – 29 Nov`, `November 2026`, `2026`; an hour that clocks show
 * twice with how far they are from UTC.
 *
 * @param timeZone in which periods begin and end; that of the system where none is known
 */
export function periodText(
  { startMs, endMs }: Pick<TotalSum, 'startMs' | 'endMs'>,
  per: TotalPeriod,
  nowMs: number,
  timeZone?: string,
): string {
  const writers = instantWriters(numberStyle().language, timeZone);
  if (per === 'month') return writers.month.format(startMs);
  if (per === 'year') return writers.year.format(startMs);
  const span = spanText(startMs, endMs, nowMs, timeZone);
  if (per === 'hour') {
    const clock = writers.clock.format(startMs);
    const isRepeated = [-hourMs, hourMs].some((ms) => writers.clock.format(startMs + ms) === clock);
    return isRepeated ? `${span} (${offsetText(writers, startMs)})` : span;
  }
  if (per === 'week') return span;
  const isOfThisYear = writers.year.format(startMs) === writers.year.format(nowMs);
  return isOfThisYear ? writers.weekday.format(startMs) : writers.dayAndYear.format(startMs);
}

/** How far clocks are from UTC: `GMT+02:00`. */
const offsetText = ({ offset }: InstantWriters, ms: number): string =>
  offset.formatToParts(ms).find(({ type }) => type === 'timeZoneName')?.value ?? '';

/** Whether a total is exact, or what it lacks. */
export function totalExactness({ exact, lacks, unknown, closed }: TotalSum): string {
  if (exact) return exactText(true);
  const reasons = [
    ...lackPhrases(lacks).map((lack) => phraseText(lack)),
    ...(unknown > 0 ? [t().totals.unknownPairs(bytesText(unknown))] : []),
  ];
  if (reasons.length > 0) return t().exactness.atLeast(reasons.join(', '));
  return exactText(closed);
}

/** A number of bytes with its sign: `+1.2 GiB`. */
export const signedBytes = (bytes: number): string => `${signOf(bytes)}${bytesText(Math.abs(bytes))}`;

/** A share as percent with its sign: `+18 %`; nothing where it is of nothing. */
export function shareText(share: number | null): string {
  if (share === null) return '';
  const percent = Math.round(share * 100);
  return `${signOf(percent)}${countText(Math.abs(percent))} %`;
}

const signOf = (value: number): string => (value > 0 ? '+' : value < 0 ? '−' : '');

/**
 * How a period stands to the one before: `+1.2 GiB (+18 %)`, of one that is not over by as much time; with `≈` where
 * either is a lower bound.
 */
export function differenceText(row: TotalRow): string {
  const difference = differenceOf(row);
  if (difference === null) return none;
  const share = shareText(difference.share);
  const text = `${difference.exact ? '' : '≈ '}${signedBytes(difference.bytes)}${share === '' ? '' : ` (${share})`}`;
  return row.closed ? text : t().totals.byThisPoint(text);
}
