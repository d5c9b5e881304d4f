import type { AlertWords } from '../common/alert-words.ts';
import { say } from '../common/phrases/say.ts';
import type { Clock } from '../common/clock.ts';
import type { Disposable } from '../common/disposable.ts';
import { isGroup, type NotificationMessage } from '../common/model/alerts.ts';
import type { MonitorApi } from '../common/contract/monitor.ts';
import { groupNotificationOf, notificationOf, type NotificationText } from '../common/notification-text.ts';
import { RepeatedRun } from '../common/repeated-run.ts';
import type { EngineState } from '../common/model/shell.ts';
import type { EpochMs } from '../common/units.ts';
import type { NoticeOptions } from './desktop-notices.ts';
import type { EngineHost } from './engine-host.ts';
import type { NoticeAction } from './session/notification-server.ts';

/** As many as are announced at once: there may be more then. */
const fetchedAtOnce = 20;
/** How long a button of a notification snoozes its alert. */
const snoozeMs = 3_600_000;
/** Pause before a running engine that could not say what waits is asked again. */
const retryMs = 10_000;

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
  readonly clock: Pick<Clock, 'now' | 'once'>;
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
  /** What the engine announced, and whether there may be more than that. */
  #announced: NotificationMessage[] = [];
  #mayBeMore = false;
  /** What this engine's run was raised of, by sequence: it may be announced again before it counts as delivered. */
  readonly #raised = new Map<number, { isDelivered: boolean }>();
  /** Whether there is an engine that has begun, silent or not. */
  #isRunning = false;
  #retry: Disposable | undefined;

  constructor(parts: AlertNotifierParts) {
    this.#parts = parts;
    const { host, engine } = parts;
    this.#subscriptions = [
      engine.onNotificationsAdded((announced) => void this.#take(announced)),
      host.onStateChanged(({ state }) => this.#follow(state)),
    ];
  }

  #follow(state: EngineState['state']): void {
    const wasRunning = this.#isRunning;
    this.#isRunning = state === 'running' || state === 'silent';
    if (state !== 'running') return;
    if (!wasRunning) {
      // Another run numbers what can't be stored anew.
      this.#raised.clear();
      this.#announced = [];
    }
    void this.tell();
  }

  /** Raises what waits. A call that fails is made again when the engine is back, or soon where it has not gone. */
  tell(): Promise<void> {
    this.#mayBeMore = true;
    return this.#look();
  }

  #take(announced: readonly NotificationMessage[]): Promise<void> {
    this.#announced.push(...announced);
    this.#mayBeMore ||= announced.length === 0 || announced.length >= fetchedAtOnce;
    return this.#look();
  }

  async #look(): Promise<void> {
    this.#retry?.dispose();
    try {
      await this.#looks.ask();
    } catch (thrown) {
      console.warn(thrown);
      this.#mayBeMore = true;
      this.#retry?.dispose();
      if (this.#isRunning) this.#retry = this.#parts.clock.once(retryMs, () => void this.#look());
    }
  }

  dispose(): void {
    this.#isRunning = false;
    this.#retry?.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  async #tellPending(): Promise<boolean> {
    while (this.#mayBeMore || this.#announced.length > 0) {
      await this.#tellAll(this.#announced.splice(0));
      if (!this.#mayBeMore) continue;
      this.#mayBeMore = false;
      const pending = await this.#parts.engine.pendingNotifications();
      this.#mayBeMore ||= pending.some(({ sequence }) => !this.#raised.get(sequence)?.isDelivered);
      await this.#tellAll(pending);
    }
    return true;
  }

  async #tellAll(messages: readonly NotificationMessage[]): Promise<void> {
    const { engine, mayNotify } = this.#parts;
    for (const told of messages) {
      const known = this.#raised.get(told.sequence);
      if (known?.isDelivered) continue;
      if (mayNotify() && known === undefined) this.#raise(told);
      const raised = known ?? { isDelivered: false };
      this.#raised.set(told.sequence, raised);
      await engine.notificationDelivered({ sequence: told.sequence });
      raised.isDelivered = true;
    }
  }

  #raise(told: NotificationMessage): void {
    const { words, raise } = this.#parts;
    const text = isGroup(told)
      ? groupNotificationOf(told, words())
      : notificationOf(told.kind, told, words());
    raise(text, {
      onClick: () => this.#show(told),
      clickText: words().text(say('alert.show')),
      actions: this.#actionsOn(told),
    });
  }

  /** What can be done about one alert that fires, from its notification. */
  #actionsOn(told: NotificationMessage): readonly NoticeAction[] {
    if (isGroup(told) || (told.kind !== 'firing' && told.kind !== 'reminder')) return [];
    const { id } = told;
    const { engine, words, clock } = this.#parts;
    return [
      {
        text: words().text(say('alert.acknowledge')),
        run: () => this.#handle(id, engine.acknowledgeAlert({ id, comment: '' })),
      },
      {
        text: words().text(say('alert.snooze')),
        run: () => this.#handle(id, engine.snoozeAlert({ id, untilMs: clock.now() + snoozeMs })),
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
