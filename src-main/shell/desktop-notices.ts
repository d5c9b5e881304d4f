import { Notification } from 'electron';
import type { NotificationText } from '../common/notification-text.ts';

/** As many can be clicked: those that are older are gone from every desktop. */
const kept = 200;

/** Notifications of the desktop. They are kept: nobody is told of a click on one that was collected as garbage. */
export class DesktopNotices {
  readonly #shown = new Map<string, Notification>();

  /** Shows one in place of an earlier one with the same tag. */
  show({ title, body, tag }: NotificationText, onClick: () => void, silent = false): void {
    this.#shown.get(tag)?.close();
    this.#shown.delete(tag);
    const notification = new Notification({ title, body, silent });
    this.#shown.set(tag, notification);
    notification.on('click', onClick);
    notification.show();
    for (const [oldest] of this.#shown) {
      if (this.#shown.size <= kept) break;
      this.#shown.delete(oldest);
    }
  }
}
