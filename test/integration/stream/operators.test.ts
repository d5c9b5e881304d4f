import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import type kafkajs from 'kafkajs';
import { expect, it } from 'vitest';
import { inEnglish } from '../../../src-main/common/phrases/say.ts';
import { brokerReport } from '../../../src-main/engine/log/kafka/broker-report.ts';
import { partitionOf } from '../../../src-main/engine/log/kafka/partition-of.ts';
import type { KafkaSettings } from '../../../src-main/engine/log/kafka/kafka-settings.ts';
import { flow } from '../../support/records/flows.ts';
import { kafkaClient } from '../../support/kafka/kafka-client.ts';
import { describeKafka } from '../../support/kafka/kafka.ts';
import { Owned } from '../../support/process/owned.ts';
import { TestConsumer, TestProducer, testSettings, wholeSecond } from '../../support/kafka/stream-run.ts';

const settingsOn = (
  brokers: readonly string[],
  topic: string,
  partitions = 1,
  replication = 1,
): KafkaSettings =>
  testSettings(brokers, { topic, creation: { allowed: true, partitions, replication, retentionMs: null } });

/** A plain length, as other clients publish it. */
const length = (bytes: number, partition = 0) => ({
  ...{ key: '10.0.0.1,10.0.0.2', value: String(bytes), partition, timestamp: String(Date.now() - 20_000) },
});

const longWait = { timeout: 20_000 };

describeKafka('what people do to a topic', {}, (cluster) => {
  const owned = new Owned();
  const makeTopic = async (topic: string, numPartitions = 1): Promise<kafkajs.Admin> => {
    const admin = kafkaClient(cluster().brokers).admin();
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
      kafkaClient(cluster().brokers).producer({ transactionalId, idempotent: true, maxInFlightRequests: 1 }),
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
    const producer = kafkaClient(cluster().brokers).producer();
    await producer.connect();
    await producer.send({ topic: 'grown', messages: [length(1)] });
    await producer.disconnect();
    const consumer = check('grown');
    await expect.poll(() => consumer.totals.packets, longWait).toBe(1);
    await admin.createPartitions({ topicPartitions: [{ topic: 'grown', count: 2 }] });
    const madeAt = Date.now();
    const later = kafkaClient(cluster().brokers).producer();
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

  it('a topic that is deleted and made anew while nobody checks, with more records than before', async () => {
    const admin = await makeTopic('renewed');
    const folder = owned.folder();
    const settings = settingsOn(cluster().brokers, 'renewed');
    const publish = async (count: number): Promise<void> => {
      const producer = kafkaClient(cluster().brokers).producer();
      await producer.connect();
      await producer.send({ topic: 'renewed', messages: Array.from({ length: count }, () => length(1)) });
      await producer.disconnect();
    };
    await publish(100);
    const before = owned.own(new TestConsumer(folder, settings));
    await expect.poll(() => before.totals.packets, longWait).toBe(100);
    await owned.stop(before);
    await admin.deleteTopics({ topics: ['renewed'] });
    await expect.poll(() => admin.listTopics(), longWait).not.toContain('renewed');
    await makeTopic('renewed');
    await publish(150);
    const after = owned.own(new TestConsumer(folder, settings));
    await expect.poll(() => after.totals.packets, longWait).toBe(250);
    expect(after.notices.join()).toMatch(/made anew, and is read from its start/);
  });

  it('an address of IPv6 in brackets', async () => {
    const port = Number(cluster().brokers[0]!.split(':')[1]);
    const proxy = createServer((socket) => {
      const onward = connect(port, '127.0.0.1');
      socket.on('error', () => onward.destroy());
      onward.on('error', () => socket.destroy());
      socket.pipe(onward).pipe(socket);
    });
    proxy.listen(0, '::1');
    await once(proxy, 'listening');
    owned.own({ stop: () => Promise.resolve(void proxy.close()) });
    const { port: open } = proxy.address() as AddressInfo;
    expect(inEnglish(await brokerReport(testSettings([`[::1]:${open}`])))).toMatch(
      /^connected to 127\.0\.0\.1:/,
    );
    await expect(brokerReport(testSettings(['[::1]:1']))).rejects.toThrow(/^No brokers at \[::1\]:1: .*::1/);
  });
});

describeKafka('with three brokers, of which one dies for good', { brokers: 3 }, (cluster) => {
  const owned = new Owned();

  it('what lies on the others is published and read', async () => {
    const settings = settingsOn(cluster().brokers, 'offline', 6);
    const producer = owned.own(new TestProducer(owned.folder(), settings));
    const consumer = owned.own(new TestConsumer(owned.folder(), settings));
    const flows = Array.from({ length: 60 }, (_, i) => flow(`10.0.${i}.1`, '10.0.0.2', 10));
    await producer.publish(wholeSecond(), flows);
    await producer.sent();
    await expect.poll(() => consumer.totals.packets, longWait).toBe(60);
    const admin = kafkaClient(cluster().brokers).admin();
    await admin.connect();
    const { topics } = await admin.fetchTopicMetadata({ topics: ['offline'] });
    const alive = new Set(
      topics[0]!.partitions.filter(({ leader }) => leader !== 3).map(({ partitionId }) => partitionId),
    );
    await admin.disconnect();
    await cluster().stopBroker(3, 'SIGKILL');
    await producer.publish(wholeSecond(), flows);
    const reached = flows.filter(({ source, destination }) =>
      alive.has(partitionOf(Buffer.from(`${source},${destination}`), 6)),
    );
    await expect.poll(() => consumer.totals.packets, { timeout: 40_000 }).toBe(60 + reached.length);
    await cluster().startBroker(3);
    await expect.poll(() => consumer.totals.packets, { timeout: 40_000 }).toBe(120);
    await producer.sent();
  }, 150_000);
});
