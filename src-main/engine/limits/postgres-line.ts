import { readFile } from 'node:fs/promises';
import { Socket } from 'node:net';
import { type ConnectionOptions, getCACertificates } from 'node:tls';
import { Client, type ClientConfig } from 'pg';
import pgpass from 'pgpass';
import { MonitorError } from '../../common/errors.ts';
import { say, together } from '../../common/phrases/say.ts';
import type { PostgresAddress, SessionKind } from './postgres-address.ts';
import { postgresError } from './postgres-error.ts';

/** An answer that is awaited for this long will not come: a statement ends before, by the server's own limit. */
const answerMs = 12_000;
/** A server that vanished without a word is noticed by the operating system, from this long on. */
const keepAliveMs = 10_000;

/** A connection that is open, and to which of the servers. */
export interface Line {
  readonly client: Client;
  readonly socket: Socket;
  /** Whether the server keeps this connection for us; a pooler gives it to others, too. */
  readonly isOwn: boolean;
  readonly address: PostgresAddress;
}

/**
 * Connects to the first of the servers that will do. One that refuses the login ends the search: the others would be
 * asked with the same password.
 *
 * @throws MonitorError `limits/unreadable`
 */
export async function openLine(address: PostgresAddress): Promise<Line> {
  const errors: MonitorError[] = [];
  // A standby is preferred: in a second round any other will do.
  const rounds: SessionKind[] = address.session === 'prefer-standby' ? ['standby', 'any'] : [address.session];
  for (const session of rounds) {
    for (const server of address.hosts) {
      const tried = { ...address, ...server, session };
      try {
        return { ...(await connect(tried)), address: tried };
      } catch (thrown) {
        errors.push(postgresError(thrown, tried));
        if (isRefusedLogin(thrown)) throw errors.at(-1)!;
      }
    }
  }
  throw oneOfAll(errors.slice(-address.hosts.length));
}

const isRefusedLogin = (thrown: unknown): boolean =>
  ((thrown as { code?: string }).code ?? '').startsWith('28');

/** One error of those of all servers. */
function oneOfAll(errors: readonly MonitorError[]): MonitorError {
  const last = errors.at(-1)!;
  if (errors.length === 1) return last;
  const message = together(errors.map(({ text }) => text));
  return new MonitorError('limits/unreadable', message, {
    remedy: last.remedyText,
    retriable: true,
    cause: last,
  });
}

type Opened = Omit<Line, 'address'>;

async function connect(address: PostgresAddress): Promise<Opened> {
  const tls = await tlsOptions(address);
  try {
    return await connectWith(address, tls);
  } catch (thrown) {
    const isPlain = (thrown as Error).message.includes('does not support SSL');
    if (address.tls.mode !== 'prefer' || !isPlain) throw thrown;
    return connectWith(address, false);
  }
}

async function connectWith(address: PostgresAddress, ssl: ConnectionOptions | false): Promise<Opened> {
  const socket = new Socket();
  const { host, port, user, database, channelBinding } = address;
  const login = new Login(address, ssl !== false);
  const config: ClientConfig = {
    ...{ host, port, user, database, ssl, application_name: 'streamchecker' },
    ...{ connectionTimeoutMillis: address.connectMs, query_timeout: answerMs },
    ...{ keepAlive: true, keepAliveInitialDelayMillis: keepAliveMs },
    ...{ stream: () => socket, password: () => login.password() },
    enableChannelBinding: channelBinding !== 'disable',
  };
  const client = new Client(config);
  login.watch(client);
  // What is said after the attempt has failed is not news.
  client.on('error', () => {});
  try {
    await client.connect();
    login.requireBound();
    await requireSession(client, address);
    return { client, socket, isOwn: login.process === (await processOf(client)) };
  } catch (thrown) {
    socket.destroy();
    throw thrown;
  }
}

/** The way in: the password is only given away to a server that the address trusts with it. */
class Login {
  readonly #address: PostgresAddress;
  readonly #isEncrypted: boolean;
  #isBound = false;
  /** The process that the server says is behind the connection. */
  process: number | undefined;

  constructor(address: PostgresAddress, isEncrypted: boolean) {
    this.#address = address;
    this.#isEncrypted = isEncrypted;
  }

  watch({ connection }: Client): void {
    connection.on('authenticationSASL', ({ mechanisms }: { mechanisms: readonly string[] }) => {
      this.#isBound = this.#isEncrypted && mechanisms.includes('SCRAM-SHA-256-PLUS');
    });
    connection.on('backendKeyData', ({ processID }: { processID: number }) => (this.process = processID));
  }

  requireBound(): void {
    if (this.#address.channelBinding !== 'require' || this.#isBound) return;
    const message = say('postgres.notBound', { host: this.#address.host });
    const remedy = say('postgres.remedy.bind');
    throw new MonitorError('limits/unreadable', message, { remedy, retriable: true });
  }

  /** The password of the URL, of `PGPASSWORD`, or of the password file (`PGPASSFILE` or `~/.pgpass`). */
  async password(): Promise<string> {
    this.requireBound();
    const { password, host, port, user, database } = this.#address;
    const known = password?.reveal() ?? process.env.PGPASSWORD;
    if (known !== undefined) return known;
    const found = await new Promise<string | undefined>((resolve) =>
      pgpass({ host, port, user, database }, resolve),
    );
    if (found !== undefined) return found;
    throw Object.assign(new Error('it asks for a password, and none is known'), { code: '28P01' });
  }
}

/** Behind a pooler another process than the named one answers, and each transaction may have one of its own. */
async function processOf(client: Client): Promise<number> {
  const { rows } = await client.query<{ process: number }>('SELECT pg_backend_pid() AS process');
  return rows[0]!.process;
}

const sessionQuery = `SELECT pg_is_in_recovery() AS "isStandby",
  current_setting('transaction_read_only') = 'on' AS "onlyReads"`;

/** Refuses a server that is not of the kind that is wanted. */
async function requireSession(client: Client, { session, host, port }: PostgresAddress): Promise<void> {
  if (session === 'any') return;
  const { rows } = await client.query<{ isStandby: boolean; onlyReads: boolean }>(sessionQuery);
  const { isStandby, onlyReads } = rows[0]!;
  const isWanted = {
    primary: !isStandby,
    standby: isStandby,
    'prefer-standby': true,
    'read-write': !onlyReads,
    'read-only': onlyReads,
  };
  if (isWanted[session]) return;
  const message = say('postgres.wrongSession', { host, port, session });
  const remedy = say('postgres.remedy.session');
  throw new MonitorError('limits/unreadable', message, { remedy, retriable: true });
}

async function tlsOptions({ tls }: PostgresAddress): Promise<ConnectionOptions | false> {
  if (tls.mode === 'disable') return false;
  const root = tls.rootCertificate === 'system' ? undefined : tls.rootCertificate;
  const [named, cert, key] = await Promise.all([root, tls.certificate, tls.key].map(readPem));
  const ca = tls.rootCertificate === 'system' ? getCACertificates('system') : named;
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
    throw new MonitorError(
      'limits/unreadable',
      say('postgres.pemUnreadable', { path: path!, detail: code! }),
      {
        remedy: say('postgres.remedy.path'),
        retriable: true,
        cause,
      },
    );
  }
}
