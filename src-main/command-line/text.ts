import { limitPhrase } from '../common/limit-phrase.ts';
import { type PhraseKey, say } from '../common/phrases/say.ts';
import type { Phrase, Text } from '../common/phrases/phrase.ts';
import { bytesText, countText, plural } from '../common/format.ts';
import { isAtLeast, waitingOf } from '../common/standing.ts';
import { directions, type KnownDirection } from '../common/direction.ts';
import { lackPhrases } from '../common/lacks.ts';
import { lostPackets, uncheckedBecause } from '../common/loss.ts';
import type { LimitProjection } from '../common/model/alerts.ts';
import type { Limit, LimitVerdict, LimitVerdicts } from '../common/model/limits.ts';
import type { MonitorStatus } from '../common/model/status.ts';
import type { WindowDetail, WindowSummary } from '../common/model/windows.ts';
import { systemTimeZone } from '../common/periods/time-zone.ts';
import { inPersonsLanguage } from './person-language.ts';
import { formatSpan, waitText } from '../common/report/alert-prose.ts';

/** Rows in columns: the first row is the head; numbers stand right, words left. */
export function formatTable(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) =>
        /^[\d<≥≤>—]/.test(cell) && !/[-:./]\d/.test(cell)
          ? cell.padStart(widths[i]!)
          : cell.padEnd(widths[i]!),
      )
      .join('  ')
      .trimEnd();
  return rows.map(line).join('\n');
}

/** A column's head; none for a column that speaks for itself. */
type HeadName = '' | { [Key in PhraseKey]: Key extends `head.${infer Name}` ? Name : never }[PhraseKey];

/** The head of a column, in the person's language. */
export const head = (name: HeadName): string => (name === '' ? '' : inPersonsLanguage(say(`head.${name}`)));

/** Heads of columns. */
export const heads = (...names: readonly HeadName[]): string[] => names.map(head);

/** The head of a column of times: with their time zone, where it is not the machine's. */
export const timeHead = (name: HeadName, timeZone: string): string => inZone(head(name), timeZone);

/** The same for periods of a length. */
export const perHead = (per: string, timeZone: string): string => inZone(periodHead(per), timeZone);

/** A length of periods: `day`, or as it is written where it has no name. */
export function periodHead(per: string): string {
  const name = (['hour', 'day', 'week', 'month', 'year'] as const).find((one) => one === per);
  return name === undefined ? per : head(name);
}

const inZone = (words: string, timeZone: string): string =>
  timeZone === systemTimeZone() ? words : `${words} (${timeZone})`;

const limitText = (value: number | null): string => (value === null ? '—' : countText(value));

/** Heads of the cells of windows; a limit has the same name in each language. */
export const windowHead = (): string[] => [
  ...heads('window', 'bytes', 'packets', 'pairs'),
  ...limitNames,
  ...heads('status', 'total'),
];

/** The two limits of a window, as tables name them. */
export const limitNames = ['min', 'max'] as const;

/**
 * A window as cells under {@link windowHead}.
 *
 * @param timeZone of its times: that of the machine where none is named
 */
export const windowCells = (
  window: WindowSummary,
  lacking: readonly Phrase[] = [],
  timeZone?: string,
): string[] => [
  formatSpan(window, timeZone),
  countText(window.bytes),
  countText(window.packets),
  countText(window.pairCount),
  limitText(window.limits.min),
  limitText(window.limits.max),
  statusText(window),
  exactnessText(window, lacking),
];

function statusText(window: WindowSummary): string {
  const unchecked = window.status === 'unchecked' ? [say(`status.${uncheckedBecause(window)}`)] : [];
  return standingText(window, unchecked);
}

/** How a total stands to its limits, with `remarks`, and whether it may still change. */
export function standingText(
  { status, closed, revision }: Pick<WindowSummary, 'status' | 'closed' | 'revision'>,
  remarks: readonly Phrase[] = [],
): string {
  const state = closed
    ? revision > 0
      ? [say('status.revision', { number: revision })]
      : []
    : [say('status.open')];
  const all = [...remarks, ...state];
  const standing = say(`status.${status}`);
  return inPersonsLanguage(
    all.length > 0 ? say('status.with', { status: standing, remarks: all }) : standing,
  );
}

/** What keeps traffic that has passed out of the open window's total, and how much of it waits. */
export function outstanding(status: Pick<MonitorStatus, 'problems' | 'capture' | 'stream'>): Phrase[] {
  if (!isAtLeast(status)) return [];
  const { queued, spooled, unread } = waitingOf(status);
  return [
    say('waiting.now'),
    ...(queued > 0 ? [say('waiting.queued', { count: queued })] : []),
    ...(spooled > 0 ? [say('waiting.spooled', { count: spooled })] : []),
    ...(unread > 0 ? [say('waiting.unread', { count: unread })] : []),
  ];
}

