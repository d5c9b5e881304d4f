import { isoTime, termsText } from '../common/alert-json.ts';
import { bytesText, countText, exactBytes, plural } from '../common/format.ts';
import { isAtLeast, waitingOf } from '../common/standing.ts';
import { directions } from '../common/direction.ts';
import { lackTexts } from '../common/lacks.ts';
import { isNearlySilent } from '../common/near-silence.ts';
import { lostPackets, uncheckedBecause } from '../common/loss.ts';
import {
  type Alert,
  type AlertFacts,
  episodeMs,
  type LimitProjection,
  type NotificationKind,
  type ResolveReason,
} from '../common/model/alerts.ts';
import type { Limit, LimitVerdict, LimitVerdicts } from '../common/model/limits.ts';
import type { MonitorStatus } from '../common/model/status.ts';
import type { WindowDetail, WindowSummary } from '../common/model/windows.ts';

/** An instant in local time: `2026-01-31 08:00:00`. */
export function formatTime(ms: number): string {
  const local = new Date(ms);
  if (Number.isNaN(local.getTime())) return isoTime(ms);
  const day = [local.getFullYear(), two(local.getMonth() + 1), two(local.getDate())];
  return `${day.join('-')} ${[local.getHours(), local.getMinutes(), local.getSeconds()].map(two).join(':')}`;
}

const two = (part: number): string => String(part).padStart(2, '0');

/** A window from its start to its end, in local time; the day of the end only where it is another one. */
export function formatSpan({ startMs, endMs }: { startMs: number; endMs: number }): string {
  const [start, end] = [formatTime(startMs), formatTime(endMs)];
  return `${start} – ${start.slice(0, 10) === end.slice(0, 10) ? end.slice(11) : end}`;
}

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

const limitText = (value: number | null): string => (value === null ? '—' : countText(value));

export const windowHead = ['window', 'bytes', 'packets', 'pairs', 'min', 'max', 'status', 'total'] as const;

/** A window as cells under {@link windowHead}. */
export const windowCells = (window: WindowSummary, lacking: readonly string[] = []): string[] => [
  formatSpan(window),
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
  const reasons = [...more, ...lackTexts(lacks, 'en', (packets) => plural(packets, 'packet'))];
  if (reasons.length > 0) return `at least (${reasons.join(', ')})`;
  return closed ? 'exact' : 'exact so far';
}

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
  const standing = isWhole ? (closed ? 'exact' : 'exact so far') : 'at least';
  return [`    ${[...known, ...unknown].join(', ')} (${standing})`];
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

/** A limit in words. */
export function limitPhrase({
  name,
  value,
  source,
  destination,
  warnPercent: _warn,
  title,
  ...terms
}: Limit): string {
  const scope =
    source === null && destination === null ? '' : ` for ${source ?? 'any'} → ${destination ?? 'any'}`;
  const more = termsText(terms).map((term) => `, ${term}`);
  const called = title === undefined ? '' : ` (${title})`;
  return `${name} ${countText(value)} bytes${scope}${more.join('')}${called}`;
}

const outcomeWords: Record<LimitVerdict['outcome'], string> = {
  breached: 'BREACHED',
  within: 'within',
  open: 'not judged yet',
  unchecked: 'not known',
};

/** The limits by which a window was judged, a line each. */
export function verdictLines(judged: LimitVerdicts | null): string[] {
  if (judged === null) return ['    judged by limits that an older version did not store'];
  const { inForce, verdicts } = judged;
  const lines = verdicts.map(
    ({ limit, observed, outcome }) =>
      `    ${outcomeWords[outcome]}: ${observed === null ? 'pairs no longer kept,' : `${countText(observed)} bytes against`} ${limitPhrase(limit)}`,
  );
  const more = inForce - verdicts.length;
  return more > 0 && lines.length > 0 ? [...lines, `    … and ${plural(more, 'more limit')}`] : lines;
}

const kindWords: Record<NotificationKind, string> = {
  firing: 'ALERT',
  resolved: 'resolved',
  reminder: 'still firing',
  warning: 'warning',
};

/** An alert's transition, or a reminder of it, in one line. */
export function notificationText(kind: NotificationKind, alert: AlertFacts): string {
  return `${kindWords[kind]}: ${whatText(kind, alert)}${endText(alert)} (seen ${formatTime(alert.atMs)})`;
}

