import { join } from 'node:path';
import { expect, it } from 'vitest';
import { flow } from '../../support/records/flows.ts';
import { describeKafka } from '../../support/kafka/kafka.ts';
import { Owned } from '../../support/process/owned.ts';
import { mayMount, SmallDisk } from '../../support/process/small-disk.ts';
import {
  TestConsumer,
  TestProducer,
  testSettings,
  until,
  wholeSecond,
} from '../../support/kafka/stream-run.ts';

describeKafka('a disk that is full', {}, (cluster) => {
  const owned = new Owned();

  it.skipIf(!mayMount)(
    'at the spool is said; what was captured waits, and totals are exact when there is room',
    async () => {
      using disk = new SmallDisk(6);
      const settings = testSettings(cluster().brokers, { topic: 'full' });
      const producer = new TestProducer(join(disk.path, 'data'), settings);
      const consumer = owned.own(new TestConsumer(owned.folder(), settings));
      let packets = 0;
      const publish = async (n: number): Promise<boolean> => {
        packets += 1_000;
        const flows = Array.from({ length: 1_000 }, (_, i) =>
          flow(`10.${n}.${i >> 8}.${i & 255}`, '10.0.0.1', 100),
        );
        return producer.publish(Math.floor(Date.now() / 1000) * 1000, flows).then(
          () => true,
          (thrown: unknown) => {
            expect(producer.folder.explain(thrown).code).toBe('store/not-writable');
            return false;
          },
        );
      };
      expect(await publish(0)).toBe(true);
      disk.fill();
      let stored = true;
      for (let n = 1; n < 200 && stored; n++) stored = await publish(n);
      expect(stored).toBe(false);
      disk.free();
      expect(await publish(201)).toBe(true);
      await producer.sent(60_000);
      await until(() => consumer.totals.packets >= packets);
      expect(consumer.totals).toEqual({ packets, bytes: packets * 100 });
      await producer.stop();
    },
  );
});

describeKafka('a spool that is full while the broker is away', {}, (cluster) => {
  const owned = new Owned();

  it('loses records that are counted once, over a restart, in the windows that lack them', async () => {
    const settings = testSettings(cluster().brokers, {
      topic: 'overflow',
      spool: { maxBytes: 20_000, maxAgeMs: 1e12 },
      creation: { allowed: true, partitions: 3, replication: 1, retentionMs: null },
    });
    const folder = owned.folder();
    const consumer = owned.own(new TestConsumer(owned.folder(), settings));
    const beginMs = wholeSecond() - 600_000;
    let [producer, second] = [owned.own(new TestProducer(folder, settings, 'a', beginMs)), 0];
    const publish = async (seconds: number): Promise<void> => {
      for (const end = second + seconds; second < end; second++) {
        const flows = Array.from({ length: 20 }, (_, i) => flow(`10.0.${i}.1`, '10.1.0.1', 100));
        await producer.publish(beginMs + 1_000 * second, flows);
        await producer.mark(beginMs + 1_000 * (second + 1));
      }
    };
    await publish(10);
    await producer.sent();
    expect(producer.dropped).toEqual([]);
    await cluster().stopBroker(1, 'SIGKILL');
    await publish(300);
    const before = producer.dropped.reduce((sum, { queueDropped }) => sum + queueDropped, 0);
    expect(before).toBeGreaterThan(5_000);
    await owned.stop(producer);
    producer = owned.own(new TestProducer(folder, settings, 'a', beginMs + 1_000 * second));
    await publish(100);
    await cluster().startBroker(1);
    await publish(30);
    await producer.sent();
    const sums = (): { packets: number; dropped: number } => {
      consumer.checker.commit();
      return consumer.folder.connection
        .prepare(
          'SELECT coalesce(sum(packets), 0) AS packets, coalesce(sum(dropped), 0) AS dropped FROM windows',
        )
        .get() as { packets: number; dropped: number };
    };
    await expect.poll(() => sums().packets + sums().dropped, { timeout: 30_000 }).toBe(20 * second);
    const dropped = before + producer.dropped.reduce((sum, { queueDropped }) => sum + queueDropped, 0);
    expect(sums()).toEqual({ packets: 20 * second - dropped, dropped });
  }, 120_000);
});
