import { limitPhrase } from '../common/limit-phrase.ts';
import { isoTime } from '../common/alert-json.ts';
import { countText } from '../common/format.ts';
import { lackPhrases } from '../common/lacks.ts';
import type { Phrase } from '../common/phrases/phrase.ts';
import { say } from '../common/phrases/say.ts';
import type { PeriodProjection } from '../common/model/periods.ts';
import {
  type PreviousPeriod,
  type Quota,
  type Quotas,
  type QuotaSum,
  shareGone,
  shareUsed,
} from '../common/model/quotas.ts';
import { limitId } from './limit-id.ts';
import { limitRow } from '../common/limit-row.ts';
import { lackLine } from './json-lines.ts';
import { inPersonsLanguage } from './person-language.ts';
import { atLeast, formatTable, heads, timeHead } from './text.ts';
import { formatTime } from '../common/report/alert-prose.ts';

/** Quotas as a table, and below it what their totals lack. */
export function quotaTable({ quotas, atMs, timeZone }: Quotas): string {
  const head = [
    ...heads('id', 'used', 'of', 'left', 'share', 'timeGone'),
    timeHead('ends', timeZone),
    ...heads('atThisRate', 'samePoint'),
  ];
  const rows = quotas.map((quota) => [
    limitId(quota.limit),
    `${boundText(quota)}${countText(quota.used)}`,
    countText(quota.limit.value),
    countText(leftOf(quota)),
    percentText(shareUsed(quota)),
    percentText(shareGone(quota, atMs)),
    formatTime(quota.endMs, timeZone),
    rateText(quota, timeZone),
    beforeText(quota.previous),
  ]);
  return [formatTable([head, ...rows]), ...quotas.map(remarkOf)].join('\n');
}

/** A quota as one JSON line. */
export const quotaLine = (quota: Quota, { atMs, timeZone }: Quotas): object => ({
  type: 'quota',
  id: limitId(quota.limit),
  limit: limitRow(quota.limit),
  ...{ period: quota.period, timeZone, start: isoTime(quota.startMs), end: isoTime(quota.endMs) },
  at: isoTime(atMs),
  ...{ used: quota.used, left: leftOf(quota), exact: quota.exact, lacks: quota.lacks.map(lackLine) },
  timeGone: shareGone(quota, atMs),
  projection: quota.projection && projectionLine(quota.projection),
  previous: quota.previous && previousLine(quota.previous),
});

const projectionLine = ({ bytes, reachesMs }: PeriodProjection): object => ({
  bytes,
  reaches: reachesMs === null ? null : isoTime(reachesMs),
});

const previousLine = ({ startMs, endMs, whole, elapsed }: PreviousPeriod): object => ({
  ...{ start: isoTime(startMs), end: isoTime(endMs), whole, elapsed },
});

const leftOf = ({ used, limit }: Quota): number => Math.max(0, limit.value - used);

const boundText = ({ exact, lacks }: Quota): string => (exact || lacks.length === 0 ? '' : '≥ ');

const percentText = (share: number): string => (share === Infinity ? '—' : `${Math.floor(100 * share)} %`);

const rateText = (quota: Quota, timeZone: string): string => inPersonsLanguage(ratePhrase(quota, timeZone));

function ratePhrase({ used, limit, projection }: Quota, timeZone: string): Phrase {
  if (used > limit.value) return say('cell.usedUp');
  if (projection === null) return say('cell.notKnownYet');
  const bytes = countText(projection.bytes);
  const { reachesMs } = projection;
  return reachesMs === null
    ? say('cell.within', { bytes })
    : say('cell.usedUpBy', { bytes, time: formatTime(reachesMs, timeZone) });
}

/** As much of the previous period as has gone of this one, and all of it. */
function beforeText(previous: PreviousPeriod | null): string {
  if (previous === null) return '—';
  const { elapsed, whole } = previous;
  const part = elapsed ? sumText(elapsed) : say('cell.notKept');
  return inPersonsLanguage(say('cell.partOf', { part, whole: sumText(whole) }));
}

const sumText = ({ bytes, exact }: QuotaSum): string => `${exact ? '' : '≥ '}${countText(bytes)}`;

function remarkOf({ limit, exact, lacks }: Quota): string {
  const reasons = exact ? [] : lackPhrases(lacks);
  const standing = exact ? say('exactness.exactSoFar') : say('exactness.soFar');
  const total = reasons.length > 0 ? atLeast(':', reasons) : inPersonsLanguage(standing);
  return `${limitId(limit)}: ${inPersonsLanguage(limitPhrase(limit))}; ${total}`;
}
