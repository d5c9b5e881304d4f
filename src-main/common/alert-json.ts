import type { AlertFacts, AlertWindow, WindowReading } from './model/alerts.ts';

/** An instant as ISO 8601; what lies outside of its years, as milliseconds since the epoch. */
export function isoTime(ms: number): string {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? String(ms) : date.toISOString();
}

const windowJson = ({ startMs, endMs }: AlertWindow) => ({ start: isoTime(startMs), end: isoTime(endMs) });

const readingJson = ({ window, observed }: WindowReading) => ({ window: windowJson(window), observed });

/**
 * The episode of an alert as the command line, receivers and the alerts topic give it: `window` and `observed` are the
 * peak's. `ended` is null while it is firing. `reason` is there where an alert ended otherwise than by a window that
 * closed within its limit.
 */
export function episodeJson(alert: AlertFacts) {
  const { window, observed, began, latest, windows, resolvedBy, resolveReason } = alert;
  return {
    window: windowJson(window),
    observed,
    began: windowJson(began),
    ended: resolveReason === null ? null : windowJson(latest.window),
    windows,
    resolvedBy: resolvedBy === null ? null : readingJson(resolvedBy),
    ...(resolveReason !== null && resolveReason !== 'within' && { reason: resolveReason }),
  };
}
