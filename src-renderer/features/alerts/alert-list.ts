import type { Alert } from '../../../src-main/common/model/alerts.ts';

/** As many alerts as the list keeps; older ones are in the store. */
export const alertBound = 200;

/** The list with an alert's newest state in it, firing ones first, then by their last window. */
export function withAlert(alerts: readonly Alert[], changed: Alert): readonly Alert[] {
  return sortAlerts([changed, ...alerts.filter(({ id }) => id !== changed.id)]);
}

/** The list with firing alerts as they are now: they go on without a transition. */
export function withFiring(alerts: readonly Alert[], firing: readonly Alert[]): readonly Alert[] {
  const now = new Map(firing.map((alert) => [alert.id, alert]));
  const hasGoneOn = (alert: Alert): boolean => {
    const newer = now.get(alert.id);
    return newer !== undefined && alert.state === 'firing' && !isSameEpisode(alert, newer);
  };
  if (!alerts.some(hasGoneOn)) return alerts;
  return sortAlerts(alerts.map((alert) => (hasGoneOn(alert) ? now.get(alert.id)! : alert)));
}

const isSameEpisode = (one: Alert, other: Alert): boolean =>
  one.windows === other.windows &&
  one.observed === other.observed &&
  one.latest.observed === other.latest.observed &&
  one.latest.window.endMs === other.latest.window.endMs;

/** Firing alerts first, then by their last window, the newest first; a clock may have been wrong. */
export const sortAlerts = (alerts: readonly Alert[]): readonly Alert[] =>
  alerts
    .toSorted(
      (a, b) => rank(a) - rank(b) || b.latest.window.startMs - a.latest.window.startMs || b.atMs - a.atMs,
    )
    .slice(0, alertBound);

const rank = (alert: Alert): number => (alert.state === 'firing' ? 0 : 1);
