import type { Alert } from '../../common/model/alerts.ts';
import type { EpochMs } from '../../common/units.ts';

/** An alert that is firing, and when people were notified of it last; null while they were not. */
export type NotifiedAlert = Alert & { readonly notifiedMs: EpochMs | null };

/** What decides whether an alert that is firing is brought to mind again. */
export type ReminderFacts = Pick<NotifiedAlert, 'acknowledged' | 'snoozedUntilMs' | 'notifiedMs' | 'muted'>;

/**
 * Whether a reminder that an alert is firing is due: its beginning was suppressed, its snooze has ended since, or the
 * repeat interval is over. Whether people get it is for the next stage to say.
 *
 * @param repeatMs null for no repeats
 */
export function isReminderDue(alert: ReminderFacts, repeatMs: number | null, now: EpochMs): boolean {
  const { snoozedUntilMs, notifiedMs } = alert;
  if (notifiedMs === null) return true;
  if (snoozedUntilMs !== null && snoozedUntilMs > notifiedMs) return true;
  return repeatMs !== null && now - notifiedMs >= repeatMs;
}
