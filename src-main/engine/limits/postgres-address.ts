import { userInfo } from 'node:os';
import { MonitorError } from '../../common/errors.ts';
import { Secret } from '../../common/secret.ts';
import { say } from '../../common/phrases/say.ts';
import type { Phrase } from '../../common/phrases/phrase.ts';
import { type PostgresUrl, splitPostgresUrl, urlParameters } from '../../common/postgres-url.ts';

/** How a connection is encrypted, and what of the server's certificate is checked; libpq's words. */
export type TlsMode = 'disable' | 'prefer' | 'require' | 'verify-ca' | 'verify-full';

const channelBindings = ['disable', 'prefer', 'require'] as const;
/** Whether the login is bound to the server's certificate; libpq's words. */
export type ChannelBinding = (typeof channelBindings)[number];

const sessions = ['any', 'read-write', 'read-only', 'primary', 'standby', 'prefer-standby'] as const;
/** Which of several servers will do; libpq's words. */
export type SessionKind = (typeof sessions)[number];

/** Name, address, or folder of a Unix socket; and a port. */
export interface PostgresServerName {
  readonly host: string;
  readonly port: number;
}

const usualConnectMs = 5_000;

/** A table on a server, and how to get there. */
export interface PostgresAddress {
  /** The URL without its password. */
  readonly origin: string;
  /** Name, address, or folder of a Unix socket. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  /** The servers that are tried, one after the other; {@link host} and {@link port} are the first. */
  readonly hosts: readonly PostgresServerName[];
  /** As given in the URL; else it is looked up when the server asks. */
  readonly password: Secret | undefined;
  readonly tls: {
    readonly mode: TlsMode;
    /** Paths of PEM files; `system` for the authorities that the machine trusts. */
    readonly rootCertificate: string | undefined;
    readonly certificate: string | undefined;
    readonly key: string | undefined;
  };
  /** Whether the login is bound to the server's certificate. */
  readonly channelBinding: ChannelBinding;
  /** Which of several servers will do. */
  readonly session: SessionKind;
  /** How long a connection may take to come about. */
  readonly connectMs: number;
  /** Quoted for SQL, with its schema if one was named. */
  readonly table: string;
}

const tlsModes: readonly string[] = ['disable', 'prefer', 'require', 'verify-ca', 'verify-full'];
const remedy = say('postgres.remedy.address');

/**
 * Reads `postgres://user:password@host:port/database?table=…&sslmode=…`. What is left out comes from the environment
 * (`PGHOST`, `PGPORT`, `PGUSER`, `PGDATABASE`, `PGSSLMODE`, `PGSSLROOTCERT`, `PGCHANNELBINDING`,
 * `PGTARGETSESSIONATTRS`).
 *
 * @throws MonitorError `settings/invalid`; it doesn't repeat the URL, which may hold a password.
 */
export function parsePostgresUrl(
  text: string,
  environment: NodeJS.ProcessEnv = process.env,
): PostgresAddress {
  const url = splitPostgresUrl(text.trim());
  if (!url) throw invalid(say('postgres.address.url'));
  requireKnown(url, text);
  const part = (name: string, variable: string): string | undefined =>
    url.parameters.get(name) || environment[variable] || undefined;
  const hosts = hostsOf(url, part('host', 'PGHOST'), part('port', 'PGPORT'));
  const user = url.user || part('user', 'PGUSER') || userInfo().username;
  return {
    origin: url.origin,
    ...hosts[0],
    hosts,
    user,
    database: url.database || environment.PGDATABASE || user,
    password: url.password === undefined ? undefined : new Secret(url.password),
    tls: tlsOf(part, hosts[0].host),
    channelBinding: oneOf(channelBindings, 'channel_binding', part('channel_binding', 'PGCHANNELBINDING')),
    session: oneOf(sessions, 'target_session_attrs', part('target_session_attrs', 'PGTARGETSESSIONATTRS')),
    connectMs: connectMsOf(part('connect_timeout', 'PGCONNECT_TIMEOUT')),
    table: quotedTable(url.parameters.get('table') || 'traffic_limits'),
  };
}

