import { Notification } from 'electron';
import type { Clock } from '../common/clock.ts';
import type { NotificationText } from '../common/notification-text.ts';
import { type NoticeOutcome, noticeOutcome } from './notice-outcome.ts';

/** As many can be clicked: those that are older are gone from every desktop. */
const kept = 200;

/** A button on a notification. */
export interface NoticeAction {
  readonly text: string;
  readonly run: () => void;
}

/** How a notification behaves. */
export interface NoticeOptions {
  readonly onClick: () => void;
  readonly isSilent?: boolean;
  /** Told whether the desktop has taken it. */
  readonly onTold?: (outcome: NoticeOutcome) => void;
  /** Shown where the platform's notifications have buttons: on Linux, Electron passes none on. */
  readonly actions?: readonly NoticeAction[];
}

/** Notifications of the desktop. They are kept: nobody is told of a click on one that was collected as garbage. */
export class DesktopNotices {
  readonly #clock: Pick<Clock, 'once'>;
  readonly #shown = new Map<string, Notification>();

  constructor(clock: Pick<Clock, 'once'>) {
    this.#clock = clock;
  }

  /** Shows one that says that it is a test, and waits until the desktop has taken or refused it, or says nothing. */
  test(text: NotificationText, onClick: () => void): Promise<NoticeOutcome> {
    return noticeOutcome(this.#clock, (onTold) => this.show(text, { onClick, onTold }));
  }

  /** Shows one in place of an earlier one with the same tag. */
  show(
    { title, body, tag }: NotificationText,
    { onClick, onTold, isSilent = false, actions = [] }: NoticeOptions,
  ): void {
    this.#shown.get(tag)?.close();
    this.#shown.delete(tag);
    const buttons = actions.map(({ text }) => ({ type: 'button' as const, text }));
    const notification = new Notification({ title, body, silent: isSilent, actions: buttons });
    this.#shown.set(tag, notification);
    notification.on('click', onClick);
    // Some platforms tell at once, while it is shown.
    notification.once('show', () => onTold?.('taken'));
    notification.once('failed', () => onTold?.('refused'));
    notification.on('action', ({ actionIndex }) => actions[actionIndex]?.run());
    notification.show();
    for (const [oldest] of this.#shown) {
      if (this.#shown.size <= kept) break;
      this.#shown.delete(oldest);
    }
  }
}
