import { join } from 'node:path';
import { expect, it } from 'vitest';
import { flow } from '../../helpers/flows.ts';
import { describeKafka } from '../../helpers/kafka.ts';
import { Owned } from '../../helpers/owned.ts';
import { mayMount, SmallDisk } from '../../helpers/small-disk.ts';
import { TestConsumer, TestProducer, testSettings, until } from '../../helpers/stream-run.ts';

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
