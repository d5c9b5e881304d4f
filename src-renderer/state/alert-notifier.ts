import type { Disposable } from '../../src-main/common/disposable.ts';
import type { Alert } from '../../src-main/common/model.ts';
import type { EpochMs } from '../../src-main/common/units.ts';
import { bytesText, exactBytes, pairText, spanText } from '../format.ts';
import { alertTitle, scopeText } from '../words.ts';
import type { Client } from './client.ts';

/** What a desktop notification says. */
export interface NotificationText {
  readonly title: string;
  readonly body: string;
  /** One for each transition: a repeated message replaces its forerunner. */
  readonly tag: string;
}

/** Puts an alert's transition into words. */
export function notificationOf(alert: Alert): NotificationText {
  const { limit, window, topPairs } = alert;
  const scope = scopeText(limit);
  const lines = [
    `${exactBytes(alert.observed)} (${bytesText(alert.observed)}), ${limit.name} ${bytesText(limit.value)}`,
    `Window ${spanText(window.startMs, window.endMs, alert.atMs)}${scope === '' ? '' : `, ${scope}`}`,
    ...topPairs.slice(0, 1).map((pair) => `Most: ${pairText(pair)}, ${bytesText(pair.bytes)}`),
  ];
  return { title: alertTitle(alert), body: lines.join('\n'), tag: `${alert.id}/${alert.state}` };
}

interface AlertNotifierOptions extends Client {
  /** Shows the window that the alert speaks of. */
  readonly showWindow: (startMs: EpochMs) => void;
}

/** Raises a desktop notification for each transition of an alert, also while the window is hidden. */
export class AlertNotifier implements Disposable {
  readonly #shell: Client['shell'];
  readonly #showWindow: (startMs: EpochMs) => void;
  readonly #subscription: Disposable;

  constructor({ monitor, shell, showWindow }: AlertNotifierOptions) {
    this.#shell = shell;
    this.#showWindow = showWindow;
    this.#subscription = monitor.onAlertChanged((alert) => this.#raise(alert));
  }

  #raise(alert: Alert): void {
    const { title, body, tag } = notificationOf(alert);
    const notification = new Notification(title, { body, tag });
    notification.addEventListener('click', () => {
      this.#showWindow(alert.window.startMs);
      void this.#shell.revealWindow();
    });
  }

  dispose(): void {
    this.#subscription.dispose();
  }
}
