import type { Disposable } from '../disposable.ts';
import { MonitorError } from '../errors.ts';
import { Emitter, type Event } from '../event.ts';
import type { Caller } from './client.ts';
import { type Announced, connect, type Connection, listenTo } from './connect.ts';
import type { Answer, ToServer } from './messages.ts';
import type { Port } from './port.ts';

/** Opens a port to whoever serves now; rejects with why there is nobody. */
export type PortOpener = () => Promise<Port<unknown, ToServer>>;

/**
 * A line to a process that may be started again: each call goes to the one that runs, over a port that is opened when it is
 * needed. What is subscribed to stays subscribed.
 */
export class Line implements Caller {
  readonly #open: PortOpener;
  readonly #announced = new Emitter<Announced>();
  readonly #closed = new Emitter<undefined>();
  #connection: Promise<Connection> | null = null;
  /** Goes up with each port: one that was given up says nothing any more. */
  #generation = 0;

  /** The port that was open is closed: until the next call, no event is heard. */
  readonly onClosed: Event<undefined> = this.#closed.event;

  constructor(open: PortOpener) {
    this.#open = open;
  }

  async call(name: string, request?: unknown): Promise<Answer> {
    const connection = (this.#connection ??= this.#connect());
    try {
      return await (await connection).call(name, request);
    } catch (thrown) {
      if (this.#connection === connection) this.#connection = null;
      return { ok: false, error: MonitorError.from(thrown).toData() };
    }
  }

  on(name: string, listener: (payload: unknown) => void): Disposable {
    return listenTo(this.#announced.event, name, listener);
  }

  /** Closes the port: the next call goes to whoever serves then. */
  renew(): void {
    const connection = this.#connection;
    this.#connection = null;
    this.#generation += 1;
    connection?.then(
      (open) => open.close(),
      () => undefined,
    );
  }

  async #connect(): Promise<Connection> {
    const generation = (this.#generation += 1);
    const isNewest = (): boolean => this.#generation === generation;
    const connection = connect(await this.#open());
    connection.onAnnounced((announced) => {
      if (isNewest()) this.#announced.fire(announced);
    });
    connection.onClosed(() => {
      if (isNewest()) this.#end();
    });
    return connection;
  }

  #end(): void {
    this.#connection = null;
    this.#closed.fire(undefined);
  }
}
