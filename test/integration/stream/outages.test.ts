import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { KafkaCluster } from '../../../scripts/kafka/kafka-cluster.ts';
import type { KafkaSettings } from '../../../src-main/engine/log/kafka/kafka-settings.ts';
import { CutCable } from '../../support/kafka/cut-cable.ts';
import { flow } from '../../support/records/flows.ts';
import { asAdmin } from '../../support/kafka/kafka-client.ts';
import { describeKafka } from '../../support/kafka/kafka.ts';
import { PublishedLoad } from '../../support/kafka/published-load.ts';
import { Owned } from '../../support/process/owned.ts';
import {
  TestConsumer,
  TestProducer,
  testSettings,
  until,
  wholeSecond,
} from '../../support/kafka/stream-run.ts';

const settingsOn = (
  brokers: readonly string[],
  topic: string,
  partitions: number,
  replication = 1,
): KafkaSettings =>
  testSettings(brokers, { topic, creation: { allowed: true, partitions, replication, retentionMs: null } });

describeKafka('with one broker, totals are exact', {}, (cluster) => {
  const owned = new Owned();
  const start = (topic: string, partitions = 3) => {
    const settings = settingsOn(cluster().brokers, topic, partitions);
    const producer = owned.own(new TestProducer(owned.folder(), settings));
    const consumer = owned.own(new TestConsumer(owned.folder(), settings));
    return { settings, producer, consumer, source: new PublishedLoad(producer) };
  };
  it('after it was killed and started again, while records are produced and consumed', async () => {
    const { producer, consumer, source } = start('killed');
    const publishing = source.publishFor(5_000);
    await sleep(1_500);
    await cluster().stopBroker(1, 'SIGKILL');
    await sleep(1_500);
    await cluster().startBroker(1);
    await publishing;
    await producer.sent();
    await until(() => consumer.totals.packets >= source.packets);
    expect(consumer.totals).toEqual(source.totals);
  });

  it('after the topic was deleted: it is made anew, said, and read from its start', async () => {
    const { producer, consumer, source } = start('deleted', 2);
    for (let i = 0; i < 20; i++) await source.publish();
    await producer.sent();
    await until(() => consumer.totals.packets >= source.packets);
    await asAdmin(cluster().brokers, (admin) => admin.deleteTopics({ topics: ['deleted'] }));
    await until(
      () =>
        consumer.notices.length > 0 || consumer.stream.status(new Map(), 0 as never).state === 'connected',
    );
    for (let i = 0; i < 5; i++) await source.publish();
    await producer.sent();
    await until(() => consumer.totals.packets >= source.packets);
    expect(consumer.totals).toEqual(source.totals);
    expect(consumer.notices.join()).toMatch(/was made anew, and is read from its start/);
  });

  it('but for what retention deleted unread: that is said, counted, and the rest goes on', async () => {
    const { settings, producer, consumer, source } = start('gone', 1);
    const { path } = { path: owned.folder() };
    await owned.stop(consumer);
    const before = owned.own(new TestConsumer(path, settings));
    await source.publish();
    await until(() => before.totals.packets >= source.packets);
    await owned.stop(before);
    const kept = source.totals;
    await source.publish();
    await source.publish();
    await producer.sent();
    // The second batch goes, and half of the third.
    await asAdmin(cluster().brokers, async (admin) => {
      await admin.fetchTopicOffsets('gone'); // it has to know the topic
      await admin.deleteTopicRecords({ topic: 'gone', partitions: [{ partition: 0, offset: '50' }] });
    });
    const after = owned.own(new TestConsumer(path, settings));
    await until(() => after.totals.packets >= kept.packets + 10);
    expect(after.deadLetters()).toEqual([
      { partition: 0, offset: 20, reason: '30 records were deleted by the brokers before they were read' },
    ]);
    expect(after.notices.join()).toMatch(/30 records were deleted/);
    await source.publish();
    await until(() => after.totals.packets >= kept.packets + 30);
    expect(after.totals.packets).toBe(source.packets - 30);
  });

  it('with two producers of one agent: the second is refused, and goes on when the first has ended', async () => {
    const settings = settingsOn(cluster().brokers, 'twins', 1);
    const first = owned.own(new TestProducer(owned.folder(), settings, 'same'));
    await first.publish(wholeSecond(), [flow('10.0.0.1', '10.0.0.2', 1)]);
    await first.sent();
    const second = owned.own(new TestProducer(owned.folder(), settings, 'same'));
    await second.publish(wholeSecond(), [flow('10.0.0.1', '10.0.0.2', 1)]);
    const state = () => second.stream.status(new Map(), 0 as never);
    await until(() => state().problem?.code === 'stream/agent-in-use');
    expect(state().spool?.records).toBe(1);
    await owned.stop(first);
    await second.sent();
    await until(() => state().problem === null);
  });

  it('with clocks of producers that are hours off: no window of the others closes early', async () => {
    const { settings, consumer } = start('clocks', 2);
    const ahead = owned.own(new TestProducer(owned.folder(), settings));
    const behind = owned.own(new TestProducer(owned.folder(), settings));
    const right = owned.own(new TestProducer(owned.folder(), settings));
    const hours = 3 * 3_600_000;
    const second = (): number => Math.floor(Date.now() / 1000) * 1000;
    // The one whose clock is ahead is heard before the others are known.
    await ahead.publish(second() + hours, [flow('10.0.0.1', '10.0.0.2', 10)]);
    let packets = 1;
    await until(() => consumer.totals.packets === packets);
    for (const end = Date.now() + 4_000; Date.now() < end; await sleep(100)) {
      await ahead.publish(second() + hours, [flow('10.0.0.1', '10.0.0.2', 10)]);
      await behind.publish(second() - hours, [flow('10.0.0.3', '10.0.0.4', 10)]);
      await right.publish(second(), [flow('10.0.0.5', '10.0.0.6', 10)]);
      packets += 3;
    }
    await until(() => consumer.totals.packets === packets);
    expect(consumer.totals.bytes).toBe(packets * 10);
    const early = consumer.windows.filter(
      ({ closed, endMs, startMs }) => closed && endMs > Date.now() && startMs < Date.now() + hours / 2,
    );
    expect(early).toEqual([]);
    const far = consumer.windows.filter(({ startMs }) => startMs > Date.now() + hours / 2);
    expect(far.every(({ closed }) => !closed)).toBe(true);
  });
});

