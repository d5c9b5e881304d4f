import type { Alert, NotificationKind, SuppressionReason } from '../../common/model/alerts.ts';
import type { EpochMs } from '../../common/units.ts';
import type { NotifiedAlert } from './due-stage.ts';

/** Why nobody is to be disturbed by an alert now; null where people are. */
export function suppressionOf(
  { muted, snoozedUntilMs }: Pick<Alert, 'muted' | 'snoozedUntilMs'>,
  now: EpochMs,
): SuppressionReason | null {
  if (muted) return 'muted';
  return snoozedUntilMs !== null && now < snoozedUntilMs ? 'snoozed' : null;
}

/**
 * Why a notification of an alert is kept from people; null where they get it. Someone who acknowledged an alert is
 * not reminded of it, and nobody is notified of the end of what they never heard of.
 */
export function suppressionOfKind(
  alert: Pick<NotifiedAlert, 'muted' | 'snoozedUntilMs' | 'acknowledged' | 'notifiedMs'>,
  kind: NotificationKind,
  now: EpochMs,
): SuppressionReason | null {
  const reason = suppressionOf(alert, now);
  if (reason !== null) return reason;
  if (kind === 'reminder' && alert.acknowledged !== null) return 'acknowledged';
  return kind === 'resolved' && alert.notifiedMs === null ? 'never notified' : null;
}
