import { readFileSync, statSync } from 'node:fs';
import { parseDuration } from '../common/duration.ts';
import { MonitorError } from '../common/errors.ts';
import {
  type KafkaSettings,
  kafkaDefaults,
  type SaslSettings,
  type TlsSettings,
} from '../engine/log/kafka/kafka-settings.ts';

const prefix = 'STREAMCHECKER_KAFKA_';

/** What can be said in the environment, or in the file that `STREAMCHECKER_KAFKA_CONFIG` names. */
const names = [
  'TLS',
  'CA',
  'CERTIFICATE',
  'KEY',
  'SASL_MECHANISM',
  'SASL_USERNAME',
  'SASL_PASSWORD',
  'CLIENT_ID',
  'GROUP',
  'COMPRESSION',
  'ACKS',
  'CREATE_TOPICS',
  'PARTITIONS',
  'REPLICATION',
  'RETENTION',
  'SPOOL_BYTES',
  'SPOOL_AGE',
  'REQUEST_TIMEOUT',
] as const;

const mechanisms = ['plain', 'scram-sha-256', 'scram-sha-512'] as const;

type Name = (typeof names)[number];
/** What was said of the brokers, by name. */
export type Values = Partial<Record<Name, string>>;

/**
 * Settings of the brokers that do not belong on a command line, which every user of the machine can read. What the
 * environment says goes before what the file says, and that before the app's settings.
 *
 * @throws MonitorError `settings/invalid` naming the setting, never its value
 */
export function kafkaEnvironment(
  environment: NodeJS.ProcessEnv,
  settings: Values = {},
): Omit<KafkaSettings, 'brokers'> {
  const file = environment[`${prefix}CONFIG`];
  const said: Values = { ...(file ? readConfig(file) : {}), ...fromEnvironment(environment) };
  const values: Values = { ...settings, ...said };
  if (values.SASL_MECHANISM === undefined && (said.SASL_USERNAME ?? said.SASL_PASSWORD) !== undefined) {
    throw invalid(
      'A name and a password need a mechanism',
      `set ${prefix}SASL_MECHANISM to ${mechanisms.join(' or ')}`,
    );
  }
  const { creation, spool } = kafkaDefaults;
  return {
    ...kafkaDefaults,
    tls: tlsOf(values),
    sasl: saslOf(values),
    clientId: values.CLIENT_ID ?? kafkaDefaults.clientId,
    group: values.GROUP ?? null,
    compression: oneOf(values, 'COMPRESSION', ['zstd', 'gzip', 'none']) ?? kafkaDefaults.compression,
    acks: oneOf(values, 'ACKS', ['-1', '1']) === '1' ? 1 : -1,
    creation: {
      allowed: oneOf(values, 'CREATE_TOPICS', ['on', 'off']) !== 'off',
      partitions: whole(values, 'PARTITIONS', 1) ?? creation.partitions,
      replication: whole(values, 'REPLICATION', 1) ?? creation.replication,
      retentionMs: duration(values, 'RETENTION') ?? creation.retentionMs,
    },
    spool: {
      maxBytes: whole(values, 'SPOOL_BYTES', 1) ?? spool.maxBytes,
      maxAgeMs: duration(values, 'SPOOL_AGE') ?? spool.maxAgeMs,
    },
    requestTimeoutMs: duration(values, 'REQUEST_TIMEOUT') ?? kafkaDefaults.requestTimeoutMs,
  };
}

function fromEnvironment(environment: NodeJS.ProcessEnv): Values {
  const known = ['CONFIG', ...names].map((name) => prefix + name);
  const strange = Object.keys(environment).find((name) => name.startsWith(prefix) && !known.includes(name));
  if (strange !== undefined) throw invalid(`${strange} is not a setting`, `there are ${known.join(', ')}`);
  const said = names.flatMap((name) => {
    const value = environment[prefix + name];
    return value ? [[name, value] as const] : [];
  });
  return Object.fromEntries(said);
}

/** Lines of `NAME=value`; only its owner may read it, as it may hold a password. */
function readConfig(path: string): Values {
  const values: Values = {};
  for (const line of readPrivate(path).split('\n')) {
    if (/^\s*(#|$)/.test(line)) continue;
    const [, name, value] = /^\s*([A-Z_]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    const known = names.find((one) => one === name);
    if (known === undefined)
      throw invalid(`${path} has a line that sets nothing known`, `known are ${names.join(', ')}`);
    values[known] = value!;
  }
  return values;
}

function readPrivate(path: string): string {
  try {
    if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) {
      throw invalid(`${path} can be read by others than its owner`, `chmod 600 ${path}`);
    }
    return readFileSync(path, 'utf8');
  } catch (thrown) {
    if (thrown instanceof MonitorError) throw thrown;
    throw unreadable(path, thrown);
  }
}

function tlsOf(values: Values): TlsSettings | null {
  const files = [values.CA, values.CERTIFICATE, values.KEY];
  const isOn =
    oneOf(values, 'TLS', ['on', 'off']) ?? (files.some((file) => file !== undefined) ? 'on' : 'off');
  if (isOn === 'off') return null;
  if ((values.CERTIFICATE === undefined) !== (values.KEY === undefined)) {
    throw invalid(
      'A client certificate and its key belong together',
      `set both kafka.certificate and kafka.key in the app, or ${prefix}CERTIFICATE and ${prefix}KEY`,
    );
  }
  const [ca, certificate, key] = files.map(readPem);
  return { ca: ca ?? null, certificate: certificate ?? null, key: key ?? null };
}

function readPem(path: string | undefined): string | null {
  if (path === undefined) return null;
  try {
    return readFileSync(path, 'utf8');
  } catch (thrown) {
    throw unreadable(path, thrown);
  }
}

function saslOf(values: Values): SaslSettings | null {
  const mechanism = oneOf(values, 'SASL_MECHANISM', mechanisms);
  if (mechanism === undefined) return null;
  const { SASL_USERNAME: username, SASL_PASSWORD: password } = values;
  if (username === undefined || password === undefined) {
    throw invalid(
      'SASL needs a name and a password',
      `set kafka.username and kafka.password in the app, or ${prefix}SASL_USERNAME and ${prefix}SASL_PASSWORD`,
    );
  }
  return { mechanism, username, password };
}

function oneOf<T extends string>(values: Values, name: Name, choices: readonly T[]): T | undefined {
  const value = values[name]?.toLowerCase();
  if (value === undefined) return undefined;
  const choice = choices.find((one) => one === value);
  if (choice === undefined)
    throw invalid(`${prefix}${name} is not one of its choices`, `set it to ${choices.join(' or ')}`);
  return choice;
}

function whole(values: Values, name: Name, least: number): number | undefined {
  const value = values[name];
  if (value === undefined) return undefined;
  if (/^\d{1,15}$/.test(value) && Number(value) >= least) return Number(value);
  throw invalid(`${prefix}${name} must be an integer of ${least} or more`, 'correct it');
}

function duration(values: Values, name: Name): number | undefined {
  const value = values[name];
  if (value === undefined) return undefined;
  try {
    return parseDuration(value);
  } catch {
    throw invalid(`${prefix}${name} is not a valid duration`, 'write for instance 300, 300s, 5m or 1h');
  }
}

const unreadable = (path: string, cause: unknown): MonitorError => {
  const code = (cause as NodeJS.ErrnoException).code ?? String(cause);
  return new MonitorError('settings/invalid', `${path} can't be read (${code})`, {
    remedy: 'check its path and permissions',
    cause,
  });
};

const invalid = (message: string, remedy: string): MonitorError =>
  new MonitorError('settings/invalid', message, { remedy });
