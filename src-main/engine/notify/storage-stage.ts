import type {
  AlertFacts,
  AlertTransition,
  NotificationKind,
  OfLimit,
  SuppressionReason,
} from '../../common/model/alerts.ts';
import type { EpochMs } from '../../common/units.ts';
import { isReminderDue, type NotifiedAlert, type ReminderFacts } from './due-stage.ts';
import { MuteMatcher } from './mute-matcher.ts';
import type { NewNotification } from './outbox.ts';
import { suppressionOfKind } from './suppression-stage.ts';

/** The stored alerts, and what people have done about them. */
export interface AlertHandling {
  /** @throws MonitorError `request/invalid` where there is no such alert */
  find(id: string, now: EpochMs): NotifiedAlert;
  /** Records that people were notified that an alert is firing. */
  recordNotified(id: string, now: EpochMs): void;
  /** The mutes in force. */
  muteMatcher(now: EpochMs): MuteMatcher;
}

/** An alert that is firing, as far as reminders need it. */
export type FiringAlert = ReminderFacts & Pick<NotifiedAlert, 'id'>;

/** Where notifications are appended. */
export interface NotificationStore {
  add(notification: NewNotification): void;
}

/** What is done with the alerts of a checkpoint, in its transaction: what it throws undoes the checkpoint. */
export interface TransitionSink {
  take(alerts: readonly AlertTransition[], warnings: readonly OfLimit<AlertFacts>[]): void;
}

/**
 * Puts what is due into the outbox, with the reason where it is kept from people: those who keep a record get it all
 * the same.
 */
export class StorageStage implements TransitionSink {
  readonly #alerts: AlertHandling;
  readonly #outbox: NotificationStore;
  #mutes = new MuteMatcher([]);

  constructor(parts: { alerts: AlertHandling; outbox: NotificationStore }) {
    this.#alerts = parts.alerts;
    this.#outbox = parts.outbox;
  }

  take(alerts: readonly AlertTransition[], warnings: readonly OfLimit<AlertFacts>[]): void {
    // What is told is the transition; the stored alert may have made the next one in the same checkpoint.
    for (const alert of alerts)
      this.#store({ ...this.#alerts.find(alert.id, alert.atMs), ...alert }, alert.state, alert.atMs);
    for (const warning of warnings) {
      const muted = this.#alerts.muteMatcher(warning.atMs).covers(warning.subject);
      this.#outbox.add({ ...warning, kind: 'warning', suppressed: muted ? 'muted' : null });
    }
  }

  /**
   * Stores a reminder of each alert that is due and not suppressed; called in a transaction.
   *
   * @param repeatMs how often people are reminded; null for never
   * @returns how many there were
   */
  remind(firing: readonly FiringAlert[], repeatMs: number | null, now: EpochMs): number {
    const due = firing.filter(
      (alert) => isReminderDue(alert, repeatMs, now) && suppressionOfKind(alert, 'reminder', now) === null,
    );
    for (const { id } of due) this.#store(this.#alerts.find(id, now), 'reminder', now);
    return due.length;
  }

  /** What receivers get of transitions that can't be stored now. */
  unstored(alerts: readonly AlertTransition[]): NewNotification[] {
    return alerts.map(({ state, ...facts }) => ({
      ...{ ...facts, kind: state },
      suppressed: this.#suppressionUnstored({ state, ...facts }),
    }));
  }

  #suppressionUnstored(alert: AlertTransition): SuppressionReason | null {
    const { id, state, atMs } = alert;
    try {
      return suppressionOfKind(this.#alerts.find(id, atMs), state, atMs);
    } catch {
      // It isn't stored, or can't be read: nobody has snoozed it as far as is known.
      return this.#lastKnownMutes(atMs).covers(alert.subject) ? 'muted' : null;
    }
  }

  #lastKnownMutes(now: EpochMs): MuteMatcher {
    try {
      this.#mutes = this.#alerts.muteMatcher(now);
    } catch {
      // Those that were read last are the best that is known.
    }
    return this.#mutes;
  }

  #store(alert: NotifiedAlert, kind: NotificationKind, now: EpochMs): void {
    const notification = newNotification(alert, kind, now);
    this.#outbox.add(notification);
    if (kind !== 'resolved' && notification.suppressed === null) this.#alerts.recordNotified(alert.id, now);
  }
}

/** A copy of what an alert says now. */
function newNotification(alert: NotifiedAlert, kind: NotificationKind, atMs: EpochMs): NewNotification {
  const { state: _, acknowledged: __, snoozedUntilMs: ___, muted: ____, notifiedMs: _____, ...facts } = alert;
  return { ...facts, kind, suppressed: suppressionOfKind(alert, kind, atMs), atMs };
}
