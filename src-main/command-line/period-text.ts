import { countText } from '../common/format.ts';
import { lackPhrases } from '../common/lacks.ts';
import type { PeriodSummary } from '../common/model/periods.ts';
import { say } from '../common/phrases/say.ts';
import { inPersonsLanguage } from './person-language.ts';
import { atLeast } from './text.ts';
import { formatSpan, formatTime } from '../common/report/alert-prose.ts';

export const periodHead = [
  'period',
  'from and to',
  'bytes',
  'packets',
  'min',
  'max',
  'status',
  'total',
  'at this rate',
] as const;

const limitText = (value: number | null): string => (value === null ? '-' : countText(value));

/** A period as cells under {@link periodHead}: in the time of its zone. */
export const periodCells = (period: PeriodSummary): string[] => [
  period.period,
  formatSpan(period, period.timeZone),
  countText(period.bytes),
  countText(period.packets),
  limitText(period.limits.min),
  limitText(period.limits.max),
  statusText(period),
  totalText(period),
  headingText(period),
];

/** A period as one line. */
export const periodText = (period: PeriodSummary): string =>
  `${period.period} ${formatSpan(period, period.timeZone)}: ${countText(period.bytes)} bytes, ${countText(period.packets)} packets, ` +
  `${statusText(period)}, ${totalText(period)}`;

function statusText({ status, closed, revision }: PeriodSummary): string {
  if (!closed) return `${status} (still open)`;
  return revision > 0 ? `${status} (revision ${revision})` : status;
}

function totalText({ exact, lacks, closed }: PeriodSummary): string {
  const reasons = exact ? [] : lackPhrases(lacks);
  if (reasons.length > 0) return atLeast(':', reasons);
  return inPersonsLanguage(exact || closed ? say('exactness.exact') : say('exactness.soFar'));
}

/** Where an open period is heading. */
function headingText({ closed, projection, timeZone }: PeriodSummary): string {
  if (closed) return '';
  const { bytes, reachesMs } = projection;
  const reached = reachesMs === null ? '' : `, max reached ${formatTime(reachesMs, timeZone)}`;
  return `${countText(bytes)} bytes${reached}`;
}
