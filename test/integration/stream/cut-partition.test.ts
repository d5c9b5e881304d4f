import type { Kafka } from 'kafkajs';
import { expect, it } from 'vitest';
import { kafkaClient } from '../../support/kafka/kafka-client.ts';
import { describeKafka } from '../../support/kafka/kafka.ts';
import { Owned } from '../../support/process/owned.ts';
import { TestConsumer, testSettings } from '../../support/kafka/stream-run.ts';

const longWait = { timeout: 60_000 };

/** A replica that lags may become the leader, and soon. */
const properties = {
  'broker.session.timeout.ms': 3_000,
  'broker.heartbeat.interval.ms': 500,
  'unclean.leader.election.enable': 'true',
  'unclean.leader.election.interval.ms': 1_000,
};

describeKafka(
  'a partition that lost its end by an unclean election',
  { brokers: 3, properties },
  (cluster) => {
    const owned = new Owned();
    const topic = 'cut';
    const settings = () =>
      testSettings(cluster().brokers, {
        ...{ topic, creation: { allowed: false, partitions: 1, replication: 2, retentionMs: null } },
      });
    /** The third broker lives through it all. */
    const client = (): Kafka => kafkaClient([cluster().brokers[2]!]);

    /** Plain lengths of one byte, which only their place tells apart. */
    const publish = async (count: number): Promise<void> => {
      const producer = client().producer();
      await producer.connect();
      try {
        const messages = Array.from({ length: count }, () => ({
          ...{ key: '10.0.0.1,10.0.0.2', value: '1', timestamp: String(Date.now() - 20_000) },
        }));
        await producer.send({ topic, messages });
      } finally {
        await producer.disconnect();
      }
    };

    it('is read from where it was cut: all that is new, nothing twice, and windows say that they lack some', async () => {
      const folder = owned.folder();
      const admin = client().admin();
      await admin.connect();
      owned.own({ stop: () => admin.disconnect() });
      const replicaAssignment = [{ partition: 0, replicas: [1, 2] }];
      await admin.createTopics({ topics: [{ topic, replicaAssignment }], waitForLeaders: true });
      const leader = async (): Promise<number> =>
        (await admin.fetchTopicMetadata({ topics: [topic] })).topics[0]!.partitions[0]!.leader;
      await publish(50);
      await cluster().stopBroker(2, 'SIGKILL');
      await publish(30);
      const before = owned.own(new TestConsumer(folder, settings()));
      await expect.poll(() => before.totals.packets, longWait).toBe(80);
      await owned.stop(before);

      await cluster().stopBroker(1, 'SIGKILL');
      await cluster().startBroker(2);
      await expect.poll(leader, longWait).toBe(2);
      await publish(60);
      const after = owned.own(new TestConsumer(folder, settings()));
      await expect.poll(() => after.totals.packets, longWait).toBe(80 + 60);
      expect(after.notices.join()).toMatch(
        /lost the records from 50 on, of which those up to 80 had been read/,
      );
      expect(after.deadLetters()).toMatchObject([{ partition: 0, offset: 50 }]);
      const gaps = after.folder.connection.prepare('SELECT gaps FROM windows').pluck().all() as string[];
      expect(gaps.join()).toContain('records-lost');
    }, 200_000);
  },
);
