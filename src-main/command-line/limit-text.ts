import { limitPhrase, termPhrases } from '../common/limit-phrase.ts';
import type { Phrase } from '../common/phrases/phrase.ts';
import { say, together } from '../common/phrases/say.ts';
import { inPersonsLanguage } from './person-language.ts';
import { countText } from '../common/format.ts';
import { isOff } from '../common/limit-switch.ts';
import type {
  Limit,
  LimitCounts,
  LimitsChange,
  LimitsAssessment,
  LimitsStatus,
  LimitSuggestion,
} from '../common/model/limits.ts';
import { limitId } from './limit-id.ts';
import { limitRow } from '../common/limit-row.ts';
import { inOneLine } from '../common/printable.ts';
import { effectiveDateText } from '../common/effective-date.ts';
import { formatTable, heads } from './text.ts';
import { formatTime, waitText } from '../common/report/alert-prose.ts';

/** Limits as a table. */
export function limitTable(limits: readonly Limit[]): string {
  const labels = (['title', 'note'] as const).filter((label) => limits.some((limit) => limit[label]));
  return formatTable([
    heads(
      ...(['id', 'limit', 'bytes', 'inForceFrom', 'source', 'destination', 'windows'] as const),
      ...labels.map((label) => labelHeads[label]),
    ),
    ...limits.map((limit) => [
      limitId(limit),
      ...limitCells(limit),
      ...labels.map((label) => inOneLine(limit[label] ?? '')),
    ]),
  ]);
}

const labelHeads = { title: 'name', note: 'note' } as const;

const limitCells = ({ name, value, effectiveMs, source, destination, ...terms }: Limit): string[] => [
  name,
  isOff({ name, value }) ? inPersonsLanguage(say('cell.off')) : countText(value),
  effectiveDateText(effectiveMs),
  source ?? any(),
  destination ?? any(),
  termPhrases(terms).map(inPersonsLanguage).join(', ') || any(),
];

const any = (): string => inPersonsLanguage(say('pair.any'));

/** Limits that an assessment names. */
const limitsNamed = 5;

/** What limits would have found in stored windows, a line each. */
export function assessmentText(
  { examined, isWhole, breached, breaches, judgedOtherwise }: LimitsAssessment,
  timeZone: string,
): string[] {
  if (examined.windows === 0) return [];
  const lines = [
    inPersonsLanguage(
      say('assessed.summary', {
        windows: say('count.ofWindows', { count: examined.windows }),
        which: say(isWhole ? 'assessed.ofDays' : 'assessed.newest'),
        breached: countText(breached.windows),
      }),
    ),
    ...breaches
      .slice(0, limitsNamed)
      .map(({ limit, windows }) => `  ${countText(windows)}: ${inPersonsLanguage(limitPhrase(limit))}`),
  ];
  const { windows, fromMs, toMs } = judgedOtherwise;
  if (windows === 0) return lines;
  const span = { from: formatTime(fromMs!, timeZone), to: formatTime(toMs!, timeZone) };
  return [...lines, inPersonsLanguage(say('assessed.otherwise', { windows: countText(windows), ...span }))];
}

/** An assessment in numbers. */
export const assessmentLine = ({ examined, breached, judgedOtherwise }: LimitsAssessment): object => ({
  windows: examined.windows,
  breached: breached.windows,
  judgedOtherwise: judgedOtherwise.windows,
});

/** Suggested limits as a table. */
export const suggestionTable = (found: readonly LimitSuggestion[]): string =>
  formatTable([
    heads('limit', 'bytes', 'percentile', 'bytesThere', 'windows', 'breached'),
    ...found.map(({ limit, percentile, usual, windows, breaches }) => [
      limit.name,
      countText(limit.value),
      String(percentile),
      countText(usual),
      countText(windows),
      countText(breaches),
    ]),
  ]);

/** A suggested limit, with the names of the table's columns. */
export const suggestionLine = ({ limit, ...basis }: LimitSuggestion): object => ({
  type: 'suggestion',
  ...limitRow(limit),
  ...basis,
});

/** What an import or a sync did, in rows. */
export const countsPhrase = ({ added, changed, removed, unchanged }: LimitCounts): Phrase =>
  say('changes.counts', {
    ...{ added: countText(added), changed: countText(changed) },
    ...{ removed: countText(removed), unchanged: countText(unchanged) },
  });

const changePhrase = ({ kind, counts }: LimitsChange, ago: { readonly time: string }): Phrase =>
  say(`source.changed.${kind}`, { ...ago, counts: countsPhrase(counts) });

/** Where the limits come from, when they were and will be read, and what changed last: in one line. */
export function limitsStatusText(limits: LimitsStatus, nowMs: number): string {
  const { source, limitCount, lastSyncMs, nextSyncMs, lastChange, judgedOtherwise } = limits;
  const ago = (ms: number) => ({ time: waitText(Math.max(0, nowMs - ms)) });
  const known = say('count.limits', { count: limitCount });
  const otherwise = judgedOtherwise?.windows ?? 0;
  const parts = [
    source === null ? say('source.none', { limits: known }) : say('source.of', { limits: known, source }),
    ...(lastSyncMs === null ? [] : [say('source.read', ago(lastSyncMs))]),
    ...(nextSyncMs === null ? [] : [say('source.next', { time: waitText(Math.max(0, nextSyncMs - nowMs)) })]),
    ...(lastChange ? [changePhrase(lastChange, ago(lastChange.atMs))] : []),
    ...(otherwise > 0 ? [say('source.otherwise', { count: otherwise })] : []),
  ];
  return inPersonsLanguage(together(parts));
}
