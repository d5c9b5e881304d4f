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

/** What people have done about an alert, and whether they know of it. */
export type Handling = Pick<NotifiedAlert, 'acknowledged' | 'snoozedUntilMs' | 'notifiedMs'>;

const unhandled: Handling = { acknowledged: null, snoozedUntilMs: null, notifiedMs: null };

/** The stored alerts, and what people have done about them. */
export interface AlertHandling {
  /** What people have done about alerts, and whether they know of them; those that say nothing of it are missing. */
  handlingOf(ids: readonly string[]): Map<string, Handling>;
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
    const mutes = this.#mutesByTime();
    const handled = this.#alerts.handlingOf(alerts.map(({ id }) => id));
    for (const { state, ...facts } of alerts) {
      const handling = handled.get(facts.id) ?? unhandled;
      const muted = mutes(facts.atMs).covers(facts.subject);
      const isNotified = this.#store(facts, state, { ...handling, muted });
      if (isNotified) handled.set(facts.id, { ...handling, notifiedMs: facts.atMs });
    }
    for (const warning of warnings) {
      const muted = mutes(warning.atMs).covers(warning.subject);
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
    for (const { id } of due) {
      const {
        state: _,
        acknowledged,
        snoozedUntilMs,
        muted,
        notifiedMs,
        ...facts
      } = this.#alerts.find(id, now);
      const handling = { acknowledged, snoozedUntilMs, muted, notifiedMs };
      this.#store({ ...facts, atMs: now }, 'reminder', handling);
    }
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

  /** Stores a copy of what an alert says now; tells whether people are notified that it is firing. */
  #store(facts: AlertFacts, kind: NotificationKind, handling: ReminderFacts): boolean {
    const { id, atMs } = facts;
    const suppressed = suppressionOfKind(handling, kind, atMs);
    this.#outbox.add({ ...facts, kind, suppressed });
    const isNotified = kind !== 'resolved' && suppressed === null;
    if (isNotified) this.#alerts.recordNotified(id, atMs);
    return isNotified;
  }

  /** The mutes in force at a moment; in one transaction they don't change, and thousands of alerts ask for them. */
  #mutesByTime(): (now: EpochMs) => MuteMatcher {
    const known = new Map<EpochMs, MuteMatcher>();
    return (now) => {
      const mutes = known.get(now) ?? this.#alerts.muteMatcher(now);
      known.set(now, mutes);
      return mutes;
    };
  }
}
