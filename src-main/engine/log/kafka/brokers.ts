import kafkajs, {
  type Admin,
  type Consumer,
  type ConsumerConfig,
  type Mechanism,
  type Producer,
  type SASLOptions,
} from 'kafkajs';
import type { MonitorError } from '../../../common/errors.ts';
import { explainBrokers, passwordSealed } from './broker-error.ts';
import type { BrokerSettings, SaslSettings, TopicCreation } from './kafka-settings.ts';
import { ClusterLink } from './kafkajs/cluster-link.ts';
import './kafkajs/group-member.ts';
import { addressFor, openSocket } from './kafkajs/socket.ts';

const { Kafka, logLevel, Partitioners } = kafkajs;
const connectionTimeoutMs = 5_000;

/** A password that is not at hand fails each connection before anything is said to the brokers. */
function saslOptions(sasl: SaslSettings): SASLOptions | Mechanism {
  if (sasl.password !== null) return sasl as SASLOptions;
  const authenticate = (): Promise<never> => Promise.reject(new Error(passwordSealed));
  return { mechanism: sasl.mechanism, authenticationProvider: () => ({ authenticate }) };
}

/** The brokers as a client sees them; says what their errors mean. */
export class Brokers {
  readonly #settings: BrokerSettings;
  readonly #kafka;

  constructor(settings: BrokerSettings) {
    this.#settings = settings;
    const { clientId, tls, sasl, requestTimeoutMs } = settings;
    this.#kafka = new Kafka({
      clientId,
      brokers: settings.brokers.map(addressFor),
      socketFactory: openSocket,
      connectionTimeout: connectionTimeoutMs,
      requestTimeout: requestTimeoutMs,
      // Whoever asks tries again by itself, and says meanwhile what is wrong.
      retry: { initialRetryTime: 200, maxRetryTime: 1_000, retries: 4 },
      // Its log has addresses and names, and says nothing that its errors don't.
      logLevel: logLevel.NOTHING,
      ...(tls && {
        ssl: {
          ...(tls.ca !== null && { ca: [tls.ca] }),
          ...(tls.certificate !== null && { cert: tls.certificate }),
          ...(tls.key !== null && { key: tls.key }),
        },
      }),
      ...(sasl && { sasl: saslOptions(sasl) }),
    });
  }

  /** A producer whose messages come all or not; another one of the same id ends it. */
  transactionalProducer(transactionalId: string): Producer {
    return this.#kafka.producer({
      ...{ transactionalId, idempotent: true, maxInFlightRequests: 1, allowAutoTopicCreation: false },
      // What a killed process leaves open holds up who reads behind it for no longer than this.
      transactionTimeout: 10_000,
      createPartitioner: Partitioners.DefaultPartitioner,
    });
  }

  consumer(config: ConsumerConfig): Consumer {
    return this.#kafka.consumer({ allowAutoTopicCreation: false, ...config });
  }

  /** Questions that kafkajs does not ask, over connections like the others. */
  link(): ClusterLink {
    return new ClusterLink(this.#kafka);
  }

  /**
   * Which cluster the brokers are; null where they don't say.
   *
   * @param topic any name of a topic, which need not be there
   * @throws whatever kafkajs throws where they can't be asked
   */
  async clusterId(topic: string): Promise<string | null> {
    const link = this.link();
    try {
      await link.connect();
      return await link.clusterId(topic);
    } finally {
      await link.disconnect().catch(() => {});
    }
  }

  admin(): Admin {
    return this.#kafka.admin();
  }

  /** The error of an answer that does not come. */
  silence(): MonitorError {
    return explainBrokers(new Error('they do not answer'), this.#settings.brokers);
  }

  explain(thrown: unknown): MonitorError {
    return explainBrokers(thrown, this.#settings.brokers);
  }

  /**
   * What is found where this client may look; undefined where the brokers do not let it.
   *
   * @throws whatever the look throws otherwise
   */
  async ifAllowed<T>(look: () => Promise<T>): Promise<{ readonly found: T } | undefined> {
    try {
      return { found: await look() };
    } catch (thrown) {
      if (this.explain(thrown).code !== 'stream/not-permitted') throw thrown;
      return undefined;
    }
  }

  /**
   * Makes a topic that is not there, if that is allowed.
   *
   * @returns whether it was made
   * @throws whatever kafkajs throws where it can't be made
   */
  async ensureTopic(admin: Admin, topic: string, creation: TopicCreation): Promise<boolean> {
    if ((await admin.listTopics()).includes(topic) || !creation.allowed) return false;
    const { partitions, replication, retentionMs } = creation;
    const wanted = { topic, numPartitions: partitions, replicationFactor: replication };
    const retention = retentionMs === null ? [] : [{ name: 'retention.ms', value: String(retentionMs) }];
    const make = (configEntries: { name: string; value: string }[]): Promise<boolean> =>
      admin.createTopics({ topics: [{ ...wanted, configEntries }], waitForLeaders: true });
    try {
      return await make([...retention, anyTime]);
    } catch (thrown) {
      if (!JSON.stringify(thrown, errorFields).includes('INVALID_CONFIG')) throw thrown;
      return make(retention);
    }
  }
}

/** Records of a producer whose clock is ahead are taken, too. Brokers before 3.6 ask for nothing, and don't know this. */
const anyTime = { name: 'message.timestamp.after.max.ms', value: '9223372036854775807' };

const errorFields = ['type', 'errors', 'cause', 'originalError'];