/** Whether the total is exact, or why it may be too low: what the window lacks, and `more` reasons. */
export function exactnessText({ lacks, closed }: WindowSummary, more: readonly Phrase[] = []): string {
  return exactnessOf([...more, ...lackPhrases(lacks)], closed);
}

/** Whether a total is exact, or why it may be too low. */
export const exactnessOf = (reasons: readonly Text[], closed: boolean): string =>
  inPersonsLanguage(reasons.length > 0 ? say('exactness.atLeastWith', { reasons }) : exactPhrase(closed));

/** That a total is exact; of what still grows, so far. */
export const exactPhrase = (closed: boolean): Phrase =>
  closed ? say('exactness.exact') : say('exactness.exactSoFar');

/** A total that may be too low, with the reasons behind a mark. */
export const atLeast = (mark: ';' | ':', reasons: readonly Text[]): string =>
  `${inPersonsLanguage(say('exactness.atLeast'))}${mark} ${reasons.map(inPersonsLanguage).join(mark === ';' ? '; ' : ', ')}`;

/** What was lost on each interface, in indented lines; none where nothing was. */
export const lossLines = ({ interfaces }: WindowSummary): string[] =>
  interfaces
    .filter((share) => lostPackets(share) > 0)
    .map(
      (share) =>
        `    ${share.interface}: ${plural(share.packets, 'packet')}; received by the kernel ${countText(share.kernelReceived)}, ` +
        `dropped by the kernel ${countText(share.kernelDropped)}, ` +
        `by the interface ${countText(share.interfaceDropped)}, in the queue ${countText(share.queueDropped)}`,
    );

/** A direction, in the person's language. */
export const directionText = (direction: KnownDirection): string =>
  inPersonsLanguage(say(`direction.${direction}`));

/** A window's bytes by direction as an indented line, where they were asked for. */
export const directionLines = ({ directions: sums, lacks, closed }: WindowDetail): string[] => {
  if (sums === undefined) return [];
  const isWhole = sums.unknown === 0 && lacks.length === 0;
  const known = directions.map((one) => `${directionText(one)} ${countText(sums[one])}`);
  const unknown = sums.unknown > 0 ? [`${directionText('unknown')} ${countText(sums.unknown)}`] : [];
  const standing = isWhole ? exactPhrase(closed) : say('exactness.atLeast');
  return [`    ${[...known, ...unknown].join(', ')} (${inPersonsLanguage(standing)})`];
};

/** A window's largest pairs as indented lines. */
export const pairLines = ({ pairs, pairCount }: WindowDetail): string[] => [
  ...formatTable(
    pairs.map(({ source, destination, bytes, packets, direction }) => [
      `    ${source} → ${destination}`,
      countText(bytes),
      `(${bytesText(bytes)})`,
      inPersonsLanguage(say('count.packets', { count: packets })),
      ...(direction === undefined ? [] : [directionText(direction)]),
    ]),
  )
    .split('\n')
    .filter((line) => line !== ''),
  ...(pairs.length > 0 && pairs.length < pairCount
    ? [inPersonsLanguage(say('pairs.more', { count: pairCount - pairs.length }))]
    : []),
];

/** The limits by which a window was judged, a line each. */
export function verdictLines(judged: LimitVerdicts | null): string[] {
  if (judged === null) return [inPersonsLanguage(say('verdict.older'))];
  const { inForce, verdicts } = judged;
  const lines = verdicts.map((verdict) => inPersonsLanguage(verdictPhrase(verdict)));
  const more = inForce - verdicts.length;
  return more > 0 && lines.length > 0
    ? [...lines, inPersonsLanguage(say('verdict.more', { count: more }))]
    : lines;
}

const verdictPhrase = ({ limit, observed, outcome }: LimitVerdict): Phrase =>
  say(`verdict.${outcome}`, {
    what:
      observed === null
        ? say('verdict.notKept', { limit: limitPhrase(limit) })
        : say('verdict.against', {
            limit: limitPhrase(limit),
            observed: say('count.bytes', { count: observed }),
          }),
  });

/** Where the open window is heading, in one line; null where there is nothing to say. */
export function projectionText(
  { limit, observed, standing, forecast }: LimitProjection,
  now: number,
): string | null {
  const breachMs = standing === 'firing' ? null : (forecast?.breachMs ?? null);
  const said = limitPhrase(limit);
  if (breachMs !== null && breachMs > now) {
    const side = limit.name === 'max' ? 'above' : 'below';
    return withShare(
      say(`projection.${side}`, { limit: said, wait: waitText(breachMs - now) }),
      limit,
      observed,
    );
  }
  return standing === 'warning' ? withShare(say('projection.near', { limit: said }), limit, observed) : null;
}

/** A projection with how much of the limit there is already. */
const withShare = (projection: Phrase, { value }: Limit, observed: number): string =>
  inPersonsLanguage(
    value > 0
      ? say('projection.share', { projection, percent: Math.floor((100 * observed) / value) })
      : projection,
  );
