import { containsNetwork, parseNetwork } from '../../common/address.ts';
import type { Alert, NotificationKind, MuteScope } from '../../common/model/alerts.ts';
import type { Limit } from '../../common/model/limits.ts';
import type { EpochMs } from '../../common/units.ts';
import type { NewNotification } from './outbox.ts';

/** Whether a mute covers a limit: what it names must hold all that the limit is about. */
export const covers = (mute: MuteScope, limit: Limit): boolean =>
  (mute.limitName === null || mute.limitName === limit.name) &&
  holds(mute.source, limit.source) &&
  holds(mute.destination, limit.destination);

const holds = (muted: string | null, limited: string | null): boolean =>
  muted === null || (limited !== null && containsNetwork(parseNetwork(muted), parseNetwork(limited)));

/** Whether people shall not be told of an alert now. */
export const isQuiet = (
  { muted, snoozedUntilMs }: Pick<Alert, 'muted' | 'snoozedUntilMs'>,
  now: EpochMs,
): boolean => muted || (snoozedUntilMs !== null && now < snoozedUntilMs);

/** An alert that is firing, and when people were told of it last; null while they were not. */
export type NotifiedAlert = Alert & { readonly notifiedMs: EpochMs | null };

/**
 * Whether people are to be told again that an alert is firing: it was muted when it fired and is no longer, its
 * snooze is over, or the repeat interval is. Not once someone has acknowledged it.
 *
 * @param repeatMs null for no repeats
 */
export function isReminderDue(alert: NotifiedAlert, repeatMs: number | null, now: EpochMs): boolean {
  const { acknowledged, snoozedUntilMs, notifiedMs } = alert;
  if (acknowledged || isQuiet(alert, now)) return false;
  if (notifiedMs === null) return true;
  if (snoozedUntilMs !== null && snoozedUntilMs > notifiedMs) return true;
  return repeatMs !== null && now - notifiedMs >= repeatMs;
}

/** What is told of an alert. Of one of whose beginning nobody was told, nobody is told the end. */
export function newNotification(
  alert: NotifiedAlert,
  kind: NotificationKind,
  atMs: EpochMs,
): NewNotification {
  const { id, limit, window, observed, firedMs, topPairs, notifiedMs } = alert;
  const quiet = isQuiet(alert, atMs) || (kind === 'resolved' && notifiedMs === null);
  return { kind, quiet, id, limit, window, observed, atMs, firedMs, topPairs };
}
