import { MonitorError } from '../../common/errors.ts';
import { say } from '../../common/phrases/say.ts';
import type { Phrase } from '../../common/phrases/phrase.ts';
import type { PostgresAddress } from './postgres-address.ts';

type Words = (address: PostgresAddress, detail: string) => readonly [what: Phrase, remedy: Phrase];

const unreachable: Words = ({ host, port }, detail) => [
  say('postgres.unreachable', { host, port, detail }),
  say('postgres.remedy.unreachable'),
];
/** Node goes on with advice about itself. */
const untrusted: Words = ({ host }, message) => [
  say('postgres.untrusted', { host, detail: message.split(';', 1).join('') }),
  say('postgres.remedy.untrusted'),
];
const refused: Words = ({ user, host }, detail) => [
  say('postgres.refused', { host, user, detail }),
  say('postgres.remedy.refused'),
];
const cutOff: Words = ({ host }, detail) => [
  say('postgres.cutOff', { host, detail }),
  say('postgres.remedy.cutOff'),
];
const tooSlow: Words = ({ host, table }) => [
  say('postgres.tooSlow', { host, table }),
  say('postgres.remedy.tooSlow'),
];

const notGranted: Words = ({ user, table }) => [
  say('postgres.notGranted', { user, table }),
  say('postgres.remedy.grant', { table, user }),
];
/** Fewer rows than the table has would look like limits that were removed. */
const hidden: Words = ({ user, table }) => [
  say('postgres.hidden', { table, user }),
  say('postgres.remedy.hidden', { user }),
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
  '3D000': ({ database, host }) => [
    say('postgres.noDatabase', { database, host }),
    say('postgres.remedy.name'),
  ],
  '3F000': ({ table }) => [say('postgres.noSchema', { table }), say('postgres.remedy.name')],
  '42P01': ({ table, database }) => [
    say('postgres.noTable', { table, database }),
    say('postgres.remedy.nameTable'),
  ],
  '42501': (address, message) =>
    (/row-level security/i.test(message) ? hidden : notGranted)(address, message),
};

/** By what the message says, where there is no code of its own. */
const byMessage: readonly (readonly [RegExp, Words])[] = [
  [/certificate|altnames/i, untrusted],
  [/does not support SSL/i, ({ host }) => [say('postgres.noTls', { host }), say('postgres.remedy.noTls')]],
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
    say('postgres.other', { host: address.host, detail }),
    say('postgres.remedy.log'),
  ];
  return new MonitorError('limits/unreadable', what, { remedy, retriable: true, cause: thrown });
}
