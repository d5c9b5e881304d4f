import { countText } from '../common/format.ts';
import { lackPhrases } from '../common/lacks.ts';
import type { PeriodSummary } from '../common/model/periods.ts';
import { say } from '../common/phrases/say.ts';
import { inPersonsLanguage } from './person-language.ts';
import { atLeast, heads, limitNames, standingText, timeHead } from './text.ts';
import { formatSpan, formatTime } from '../common/report/alert-prose.ts';

/** Heads of the cells of periods, whose times are those of a zone. */
export const periodHead = (timeZone: string): string[] => [
  ...heads('period'),
  timeHead('fromAndTo', timeZone),
  ...heads('bytes', 'packets'),
  ...limitNames,
  ...heads('status', 'total', 'atThisRate'),
];

const limitText = (value: number | null): string => (value === null ? '-' : countText(value));

/** A period as cells under {@link periodHead}: in the time of its zone. */
export const periodCells = (period: PeriodSummary): string[] => [
  period.period,
  formatSpan(period, period.timeZone),
  countText(period.bytes),
  countText(period.packets),
  limitText(period.limits.min),
  limitText(period.limits.max),
  standingText(period),
  totalText(period),
  headingText(period),
];

/** A period as one line. */
export const periodText = (period: PeriodSummary): string =>
  `${period.period} ${formatSpan(period, period.timeZone)}: ${countText(period.bytes)} bytes, ${countText(period.packets)} packets, ` +
  `${standingText(period)}, ${totalText(period)}`;

function totalText({ exact, lacks, closed }: PeriodSummary): string {
  const reasons = exact ? [] : lackPhrases(lacks);
  if (reasons.length > 0) return atLeast(':', reasons);
  return inPersonsLanguage(exact || closed ? say('exactness.exact') : say('exactness.soFar'));
}

/** Where an open period is heading. */
function headingText({ closed, projection, timeZone }: PeriodSummary): string {
  if (closed) return '';
  const { bytes, reachesMs } = projection;
  const heading = { bytes: countText(bytes) };
  return inPersonsLanguage(
    reachesMs === null
      ? say('cell.heading', heading)
      : say('cell.headingReached', { ...heading, time: formatTime(reachesMs, timeZone) }),
  );
}