function whatText(kind: NotificationKind, alert: AlertFacts): string {
  const { subject, observed, window } = alert;
  if (subject.kind === 'agent') return silenceText(subject.agent, alert);
  const breach = `${observedText(subject.limit, observed)} against ${limitPhrase(subject.limit)}`;
  return `${breach} in the window ${formatSpan(window)}${lengthText(kind, alert)}`;
}

function observedText(limit: Limit, observed: number): string {
  const bytes = exactBytes(observed);
  if (!isNearlySilent(limit, observed)) return bytes;
  return observed === 0 ? 'no traffic' : `silent but for ${bytes},`;
}

function silenceText(agent: string, alert: AlertFacts): string {
  const { began, windows } = alert;
  const length = windows === 1 ? '' : `, for ${plural(windows, 'window')} in ${waitText(episodeMs(alert))}`;
  return `no report from agent ${printable(agent)} since the window ${formatSpan(began)}${length}`;
}

/** A name is what whoever publishes calls itself; a terminal obeys control characters. */
const printable = (name: string): string => name.replaceAll(/\p{Cc}/gu, '?');

/** How long an alert lasted, where it is more than the one window in which it fired. */
function lengthText(kind: NotificationKind, alert: AlertFacts): string {
  if (kind === 'warning' || (kind === 'firing' && alert.windows === 1)) return '';
  return `, the peak of ${plural(alert.windows, 'window')} in ${waitText(episodeMs(alert))}`;
}

/** What ended an alert. */
function endText({ resolvedBy, resolveReason }: AlertFacts): string {
  if (resolveReason === null) return '';
  const by =
    resolvedBy === null
      ? ''
      : ` with ${countText(resolvedBy.observed)} bytes in the window ${formatSpan(resolvedBy.window)}`;
  return `; ${endWords[resolveReason]}${by}`;
}

const endWords: Record<ResolveReason, string> = {
  within: 'ended',
  'limit-changed': 'ended by another limit,',
  'limit-removed': 'ended, as the limit was removed,',
  'over-when-found': 'found late, newer windows were within the limit',
  'series-left': 'ended by other settings',
  'agent-back': 'ended, as it reports again',
  'agent-left': 'ended by its farewell',
  'agent-forgotten': 'ended, as it was forgotten',
  'agent-not-expected': 'ended, as it is no longer expected',
};

/** An alert in one line, with what people have done about it. */
export function alertText(alert: Alert): string {
  const { acknowledged, snoozedUntilMs, muted, state } = alert;
  const comment = acknowledged?.comment ? `: ${acknowledged.comment}` : '';
  const remarks = [
    ...(acknowledged ? [`acknowledged by ${acknowledged.by}${comment}`] : []),
    ...(state === 'firing' && snoozedUntilMs !== null ? [`snoozed until ${formatTime(snoozedUntilMs)}`] : []),
    ...(state === 'firing' && muted ? ['muted'] : []),
  ];
  return [notificationText(state, alert), ...remarks].join('; ');
}

/** Where the open window is heading, in one line; null where there is nothing to say. */
export function projectionText(
  { limit, observed, standing, forecast }: LimitProjection,
  now: number,
): string | null {
  const breachMs = standing === 'firing' ? null : (forecast?.breachMs ?? null);
  const share = limit.value > 0 ? `, ${Math.floor((100 * observed) / limit.value)} % of it so far` : '';
  if (breachMs !== null && breachMs > now) {
    const side = limit.name === 'max' ? 'above' : 'below';
    return `At this rate ${side} ${limitPhrase(limit)} in ${waitText(breachMs - now)}${share}`;
  }
  return standing === 'warning' ? `Near ${limitPhrase(limit)}${share}` : null;
}

/** A time to wait, rounded up to seconds: `1 h 40 min`, `1 min 40 s`, `40 s`. */
export function waitText(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  if (hours > 0) return minutes > 0 ? `${hours} h ${minutes} min` : `${hours} h`;
  const rest = seconds % 60;
  if (minutes === 0) return `${rest} s`;
  return rest > 0 ? `${minutes} min ${rest} s` : `${minutes} min`;
}