/** How long the cable is cut; the whole minute on demand, as it takes that long. */
const cutMs = Number(process.env.STREAMCHECKER_CUT_MS ?? 8_000);

describeKafka('over a network that is cut', null, () => {
  const owned = new Owned();
  let cable: CutCable;
  let cluster: KafkaCluster;
  beforeAll(async () => {
    cable = await CutCable.open();
    const advertised = `PLAINTEXT://127.0.0.1:${cable.port}`;
    cluster = await KafkaCluster.start({ properties: { 'advertised.listeners': advertised } });
    cable.leadTo(cluster.ports[0]!.plain);
  });
  afterAll(async () => {
    await cluster.stop();
    await cable.stop();
  });

  it(
    `for ${cutMs / 1000} s, totals are exact, and no window closes for want of records`,
    async () => {
      const settings = settingsOn([`127.0.0.1:${cable.port}`], 'cut', 3);
      const producer = owned.own(new TestProducer(owned.folder(), settings));
      const consumer = owned.own(
        new TestConsumer(owned.folder(), settings, { windowMs: 2_000, latenessMs: 0 }),
      );
      const source = new PublishedLoad(producer);
      await source.publishFor(1_500);
      await until(() => consumer.totals.packets >= source.packets);
      cable.cut();
      await sleep(1_000);
      const closedBefore = consumer.windows.filter(({ closed }) => closed).length;
      await source.publishFor(cutMs);
      expect(consumer.windows.filter(({ closed }) => closed)).toHaveLength(closedBefore);
      expect(producer.stream.status(new Map(), 0 as never).spool!.records).toBeGreaterThan(0);
      expect(consumer.stream.status(new Map(), 0 as never)).toMatchObject({
        state: 'disconnected',
        problem: { code: 'stream/unreachable' },
      });
      cable.mend();
      await producer.sent(60_000);
      await until(() => consumer.totals.packets >= source.packets, 60_000);
      expect(consumer.totals).toEqual(source.totals);
    },
    cutMs + 150_000,
  );
});

/** How often all brokers are restarted, one after the other; on demand oftener, and in both modes. */
const rolls = Number(process.env.STREAMCHECKER_ROLLS ?? 1);
const modes = ['record', 'packet'] as const;

describeKafka('with three brokers', { brokers: 3 }, (cluster) => {
  const owned = new Owned();

  it('totals are exact after leaders changed while records were produced and consumed', async () => {
    const settings = settingsOn(cluster().brokers, 'led', 3, 3);
    const producer = owned.own(new TestProducer(owned.folder(), settings));
    const consumer = owned.own(new TestConsumer(owned.folder(), settings));
    const source = new PublishedLoad(producer);
    await source.publish();
    await until(() => consumer.totals.packets >= source.packets, 60_000);
    const publishing = source.publishFor(5_000);
    await sleep(1_000);
    await cluster().stopBroker(2, 'SIGKILL');
    await publishing;
    await producer.sent(60_000);
    await until(() => consumer.totals.packets >= source.packets, 60_000);
    expect(consumer.totals).toEqual(source.totals);
    await cluster().startBroker(2);
  }, 150_000);

  it.each(rolls > 1 ? modes : modes.slice(0, 1))(
    `totals are exact through rolling restarts: ${rolls}, in mode %s`,
    async (mode) => {
      const settings = { ...settingsOn(cluster().brokers, `rolled-${mode}`, 6, 3), mode };
      const producer = owned.own(new TestProducer(owned.folder(), { ...settings, requestTimeoutMs: 10_000 }));
      const consumer = owned.own(new TestConsumer(owned.folder(), settings));
      const source = new PublishedLoad(producer);
      await source.publish();
      await until(() => consumer.totals.packets >= source.packets, 60_000);
      const rolling = new AbortController();
      const publishing = (async () => {
        while (!rolling.signal.aborted) await source.publishFor(500);
      })();
      for (let restart = 0; restart < 3 * rolls; restart++) {
        const id = 1 + (restart % 3);
        await cluster().stopBroker(id, 'SIGTERM');
        await cluster().startBroker(id);
        const before = consumer.totals.packets;
        await until(() => consumer.totals.packets > before, 60_000);
      }
      rolling.abort();
      await publishing;
      await producer.sent(60_000);
      await until(() => consumer.totals.packets >= source.packets, 60_000);
      expect(consumer.totals).toEqual(source.totals);
      expect([consumer.notices, consumer.deadLetters()]).toEqual([[], []]);
      console.log(`${mode}: ${source.packets} packets, ${source.bytes} bytes, published and summed`);
    },
    120_000 + rolls * 120_000,
  );
});
