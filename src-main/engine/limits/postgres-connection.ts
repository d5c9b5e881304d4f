import { readFile } from 'node:fs/promises';
import { Socket } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import { Client, type ClientConfig } from 'pg';
import pgpass from 'pgpass';
import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/disposable.ts';
import { MonitorError } from '../../common/errors.ts';
import { Emitter } from '../../common/event.ts';
import type { PostgresAddress } from './postgres-address.ts';
import { postgresError } from './postgres-error.ts';

const connectMs = 5_000;
/** The server gives up on a statement after this long, and we on the server a little later. */
const statementMs = 10_000;
const answerMs = statementMs + 2_000;
/** A server that vanished without a word is noticed by the operating system, from this long on. */
const keepAliveMs = 10_000;

/** A server that doesn't answer to the goodbye is left after this long. */
const goodbyeMs = 500;

/** Instants come as ISO 8601 in UTC, whatever the server's or the role's settings are. */
const sessionSettings = `SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; SET statement_timeout = ${statementMs}`;

/** One connection to a server; all that fails is said in the person's words. */
export class PostgresConnection implements Disposable {
  readonly #client: Client;
  readonly #socket: Socket;
  readonly #address: PostgresAddress;
  readonly #clock: Clock;
  readonly #notified = new Emitter<string>();
  readonly #ended = new Emitter<void>();
  #isOpen = true;
  /** Announces the payloads of what is listened to. */
  readonly onNotified = this.#notified.event;
  readonly onEnded = this.#ended.event;

  private constructor({ client, socket }: Line, address: PostgresAddress, clock: Clock) {
    this.#clock = clock;
    this.#client = client;
    this.#socket = socket;
    this.#address = address;
    client.on('notification', ({ payload }) => this.#notified.fire(payload ?? ''));
    client.on('error', () => this.#end());
    client.on('end', () => this.#end());
  }

  /** @throws MonitorError `limits/unreadable` */
  static async open(address: PostgresAddress, clock: Clock): Promise<PostgresConnection> {
    try {
      const connection = new PostgresConnection(await connect(address), address, clock);
      await connection.query(sessionSettings);
      return connection;
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
      throw postgresError(thrown, this.#address);
    }
  }

  /** Runs a step whose statements count together or not at all. */
  async transaction(step: () => Promise<void>): Promise<void> {
    await this.query('BEGIN');
    try {
      await step();
      await this.query('COMMIT');
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

interface Line {
  readonly client: Client;
  readonly socket: Socket;
}

async function connect(address: PostgresAddress): Promise<Line> {
  const tls = await tlsOptions(address);
  try {
    return await connectWith(address, tls);
  } catch (thrown) {
    const isPlain = (thrown as Error).message.includes('does not support SSL');
    if (address.tls.mode !== 'prefer' || !isPlain) throw thrown;
    return connectWith(address, false);
  }
}

async function connectWith(address: PostgresAddress, ssl: ConnectionOptions | false): Promise<Line> {
  const socket = new Socket();
  const { host, port, user, database } = address;
  const config: ClientConfig = {
    ...{ host, port, user, database, ssl, application_name: 'streamchecker' },
    ...{ connectionTimeoutMillis: connectMs, query_timeout: answerMs },
    ...{ keepAlive: true, keepAliveInitialDelayMillis: keepAliveMs },
    ...{ stream: () => socket, password: () => passwordFor(address) },
  };
  const client = new Client(config);
  // What is said after the attempt has failed is no news.
  client.on('error', () => {});
  try {
    await client.connect();
    return { client, socket };
  } catch (thrown) {
    socket.destroy();
    throw thrown;
  }
}

/** The password of the URL, of `PGPASSWORD`, or of the password file (`PGPASSFILE` or `~/.pgpass`). */
async function passwordFor({ password, host, port, user, database }: PostgresAddress): Promise<string> {
  const known = password ?? process.env.PGPASSWORD;
  if (known !== undefined) return known;
  const found = await new Promise<string | undefined>((resolve) =>
    pgpass({ host, port, user, database }, resolve),
  );
  if (found !== undefined) return found;
  throw Object.assign(new Error('it asks for a password, and none is known'), { code: '28P01' });
}

async function tlsOptions({ tls }: PostgresAddress): Promise<ConnectionOptions | false> {
  if (tls.mode === 'disable') return false;
  const [ca, cert, key] = await Promise.all([tls.rootCertificate, tls.certificate, tls.key].map(readPem));
  const own = { ...(cert && { cert }), ...(key && { key }) };
  if (!tls.mode.startsWith('verify')) return { ...own, rejectUnauthorized: false };
  const trusted = { ...own, ...(ca && { ca }), rejectUnauthorized: true };
  return tls.mode === 'verify-full' ? trusted : { ...trusted, checkServerIdentity: () => undefined };
}

async function readPem(path: string | undefined): Promise<string | undefined> {
  try {
    return path === undefined ? undefined : await readFile(path, 'utf8');
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    throw new MonitorError('limits/unreadable', `The certificate or key ${path!} can't be read (${code!})`, {
      remedy: 'check the path and its permissions',
      retriable: true,
      cause,
    });
  }
}
