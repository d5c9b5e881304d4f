import type { Alert } from '../../src-main/common/model/alerts.ts';

/** As many alerts as the list keeps; older ones are in the store. */
export const alertBound = 200;

/** The list with an alert's newest state in it, firing ones first, then by time, the newest first. */
export function withAlert(alerts: readonly Alert[], changed: Alert): readonly Alert[] {
  return sortAlerts([changed, ...alerts.filter(({ id }) => id !== changed.id)]);
}

/** Firing alerts first, then by time, the newest first. */
export const sortAlerts = (alerts: readonly Alert[]): readonly Alert[] =>
  alerts.toSorted((a, b) => rank(a) - rank(b) || b.atMs - a.atMs).slice(0, alertBound);

const rank = (alert: Alert): number => (alert.state === 'firing' ? 0 : 1);
