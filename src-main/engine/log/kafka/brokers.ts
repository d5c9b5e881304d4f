import kafkajs, {
  type Admin,
  type Consumer,
  type ConsumerConfig,
  type Producer,
  type SASLOptions,
} from 'kafkajs';
import type { MonitorError } from '../../../common/errors.ts';
import { explainBrokers } from './broker-error.ts';
import type { BrokerSettings, TopicCreation } from './kafka-settings.ts';
import './request-queue.ts';

const { Kafka, logLevel, Partitioners } = kafkajs;
const connectionTimeoutMs = 5_000;

/** The brokers as a client sees them; says what their errors mean. */
export class Brokers {
  readonly #settings: BrokerSettings;
  readonly #kafka;

  constructor(settings: BrokerSettings) {
    this.#settings = settings;
    const { clientId, tls, sasl, requestTimeoutMs } = settings;
    this.#kafka = new Kafka({
      clientId,
      brokers: [...settings.brokers],
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
      ...(sasl && { sasl: sasl as SASLOptions }),
    });
  }

  /**
   * A producer that keeps the order of what it is given: one request at a time, and its caller sends nothing before
   * what it sent is acknowledged. kafkajs calls its idempotence experimental; what a retry repeats is told by its
   * sequence.
   */
  producer(): Producer {
    const createPartitioner = Partitioners.DefaultPartitioner;
    return this.#kafka.producer({ createPartitioner, maxInFlightRequests: 1, allowAutoTopicCreation: false });
  }

  /** A producer whose messages come all or not; another one of the same id ends it. */
  transactionalProducer(transactionalId: string): Producer {
    return this.#kafka.producer({
      ...{ transactionalId, idempotent: true, maxInFlightRequests: 1, allowAutoTopicCreation: false },
      createPartitioner: Partitioners.DefaultPartitioner,
    });
  }

  consumer(config: ConsumerConfig): Consumer {
    return this.#kafka.consumer({ allowAutoTopicCreation: false, ...config });
  }

  admin(): Admin {
    return this.#kafka.admin();
  }

  explain(thrown: unknown): MonitorError {
    return explainBrokers(thrown, this.#settings.brokers);
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
    const configEntries = retentionMs === null ? [] : [{ name: 'retention.ms', value: String(retentionMs) }];
    const wanted = { topic, numPartitions: partitions, replicationFactor: replication, configEntries };
    return admin.createTopics({ topics: [wanted], waitForLeaders: true });
  }
}
