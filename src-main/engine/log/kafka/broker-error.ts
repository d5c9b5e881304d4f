import { type ErrorCode, MonitorError } from '../../../common/errors.ts';
import { say } from '../../../common/phrases/say.ts';
import type { Phrase } from '../../../common/phrases/phrase.ts';

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
  readonly message: (brokers: string, detail: string) => Phrase;
  readonly remedy: Phrase;
}

/** Sign of a password that the keyring does not open. */
export const passwordSealed = 'the password is sealed';

/** What errors mean, the more particular first. */
const meanings: readonly Meaning[] = [
  {
    signs: /^sealed$/,
    phrase: new RegExp(passwordSealed),
    code: 'settings/no-keyring',
    message: (brokers) => say('stream.passwordSealed', { brokers }),
    remedy: say('stream.remedy.passwordSealed'),
  },
  {
    signs: /SASLAuthentication|^SASL_AUTHENTICATION|^ILLEGAL_SASL|^UNSUPPORTED_SASL/,
    code: 'stream/not-permitted',
    message: (brokers) => say('stream.passwordRefused', { brokers }),
    remedy: say('stream.remedy.passwordRefused'),
  },
  {
    signs: /_AUTHORIZATION_FAILED$/,
    code: 'stream/not-permitted',
    message: (_brokers, detail) => say('stream.notAllowed', { detail }),
    remedy: say('stream.remedy.notAllowed'),
  },
  {
    signs: /^(ERR_(TLS|SSL)_\w+|EPROTO|\w*CERT\w*|UNABLE_TO_\w+|CRL_\w+)$/,
    phrase: /before secure TLS connection|self.signed certificate |SSL routines:|SSL alert number/,
    code: 'stream/not-trusted',
    message: (brokers, detail) => say('stream.notTrusted', { brokers, detail }),
    remedy: say('stream.remedy.notTrusted'),
  },
  {
    signs: /^INVALID_TIMESTAMP$/,
    code: 'stream/not-permitted',
    message: () => say('stream.clockAhead'),
    remedy: say('stream.remedy.clockAhead'),
  },
  {
    signs: /^UNKNOWN_TOPIC_OR_PARTITION$/,
    phrase: /does not host this topic/,
    code: 'stream/no-topic',
    message: () => say('stream.noTopic'),
    remedy: say('stream.remedy.noTopic'),
  },
  {
    signs: /^(INVALID_PRODUCER_EPOCH|INVALID_PRODUCER_ID_MAPPING|INVALID_TXN_STATE)$/,
    code: 'stream/unreachable',
    message: () => say('stream.tookTooLong'),
    remedy: say('stream.remedy.tookTooLong'),
  },
];

const unreachable: Omit<Meaning, 'signs'> = {
  code: 'stream/unreachable',
  message: (brokers, detail) => say('stream.unreachable', { brokers, detail }),
  remedy: say('stream.remedy.unreachable'),
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
