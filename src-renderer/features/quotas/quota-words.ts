import { lackPhrases } from '../../../src-main/common/lacks.ts';
import type { Limit } from '../../../src-main/common/model/limits.ts';
import { type Quota, type QuotaSum, shareUsed } from '../../../src-main/common/model/quotas.ts';
import { parsePeriod } from '../../../src-main/common/periods/period.ts';
import { periodName } from '../../../src-main/common/periods/period-names.ts';
import { bytesText, dateText, instantText } from '../../format.ts';
import { phraseText } from '../../texts/phrase-text.ts';
import { t } from '../../texts/texts.ts';
import { type HostLabel, limitTerms, scopeText, type StateWords } from '../../words.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** A kind of periods in words: `Month from the 15th`. */
export const periodText = (name: string): string => phraseText(periodName(parsePeriod(name)), name);

/** The traffic of a quota, and what else its limit says of it. */
export function quotaScope(limit: Limit, label: HostLabel): string {
  const { windowSeconds: _seconds, period: _period, warnPercent: _warn, ...others } = limit;
  const terms = limitTerms({ ...others, windowSeconds: null });
  return [
    ...(limit.title ? [limit.title] : []),
    scopeText(limit, label) || t().quotas.allTraffic,
    ...terms,
  ].join(', ');
}

/** How a quota stands: what it comes to before its period ends. */
export function quotaState(quota: Quota, warnPercent: number, nowMs: number): StateWords {
  const words = t().quotas.states;
  const { used, limit, projection, exact } = quota;
  if (used > limit.value) return { text: words.usedUp, icon: 'error', tone: 'bad' };
  const reachesMs = projection?.reachesMs ?? null;
  if (reachesMs !== null)
    return { text: words.usedUpBy(dueText(reachesMs, nowMs)), icon: 'warning', tone: 'warning' };
  if (100 * shareUsed(quota) >= warnPercent)
    return { text: words.near(`${warnPercent} %`), icon: 'warning', tone: 'warning' };
  if (projection === null) return { text: words.unknown, icon: 'circle-large', tone: 'neutral' };
  return exact
    ? { text: words.within, icon: 'pass', tone: 'good' }
    : { text: words.withinAsCounted, icon: 'question', tone: 'neutral' };
}

/** Nobody can know the second, nor, when it is far away, the minute. */
const dueText = (ms: number, nowMs: number): string =>
  ms - nowMs > dayMs ? dateText(ms, nowMs) : instantText(Math.ceil(ms / minuteMs) * minuteMs, nowMs);

/** What the total of a quota lacks, in words; nothing where it lacks nothing. */
export const quotaLacks = ({ lacks }: Quota): readonly string[] =>
  lackPhrases(lacks).map((lack) => phraseText(lack));

/** Bytes that may be too few: `≥ 1.21 GiB`. */
export const boundText = ({ bytes, exact }: QuotaSum): string => `${exact ? '' : '≥ '}${bytesText(bytes)}`;
