import { Emitter } from '../../common/event.ts';
import type { Clock } from '../../common/clock.ts';
import type {
  Alert,
  AlertTransition,
  NotificationMessage,
  ReceiverKind,
  ReceiverStatus,
  ReceiverTest,
} from '../../common/model/alerts.ts';
import { AlertHandling } from './alert-handling.ts';
import { Notifier } from '../notify/notifier.ts';
import type { PeopleReceiver, Receiver } from '../notify/delivery-stage.ts';
import { testReceivers } from '../notify/receiver-test.ts';
import { receiverOf } from '../notify/receivers/receiver-settings.ts';
import type { Reader } from '../notify/outbox.ts';
import type { TrafficChecker } from '../alerts/traffic-checker.ts';
import type { DataFolder } from '../store/data-folder.ts';
import type { AlertSettings } from '../notify/alert-settings.ts';
import { alwaysOurs, type Turn } from '../notify/turn.ts';
import type { EpochMs } from '../../common/units.ts';
import { endLeftBehind } from './left-behind.ts';
import type { Series } from '../store/series-repository.ts';
import { say } from '../../common/phrases/say.ts';
import type { Text } from '../../common/phrases/phrase.ts';

/** The desktop app's place in the outbox. */
export const desktopReader: Reader = { name: 'desktop', isRecord: false };

/** What becomes of alerts: receivers are notified of them, people handle them, reminders are made. */
export class Alerting {
  readonly handling: AlertHandling;
  readonly #folder: DataFolder;
  readonly #notifier: Notifier;
  readonly #chosen: readonly PeopleReceiver[];
  readonly #clock: Clock;
  readonly #endLeftBehind: () => void;
  readonly #notificationsAdded = new Emitter<readonly NotificationMessage[]>();
  readonly onNotificationsAdded = this.#notificationsAdded.event;

  /**
   * @param parts.receivers receivers that live in this process, beside those of the settings
   * @param parts.turn when it is for this process to notify; always, where it is left out
   */
  constructor(parts: {
    folder: DataFolder;
    series: Series;
    settings: { readonly alerts: AlertSettings; readonly desktop: boolean };
    receivers: readonly Receiver[];
    clock: Clock;
    turn?: Turn & { begin(readers: readonly Reader[]): void };
  }) {
    const { folder, series, settings, clock, turn = alwaysOurs } = parts;
    const chosen = settings.alerts.channels.map((channel) => receiverOf(channel, clock));
    const receivers = [...parts.receivers, ...chosen];
    this.#chosen = chosen;
    this.#clock = clock;
    this.#endLeftBehind = () => endLeftBehind(folder, series, clock.now());
    this.handling = new AlertHandling({ folder, series, clock, turn, ...settings.alerts });
    const fetching = settings.desktop ? { fetching: desktopReader } : {};
    this.#folder = folder;
    parts.turn?.begin([...receivers, ...Object.values(fetching)]);
    this.#notifier = new Notifier({ outbox: folder.outbox, clock, receivers, turn, ...fetching });
  }

  get firing(): readonly Alert[] {
    return this.handling.firing;
  }

  /** How many alerts are firing. */
  get firingCount(): number {
    return this.handling.firingCount;
  }

  get channels(): readonly ReceiverStatus[] {
    return this.#notifier.status;
  }

  /** What receivers refused for good in this run, a sentence for each. */
  get refusals(): readonly Text[] {
    return this.#notifier.status.flatMap(({ refused, refusal }) =>
      refusal === null
        ? []
        : [say('notify.refusedSoFar', { refusal: refusal.said?.message ?? refusal.message, count: refused })],
    );
  }

  /** Notifies of what the checker commits and of what an earlier run has left, with other settings, too. */
  follow(checker: TrafficChecker): void {
    this.#endLeftBehind();
    checker.onAlertChanged((alert) => this.handling.pass(alert));
    checker.onAnnounced(() => this.#added());
    checker.onNotStored((alerts) => this.tellUnstored(alerts));
    this.#notifier.wake();
  }

  /** To be called each second: takes up what other processes changed, reminds, and delivers what was gathered. */
  look(): void {
    if (this.handling.look() > 0 || this.#notifier.hasToFetch) this.#announce();
    this.#notifier.wake();
  }

  /**
   * Notifies at once of transitions that can't be stored now. When they are stored after all, receivers that got them
   * don't get them again; after a restart before that, they may.
   */
  tellUnstored(alerts: readonly AlertTransition[]): void {
    const notifications = this.#folder.notifications.unstored(alerts);
    if (this.#notifier.deliverUnstored(notifications)) this.#announce();
  }

  /** It may be this process's turn to notify now, or another one may have seen to what waits. */
  turnChanged(): void {
    this.#added();
  }

  /** Another process has reminded people that an alert is firing. */
  remindedElsewhere(id: string, atMs: EpochMs): void {
    if (this.#folder.alerts.has(id)) this.#folder.alerts.recordNotified(id, atMs);
  }

  /** What the desktop app is to raise next, oldest first. */
  fetchForDesktop(): Promise<readonly NotificationMessage[]> {
    return this.#notifier.fetch();
  }

  /** The desktop app has raised the message of this sequence. */
  fetchedForDesktop(sequence: number): void {
    this.#notifier.fetched(sequence);
  }

  /** Sends a test message to the receivers of a kind that the settings name. */
  test(kind: ReceiverKind): Promise<readonly ReceiverTest[]> {
    return testReceivers(this.#chosen, kind, this.#clock.now());
  }

  trim(): Promise<void> {
    return this.#notifier.trim();
  }

  /** Delivers what it can in a second; what is left goes on in the next run. */
  stop(): Promise<void> {
    return this.#notifier.stop();
  }

  #added(): void {
    this.#notifier.wake();
    this.#announce();
  }

  #announce(): void {
    this.#notifier.fetch().then(
      (due) => {
        if (due.length > 0) this.#notificationsAdded.fire(due);
      },
      () => this.#notificationsAdded.fire([]),
    );
  }
}
