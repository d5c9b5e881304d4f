import { say } from '../../common/phrases/say.ts';
import { choice, optional, text, type TextKind, toggle } from './kind.ts';
import * as k from './kinds.ts';
import { option } from './option.ts';

/** What stands before the names of the variables about brokers. */
export const kafkaPrefix = 'STREAMCHECKER_KAFKA_';

const optionalText = optional(text);

/** In `settings.json`, what is not on is left to the other settings: an authority or a certificate switches it on. */
const tls: TextKind<boolean, boolean | undefined> = {
  ...toggle,
  read: (stored) => (stored ? true : undefined),
  parse: (said) => toggle.parse(said),
};

const mechanisms = choice(['none', 'plain', 'scram-sha-256', 'scram-sha-512']);

const mechanism: TextKind<'none' | 'plain' | 'scram-sha-256' | 'scram-sha-512', LoginMechanism | undefined> =
  {
    ...mechanisms,
    read: (stored) => (stored === 'none' ? undefined : stored),
    parse: (said) => mechanism.read(mechanisms.parse(said)),
  };

type LoginMechanism = 'plain' | 'scram-sha-256' | 'scram-sha-512';

/** The brokers, and what is written there. */
export const kafkaOptions = {
  'kafka.brokers': option({
    kind: k.brokers,
    default: [],
    setting: {
      scope: 'engine',
      title: 'Brokers',
      description:
        'Apache Kafka brokers, `host:port`, that carry the flow records; none for the embedded log.',
    },
    flag: {
      name: 'brokers',
      value: '<list>',
      help: say('help.kafka.brokers'),
      standard: say('standard.embedded'),
      runs: ['monitor', 'capture', 'check', 'doctor'],
      required: ['capture', 'check'],
      docs: {
        value: 'LIST',
        text: 'Apache Kafka brokers, `host:port,…`; `monitor` without them uses the embedded log',
      },
    },
  }),
  'kafka.topic': option({
    kind: k.topic,
    default: 'traffic',
    setting: {
      scope: 'engine',
      title: 'Topic',
      description: 'Topic of the flow records, where there are brokers.',
    },
    flag: {
      name: 'topic',
      value: '<name>',
      help: say('help.kafka.topic'),
      runs: ['monitor', 'capture', 'check', 'doctor'],
      docs: { value: 'NAME', text: 'topic of the flow records' },
    },
  }),
  'kafka.alertsTopic': option({
    kind: k.topic,
    default: 'traffic-alerts',
    setting: {
      scope: 'engine',
      title: 'Alerts topic',
      description: 'Topic of the alerts, where there are brokers.',
    },
    flag: {
      name: 'alerts-topic',
      value: '<name>',
      help: say('help.kafka.alertsTopic'),
      runs: ['monitor', 'check'],
      docs: { value: 'NAME', text: 'topic of the alerts' },
    },
  }),
  'kafka.sums': option({
    kind: optional(k.topic),
    default: '',
    setting: {
      scope: 'engine',
      title: 'Sums of a cluster',
      description:
        'Topic with the sums of a cluster, such as `traffic-sums`, which is read in place of the flow records; empty to sum these.',
    },
    flag: {
      name: 'sums',
      value: '<name>',
      help: say('help.kafka.sums'),
      runs: ['monitor', 'check', 'doctor'],
      docs: {
        value: 'NAME',
        text: 'read the sums of a [cluster](cluster.md) from this topic, such as `traffic-sums`, in place of flow records; `doctor` looks at the cluster then',
      },
    },
  }),
  'kafka.publishWhen': option({
    kind: optionalText,
    default: '',
    flag: {
      name: 'publish-when',
      value: '<expr>',
      help: say('help.kafka.publishWhen'),
      runs: ['monitor', 'capture'],
      docs: {
        value: 'EXPR',
        text: 'publish only flow records for which this holds: `bytes` or `packets` of the interval against a number, `source` or `destination` in a network, joined by `and`, such as `"bytes >= 1000 and source in 10.0.0.0/8"`',
      },
    },
  }),
  'kafka.publishMode': option({
    kind: choice(['record', 'packet']),
    default: 'record',
    flag: {
      name: 'publish-mode',
      value: '<mode>',
      help: say('help.kafka.publishMode'),
      runs: ['monitor', 'capture'],
      docs: {
        value: 'MODE',
        text: '`record` (the default): a message for each pair and interval; `packet`: a message for each packet, whose value is a length',
      },
    },
  }),
};

