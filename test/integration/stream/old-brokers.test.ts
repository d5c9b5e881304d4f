import type { Admin, Kafka } from 'kafkajs';
import { expect, it } from 'vitest';
import type { KafkaSettings } from '../../../src-main/engine/log/kafka/kafka-settings.ts';
import { flow } from '../../support/records/flows.ts';
import { kafkaClient } from '../../support/kafka/kafka-client.ts';
import { describeOldKafka } from '../../support/kafka/kafka.ts';
import { Owned } from '../../support/process/owned.ts';
import { TestConsumer, TestProducer, testSettings, wholeSecond } from '../../support/kafka/stream-run.ts';

const longWait = { timeout: 20_000 };

describeOldKafka('brokers that give topics no ids', (broker) => {
  const owned = new Owned();
  const settingsFor = (topic: string): KafkaSettings =>
    testSettings(broker().brokers, {
      ...{ topic, creation: { allowed: true, partitions: 1, replication: 1, retentionMs: null } },
    });
  const clientFor = (): Kafka => kafkaClient(broker().brokers);

  const adminFor = async (): Promise<Admin> => {
    const admin = clientFor().admin();
    await admin.connect();
    owned.own({ stop: () => admin.disconnect() });
    return admin;
  };

  const make = async (admin: Admin, topic: string): Promise<void> => {
    const topics = [{ topic, numPartitions: 1, replicationFactor: 1 }];
    await expect
      .poll(() => admin.createTopics({ topics, waitForLeaders: true }).catch(() => false), longWait)
      .toBe(true);
  };

  const renew = async (admin: Admin, topic: string): Promise<void> => {
    await admin.deleteTopics({ topics: [topic] });
    await expect.poll(() => admin.listTopics(), longWait).not.toContain(topic);
    await make(admin, topic);
  };

  /** Plain lengths of one byte, which only their place tells apart; ten to a batch. */
  const publish = async (topic: string, count: number): Promise<void> => {
    const producer = clientFor().producer();
    await producer.connect();
    for (let sent = 0; sent < count; sent += 10) {
      const messages = Array.from({ length: Math.min(10, count - sent) }, () => ({
        ...{ key: '10.0.0.1,10.0.0.2', value: '1', timestamp: String(Date.now() - 20_000) },
      }));
      await producer.send({ topic, messages });
    }
    await producer.disconnect();
  };

  it('flow records are published and read', async () => {
    const settings = settingsFor('plain');
    const producer = owned.own(new TestProducer(owned.folder(), settings));
    const consumer = owned.own(new TestConsumer(owned.folder(), settings));
    await producer.publish(wholeSecond(), [flow('10.0.0.1', '10.0.0.2', 7)]);
    await producer.sent();
    await expect.poll(() => consumer.totals, longWait).toEqual({ bytes: 7, packets: 1 });
  });

  it('nothing is summed twice by who reads on', async () => {
    const folder = owned.folder();
    await make(await adminFor(), 'kept');
    for (const upTo of [40, 80]) {
      await publish('kept', 40);
      const consumer = owned.own(new TestConsumer(folder, settingsFor('kept')));
      await expect.poll(() => consumer.totals.packets, longWait).toBe(upTo);
      expect(consumer.notices).toEqual([]);
      await owned.stop(consumer);
    }
  });

  it.each([
    ['shorter', 60],
    ['as long', 100],
    ['longer', 150],
  ])('a topic made anew while nobody checks is read from its start: it is %s', async (name, count) => {
    const [admin, folder, topic] = [await adminFor(), owned.folder(), name.replace(' ', '-')];
    await make(admin, topic);
    await publish(topic, 100);
    const before = owned.own(new TestConsumer(folder, settingsFor(topic)));
    await expect.poll(() => before.totals.packets, longWait).toBe(100);
    await owned.stop(before);
    await renew(admin, topic);
    await publish(topic, count);
    const after = owned.own(new TestConsumer(folder, settingsFor(topic)));
    await expect.poll(() => after.totals.packets, longWait).toBe(100 + count);
    expect(after.notices.join()).toMatch(/made anew, and is read from its start/);
    await publish(topic, 10);
    await expect.poll(() => after.totals.packets, longWait).toBe(110 + count);
    expect(after.deadLetters()).toEqual([]);
  });

  it('a topic made anew while it is read is read from its start', async () => {
    const admin = await adminFor();
    await make(admin, 'live');
    await publish('live', 100);
    const consumer = owned.own(new TestConsumer(owned.folder(), settingsFor('live')));
    await expect.poll(() => consumer.totals.packets, longWait).toBe(100);
    await admin.deleteTopics({ topics: ['live'] });
    // The reader makes it anew, as it may.
    await expect
      .poll(
        () =>
          publish('live', 120).then(
            () => true,
            () => false,
          ),
        longWait,
      )
      .toBe(true);
    await expect.poll(() => consumer.totals.packets, longWait).toBe(220);
  });

  it('records that were deleted while nobody checks are missing, and the topic is no other one', async () => {
    const [admin, folder] = [await adminFor(), owned.folder()];
    await make(admin, 'expired');
    await publish('expired', 50);
    const before = owned.own(new TestConsumer(folder, settingsFor('expired')));
    await expect.poll(() => before.totals.packets, longWait).toBe(50);
    await owned.stop(before);
    await publish('expired', 50);
    // kafkajs finds the leader in what it has asked before.
    await admin.fetchTopicOffsets('expired');
    await admin.deleteTopicRecords({ topic: 'expired', partitions: [{ partition: 0, offset: '70' }] });
    const after = owned.own(new TestConsumer(folder, settingsFor('expired')));
    await expect.poll(() => after.totals.packets, longWait).toBe(80);
    expect(after.deadLetters()).toMatchObject([{ partition: 0, offset: 50 }]);
    expect(after.notices.join()).toMatch(/20 records were deleted by the brokers/);
  });
});
