import { Notification } from 'electron';
import type { Clock } from '../common/clock.ts';
import type { NotificationText } from '../common/notification-text.ts';
import { type NoticeOutcome, noticeOutcome } from './notice-outcome.ts';
import type { NoticeAction, NotificationServer, ShownNotice } from './session/notification-server.ts';

/** As many can be clicked: those that are older are gone from every desktop. */
const kept = 200;

/** How a notification behaves. */
export interface NoticeOptions {
  readonly onClick: () => void;
  readonly isSilent?: boolean;
  /** Told whether the desktop has taken it. */
  readonly onTold?: (outcome: NoticeOutcome) => void;
  /** Shown where the desktop's notifications have buttons. */
  readonly actions?: readonly NoticeAction[];
  /** What a click does, where the desktop has a button for that beside those. */
  readonly clickText?: string;
}

/** Notifications of the desktop. They are kept: nobody is told of a click on one that was collected as garbage. */
export class DesktopNotices {
  readonly #clock: Pick<Clock, 'once'>;
  readonly #server: Pick<NotificationServer, 'show'>;
  readonly #shown = new Map<string, ShownNotice>();

  /** @param server what shows buttons on a Linux desktop */
  constructor(clock: Pick<Clock, 'once'>, server: Pick<NotificationServer, 'show'>) {
    this.#clock = clock;
    this.#server = server;
  }

  /** Shows one that says that it is a test, and waits until the desktop has taken or refused it, or says nothing. */
  test(text: NotificationText, onClick: () => void): Promise<NoticeOutcome> {
    return noticeOutcome(this.#clock, (onTold) => this.show(text, { onClick, onTold }));
  }

  /** Shows one in place of an earlier one with the same tag. */
  show(text: NotificationText, options: NoticeOptions): void {
    const { tag } = text;
    this.#shown.get(tag)?.close();
    this.#shown.delete(tag);
    const hasButtons = process.platform === 'linux' && (options.actions ?? []).length > 0;
    this.#shown.set(tag, hasButtons ? this.#withButtons(text, options) : byElectron(text, options));
    for (const [oldest] of this.#shown) {
      if (this.#shown.size <= kept) break;
      this.#shown.delete(oldest);
    }
  }

  /** One by the desktop's own protocol, and by Electron's where it has no buttons or can't be reached. */
  #withButtons(text: NotificationText, options: NoticeOptions): ShownNotice {
    const click = { text: options.clickText ?? '', run: options.onClick };
    let isClosed = false;
    const shown = this.#server
      .show(text, { click, buttons: options.actions ?? [] })
      .catch(() => undefined)
      .then((notice) => notice ?? (isClosed ? undefined : byElectron(text, options)));
    return {
      close: () => {
        isClosed = true;
        void shown.then((notice) => notice?.close());
      },
    };
  }
}

function byElectron(
  { title, body }: NotificationText,
  { onClick, onTold, isSilent = false, actions = [] }: NoticeOptions,
): Notification {
  const buttons = actions.map(({ text }) => ({ type: 'button' as const, text }));
  const notification = new Notification({ title, body, silent: isSilent, actions: buttons });
  notification.on('click', onClick);
  // Some platforms tell at once, while it is shown.
  notification.once('show', () => onTold?.('taken'));
  notification.once('failed', () => onTold?.('refused'));
  notification.on('action', ({ actionIndex }) => actions[actionIndex]?.run());
  notification.show();
  return notification;
}
