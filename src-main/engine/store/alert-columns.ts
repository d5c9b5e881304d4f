import type { AlertSubject, AlertTransition } from '../../common/model/alerts.ts';
import { type LimitColumns, toLimitColumns } from './limit-columns.ts';

/** What an alert is about, as columns. */
export type SubjectRow = LimitColumns & {
  /** Null where the alert is about a limit; else the limit's columns say nothing. */
  readonly agent: string | null;
};

/** An alert as columns, beside those of its subject. */
function columnsOf(alert: AlertTransition) {
  const { state, window, observed, topPairs, began, latest, windows, resolvedBy, resolveReason } = alert;
  return {
    ...{ state, start_ms: window.startMs, end_ms: window.endMs, observed },
    ...{ at_ms: alert.atMs, fired_ms: alert.firedMs, top_pairs: JSON.stringify(topPairs) },
    ...{ began_start_ms: began.startMs, began_end_ms: began.endMs, windows },
    ...{ last_start_ms: latest.window.startMs, last_end_ms: latest.window.endMs },
    last_observed: latest.observed,
    resolved_start_ms: resolvedBy?.window.startMs ?? null,
    resolved_end_ms: resolvedBy?.window.endMs ?? null,
    resolved_observed: resolvedBy?.observed ?? null,
    resolve_reason: resolveReason,
  };
}

const limitColumns = [
  ...(['limit_name', 'limit_value', 'effective_ms', 'source', 'destination', 'window_seconds'] as const),
  ...(['period', 'hours', 'limit_agent', 'warn_at'] as const),
] as const;
/** What an alert is about. */
export const subjectColumns = [...limitColumns, 'agent'] as const;
const alertColumns = [
  ...(['state', ...subjectColumns, 'start_ms', 'end_ms', 'observed', 'at_ms'] as const),
  ...(['fired_ms', 'top_pairs', 'began_start_ms', 'began_end_ms', 'last_start_ms', 'last_end_ms'] as const),
  ...(['last_observed', 'windows', 'resolved_start_ms', 'resolved_end_ms'] as const),
  ...(['resolved_observed', 'resolve_reason'] as const),
] as const;

/** In the order of the columns: to look thirty values up by name takes longer than to store them. */
export function valuesOf(alert: AlertTransition): unknown[] {
  const columns = { ...toSubjectColumns(alert.subject), ...columnsOf(alert) };
  return alertColumns.map((name) => columns[name]);
}

export const updateAlert = `UPDATE alerts SET ${alertColumns.map((name) => `${name} = ?`).join(', ')} WHERE id = ?`;

export const upsertAlert = `INSERT INTO alerts (id, series_id, ${alertColumns.join(', ')})
  VALUES (?, ?, ${alertColumns.map(() => '?').join(', ')})
  ON CONFLICT DO UPDATE SET ${alertColumns.map((name) => `${name} = excluded.${name}`).join(', ')}`;

/** Columns of a limit can't be null. */
const noLimit: LimitColumns = {
  ...{ limit_name: '', limit_value: 0, effective_ms: 0 },
  ...{ source: null, destination: null, window_seconds: null },
  ...{ period: null, hours: null, limit_agent: null, warn_at: null },
};

const toSubjectColumns = (subject: AlertSubject): SubjectRow =>
  subject.kind === 'agent'
    ? { ...noLimit, agent: subject.agent }
    : { ...toLimitColumns(subject.limit), agent: null };
