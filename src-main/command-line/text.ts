import { limitPhrase } from '../common/limit-phrase.ts';
import { say } from '../common/phrases/say.ts';
import type { Phrase, Text } from '../common/phrases/phrase.ts';
import { bytesText, countText, plural } from '../common/format.ts';
import { isAtLeast, waitingOf } from '../common/standing.ts';
import { directions } from '../common/direction.ts';
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

/** The head of a column of times: with their time zone, where it is not the machine's. */
export const timeHead = (head: string, timeZone: string): string =>
  timeZone === systemTimeZone() ? head : `${head} (${timeZone})`;

const limitText = (value: number | null): string => (value === null ? '—' : countText(value));

export const windowHead = ['window', 'bytes', 'packets', 'pairs', 'min', 'max', 'status', 'total'] as const;

/**
 * A window as cells under {@link windowHead}.
 *
 * @param timeZone of its times: that of the machine where none is named
 */
export const windowCells = (
  window: WindowSummary,
  lacking: readonly string[] = [],
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
  const { status, closed, revision } = window;
  const remarks = [
    ...(status === 'unchecked' ? [uncheckedTexts[uncheckedBecause(window)]] : []),
    ...(closed ? [] : ['still open']),
    ...(closed && revision > 0 ? [`revision ${revision}`] : []),
  ];
  return remarks.length > 0 ? `${status} (${remarks.join(', ')})` : status;
}

const uncheckedTexts = {
  'no-limit': 'no limit in force',
  'may-lack': 'below min, but something may be missing',
} as const;

/** What keeps traffic that has passed out of the open window's total, and how much of it waits. */
export function outstanding(status: Pick<MonitorStatus, 'problems' | 'capture' | 'stream'>): string[] {
  if (!isAtLeast(status)) return [];
  const { queued, spooled, unread } = waitingOf(status);
  return [
    'traffic is not counted at the moment',
    ...(queued > 0 ? [`${plural(queued, 'packet')} waiting to be stored`] : []),
    ...(spooled > 0 ? [`${plural(spooled, 'record')} waiting for the brokers`] : []),
    ...(unread > 0 ? [`${plural(unread, 'record')} waiting to be summed`] : []),
  ];
}

/** Whether the total is exact, or why it may be too low: what the window lacks, and `more` reasons. */
export function exactnessText({ lacks, closed }: WindowSummary, more: readonly string[] = []): string {
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

/** A window's bytes by direction as an indented line, where they were asked for. */
export const directionLines = ({ directions: sums, lacks, closed }: WindowDetail): string[] => {
  if (sums === undefined) return [];
  const isWhole = sums.unknown === 0 && lacks.length === 0;
  const known = directions.map((direction) => `${direction} ${countText(sums[direction])}`);
  const unknown = sums.unknown > 0 ? [`unknown ${countText(sums.unknown)}`] : [];
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
      countText(packets),
      'packets',
      ...(direction === undefined ? [] : [direction]),
    ]),
  )
    .split('\n')
    .filter((line) => line !== ''),
  ...(pairs.length > 0 && pairs.length < pairCount
    ? [`    … and ${plural(pairCount - pairs.length, 'more pair')}`]
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
