import { folded } from '../../folded.ts';
import type { Alert, AlertSubject } from '../../../src-main/common/model/alerts.ts';
import { t } from '../../texts/texts.ts';
import { type Group, inGroup } from '../../ui/groups.ts';
import { alertTitle, type HostLabel, scopeText, subjectScope } from '../../words.ts';
import { handlingText } from './handling-text.ts';

/** Which alerts are shown. */
export interface AlertFilter {
  readonly state: 'all' | Alert['state'];
  /** Words that all have to stand in what is written of an alert. */
  readonly query: string;
  /** On which traffic, or of which agent, as {@link subjectValue} tells them apart; empty for all. */
  readonly subject: string;
}

/** What tells the subject of an alert from any other: the traffic that its limit is on, or an agent. */
export const subjectValue = ({ subject }: Pick<Alert, 'subject'>): string =>
  subject.kind === 'agent'
    ? JSON.stringify([subject.agent])
    : JSON.stringify([subject.limit.source, subject.limit.destination]);

/** The alerts on the same traffic, or of the same agent. */
export const subjectGroup = (alert: Pick<Alert, 'subject'>, label: HostLabel): Group => ({
  value: subjectValue(alert),
  text: subjectText(alert.subject, label),
});

const subjectText = (subject: AlertSubject, label: HostLabel): string =>
  subject.kind === 'agent' ? subject.agent : scopeText(subject.limit, label) || t().history.allTraffic;

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
  { state, query, subject }: AlertFilter,
  label: HostLabel,
): readonly Alert[] {
  const words = folded(query).split(/\s+/).filter(Boolean);
  const isAboutSubject = inGroup(alerts, subjectValue, subject);
  return alerts.filter(
    (alert) =>
      isAboutSubject(alert) &&
      (state === 'all' || alert.state === state) &&
      words.every((word) => textOf(alert, label).includes(word)),
  );
}
