import type { Socket } from 'node:net';
import type { Client } from 'pg';
import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/disposable.ts';
import { Emitter } from '../../common/event.ts';
import type { PostgresAddress } from './postgres-address.ts';
import type { Line } from './postgres-line.ts';
import { postgresError } from './postgres-error.ts';

/** The server gives up on a statement after this long. */
const statementMs = 10_000;

/** A server that doesn't answer to the goodbye is left after this long. */
const goodbyeMs = 500;

/**
 * What holds for one transaction, and for nothing after it: a pooler may give the same connection to others next.
 * Instants come as ISO 8601 in UTC, whatever the server's or the role's settings are, and rows that a policy would
 * hide are an error.
 */
const transactionSettings = `SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO';
  SET LOCAL row_security = off; SET LOCAL statement_timeout = ${statementMs}`;

/** All statements of a reading transaction see the table at one moment. */
const modes = { reading: ' ISOLATION LEVEL REPEATABLE READ READ ONLY', writing: '' } as const;

/** One connection to a server; all that fails is said in the person's words. */
export class PostgresConnection implements Disposable {
  readonly #client: Client;
  readonly #socket: Socket;
  readonly #address: PostgresAddress;
  readonly #clock: Clock;
  readonly #notified = new Emitter<string>();
  readonly #ended = new Emitter<void>();
  /** Whether what is set here stays here: a pooler gives the connection to others, too. */
  readonly isOwn: boolean;
  #isOpen = true;
  /** Announces the payloads of what is listened to. */
  readonly onNotified = this.#notified.event;
  readonly onEnded = this.#ended.event;

  private constructor({ client, socket, isOwn, address }: Line, clock: Clock) {
    this.#clock = clock;
    this.isOwn = isOwn;
    this.#client = client;
    this.#socket = socket;
    this.#address = address;
    client.on('notification', ({ payload }) => this.#notified.fire(payload ?? ''));
    client.on('error', () => this.#end());
    client.on('end', () => this.#end());
  }

  /** @throws MonitorError `limits/unreadable` */
  static async open(address: PostgresAddress, clock: Clock): Promise<PostgresConnection> {
    // The client for PostgreSQL is loaded where a server is talked to: most limits are in files.
    const { openLine } = await import('./postgres-line.ts');
    try {
      return new PostgresConnection(await openLine(address), clock);
    } catch (thrown) {
      throw postgresError(thrown, address);
    }
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** @throws MonitorError `limits/unreadable` */
  async query<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]> {
    try {
      const { rows } = await this.#client.query<Row>(text, values && [...values]);
      return rows;
    } catch (thrown) {
      // The answer may still come, and would be taken for that of the next statement.
      if ((thrown as Error).message === 'Query read timeout') this.dispose();
      throw postgresError(thrown, this.#address);
    }
  }

  /**
   * Runs a step whose statements count together or not at all. It sets all that it needs for itself, and leaves nothing
   * set.
   *
   * @throws MonitorError `limits/unreadable`, and whatever the step throws
   */
  async transaction<T>(mode: keyof typeof modes, step: () => Promise<T>): Promise<T> {
    try {
      await this.query(`BEGIN${modes[mode]}; ${transactionSettings}`);
      const outcome = await step();
      await this.query('COMMIT');
      return outcome;
    } catch (thrown) {
      // A line on which nothing can be taken back is cut, and the server takes it back.
      await this.query('ROLLBACK').catch(() => this.dispose());
      throw thrown;
    }
  }

  /** Says goodbye, or cuts the line where an answer is still awaited. */
  dispose(): void {
    this.#isOpen = false;
    this.#client.end().catch(() => {});
    const late = this.#clock.once(goodbyeMs, () => this.#socket.destroy());
    this.#socket.once('close', () => late.dispose());
  }

  #end(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#ended.fire();
  }
}
