import type { Comparison } from '../model/totals.ts';
import { MonitorError } from '../errors.ts';
import { type EpochMs, epochMs } from '../units.ts';
import { say } from '../phrases/say.ts';
import type { Calendar } from './calendar.ts';
import type { Period, PeriodSpan } from './period.ts';

const dayMs = 86_400_000;
const weekMs = 7 * dayMs;

/**
 * For each of some periods that follow on each other, the one to compare it with.
 *
 * @param compare what it is, or the instant at which the first of the other ones is
 * @throws MonitorError `request/invalid` where a period is longer than what lies between it and the other one
 */
export function comparedSpans(
  calendar: Calendar,
  period: Period,
  spans: readonly PeriodSpan[],
  compare: Comparison | EpochMs,
): readonly PeriodSpan[] {
  const [first] = spans;
  if (!first) return [];
  if (typeof compare === 'number') return following(calendar, period, compare, spans.length);
  if (compare === 'previous') return rightBefore(calendar, period, spans);
  requireFits(period, compare);
  return spans.map(({ startMs }) =>
    calendar.periodAt(sameTimeBefore(calendar, period, startMs, compare), period),
  );
}

/** Hours keep their time of the day, where they are of whole days: over a change of daylight saving time, too. */
function rightBefore(calendar: Calendar, period: Period, spans: readonly PeriodSpan[]): PeriodSpan[] {
  const first = spans[0]!;
  const days = period.kind === 'length' ? (spans.length * period.lengthMs) / dayMs : NaN;
  if (Number.isInteger(days))
    return spans.map(({ startMs }) => calendar.periodAt(calendar.daysBefore(startMs, days), period));
  const before: PeriodSpan[] = [];
  for (let at = first.startMs; before.length < spans.length;) {
    const span = calendar.periodAt(epochMs(at - 1), period);
    before.unshift(span);
    at = span.startMs;
  }
  return before;
}

function following(calendar: Calendar, period: Period, fromMs: EpochMs, count: number): PeriodSpan[] {
  const spans = [calendar.periodAt(fromMs, period)];
  while (spans.length < count) spans.push(calendar.periodAt(spans.at(-1)!.endMs, period));
  return spans;
}

/** The same time of the day and day of the week; of a year before, the same date, or of a week the same day of the week. */
function sameTimeBefore(
  calendar: Calendar,
  period: Period,
  startMs: EpochMs,
  compare: Exclude<Comparison, 'previous'>,
): EpochMs {
  if (compare === 'last-week') return calendar.daysBefore(startMs, 7);
  return period.kind === 'week' ? calendar.daysBefore(startMs, 364) : calendar.yearBefore(startMs);
}

function requireFits(period: Period, compare: Exclude<Comparison, 'previous'>): void {
  const isLonger =
    compare === 'last-week'
      ? period.kind === 'month' ||
        period.kind === 'year' ||
        (period.kind === 'length' && period.lengthMs > weekMs)
      : period.kind === 'length' && period.lengthMs > 366 * dayMs;
  if (!isLonger) return;
  const key = compare === 'last-week' ? 'value.longerThanWeek' : 'value.longerThanYear';
  throw new MonitorError('request/invalid', say(key, { period: period.name }), {
    remedy: say('value.remedy.compare'),
  });
}
