import type { Compression } from './batch-writer.ts';
import type { PublishMode } from './record-writer.ts';

/** TLS: who the brokers are checked against, and how this client shows who it is. Texts in PEM. */
export interface TlsSettings {
  /** Authorities to trust in place of the well-known ones; null for these. */
  readonly ca: string | null;
  readonly certificate: string | null;
  readonly key: string | null;
}

/** A name and a password for the brokers. */
export interface SaslSettings {
  readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
  readonly username: string;
  /** Null while the keyring that holds it does not open: nothing is sent to the brokers in its place. */
  readonly password: string | null;
}

/** How to get at the brokers. */
export interface BrokerSettings {
  /** `host:port` of some of them; they name the others. */
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly tls: TlsSettings | null;
  readonly sasl: SaslSettings | null;
  /** How long an answer is waited for. */
  readonly requestTimeoutMs: number;
}

/** How topics are made that are not there. */
export interface TopicCreation {
  /** Whether they may be made. */
  readonly allowed: boolean;
  readonly partitions: number;
  /** Copies of each partition; -1 for what the brokers have set. */
  readonly replication: number;
  /** How long the brokers keep records; null for what they have set. */
  readonly retentionMs: number | null;
}

/** Records that wait for the brokers. */
export interface SpoolSettings {
  /** What is beyond is dropped, oldest first, and counted. */
  readonly maxBytes: number;
  readonly maxAgeMs: number;
}

/** The stream through Apache Kafka. Plain data, so that it can cross processes; secrets in it are never logged. */
export interface KafkaSettings extends BrokerSettings {
  readonly topic: string;
  readonly alertsTopic: string;
  /** Topic of the sums of a cluster, which are read in place of the flow records; null to sum these. */
  readonly sums: string | null;
  readonly creation: TopicCreation;
  /** Brokers that have no zstd get gzip in its place. */
  readonly compression: Compression;
  /** -1: all replicas in sync acknowledge; 1: the leader alone. */
  readonly acks: -1 | 1;
  /** Consumer group; null for one of this data folder's own. */
  readonly group: string | null;
  readonly mode: PublishMode;
  /** Condition that a flow record must fulfil to be published; empty for none. */
  readonly publishWhen: string;
  readonly spool: SpoolSettings;
}

/** The topic that is read. */
export const readTopic = ({ topic, sums }: Pick<KafkaSettings, 'topic' | 'sums'>): string => sums ?? topic;

/** Another topic beside that of the sums: `traffic-limits` beside `traffic-sums`. */
export const topicBeside = (sums: string, name: 'limits' | 'progress'): string =>
  `${sums.replace(/-sums$/, '')}-${name}`;