/** A name of what is not known may be a piece of a password where an `@` stands before it. */
function requireKnown({ parameters }: PostgresUrl, text: string): void {
  const unknown = [...parameters.keys()].find((name) => !urlParameters.includes(name));
  if (unknown === undefined) return;
  throw invalid(
    text.split('@').length > 2
      ? say('postgres.address.unknown')
      : say('postgres.address.unknownNamed', { name: unknown }),
  );
}

/** The servers in the order in which they are tried; parameters and environment name several with commas, too. */
function hostsOf(
  url: PostgresUrl,
  names: string | undefined,
  ports: string | undefined,
): [PostgresServerName, ...PostgresServerName[]] {
  const isNamed = url.hosts.some(({ host }) => host !== '');
  const given = isNamed || !names ? url.hosts : names.split(',').map((host) => ({ host, port: undefined }));
  const usual = ports?.split(',') ?? [];
  const [first, ...others] = given.map(({ host, port }, i) => ({
    host: host || 'localhost',
    port: port ?? Number((usual.length > 1 ? usual[i] : usual[0]) || 5432),
  }));
  return [first!, ...others];
}

/** @throws MonitorError `settings/invalid` for what is not a whole number of seconds; libpq waits at least 2 s */
function connectMsOf(text: string | undefined): number {
  if (text === undefined) return usualConnectMs;
  if (!/^\d{1,5}$/.test(text)) throw invalid(say('postgres.address.seconds'));
  return text === '0' ? usualConnectMs : Math.max(2, Number(text)) * 1_000;
}

function oneOf<T extends string>(choices: readonly [T, ...T[]], name: string, text: string | undefined): T {
  const choice = text === undefined ? choices[0] : choices.find((one) => one === text);
  if (choice === undefined) throw invalid(say('postgres.address.oneOf', { name, choices }));
  return choice;
}

function tlsOf(
  part: (name: string, variable: string) => string | undefined,
  host: string,
): PostgresAddress['tls'] {
  const rootCertificate = part('sslrootcert', 'PGSSLROOTCERT');
  const usual = rootCertificate ? 'verify-full' : host.startsWith('/') ? 'disable' : 'prefer';
  const mode = part('sslmode', 'PGSSLMODE') ?? usual;
  if (!tlsModes.includes(mode))
    throw invalid(say('postgres.address.oneOf', { name: 'sslmode', choices: tlsModes }));
  // As libpq has it: every authority of the world would vouch for any other server, too.
  if (rootCertificate === 'system' && mode !== 'verify-full')
    throw invalid(say('postgres.address.verifyFull'));
  return {
    // As libpq has it: with an authority named, `require` checks the certificate against it.
    mode: mode === 'require' && rootCertificate ? 'verify-ca' : (mode as TlsMode),
    rootCertificate,
    certificate: part('sslcert', 'PGSSLCERT'),
    key: part('sslkey', 'PGSSLKEY'),
  };
}

/** `table` or `schema.table`, each as it is or in double quotes; names are taken as they stand in the catalogue. */
function quotedTable(text: string): string {
  const name = /(?:"((?:[^"]|"")+)"|([^".]+))/y;
  const names: string[] = [];
  for (let at = 0; at <= text.length; at = name.lastIndex + 1) {
    name.lastIndex = at;
    const match = name.exec(text);
    if (!match || ![undefined, '.'].includes(text[name.lastIndex])) break;
    names.push(match[1]?.replaceAll('""', '"') ?? match[2]!);
    if (name.lastIndex === text.length) return joined(names);
  }
  throw invalid(say('postgres.address.noTable', { text }));
}

function joined(names: readonly string[]): string {
  if (names.length > 2) throw invalid(say('postgres.address.tableParts'));
  return names.map((name) => `"${name.replaceAll('"', '""')}"`).join('.');
}

const invalid = (message: Phrase): MonitorError => new MonitorError('settings/invalid', message, { remedy });
