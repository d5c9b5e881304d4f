import { folded } from '../../folded.ts';
import type { Alert } from '../../../src-main/common/model/alerts.ts';
import { alertTitle, type HostLabel, subjectScope } from '../../words.ts';
import { handlingText } from './handling-text.ts';

/** Which alerts are shown. */
export interface AlertFilter {
  readonly state: 'all' | Alert['state'];
  /** Words that all have to stand in what is written of an alert. */
  readonly query: string;
}

/** All that is written of an alert, as the person reads it. */
const textOf = (alert: Alert, label: HostLabel): string =>
  folded(
    [
      alertTitle(alert),
      subjectScope(alert.subject, label),
      ...(alert.subject.kind === 'limit' ? [alert.subject.limit.name] : []),
      ...handlingText(alert),
      ...alert.topPairs.map(({ source, destination }) => `${label(source)} ${label(destination)}`),
    ].join(' '),
  );

/** The alerts that a filter lets through. */
export function matching(
  alerts: readonly Alert[],
  { state, query }: AlertFilter,
  label: HostLabel,
): readonly Alert[] {
  const words = folded(query).split(/\s+/).filter(Boolean);
  return alerts.filter(
    (alert) =>
      (state === 'all' || alert.state === state) &&
      words.every((word) => textOf(alert, label).includes(word)),
  );
}
