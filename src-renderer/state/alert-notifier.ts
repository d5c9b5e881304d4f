import type { Disposable } from '../../src-main/common/disposable.ts';
import {
  type AlertFacts,
  isGroup,
  type NotificationGroup,
  type NotificationKind,
  type NotificationMessage,
} from '../../src-main/common/model/alerts.ts';
import type { Limit } from '../../src-main/common/model/limits.ts';
import type { EpochMs } from '../../src-main/common/units.ts';
import { bytesText, exactBytes, spanText } from '../format.ts';
import { t } from '../texts/texts.ts';
import {
  alertLength,
  groupTitle,
  type HostLabel,
  limitScope,
  matterText,
  namedPair,
  notificationTitle,
} from '../words.ts';
import type { Client } from './client.ts';

/** What a desktop notification says. */
export interface NotificationText {
  readonly title: string;
  readonly body: string;
  /** One for each transition: a repeated message replaces its forerunner. */
  readonly tag: string;
}

/** Pairs that a notification names. */
const pairsNamed = 3;

/** Puts an alert's transition, or a reminder of it, into words. */
export function notificationOf(
  kind: NotificationKind,
  alert: AlertFacts,
  label: HostLabel = (address) => address,
): NotificationText {
  const { subject } = alert;
  const lines =
    subject.kind === 'agent' ? silenceLines(kind, alert) : breachLines(kind, alert, subject.limit, label);
  return { title: notificationTitle(kind, alert), body: lines.join('\n'), tag: `${alert.id}/${kind}` };
}

function breachLines(kind: NotificationKind, alert: AlertFacts, limit: Limit, label: HostLabel): string[] {
  const { window, topPairs, observed } = alert;
  const words = t().alertStates;
  const scope = limitScope(limit, label);
  const seen = words.observed(exactBytes(observed), bytesText(observed), limit.name, bytesText(limit.value));
  const isEpisode = kind === 'reminder' || kind === 'resolved' || alert.windows > 1;
  return [
    isEpisode ? words.peak(seen, limit.name === 'max') : seen,
    ...(isEpisode ? [lengthText(kind, alert)] : []),
    `${words.window(spanText(window.startMs, window.endMs, alert.atMs))}${scope === '' ? '' : `, ${scope}`}`,
    ...topPairs.slice(0, pairsNamed).map((pair) => `${namedPair(pair, label)}, ${bytesText(pair.bytes)}`),
  ];
}

function silenceLines(kind: NotificationKind, alert: AlertFacts): string[] {
  const { began, windows, atMs } = alert;
  const words = t().alertStates;
  const hasLasted = kind !== 'firing' || windows > 1;
  return [
    words.since(spanText(began.startMs, began.endMs, atMs)),
    ...(hasLasted ? [lengthText(kind, alert)] : []),
    ...(kind === 'resolved' ? [] : [words.lacking]),
  ];
}

/** Puts many alerts of one window into words. */
export function groupNotificationOf(
  group: NotificationGroup,
  label: HostLabel = (address) => address,
): NotificationText {
  const { kind, subject, window, atMs, largest, sequence } = group;
  const words = t().alertStates;
  const lines = [
    ...(window ? [words.window(spanText(window.startMs, window.endMs, atMs))] : []),
    ...largest.slice(0, pairsNamed).map((alert) => memberText(alert, label)),
  ];
  const about = subject.kind === 'agent' ? 'agents' : subject.limitName;
  return { title: groupTitle(group), body: lines.join('\n'), tag: `${about}/${sequence}/${kind}` };
}

/** An alert of many, in a line. */
function memberText(alert: AlertFacts, label: HostLabel): string {
  const { subject, observed } = alert;
  if (subject.kind === 'agent') return matterText(alert);
  const { limit } = subject;
  const scope = limitScope(limit, label);
  const against = `${bytesText(observed)}, ${limit.name} ${bytesText(limit.value)}`;
  return scope === '' ? against : `${scope}: ${against}`;
}

/** How long an alert lasted, and what ended it. */
function lengthText(kind: NotificationKind, alert: AlertFacts): string {
  const words = t().alertStates;
  const length = alertLength(alert);
  if (kind !== 'resolved') return words.soFar(length);
  const { resolvedBy, resolveReason } = alert;
  if (resolveReason === null) return words.lasted(length);
  const observed = resolvedBy === null ? '' : bytesText(resolvedBy.observed);
  const span =
    resolvedBy === null ? '' : spanText(resolvedBy.window.startMs, resolvedBy.window.endMs, alert.atMs);
  return `${words.lasted(length)}. ${words.ended[resolveReason](observed, span)}`;
}

interface AlertNotifierOptions extends Pick<Client, 'monitor' | 'shell'> {
  /** Shows the window that the alert speaks of. */
  readonly showWindow: (startMs: EpochMs) => void;
  /** Shows the list of alerts. */
  readonly showAlerts: () => void;
  /** Whether the person wants notifications now; what is not raised counts as told all the same. */
  readonly mayNotify: () => boolean;
  /** What stands for a host. */
  readonly label: HostLabel;
}

/**
 * Raises a desktop notification for each alert notification, also while the window is hidden. What the engine has stored
 * and nobody was told of, because a process was killed in between, is told at the next start.
 */
export class AlertNotifier implements Disposable {
  readonly #client: Pick<Client, 'monitor' | 'shell'>;
  readonly #showWindow: (startMs: EpochMs) => void;
  readonly #showAlerts: () => void;
  readonly #mayNotify: () => boolean;
  readonly #label: HostLabel;
  readonly #subscriptions: readonly Disposable[];
  #isCalled = false;
  #isTelling = false;

  constructor({ monitor, shell, showWindow, showAlerts, mayNotify, label }: AlertNotifierOptions) {
    this.#mayNotify = mayNotify;
    this.#label = label;
    this.#client = { monitor, shell };
    this.#showWindow = showWindow;
    this.#showAlerts = showAlerts;
    this.#subscriptions = [
      monitor.onNotificationsAdded(() => void this.tell()),
      shell.onEngineStateChanged(({ state }) => {
        if (state === 'running') void this.tell();
      }),
    ];
    void this.tell();
  }

  /** Raises what waits, one look at a time. A call that fails is made again when the engine is back. */
  async tell(): Promise<void> {
    this.#isCalled = true;
    if (this.#isTelling) return;
    this.#isTelling = true;
    try {
      while (this.#isCalled) {
        this.#isCalled = false;
        if (await this.#tellPending()) this.#isCalled = true;
      }
    } catch (thrown) {
      console.warn(thrown);
    } finally {
      this.#isTelling = false;
    }
  }

  /** @returns whether there may be more */
  async #tellPending(): Promise<boolean> {
    const { monitor } = this.#client;
    const pending = await monitor.pendingNotifications();
    for (const told of pending) {
      if (this.#mayNotify()) this.#raise(told);
      await monitor.notificationDelivered({ sequence: told.sequence });
    }
    return pending.length > 0;
  }

  #raise(told: NotificationMessage): void {
    const { title, body, tag } = isGroup(told)
      ? groupNotificationOf(told, this.#label)
      : notificationOf(told.kind, told, this.#label);
    const notification = new Notification(title, { body, tag });
    notification.addEventListener('click', () => {
      if (isGroup(told)) this.#showAlerts();
      else this.#showWindow(told.window.startMs);
      void this.#client.shell.revealWindow();
    });
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }
}
