import { say } from '../common/phrases/say.ts';
import type { Text } from '../common/phrases/phrase.ts';
import { readFileSync } from 'node:fs';
import { MonitorError } from '../common/errors.ts';
import type { KafkaSettings, SaslSettings, TlsSettings } from '../engine/log/kafka/kafka-settings.ts';
import type { Values } from './registry/index.ts';
import { kafkaPrefix } from './registry/kafka.ts';
import { unreadable } from './sources/private-file.ts';

/**
 * The settings of a stream through brokers.
 *
 * @throws MonitorError `settings/invalid` naming what does not fit, never its value
 */
export const kafkaSettings = (values: Values, brokers: readonly string[]): KafkaSettings => ({
  brokers,
  topic: values['kafka.topic'],
  alertsTopic: values['kafka.alertsTopic'],
  sums: values['kafka.sums'] ?? null,
  publishWhen: values['kafka.publishWhen'] ?? '',
  mode: values['kafka.publishMode'],
  tls: tlsOf(values),
  sasl: saslOf(values),
  clientId: values['kafka.clientId'],
  group: values['kafka.group'] ?? null,
  compression: values['kafka.compression'],
  acks: values['kafka.acks'] === '1' ? 1 : -1,
  creation: {
    allowed: values['kafka.createTopics'],
    partitions: values['kafka.partitions'],
    replication: values['kafka.replication'] ?? -1,
    retentionMs: values['kafka.retention'],
  },
  spool: { maxBytes: values['kafka.spoolBytes'], maxAgeMs: values['kafka.spoolAge'] },
  requestTimeoutMs: values['kafka.requestTimeout'],
});

function tlsOf(values: Values): TlsSettings | null {
  const files = [values['kafka.ca'], values['kafka.certificate'], values['kafka.key']] as const;
  const isOn = values['kafka.tls'] ?? files.some((file) => file !== undefined);
  if (!isOn) return null;
  const [, ownCertificate, ownKey] = files;
  if ((ownCertificate === undefined) !== (ownKey === undefined)) {
    throw invalid(
      say('settings.certificateAlone'),
      say('settings.remedy.certificateAlone', { prefix: kafkaPrefix }),
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
  const mechanism = values['kafka.saslMechanism'];
  if (mechanism === undefined) return null;
  const { 'kafka.username': username, 'kafka.password': password } = values;
  if (username === undefined || password === undefined) {
    throw invalid(say('settings.saslAlone'), say('settings.remedy.saslAlone', { prefix: kafkaPrefix }));
  }
  return { mechanism, username, password };
}

const invalid = (message: Text, remedy: Text): MonitorError =>
  new MonitorError('settings/invalid', message, { remedy });
