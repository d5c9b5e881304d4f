import { limitPhrase, termPhrases } from '../common/limit-phrase.ts';
import { say } from '../common/phrases/say.ts';
import { inPersonsLanguage } from './person-language.ts';
import { countText, plural } from '../common/format.ts';
import { isOff } from '../common/limit-switch.ts';
import type {
  Limit,
  LimitCounts,
  LimitsAssessment,
  LimitsStatus,
  LimitSuggestion,
} from '../common/model/limits.ts';
import { limitId } from './limit-id.ts';
import { limitRow } from '../common/limit-row.ts';
import { printable } from '../common/printable.ts';
import { effectiveDateText } from '../common/effective-date.ts';
import { formatTable } from './text.ts';
import { formatTime, waitText } from '../common/report/alert-prose.ts';

/** Limits as a table. */
export function limitTable(limits: readonly Limit[]): string {
  const labels = (['title', 'note'] as const).filter((label) => limits.some((limit) => limit[label]));
  return formatTable([
    ['id', 'limit', 'bytes', 'in force from', 'source', 'destination', 'windows'].concat(
      labels.map((label) => labelHeads[label]),
    ),
    ...limits.map((limit) => [
      limitId(limit),
      ...limitCells(limit),
      ...labels.map((label) => printable(limit[label]?.replaceAll(/\s+/g, ' ') ?? '')),
    ]),
  ]);
}

const labelHeads = { title: 'name', note: 'note' } as const;

const limitCells = ({ name, value, effectiveMs, source, destination, ...terms }: Limit): string[] => [
  name,
  isOff({ name, value }) ? 'off' : countText(value),
  effectiveDateText(effectiveMs),
  source ?? 'any',
  destination ?? 'any',
  termPhrases(terms).map(inPersonsLanguage).join(', ') || inPersonsLanguage(say('pair.any')),
];

/** Limits that an assessment names. */
const limitsNamed = 5;

/** What limits would have found in stored windows, a line each. */
export function assessmentText({
  examined,
  isWhole,
  breached,
  breaches,
  judgedOtherwise,
}: LimitsAssessment): string[] {
  if (examined.windows === 0) return [];
  const which = isWhole ? 'of the last 30 days' : 'looked at, the newest';
  const lines = [
    `Of ${plural(examined.windows, 'window')} ${which}, ${countText(breached.windows)} would have left a limit.`,
    ...breaches
      .slice(0, limitsNamed)
      .map(({ limit, windows }) => `  ${countText(windows)}: ${inPersonsLanguage(limitPhrase(limit))}`),
  ];
  const { windows, fromMs, toMs } = judgedOtherwise;
  if (windows === 0) return lines;
  const span = `${formatTime(fromMs!)} to ${formatTime(toMs!)}`;
  return [
    ...lines,
    `${countText(windows)} got another verdict when they closed; past verdicts are kept: from ${span}.`,
  ];
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
    ['limit', 'bytes', 'percentile', 'bytes there', 'windows', 'breached'],
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
export const countsText = ({ added, changed, removed, unchanged }: LimitCounts): string =>
  `${countText(added)} added, ${countText(changed)} changed, ${countText(removed)} removed, ${countText(unchanged)} unchanged`;

const changeWords = { import: 'imported', sync: 'changed', edit: 'changed by hand', undo: 'undone' } as const;

/** Where the limits come from, when they were and will be read, and what changed last: in one line. */
export function limitsStatusText(limits: LimitsStatus, nowMs: number): string {
  const { source, limitCount, lastSyncMs, nextSyncMs, lastChange, judgedOtherwise } = limits;
  const ago = (ms: number): string => `${waitText(Math.max(0, nowMs - ms))} ago`;
  const otherwise = judgedOtherwise?.windows ?? 0;
  return [
    `${plural(limitCount, 'limit')}${source === null ? ', no source followed' : ` of ${source}`}`,
    ...(lastSyncMs === null ? [] : [`read ${ago(lastSyncMs)}`]),
    ...(nextSyncMs === null ? [] : [`next in ${waitText(Math.max(0, nextSyncMs - nowMs))}`]),
    ...(lastChange
      ? [`${changeWords[lastChange.kind]} ${ago(lastChange.atMs)} (${countsText(lastChange.counts)})`]
      : []),
    ...(otherwise > 0 ? [`${plural(otherwise, 'stored window')} would get a different verdict`] : []),
  ].join('; ');
}
