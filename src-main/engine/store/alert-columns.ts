import type { AlertSubject, AlertTransition } from '../../common/model/alerts.ts';
import { type LimitColumns, toLimitColumns } from './limit-columns.ts';

/** What an alert is about, as columns. */
export type SubjectRow = LimitColumns & {
  /** Null where the alert is about a limit; else the limit's columns say nothing. */
  readonly agent: string | null;
};

/** An alert as columns, beside those of its subject and of where it stands. */
function columnsOf(alert: AlertTransition) {
  const { window, observed, topPairs, began, latest, windows } = alert;
  return {
    ...{ start_ms: window.startMs, end_ms: window.endMs, observed },
    ...{ fired_ms: alert.firedMs, top_pairs: JSON.stringify(topPairs) },
    ...{ began_start_ms: began.startMs, began_end_ms: began.endMs, windows },
    ...{ last_start_ms: latest.window.startMs, last_end_ms: latest.window.endMs },
    last_observed: latest.observed,
  };
}

/** Where an alert stands: all that its end changes. */
const stateColumns = [
  ...(['state', 'at_ms', 'resolved_start_ms', 'resolved_end_ms', 'resolved_observed'] as const),
  'resolve_reason',
] as const;

/** In the order of these columns. */
export const stateValuesOf = ({ state, atMs, resolvedBy, resolveReason }: AlertTransition): unknown[] => [
  ...[state, atMs, resolvedBy?.window.startMs ?? null, resolvedBy?.window.endMs ?? null],
  ...[resolvedBy?.observed ?? null, resolveReason],
];

const limitColumns = [
  ...(['limit_name', 'limit_value', 'effective_ms', 'source', 'destination', 'window_seconds'] as const),
  ...(['period', 'hours', 'limit_agent', 'direction', 'warn_at', 'title', 'note'] as const),
] as const;
/** What an alert is about. */
export const subjectColumns = [...limitColumns, 'agent'] as const;
const factColumns = [
  ...([...subjectColumns, 'start_ms', 'end_ms', 'observed', 'fired_ms', 'top_pairs'] as const),
  ...([
    'began_start_ms',
    'began_end_ms',
    'last_start_ms',
    'last_end_ms',
    'last_observed',
    'windows',
  ] as const),
] as const;
const alertColumns = [...stateColumns, ...factColumns];

/** In the order of the columns: to look thirty values up by name takes longer than to store them. */
export function valuesOf(alert: AlertTransition): unknown[] {
  const columns = { ...toSubjectColumns(alert.subject), ...columnsOf(alert) };
  return [...stateValuesOf(alert), ...factColumns.map((name) => columns[name])];
}

const update = (columns: readonly string[]): string =>
  `UPDATE alerts SET ${columns.map((name) => `${name} = ?`).join(', ')} WHERE id = ?`;

export const updateAlert = update(alertColumns);

export const updateAlertState = update(stateColumns);

export const upsertAlert = `INSERT INTO alerts (id, series_id, ${alertColumns.join(', ')})
  VALUES (?, ?, ${alertColumns.map(() => '?').join(', ')})
  ON CONFLICT DO UPDATE SET ${alertColumns.map((name) => `${name} = excluded.${name}`).join(', ')}`;

/** Columns of a limit can't be null. */
const noLimit: LimitColumns = {
  ...{ limit_name: '', limit_value: 0, effective_ms: 0 },
  ...{ source: null, destination: null, window_seconds: null },
  ...{ period: null, hours: null, limit_agent: null, direction: null, warn_at: null },
  ...{ title: null, note: null },
};

const toSubjectColumns = (subject: AlertSubject): SubjectRow =>
  subject.kind === 'agent'
    ? { ...noLimit, agent: subject.agent }
    : { ...toLimitColumns(subject.limit), agent: null };
