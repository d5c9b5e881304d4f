import { type ErrorCode, MonitorError } from '../../../common/errors.ts';

/** What kafkajs throws has its reason inside, some layers deep, and a protocol error's name as its type. */
interface Layer {
  readonly name?: string;
  readonly type?: string;
  readonly code?: string | number;
  readonly message?: string;
  readonly cause?: unknown;
  readonly originalError?: unknown;
}

interface Meaning {
  /** A layer's whole name, type or code. What it says may hold a host's name, which may hold any word. */
  readonly signs: RegExp;
  /** Some words of what it says, where it has no such sign: with a space, which no host's name has. */
  readonly phrase?: RegExp;
  readonly code: ErrorCode;
  readonly message: (where: string, said: string) => string;
  readonly remedy: string;
}

/** Sign of a password that the keyring does not open. */
export const passwordSealed = 'the password is sealed';

/** What errors mean, the more particular first. */
const meanings: readonly Meaning[] = [
  {
    signs: /^sealed$/,
    phrase: new RegExp(passwordSealed),
    code: 'settings/no-keyring',
    message: (where) => `The keyring does not open the password for the brokers ${where}`,
    remedy: 'unlock the keyring, or enter the password again; what is captured waits in the spool',
  },
  {
    signs: /SASLAuthentication|^SASL_AUTHENTICATION|^ILLEGAL_SASL|^UNSUPPORTED_SASL/,
    code: 'stream/not-permitted',
    message: (where) => `The brokers ${where} refuse the name or password`,
    remedy: 'check the SASL mechanism, name and password',
  },
  {
    signs: /_AUTHORIZATION_FAILED$/,
    code: 'stream/not-permitted',
    message: (_where, said) => `The brokers do not allow it: ${said}`,
    remedy: 'let this account read and write the topics, and use its groups',
  },
  {
    signs: /^(ERR_(TLS|SSL)_\w+|EPROTO|\w*CERT\w*|UNABLE_TO_\w+|CRL_\w+)$/,
    phrase: /before secure TLS connection|self.signed certificate |SSL routines:|SSL alert number/,
    code: 'stream/not-trusted',
    message: (where, said) => `No trusted connection to ${where}: ${said}`,
    remedy: 'check the authority, the client certificate and its key, and that the port speaks TLS',
  },
  {
    signs: /^INVALID_TIMESTAMP$/,
    code: 'stream/not-permitted',
    message: () => 'The brokers do not allow records from so far ahead of their clock',
    remedy: "set this machine's clock, or raise message.timestamp.after.max.ms of the topic",
  },
  {
    signs: /^UNKNOWN_TOPIC_OR_PARTITION$/,
    phrase: /does not host this topic/,
    code: 'stream/no-topic',
    message: () => 'The topic is not there',
    remedy: 'make the topic, or allow this account to make it',
  },
];

const unreachable: Omit<Meaning, 'signs'> = {
  code: 'stream/unreachable',
  message: (where, said) => `No brokers at ${where}: ${said}`,
  remedy: 'check that the brokers run and can be reached; what is captured waits in the spool',
};

function tells({ name, type, code, message }: Layer, { signs, phrase }: Meaning): boolean {
  const own = [name, type, code].filter((value) => value !== undefined).map(String);
  return own.some((value) => signs.test(value)) || phrase?.test(message ?? '') === true;
}

/** Says what an error of the brokers, or on the way to them, means for the person. */
export function explainBrokers(thrown: unknown, brokers: readonly string[]): MonitorError {
  if (thrown instanceof MonitorError) return thrown;
  const layers = layersOf(thrown);
  const said = layers.map(({ message }) => message ?? '').find((message) => message !== '') ?? String(thrown);
  const { code, message, remedy } =
    meanings.find((meaning) => layers.some((layer) => tells(layer, meaning))) ?? unreachable;
  const options = { remedy, retriable: true, cause: thrown };
  return new MonitorError(code, message(brokers.join(', '), firstLine(said)), options);
}

/** The layers of an error, the innermost first. */
export function layersOf(thrown: unknown): Layer[] {
  const layers: Layer[] = [];
  for (let layer = thrown; layer !== null && typeof layer === 'object' && layers.length < 10;) {
    layers.push(layer);
    const { cause, originalError } = layer as Layer;
    layer = cause ?? originalError;
  }
  return layers.reverse();
}

const firstLine = (text: string): string => text.split('\n', 1)[0]!.slice(0, 200);
