import type { Message, MessageBus } from 'dbus-native';
import { Emitter } from '../../common/event.ts';

/** Nothing on a desktop takes longer to answer; looking must not keep a window from closing. */
const timeoutMs = 2_000;

/** What is called: an object's interface, by the service that has it. */
export interface BusTarget {
  readonly destination: string;
  readonly path: string;
  readonly interface: string;
}

/** A value with its type, as signatures of D-Bus write it. */
export type TypedValues = readonly [signature: string, values: readonly unknown[]];

const busItself: BusTarget = {
  destination: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
};

/** What shows tray icons, by its name on the bus. */
export const trayService = 'org.kde.StatusNotifierWatcher';
/** What shows notifications. */
export const notificationService = 'org.freedesktop.Notifications';

/**
 * The message bus of a Linux desktop's session (https://dbus.freedesktop.org/doc/dbus-specification.html). It is
 * connected when something is first asked of it, and anew where it went away since.
 */
export class SessionBus {
  readonly #heard: readonly string[];
  readonly #signalled = new Emitter<Message>();
  #bus: Promise<MessageBus> | undefined;
  /** A signal of one of the interfaces that are heard. */
  readonly onSignal = this.#signalled.event;

  /** @param heard interfaces whose signals are heard from the first call on */
  constructor(heard: readonly string[] = []) {
    this.#heard = heard;
  }

  /**
   * Calls a method.
   *
   * @returns what it answers, where that is a single value
   * @throws {Error} where there is no bus, or the service refuses, is not there or does not answer in time
   */
  async call<T>(target: BusTarget, member: string, [signature, body]: TypedValues = ['', []]): Promise<T> {
    this.#bus ??= this.#connect();
    const bus = await this.#bus;
    const values = signature === '' ? {} : { signature, body: [...body] };
    return bus.invoke<T>({ ...target, member, ...values }, { timeout: timeoutMs });
  }

  /** Whether something on the desktop does this; taken for granted where there is no such bus, and where nobody can say. */
  async hasService(name: string): Promise<boolean> {
    if (process.platform !== 'linux') return true;
    try {
      if (await this.call<boolean>(busItself, 'NameHasOwner', ['s', [name]])) return true;
      return (await this.call<string[]>(busItself, 'ListActivatableNames')).includes(name);
    } catch {
      return true;
    }
  }

  /** Ends the connection, if there is one. */
  dispose(): void {
    void this.#bus?.then((bus) => bus.connection.end()).catch(() => {});
  }

  /** What few runs need is loaded when it is asked for. */
  async #connect(): Promise<MessageBus> {
    const gone = (): void => void (this.#bus = undefined);
    try {
      const { createClient, messageType } = await import('dbus-native');
      const bus = createClient({ busAddress: addressOf(process.env) });
      // Who waits for an answer is told of it as well.
      bus.connection.on('error', gone);
      bus.connection.on('close', gone);
      bus.connection.on('message', (message) => {
        if (message.type === messageType.signal && this.#heard.includes(message.interface ?? ''))
          this.#signalled.fire(message);
      });
      // They are asked for before what is called next.
      for (const name of this.#heard) bus.watch(`type='signal',interface='${name}'`).catch(() => {});
      return bus;
    } catch (thrown) {
      gone();
      throw thrown;
    }
  }
}

/** Where the bus is: as the session says, or in the folder that systemd gives it. */
function addressOf({ DBUS_SESSION_BUS_ADDRESS: said, XDG_RUNTIME_DIR: folder }: NodeJS.ProcessEnv): string {
  if (said !== undefined && said !== '') return said;
  if (folder === undefined || folder === '') throw new Error('this session has no message bus');
  return `unix:path=${folder}/bus`;
}
