import { printable } from '../printable.ts';
import { isoTime, termsText } from '../alert-json.ts';
import { countText, exactBytes, plural } from '../format.ts';
import {
  type Alert,
  type AlertFacts,
  episodeMs,
  type NotificationKind,
  type ResolveReason,
} from '../model/alerts.ts';
import type { Limit } from '../model/limits.ts';
import { isNearlySilent } from '../near-silence.ts';

/**
 * An instant in local time: `2026-01-31 08:00:00`.
 *
 * @param timeZone that of the machine where none is named
 */
export function formatTime(ms: number, timeZone?: string): string {
  const local = new Date(ms);
  if (Number.isNaN(local.getTime())) return isoTime(ms);
  if (timeZone !== undefined) return writerIn(timeZone).format(local);
  const day = [local.getFullYear(), two(local.getMonth() + 1), two(local.getDate())];
  return `${day.join('-')} ${[local.getHours(), local.getMinutes(), local.getSeconds()].map(two).join(':')}`;
}

const two = (part: number): string => String(part).padStart(2, '0');

const writers = new Map<string, Intl.DateTimeFormat>();

/** Swedes write dates and times so. */
function writerIn(timeZone: string): Intl.DateTimeFormat {
  const known = writers.get(timeZone);
  if (known) return known;
  const writer = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone });
  writers.set(timeZone, writer);
  return writer;
}

/**
 * A window from its start to its end, in local time; the day of the end only where it is another one.
 *
 * @param timeZone that of the machine where none is named
 */
export function formatSpan(
  { startMs, endMs }: { readonly startMs: number; readonly endMs: number },
  timeZone?: string,
): string {
  const [start, end] = [formatTime(startMs, timeZone), formatTime(endMs, timeZone)];
  return `${start} – ${start.slice(0, 10) === end.slice(0, 10) ? end.slice(11) : end}`;
}

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

/** A time to wait, rounded up to seconds: `1 h 40 min`, `1 min 40 s`, `40 s`. */
export function waitText(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  if (hours > 0) return minutes > 0 ? `${hours} h ${minutes} min` : `${hours} h`;
  const rest = seconds % 60;
  if (minutes === 0) return `${rest} s`;
  return rest > 0 ? `${minutes} min ${rest} s` : `${minutes} min`;
}
