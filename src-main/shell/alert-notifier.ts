import type { AlertWords } from '../common/alert-words.ts';
import type { Disposable } from '../common/disposable.ts';
import { isGroup, type NotificationMessage } from '../common/model/alerts.ts';
import type { MonitorApi } from '../common/contract/monitor.ts';
import { groupNotificationOf, notificationOf, type NotificationText } from '../common/notification-text.ts';
import { RepeatedRun } from '../common/repeated-run.ts';
import type { EpochMs } from '../common/units.ts';
import type { NoticeAction, NoticeOptions } from './desktop-notices.ts';
import type { EngineHost } from './engine-host.ts';

/** How long a button of a notification snoozes its alert. */
const snoozeMs = 3_600_000;

/** What a notifier works with. */
export interface AlertNotifierParts {
  readonly host: Pick<EngineHost<unknown>, 'onStateChanged'>;
  readonly engine: Pick<
    MonitorApi,
    | 'pendingNotifications'
    | 'notificationDelivered'
    | 'acknowledgeAlert'
    | 'snoozeAlert'
    | 'onNotificationsAdded'
  >;
  readonly words: () => AlertWords;
  /** Whether the person wants notifications now; what is not raised counts as told all the same. */
  readonly mayNotify: () => boolean;
  readonly raise: (text: NotificationText, options: NoticeOptions) => void;
  readonly now: () => EpochMs;
  /** Shows an alert, by its id. */
  readonly showAlert: (id: string) => void;
  /** Shows the window that came near a limit: it is not an alert yet. */
  readonly showWindow: (startMs: EpochMs) => void;
  /** Shows the list of alerts. */
  readonly showAlerts: () => void;
}

/**
 * Raises a desktop notification for each alert notification, whether there is a page or not. What the engine has stored
 * and nobody was told of, because a process was killed in between, is told at the next start.
 */
export class AlertNotifier implements Disposable {
  readonly #parts: AlertNotifierParts;
  readonly #subscriptions: readonly Disposable[];
  /** One look at a time. */
  readonly #looks = new RepeatedRun(() => this.#tellPending());

  constructor(parts: AlertNotifierParts) {
    this.#parts = parts;
    const { host, engine } = parts;
    this.#subscriptions = [
      engine.onNotificationsAdded(() => void this.tell()),
      host.onStateChanged(({ state }) => {
        if (state === 'running') void this.tell();
      }),
    ];
  }

  /** Raises what waits. A call that fails is made again when the engine is back. */
  async tell(): Promise<void> {
    try {
      await this.#looks.ask();
    } catch (thrown) {
      console.warn(thrown);
    }
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  async #tellPending(): Promise<boolean> {
    const { engine, mayNotify } = this.#parts;
    let pending: readonly NotificationMessage[];
    do {
      pending = await engine.pendingNotifications();
      for (const told of pending) {
        if (mayNotify()) this.#raise(told);
        await engine.notificationDelivered({ sequence: told.sequence });
      }
    } while (pending.length > 0);
    return true;
  }

  #raise(told: NotificationMessage): void {
    const { words, raise } = this.#parts;
    const text = isGroup(told)
      ? groupNotificationOf(told, words())
      : notificationOf(told.kind, told, words());
    raise(text, { onClick: () => this.#show(told), actions: this.#actionsOn(told) });
  }

  /** What can be done about one alert that fires, from its notification. */
  #actionsOn(told: NotificationMessage): readonly NoticeAction[] {
    if (isGroup(told) || (told.kind !== 'firing' && told.kind !== 'reminder')) return [];
    const { id } = told;
    const { engine, words, now } = this.#parts;
    const { acknowledge, snooze } = words().texts.alertStates;
    return [
      { text: acknowledge, run: () => this.#handle(id, engine.acknowledgeAlert({ id, comment: '' })) },
      {
        text: snooze,
        run: () => this.#handle(id, engine.snoozeAlert({ id, untilMs: now() + snoozeMs })),
      },
    ];
  }

  /** What comes of it stands in the window; where it could not be done, the alert is shown. */
  #handle(id: string, handled: Promise<unknown>): void {
    handled.catch((thrown: unknown) => {
      console.warn(thrown);
      this.#parts.showAlert(id);
    });
  }

  #show(told: NotificationMessage): void {
    const { showAlert, showAlerts, showWindow } = this.#parts;
    if (isGroup(told)) showAlerts();
    else if (told.kind === 'warning') showWindow(told.window.startMs);
    else showAlert(told.id);
  }
}
