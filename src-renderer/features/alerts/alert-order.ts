import type { Alert } from '../../../src-main/common/model/alerts.ts';
import { alertTitle, type HostLabel, subjectScope } from '../../words.ts';
import { handlingText } from './handling-text.ts';

/** Columns by which alerts can be sorted. */
export type AlertColumn = 'state' | 'observed' | 'limit' | 'window' | 'since';

/** How the list of alerts is sorted; null as they come: firing ones first, the newest first. */
export interface AlertOrder {
  readonly column: AlertColumn;
  readonly descending: boolean;
}

/** Which alerts are shown. */
export interface AlertFilter {
  readonly state: 'all' | Alert['state'];
  /** Words that all have to stand in what is written of an alert. */
  readonly query: string;
}

/** All that is written of an alert, as the person reads it. */
const textOf = (alert: Alert, label: HostLabel): string =>
  [
    alertTitle(alert),
    subjectScope(alert.subject, label),
    ...(alert.subject.kind === 'limit' ? [alert.subject.limit.name] : []),
    ...handlingText(alert),
    ...alert.topPairs.map(({ source, destination }) => `${label(source)} ${label(destination)}`),
  ]
    .join(' ')
    .toLowerCase();

/** The alerts that a filter lets through. */
export function matching(
  alerts: readonly Alert[],
  { state, query }: AlertFilter,
  label: HostLabel,
): readonly Alert[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return alerts.filter(
    (alert) =>
      (state === 'all' || alert.state === state) &&
      words.every((word) => textOf(alert, label).includes(word)),
  );
}

const values: Readonly<Record<AlertColumn, (alert: Alert) => number | string>> = {
  state: ({ subject, state }) => `${subject.kind === 'agent' ? subject.agent : subject.limit.name} ${state}`,
  observed: ({ observed }) => observed,
  limit: ({ subject }) => (subject.kind === 'agent' ? -1 : subject.limit.value),
  window: ({ window }) => window.startMs,
  since: ({ atMs }) => atMs,
};

/** Alerts in an order; equals stay as they are. */
export function inOrder(alerts: readonly Alert[], order: AlertOrder | null): readonly Alert[] {
  if (order === null) return alerts;
  const value = values[order.column];
  const sign = order.descending ? -1 : 1;
  return alerts.toSorted((a, b) => {
    const [one, other] = [value(a), value(b)];
    return one === other ? 0 : sign * (one < other ? -1 : 1);
  });
}

/** The order after a click on a column: largest and newest first, the other way round, and as they come. */
export function nextOrder(order: AlertOrder | null, column: AlertColumn): AlertOrder | null {
  if (order?.column !== column) return { column, descending: true };
  return order.descending ? { column, descending: false } : null;
}
