import { userInfo } from 'node:os';
import { MonitorError } from '../../common/errors.ts';

/** How a connection is encrypted, and what of the server's certificate is checked; libpq's words. */
export type TlsMode = 'disable' | 'prefer' | 'require' | 'verify-ca' | 'verify-full';

/** A table on a server, and how to get there. */
export interface PostgresAddress {
  /** The URL without its password. */
  readonly origin: string;
  /** Name, address, or folder of a Unix socket. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  /** As given in the URL; else it is looked up when the server asks. */
  readonly password: string | undefined;
  readonly tls: {
    readonly mode: TlsMode;
    /** Paths of PEM files. */
    readonly rootCertificate: string | undefined;
    readonly certificate: string | undefined;
    readonly key: string | undefined;
  };
  /** Quoted for SQL, with its schema if one was named. */
  readonly table: string;
}

const tlsModes: readonly string[] = ['disable', 'prefer', 'require', 'verify-ca', 'verify-full'];
const parameters = ['table', 'host', 'user', 'password', 'sslmode', 'sslrootcert', 'sslcert', 'sslkey'];
const remedy =
  'write postgres://USER@HOST:PORT/DATABASE?table=SCHEMA.TABLE, and more of it as the documentation of limits describes';

/** Whether a text names a PostgreSQL server. */
export const isPostgresUrl = (text: string): boolean => /^postgres(ql)?:\/\//i.test(text);

/** A text in which no URL has its password any more. */
export const withoutPasswords = (text: string): string =>
  text
    .replaceAll(/(postgres(?:ql)?:\/\/[^\s:@/?]*):[^\s@]*@/gi, '$1@')
    .replaceAll(/([?&])password=[^\s&]*&?/gi, '$1')
    .replaceAll(/[?&](?=$|[\s'"])/g, '');

/**
 * Reads `postgres://user:password@host:port/database?table=…&sslmode=…`. What is left out comes from the environment
 * (`PGHOST`, `PGPORT`, `PGUSER`, `PGDATABASE`, `PGSSLMODE`, `PGSSLROOTCERT`).
 *
 * @throws MonitorError `settings/invalid`; it doesn't repeat the URL, which may hold a password.
 */
export function parsePostgresUrl(
  text: string,
  environment: NodeJS.ProcessEnv = process.env,
): PostgresAddress {
  const url = URL.parse(text);
  if (!url) throw invalid('The address of the PostgreSQL server is no URL');
  const query = url.searchParams;
  for (const name of query.keys()) {
    if (!parameters.includes(name))
      throw invalid(`The address of the PostgreSQL server has an unknown part "${name}"`);
  }
  const part = (name: string, variable: string): string | undefined =>
    query.get(name) || environment[variable] || undefined;
  const host = decoded(url.hostname).replace(/^\[|\]$/g, '') || part('host', 'PGHOST') || 'localhost';
  const user = decoded(url.username) || part('user', 'PGUSER') || userInfo().username;
  return {
    origin: withoutPasswords(text),
    host,
    port: Number(url.port || environment.PGPORT || 5432),
    user,
    database: decoded(url.pathname.slice(1)) || environment.PGDATABASE || user,
    password: decoded(url.password) || query.get('password') || undefined,
    tls: tlsOf(part, host),
    table: quotedTable(query.get('table') || 'traffic_limits'),
  };
}

function tlsOf(
  part: (name: string, variable: string) => string | undefined,
  host: string,
): PostgresAddress['tls'] {
  const rootCertificate = part('sslrootcert', 'PGSSLROOTCERT');
  const usual = rootCertificate ? 'verify-full' : host.startsWith('/') ? 'disable' : 'prefer';
  const mode = part('sslmode', 'PGSSLMODE') ?? usual;
  if (!tlsModes.includes(mode)) throw invalid(`sslmode is one of ${tlsModes.join(', ')}`);
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
  throw invalid(`"${text}" names no table`);
}

function joined(names: readonly string[]): string {
  if (names.length > 2) throw invalid('A table is named by at most a schema and a table');
  return names.map((name) => `"${name.replaceAll('"', '""')}"`).join('.');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw invalid('The address of the PostgreSQL server is not encoded as a URL');
  }
}

const invalid = (message: string): MonitorError => new MonitorError('settings/invalid', message, { remedy });