/** How the brokers are reached and used: what does not belong on a command line, which every user of the machine reads. */
export const brokerOptions = {
  'kafka.tls': option({
    kind: tls,
    default: false,
    setting: {
      scope: 'engine',
      title: 'TLS',
      description: 'Encrypt the connection to the brokers, and check who they are.',
    },
    variable: {
      name: `${kafkaPrefix}TLS`,
      help: '`on` for TLS with the well-known authorities; `CA` or `CERTIFICATE` switch it on, too',
    },
  }),
  'kafka.ca': option({
    kind: optionalText,
    default: '',
    setting: {
      scope: 'engine',
      title: 'Certificate authority',
      description:
        'PEM file with the authority that the certificates of the brokers are checked against; empty for the well-known ones.',
    },
    variable: { name: `${kafkaPrefix}CA`, help: 'file in PEM: an authority of your own' },
  }),
  'kafka.certificate': option({
    kind: optionalText,
    default: '',
    setting: {
      scope: 'engine',
      title: 'Client certificate',
      description: 'PEM file with the certificate by which the brokers know this machine; empty for none.',
    },
    variable: { name: `${kafkaPrefix}CERTIFICATE`, help: 'file in PEM: the client certificate' },
  }),
  'kafka.key': option({
    kind: optionalText,
    default: '',
    setting: {
      scope: 'engine',
      title: 'Client key',
      description: 'PEM file with the key of the client certificate.',
    },
    variable: { name: `${kafkaPrefix}KEY`, help: 'file in PEM: the key of the client certificate' },
  }),
  'kafka.saslMechanism': option({
    kind: mechanism,
    default: 'none',
    setting: {
      scope: 'engine',
      title: 'Login',
      description:
        'How name and password are shown to the brokers (SASL); `none` for brokers that ask for none.',
    },
    variable: {
      name: `${kafkaPrefix}SASL_MECHANISM`,
      help: 'how name and password are shown to the brokers: `plain`, `scram-sha-256` or `scram-sha-512`',
    },
  }),
  'kafka.username': option({
    kind: optionalText,
    default: '',
    setting: {
      scope: 'engine',
      title: 'Name',
      description: 'Name for the brokers, where they ask for one.',
    },
    variable: { name: `${kafkaPrefix}SASL_USERNAME`, help: 'name for the brokers' },
  }),
  'kafka.password': option({
    kind: k.secret,
    default: '',
    setting: {
      scope: 'engine',
      title: 'Password',
      description:
        'Password for the brokers. It is sealed by the keyring of your desktop; no other account, and no copy of the file, can read it.',
    },
    variable: { name: `${kafkaPrefix}SASL_PASSWORD`, help: 'password for the brokers' },
  }),
  'kafka.clientId': option({
    kind: text,
    default: 'streamchecker',
    variable: { name: `${kafkaPrefix}CLIENT_ID`, help: 'what the brokers call this client' },
  }),
  'kafka.group': option({
    kind: optionalText,
    default: '',
    variable: {
      name: `${kafkaPrefix}GROUP`,
      help: 'group of checkers that stand by for each other; by default one of the data folder’s own',
    },
  }),
  'kafka.compression': option({
    kind: choice(['zstd', 'gzip', 'none']),
    default: 'zstd',
    variable: { name: `${kafkaPrefix}COMPRESSION`, help: '`zstd`, `gzip` or `none`' },
  }),
  'kafka.acks': option({
    kind: choice(['-1', '1']),
    default: '-1',
    variable: {
      name: `${kafkaPrefix}ACKS`,
      help: 'who acknowledges a record: `-1` all replicas in sync, `1` the leader alone',
    },
  }),
  'kafka.createTopics': option({
    kind: toggle,
    default: true,
    variable: {
      name: `${kafkaPrefix}CREATE_TOPICS`,
      help: 'whether topics that are missing are made: `on` or `off`',
    },
  }),
  'kafka.partitions': option({
    kind: k.wholeNumber(1),
    default: '6',
    variable: { name: `${kafkaPrefix}PARTITIONS`, help: 'partitions of a topic that is made' },
  }),
  'kafka.replication': option({
    kind: optional(k.wholeNumber(1)),
    default: '',
    variable: {
      name: `${kafkaPrefix}REPLICATION`,
      help: 'copies of each partition of a topic that is made, by default as many as the brokers have set',
    },
  }),
  'kafka.retention': option({
    kind: k.duration,
    default: '7d',
    variable: {
      name: `${kafkaPrefix}RETENTION`,
      help: 'how long the brokers keep the records of a topic that is made',
    },
  }),
  'kafka.spoolBytes': option({
    kind: k.wholeNumber(1),
    default: '1073741824',
    variable: {
      name: `${kafkaPrefix}SPOOL_BYTES`,
      help: 'how many bytes of records wait for brokers that are away. What falls off is told by the next mark that arrives, also after a kill, and counted once',
    },
  }),
  'kafka.spoolAge': option({
    kind: k.duration,
    default: '1d',
    variable: {
      name: `${kafkaPrefix}SPOOL_AGE`,
      help: 'how long records wait for brokers that are away',
    },
  }),
  'kafka.requestTimeout': option({
    kind: k.duration,
    default: '10s',
    variable: { name: `${kafkaPrefix}REQUEST_TIMEOUT`, help: 'how long an answer is waited for' },
  }),
};
