import type { AlertFacts, AlertSubject, AlertWindow, WindowReading } from './model/alerts.ts';
import type { Limit, LimitLabel, LimitTerms } from './model/limits.ts';

/** An instant as ISO 8601; what lies outside of its years, as milliseconds since the epoch. */
export function isoTime(ms: number): string {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? String(ms) : date.toISOString();
}

const windowJson = ({ startMs, endMs }: AlertWindow) => ({ start: isoTime(startMs), end: isoTime(endMs) });

export const limitJson = ({
  name,
  value,
  effectiveMs,
  source,
  destination,
  title,
  note,
  ...terms
}: Limit) => ({
  name,
  value,
  effectiveDate: isoTime(effectiveMs),
  source,
  destination,
  ...termsJson(terms),
  ...labelJson({ title, note }),
});

const labelJson = ({ title, note }: { [K in keyof LimitLabel]: LimitLabel[K] | undefined }) => ({
  ...(title !== undefined && { title }),
  ...(note !== undefined && { note }),
});

/**
 * What an alert is about, as the command line, receivers and the alerts topic give it: the limit, or null and the name
 * of the agent that says nothing.
 */
export const subjectJson = (subject: AlertSubject) =>
  subject.kind === 'agent' ? { limit: null, agent: subject.agent } : { limit: limitJson(subject.limit) };

const readingJson = ({ window, observed }: WindowReading) => ({ window: windowJson(window), observed });

/** What a limit says of its period, hours, agent, direction and warning; a key for each that it has. */
export const termsJson = ({ period, hours, agent, direction, warnPercent }: LimitTerms) => ({
  ...(period !== undefined && { period }),
  ...(hours !== undefined && { hours }),
  ...(agent !== undefined && { agent }),
  ...(direction !== undefined && { direction }),
  ...(warnPercent !== undefined && { warnAt: warnPercent }),
});

/**
 * The episode of an alert as the command line, receivers and the alerts topic give it: `window` and `observed` are the
 * peak's, or the first one without an agent, and null. `ended` is null while it is firing. `reason` is there where an
 * alert ended otherwise than by a window that closed within its limit.
 */
export function episodeJson(alert: AlertFacts) {
  const { subject, window, observed, began, latest, windows, resolvedBy, resolveReason } = alert;
  return {
    window: windowJson(window),
    observed: subject.kind === 'agent' ? null : observed,
    began: windowJson(began),
    ended: resolveReason === null ? null : windowJson(latest.window),
    windows,
    resolvedBy: resolvedBy === null ? null : readingJson(resolvedBy),
    ...(resolveReason !== null && resolveReason !== 'within' && { reason: resolveReason }),
  };
}
