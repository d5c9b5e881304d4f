import { MonitorError } from '../../common/errors.ts';
import type { PostgresAddress } from './postgres-address.ts';

type Words = (address: PostgresAddress, message: string) => readonly [what: string, remedy: string];

const unreachable: Words = ({ host, port }, message) => [
  `The PostgreSQL server ${host}:${port} can't be reached (${message})`,
  'check that it runs, and its address',
];
/** Node goes on with advice about itself. */
const untrusted: Words = ({ host }, message) => [
  `The certificate of the PostgreSQL server ${host} is not trusted (${message.split(';', 1).join('')})`,
  'name the authority with sslrootcert=FILE; the host must be named as in the certificate',
];
const refused: Words = ({ user, host }, message) => [
  `The PostgreSQL server ${host} refuses ${user} (${message})`,
  "give the password with PGPASSWORD or ~/.pgpass, and check the server's pg_hba.conf",
];
const cutOff: Words = ({ host }, message) => [
  `The connection to the PostgreSQL server ${host} was cut off (${message})`,
  'import it again; a table that is followed is tried again by itself',
];
const tooSlow: Words = ({ host, table }) => [
  `The PostgreSQL server ${host} did not give the rows of ${table} in time`,
  'look for locks on the table; a table that is followed is tried again by itself',
];

const notGranted: Words = ({ user, table }) => [
  `${user} may not read the table ${table}`,
  `let the owner run GRANT SELECT ON ${table} TO ${user}, and GRANT USAGE on its schema`,
];
/** Fewer rows than the table has would look like limits that were removed. */
const hidden: Words = ({ user, table }) => [
  `Row-level security hides rows of ${table} from ${user}`,
  `let the owner give ${user} a view of the table, or an administrator run ALTER ROLE ${user} BYPASSRLS`,
];

/** By SQLSTATE, or the code of Node's error. */
const byCode: Readonly<Record<string, Words>> = {
  ECONNREFUSED: unreachable,
  ENOTFOUND: unreachable,
  EAI_AGAIN: unreachable,
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  ETIMEDOUT: unreachable,
  ENOENT: unreachable,
  '57P03': unreachable,
  ECONNRESET: cutOff,
  EPIPE: cutOff,
  '57P01': cutOff,
  '57P02': cutOff,
  '57014': tooSlow,
  '55P03': tooSlow,
  '28000': refused,
  '28P01': refused,
  '3D000': ({ database, host }) => [`There is no database ${database} on ${host}`, 'check its name'],
  '3F000': ({ table }) => [`The schema of ${table} does not exist`, 'check its name'],
  '42P01': ({ table, database }) => [
    `There is no table ${table} in the database ${database}`,
    'name it with ?table=SCHEMA.TABLE',
  ],
  '42501': (address, message) =>
    (/row-level security/i.test(message) ? hidden : notGranted)(address, message),
};

/** By what the message says, where there is no code of its own. */
const byMessage: readonly (readonly [RegExp, Words])[] = [
  [/certificate|altnames/i, untrusted],
  [
    /does not support SSL/i,
    ({ host }) => [`The PostgreSQL server ${host} has no TLS`, 'give sslmode=disable'],
  ],
  [/timeout expired|timeout exceeded/i, unreachable],
  [/query read timeout/i, tooSlow],
  [/connection terminated|not queryable|connection ended/i, cutOff],
];

/** Says what went wrong with a server; the message has no password, as neither PostgreSQL's nor Node's has one. */
export function postgresError(thrown: unknown, address: PostgresAddress): MonitorError {
  if (thrown instanceof MonitorError) return thrown;
  const { code = '', message } = thrown as Error & { code?: string };
  const detail = message || code;
  const words = byCode[code] ?? byMessage.find(([pattern]) => pattern.test(`${code} ${message}`))?.[1];
  const [what, remedy] = words?.(address, code.startsWith('E') ? code : detail) ?? [
    `The limits can't be read from the PostgreSQL server ${address.host}: ${detail}`,
    "look into the server's log",
  ];
  return new MonitorError('limits/unreadable', what, { remedy, retriable: true, cause: thrown });
}
