import type { Disposable } from '../disposable.ts';
import { type ErrorData, MonitorError } from '../errors.ts';
import { Emitter, type Event } from '../event.ts';
import { say } from '../phrases/say.ts';
import type { Caller } from './client.ts';
import type { Answer, ToClient, ToServer } from './messages.ts';
import type { Port } from './port.ts';

/** Something that was announced. */
export interface Announced {
  readonly name: string;
  readonly payload: unknown;
}

/** A client's end of a line. */
export interface Connection extends Caller {
  /** All that is announced, whatever its name. */
  readonly onAnnounced: Event<Announced>;
  /** Nothing is answered any more. */
  readonly onClosed: Event<undefined>;
  /** Ends it; what waits for an answer gets `error`, and so does what is asked from then on. */
  close(error?: ErrorData): void;
}

/** Makes calls over a port, and hears its events. Other messages on the same port are passed over. */
export function connect(port: Port<unknown, ToServer>): Connection {
  return new PortConnection(port);
}

/** Hears of one event among all. */
export const listenTo = (
  announced: Event<Announced>,
  name: string,
  listener: (payload: unknown) => void,
): Disposable =>
  announced((one) => {
    if (one.name === name) listener(one.payload);
  });

class PortConnection implements Connection {
  readonly #port: Port<unknown, ToServer>;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  readonly #announced = new Emitter<Announced>();
  readonly #closed = new Emitter<undefined>();
  readonly #subscriptions: readonly Disposable[];
  #lastId = 0;
  /** Why nothing is answered any more; null while it is. */
  #end: ErrorData | null = null;
  readonly onAnnounced: Event<Announced> = this.#announced.event;
  readonly onClosed: Event<undefined> = this.#closed.event;

  constructor(port: Port<unknown, ToServer>) {
    this.#port = port;
    this.#subscriptions = [
      port.onMessage((message) => this.#receive(message as ToClient)),
      port.onClosed(() => this.close()),
    ];
  }

  call(name: string, request?: unknown): Promise<Answer> {
    if (this.#end !== null) return Promise.resolve({ ok: false, error: this.#end });
    const id = ++this.#lastId;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#port.post({ kind: 'call', id, name, request });
    });
  }

  on(name: string, listener: (payload: unknown) => void): Disposable {
    return listenTo(this.#announced.event, name, listener);
  }

  close(error: ErrorData = gone().toData()): void {
    if (this.#end !== null) return;
    this.#end = error;
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#port.close();
    for (const id of [...this.#waiting.keys()]) this.#settle(id, { ok: false, error });
    this.#closed.fire(undefined);
  }

  #receive(message: ToClient): void {
    if (message.kind === 'answer') this.#settle(message.id, message.answer);
    else if ((message.kind as string) === 'event') this.#announced.fire(message);
  }

  #settle(id: number, answer: Answer): void {
    const resolve = this.#waiting.get(id);
    this.#waiting.delete(id);
    resolve?.(answer);
  }
}

const gone = (): MonitorError =>
  new MonitorError('engine/stopped', say('engine.notRunning'), { retriable: true });
