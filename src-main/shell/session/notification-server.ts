import { randomUUID } from 'node:crypto';
import type { Message } from 'dbus-native';
import type { NotificationText } from '../../common/notification-text.ts';
import { type BusTarget, notificationService, type SessionBus } from './session-bus.ts';

/** A button on a notification. */
export interface NoticeAction {
  readonly text: string;
  readonly run: () => void;
}

/** What a person may do with a notification. */
export interface NoticeActs {
  /** What a click on the notification itself does. */
  readonly click: NoticeAction;
  readonly buttons: readonly NoticeAction[];
}

/** A notification that is shown. */
export interface ShownNotice {
  close(): void;
}

const server: BusTarget = {
  destination: notificationService,
  path: '/org/freedesktop/Notifications',
  interface: notificationService,
};
/** The key of what a click on the notification itself does. */
const onItself = 'default';
/** A reason for which one is gone: its time was over. Some servers show it again from their history, with its buttons. */
const expired = 1;
/** As many can be acted on: those that are older are gone from every desktop. */
const kept = 200;

/**
 * Notifications with buttons, by the protocol of Linux desktops
 * (https://specifications.freedesktop.org/notification-spec/latest/): Electron passes none on there.
 */
export class NotificationServer {
  /** Of each notification, what is run by its key. */
  readonly #acts = new Map<number, ReadonlyMap<string, () => void>>();
  readonly #bus: Pick<SessionBus, 'call'>;

  constructor(bus: Pick<SessionBus, 'call' | 'onSignal'>) {
    this.#bus = bus;
    bus.onSignal((signal) => this.#take(signal));
  }

  /**
   * Shows one.
   *
   * @returns undefined where this desktop shows no buttons
   * @throws {Error} where nothing takes it
   */
  async show({ title, body }: NotificationText, acts: NoticeActs): Promise<ShownNotice | undefined> {
    const abilities = await this.#bus.call<string[]>(server, 'GetCapabilities');
    if (!abilities.includes('actions')) return undefined;
    const text = abilities.includes('body-markup') ? withoutMarkup(body) : body;
    // Keys of its own: a server that was started again gives numbers to others that it gave before.
    const buttons = acts.buttons.map((button) => ({ key: randomUUID(), ...button }));
    const named = [onItself, acts.click.text, ...buttons.flatMap(({ key, text: name }) => [key, name])];
    const hints = [
      ['desktop-entry', ['s', 'streamchecker']],
      ['urgency', ['y', 1]],
    ];
    const values = ['StreamChecker', 0, 'streamchecker', title, text, named, hints, -1];
    const id = await this.#bus.call<number>(server, 'Notify', ['susssasa{sv}i', values]);
    this.#keep(
      id,
      new Map([[onItself, acts.click.run], ...buttons.map(({ key, run }) => [key, run] as const)]),
    );
    return { close: () => this.#close(id) };
  }

  #keep(id: number, acts: ReadonlyMap<string, () => void>): void {
    this.#acts.delete(id);
    this.#acts.set(id, acts);
    for (const [oldest] of this.#acts) {
      if (this.#acts.size <= kept) break;
      this.#acts.delete(oldest);
    }
  }

  #close(id: number): void {
    this.#acts.delete(id);
    // One that is gone already is as good as closed.
    this.#bus.call(server, 'CloseNotification', ['u', [id]]).catch(() => {});
  }

  #take({ member, body = [] }: Message): void {
    const [id, told] = body as [number, string | number];
    if (member === 'ActionInvoked') this.#acts.get(id)?.get(String(told))?.();
    if (member === 'NotificationClosed' && told !== expired) this.#acts.delete(id);
  }
}

/** Text that a server reads as markup, to stand as it is. */
const withoutMarkup = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
