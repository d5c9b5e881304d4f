import { inOneLine, printable } from '../printable.ts';
import { isoTime } from '../alert-json.ts';
import { limitPhrase } from '../limit-phrase.ts';
import { type Alert, type AlertFacts, episodeMs, type NotificationKind } from '../model/alerts.ts';
import { isNearlySilent } from '../near-silence.ts';
import type { Phrase, Text } from '../phrases/phrase.ts';
import { say, together } from '../phrases/say.ts';

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
 * A window from its start to its end, in local time; the day of the end only where it is another one, and milliseconds
 * where it has not whole seconds.
 *
 * @param timeZone that of the machine where none is named
 */
export function formatSpan(
  { startMs, endMs }: { readonly startMs: number; readonly endMs: number },
  timeZone?: string,
): string {
  const isFine = [startMs, endMs].some((ms) => ms % 1000 !== 0);
  const [start, end] = [startMs, endMs].map(
    (ms) => formatTime(ms, timeZone) + (isFine ? `.${String(ms % 1000).padStart(3, '0')}` : ''),
  ) as [string, string];
  return `${start} – ${start.slice(0, 10) === end.slice(0, 10) ? end.slice(11) : end}`;
}

/**
 * An alert's transition, or a reminder of it, in one line.
 *
 * @param timeZone that of the machine where none is named
 */
export const notificationText = (kind: NotificationKind, alert: AlertFacts, timeZone?: string): Phrase =>
  say(`alertLine.${kind}`, {
    what: endedText(alert, whatText(kind, alert, timeZone), timeZone),
    at: formatTime(alert.atMs, timeZone),
  });

function whatText(kind: NotificationKind, alert: AlertFacts, timeZone: string | undefined): Phrase {
  const { subject, observed, window } = alert;
  if (subject.kind === 'agent') return silenceText(subject.agent, alert, timeZone);
  const { limit } = subject;
  const parts = { limit: limitPhrase(limit), window: formatSpan(window, timeZone) };
  const bytes = say('count.bytes', { count: observed });
  const how = !isNearlySilent(limit, observed) ? 'breach' : observed === 0 ? 'silent' : 'silentBut';
  const breach =
    how === 'silent'
      ? say('alertLine.silent', parts)
      : say(`alertLine.${how}`, { ...parts, observed: bytes });
  if (kind === 'warning' || (kind === 'firing' && alert.windows === 1)) return breach;
  return say('alertLine.peak', { what: breach, ...lengthOf(alert) });
}

function silenceText(agent: string, alert: AlertFacts, timeZone: string | undefined): Phrase {
  const window = formatSpan(alert.began, timeZone);
  const what = say('alertLine.noReport', { agent: printable(agent), window });
  return alert.windows === 1 ? what : say('alertLine.lasts', { what, ...lengthOf(alert) });
}

/** How long an alert lasted. */
const lengthOf = (alert: AlertFacts): { windows: Phrase; length: string } => ({
  windows: say('count.windows', { count: alert.windows }),
  length: waitText(episodeMs(alert)),
});

/** The same with what ended it. */
function endedText(
  { resolvedBy, resolveReason }: AlertFacts,
  what: Phrase,
  timeZone: string | undefined,
): Phrase {
  if (resolveReason === null) return what;
  const end = say(`alertLine.end.${resolveReason}`);
  if (resolvedBy === null) return say('alertLine.ended', { what, end });
  const observed = say('count.bytes', { count: resolvedBy.observed });
  return say('alertLine.endedWith', { what, end, observed, window: formatSpan(resolvedBy.window, timeZone) });
}

/**
 * An alert in one line, with what people have done about it.
 *
 * @param timeZone that of the machine where none is named
 */
export function alertText(alert: Alert, timeZone?: string): Text {
  const { acknowledged, snoozedUntilMs, muted, state } = alert;
  return together([
    notificationText(state, alert, timeZone),
    ...(acknowledged ? [acknowledgedText(acknowledged)] : []),
    ...(state === 'firing' && snoozedUntilMs !== null
      ? [say('alertLine.snoozed', { until: formatTime(snoozedUntilMs, timeZone) })]
      : []),
    ...(state === 'firing' && muted ? [say('alertLine.muted')] : []),
  ]);
}

const acknowledgedText = ({ by, comment }: NonNullable<Alert['acknowledged']>): Phrase =>
  comment
    ? say('alertLine.acknowledgedWith', { by, comment: inOneLine(comment) })
    : say('alertLine.acknowledged', { by });

/** A time to wait, rounded up to seconds: `1 h 40 min`, `1 min 40 s`, `40 s`. */
export function waitText(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  if (hours > 0) return minutes > 0 ? `${hours} h ${minutes} min` : `${hours} h`;
  const rest = seconds % 60;
  if (minutes === 0) return `${rest} s`;
  return rest > 0 ? `${minutes} min ${rest} s` : `${minutes} min`;
}
