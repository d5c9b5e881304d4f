import { MonitorError } from '../../../common/errors.ts';

/** What kafkajs throws has its reason inside, some layers deep, and a protocol error's name as its type. */
interface Layer {
  readonly name?: string;
  readonly type?: string;
  readonly code?: string | number;
  readonly message?: string;
  readonly cause?: unknown;
  readonly originalError?: unknown;
}

/** Says what an error of the brokers, or on the way to them, means for the person. */
export function explainBrokers(thrown: unknown, brokers: readonly string[]): MonitorError {
  if (thrown instanceof MonitorError) return thrown;
  const layers = layersOf(thrown);
  const said = layers.map(({ message }) => message ?? '').find((message) => message !== '') ?? String(thrown);
  const has = (pattern: RegExp): boolean =>
    layers.some(({ name, type, code, message }) => pattern.test(`${name} ${type} ${code} ${message}`));
  const options = { cause: thrown, retriable: true };
  const where = brokers.join(', ');
  if (has(/SASLAuthentication|SASL_AUTHENTICATION|ILLEGAL_SASL|UNSUPPORTED_SASL/)) {
    const remedy = 'check the SASL mechanism, name and password';
    return new MonitorError('stream/not-permitted', `The brokers ${where} refuse the name or password`, {
      ...options,
      remedy,
    });
  }
  if (has(/AUTHORIZATION_FAILED/)) {
    const remedy = 'let this account read and write the topics, and use its groups';
    return new MonitorError('stream/not-permitted', `The brokers do not allow it: ${firstLine(said)}`, {
      ...options,
      remedy,
    });
  }
  if (has(/CERT|self.signed|certificate|TLS|SSL|EPROTO|alert number/i)) {
    const remedy = 'check the authority, the client certificate and its key, and that the port speaks TLS';
    return new MonitorError('stream/not-trusted', `No trusted connection to ${where}: ${firstLine(said)}`, {
      ...options,
      remedy,
    });
  }
  if (has(/UNKNOWN_TOPIC_OR_PARTITION|does not host this topic/)) {
    const remedy = 'make the topic, or allow this account to make it';
    return new MonitorError('stream/no-topic', 'The topic is not there', { ...options, remedy });
  }
  const remedy = 'check that the brokers run and can be reached; what is captured waits in the spool';
  return new MonitorError('stream/unreachable', `No brokers at ${where}: ${firstLine(said)}`, {
    ...options,
    remedy,
  });
}

function layersOf(thrown: unknown): Layer[] {
  const layers: Layer[] = [];
  for (let layer = thrown; layer !== null && typeof layer === 'object' && layers.length < 10;) {
    layers.push(layer);
    const { cause, originalError } = layer as Layer;
    layer = cause ?? originalError;
  }
  return layers.reverse();
}

const firstLine = (text: string): string => text.split('\n', 1)[0]!.slice(0, 200);
