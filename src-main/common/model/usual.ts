import type { PeriodSpan } from '../periods/period.ts';

/**
 * Of what is told what is usual: the totals of windows, the largest window of each hour (as an hour is drawn in a long
 * history), or the totals of hours or days.
 */
export const usualKinds = ['windows', 'largest', 'hours', 'days'] as const;
export type UsualKind = (typeof usualKinds)[number];

/** Days of which an hour, or the whole day, is compared: Monday to Friday, Saturday and Sunday, or all where these are too few. */
export type UsualDays = 'workdays' | 'weekend' | 'all';

const dayMs = 86_400_000;

/** How long a range may be: of hours two months, as long as an hour is told apart; of days some years. */
export const longestUsualMs = (of: UsualKind): number => (of === 'days' ? 1_100 : 62) * dayMs;

/** Fewer days than these tell nothing. */
export const leastUsualDays = 8;

/** What was usual at an hour of the day, or on a day, over the four weeks before it, in bytes: values that were seen. */
export interface UsualStep extends PeriodSpan {
  /** A quarter of the values are at most this. */
  readonly lower: number;
  readonly median: number;
  /** A quarter of the values are at least this. */
  readonly upper: number;
  readonly days: UsualDays;
  /** How many days of the four weeks were captured throughout, or had that hour so. */
  readonly dayCount: number;
}
