import kafkajs, { type Admin } from 'kafkajs';
import { expect, it, vi } from 'vitest';
import { describeKafka } from '../../support/kafka/kafka.ts';
import { WatchedTopic } from '../../support/kafka/watched-topic.ts';
import type { CommandLine } from '../../support/process/command-line.ts';
import { Owned } from '../../support/process/owned.ts';

/** Brokers take nine seconds or so to give one of them up. This is for going on with those that lead since then. */
const longestMs = 10_000;
/** Each broker once; on demand oftener. */
const kills = Number(process.env.STREAMCHECKER_BROKER_KILLS ?? 3);

describeKafka('with three brokers', { brokers: 3 }, (cluster) => {
  const owned = new Owned();

  /** Waits until all partitions of a topic, and of the groups' offsets, are as they have to be. */
  const untilAll = (topic: string, are: (one: kafkajs.PartitionMetadata) => boolean): Promise<void> =>
    asAdmin(cluster().brokers, (admin) => {
      const areSo = async (): Promise<boolean> => {
        const { topics } = await admin.fetchTopicMetadata({ topics: [topic, '__consumer_offsets'] });
        return topics.flatMap(({ partitions }) => partitions).every(are);
      };
      return vi.waitUntil(areSo, { timeout: 60_000, interval: 100 });
    }).then(() => {});

  it(
    `windows go on closing while each of them is killed in turn: ${kills} kills`,
    async () => {
      const group = new WatchedTopic(owned, cluster().brokers.join(), 'outlived', 6);
      const check = group.check(owned.folder());
      const delays: number[] = [];
      for (let kill = 0; kill < kills; kill++) {
        await untilClosed(check, Date.now());
        await untilAll(group.topic, ({ isr }) => isr.length === 3);
        const id = 1 + (kill % 3);
        await cluster().stopBroker(id, 'SIGKILL');
        const killedMs = Date.now();
        await untilAll(group.topic, ({ leader }) => leader !== id);
        const movedMs = Date.now();
        await untilClosed(check, killedMs);
        delays.push(Date.now() - movedMs);
        console.log(`others led after ${movedMs - killedMs} ms, windows closed after ${delays.at(-1)} more`);
        await cluster().startBroker(id);
      }
      expect(Math.max(...delays)).toBeLessThan(longestMs);
      await group.expectEachOnce();
      check.kill('SIGTERM');
      await check.end();
      group.expectExact(check);
    },
    90_000 * kills,
  );
});

async function asAdmin<T>(brokers: readonly string[], ask: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = new kafkajs.Kafka({ brokers: [...brokers], logLevel: kafkajs.logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    return await ask(admin);
  } finally {
    await admin.disconnect();
  }
}

/** Waits until a window is closed that ended after an instant. */
const untilClosed = (check: CommandLine, atMs: number): Promise<void> =>
  check.until((run) => run.windows().some(({ end }) => Date.parse(end) > atMs), 90_000);
