import kafkajs from 'kafkajs';
import { expect, it } from 'vitest';
import type { KafkaSettings } from '../../../src-main/engine/log/kafka/kafka-settings.ts';
import { describeKafka } from '../../helpers/kafka.ts';
import { Owned } from '../../helpers/owned.ts';
import { TestConsumer, testSettings } from '../../helpers/stream-run.ts';

const settingsOn = (
  brokers: readonly string[],
  topic: string,
  partitions = 1,
  replication = 1,
): KafkaSettings =>
  testSettings(brokers, { topic, creation: { allowed: true, partitions, replication, retentionMs: null } });

const clientOf = (brokers: readonly string[]): kafkajs.Kafka =>
  new kafkajs.Kafka({ brokers: [...brokers], logLevel: kafkajs.logLevel.NOTHING });

/** A plain length, as other clients publish it. */
const length = (bytes: number, partition = 0) => ({
  ...{ key: '10.0.0.1,10.0.0.2', value: String(bytes), partition, timestamp: String(Date.now() - 20_000) },
});

const longWait = { timeout: 20_000 };

describeKafka('what people do to a topic', {}, (cluster) => {
  const owned = new Owned();
  const makeTopic = async (topic: string, numPartitions = 1): Promise<kafkajs.Admin> => {
    const admin = clientOf(cluster().brokers).admin();
    await admin.connect();
    owned.own({ stop: () => admin.disconnect() });
    await admin.createTopics({
      topics: [{ topic, numPartitions, replicationFactor: 1 }],
      waitForLeaders: true,
    });
    return admin;
  };
  const check = (topic: string): TestConsumer =>
    owned.own(new TestConsumer(owned.folder(), settingsOn(cluster().brokers, topic)));

  it('transactions that overlap: only what was committed is summed', async () => {
    await makeTopic('transactions');
    const producers = ['a', 'b'].map((transactionalId) =>
      clientOf(cluster().brokers).producer({ transactionalId, idempotent: true, maxInFlightRequests: 1 }),
    );
    const [a, b] = producers as [kafkajs.Producer, kafkajs.Producer];
    for (const producer of producers) {
      await producer.connect();
      owned.own({ stop: () => producer.disconnect() });
    }
    const send = (transaction: kafkajs.Transaction, bytes: number) =>
      transaction.send({ topic: 'transactions', messages: [length(bytes)] });
    const [first, second] = [await a.transaction(), await b.transaction()];
    await send(first, 1_000_000);
    await send(second, 2_000_000);
    await second.abort();
    await first.abort();
    const third = await a.transaction();
    await send(third, 7);
    await third.commit();
    const consumer = check('transactions');
    await expect.poll(() => consumer.totals, longWait).toEqual({ bytes: 7, packets: 1 });
    expect(consumer.deadLetters()).toEqual([]);
  });

  it('partitions that are added: they are read within 5 s', async () => {
    const admin = await makeTopic('grown');
    const producer = clientOf(cluster().brokers).producer();
    await producer.connect();
    await producer.send({ topic: 'grown', messages: [length(1)] });
    await producer.disconnect();
    const consumer = check('grown');
    await expect.poll(() => consumer.totals.packets, longWait).toBe(1);
    await admin.createPartitions({ topicPartitions: [{ topic: 'grown', count: 2 }] });
    const madeAt = Date.now();
    const later = clientOf(cluster().brokers).producer();
    await later.connect();
    await expect
      .poll(
        () =>
          later.send({ topic: 'grown', messages: [length(1, 1)] }).then(
            () => true,
            () => false,
          ),
        longWait,
      )
      .toBe(true);
    await expect.poll(() => consumer.totals.packets, longWait).toBeGreaterThan(1);
    expect(Date.now() - madeAt).toBeLessThan(5_000);
    await later.disconnect();
  });
});
