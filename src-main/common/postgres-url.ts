/** A server as a URL names it. */
export interface PostgresHost {
  /** Name, address without brackets, or folder of a Unix socket; empty where the URL names none. */
  readonly host: string;
  readonly port: number | undefined;
}

/** The parts of `postgres://user:password@host:port,host:port/database?name=value`, without their encoding. */
export interface PostgresUrl {
  readonly hosts: readonly PostgresHost[];
  readonly user: string;
  readonly password: string | undefined;
  readonly database: string;
  readonly parameters: ReadonlyMap<string, string>;
  /** The URL as it was given, but for its password. */
  readonly origin: string;
}

/** Parameters that a URL may have. */
export const urlParameters: readonly string[] = [
  ...['table', 'host', 'port', 'user', 'password', 'sslmode', 'sslrootcert', 'sslcert', 'sslkey'],
  ...['channel_binding', 'target_session_attrs', 'connect_timeout', 'application_name'],
];
/** Parameters by which one gets in. */
const secretParameters: readonly string[] = ['password', 'sslpassword'];

const host = String.raw`(?:\[[^\]@]*\]|[^\s:/?#@,[\]]*)(?::\d*)?`;
const shape = new RegExp(
  String.raw`^(?<hosts>${host}(?:,${host})*)(?:\/(?<database>[^/?#@]*))?(?:\?(?<query>(?:[\w%]+=[^&]*(?:&|$))*))?$`,
);

/** Whether a text names a PostgreSQL server. */
export const isPostgresUrl = (text: string): boolean => /^postgres(ql)?:\/\//i.test(text);

/**
 * Takes a URL apart. A password may stand in it as it is, with `@`, `#`, `/` and blanks: it ends at the first `@` behind
 * which there is nothing but hosts, a database and parameters; a reading without unknown parameters goes first.
 *
 * @returns undefined for what is not a URL of a PostgreSQL server, or not encoded as one
 */
export function splitPostgresUrl(text: string): PostgresUrl | undefined {
  const [scheme, rest] = [text.slice(0, text.indexOf('//') + 2), text.slice(text.indexOf('//') + 2)];
  if (!isPostgresUrl(text)) return undefined;
  const ends = [-1, ...[...rest.matchAll(/@/g)].map(({ index }) => index)];
  const readings = ends.flatMap((end) => readingOf(rest, end) ?? []);
  const isKnown = ([name]: readonly [string, string]): boolean => urlParameters.includes(decoded(name) ?? '');
  const chosen = readings.find(({ query }) => query.every(isKnown)) ?? readings[0];
  return chosen && partsOf(scheme, chosen);
}

/** A URL with its parts still encoded. */
interface Reading {
  /** User and password; undefined without an `@`. */
  readonly login: string | undefined;
  readonly hosts: string;
  /** Undefined without a `/`. */
  readonly database: string | undefined;
  readonly query: readonly (readonly [name: string, value: string])[];
}

function readingOf(rest: string, end: number): Reading | undefined {
  const groups = shape.exec(rest.slice(end + 1))?.groups;
  if (!groups) return undefined;
  const pairs = (groups.query ?? '').split('&').filter((pair) => pair !== '');
  return {
    login: end < 0 ? undefined : rest.slice(0, end),
    hosts: groups.hosts!,
    database: groups.database,
    query: pairs.map((pair) => {
      const at = pair.indexOf('=');
      return [pair.slice(0, at), pair.slice(at + 1)] as const;
    }),
  };
}

function partsOf(scheme: string, { login, hosts, database, query }: Reading): PostgresUrl | undefined {
  const [rawUser = '', ...rawPassword] = login?.split(':') ?? [];
  const password = rawPassword.length > 0 ? decoded(rawPassword.join(':')) : '';
  const names = query.map(([name]) => decoded(name));
  // A form's plus is a blank, but for libpq it is one in a password.
  const values = query.map(([, value], i) =>
    decoded(secretParameters.includes(names[i]!) ? value : value.replaceAll('+', ' ')),
  );
  const [user, path] = [decoded(rawUser), decoded(database ?? '')];
  const all = [password, user, path, ...names, ...values];
  if (all.includes(undefined)) return undefined;
  const shown = query.filter((_, i) => !secretParameters.includes(names[i]!));
  const origin = [
    ...[scheme, login === undefined ? '' : `${rawUser}@`, hosts],
    ...[database === undefined ? '' : `/${database}`, shown.length > 0 ? '?' : ''],
    shown.map((pair) => pair.join('=')).join('&'),
  ].join('');
  const parameters = new Map(names.map((name, i) => [name!, values[i]!]));
  return {
    ...{ user: user!, database: path!, parameters, origin, hosts: hosts.split(',').map(hostOf) },
    password: password || parameters.get('password') || undefined,
  };
}

function hostOf(text: string): PostgresHost {
  const [, bracketed, name, port = ''] = /^(?:\[(.*)\]|(.*?))(?::(\d*))?$/.exec(text) ?? [];
  const encoded = bracketed ?? name ?? '';
  return { host: decoded(encoded) ?? encoded, port: port === '' ? undefined : Number(port) };
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** A URL as it may be shown; of one that can't be read, nothing but its scheme. */
const redacted = (url: string): string =>
  splitPostgresUrl(url)?.origin ?? `${url.slice(0, url.indexOf('//') + 2)}…`;

const schemes = /postgres(?:ql)?:\/\//gi;

/**
 * A text in which no URL has its password any more. Where a URL ends can't be seen in a text if its password has blanks:
 * rather too much is left out than too little.
 *
 * @param words what the text may repeat as it is, each at most one URL with something before it
 */
export function withoutPasswords(text: string, words: readonly string[]): string {
  let shown = text;
  for (const word of words) {
    const url = word.slice(word.search(schemes));
    if (isPostgresUrl(url)) shown = shown.replaceAll(url, () => redacted(url));
    const [web] = /https?:\/\/.*/i.exec(word) ?? [];
    if (web !== undefined) shown = shown.replaceAll(web, () => web.replace(/^([^/]*\/\/)[^/?#]*@/, '$1'));
  }
  shown = shown.replaceAll(/(https?:\/\/)[^\s/?#'"]*@/gi, '$1');
  const starts = [...shown.matchAll(schemes)].map(({ index }) => index);
  const parts = starts.map((start, i) => passwordless(shown.slice(start, starts[i + 1])));
  return shown.slice(0, starts[0]) + parts.join('');
}

/** A text that begins with a URL, up to the next one. */
function passwordless(text: string): string {
  const [quoted = ''] = /^[^'"\n]*/.exec(text) ?? [];
  const [word = ''] = /^\S*/.exec(quoted) ?? [];
  const end = text.slice(quoted.length);
  const whole = splitPostgresUrl(quoted);
  if (whole) return whole.origin + end;
  const isWord = splitPostgresUrl(word) !== undefined && !quoted.slice(word.length).includes('@');
  if (isWord) return redacted(word) + text.slice(word.length);
  return quoted.replace(/^([^:]*:\/\/[^:@/?]*).*@/, '$1@').replaceAll(/([?&])password=[^&]*&?/gi, '$1') + end;
}
