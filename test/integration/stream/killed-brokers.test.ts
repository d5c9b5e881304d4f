import type kafkajs from 'kafkajs';
import { expect, it, vi } from 'vitest';
import { AgentLease } from '../../../src-main/engine/log/kafka/agent-lease.ts';
import { Brokers } from '../../../src-main/engine/log/kafka/brokers.ts';
import { CheckerElection } from '../../../src-main/engine/log/kafka/checker-election.ts';
import { systemClock } from '../../../src-main/engine/run/system-clock.ts';
import { asAdmin } from '../../support/kafka/kafka-client.ts';
import { describeKafka } from '../../support/kafka/kafka.ts';
import { testSettings } from '../../support/kafka/stream-run.ts';
import { WatchedTopic } from '../../support/kafka/watched-topic.ts';
import type { CommandLine } from '../../support/process/command-line.ts';
import { Owned } from '../../support/process/owned.ts';

/** Brokers take nine seconds or so to give one of them up. This is for going on with those that lead since then. */
const longestMs = 10_000;
/** Each broker once; on demand oftener. */
const kills = Number(process.env.STREAMCHECKER_BROKER_KILLS ?? 3);

/** Brokers that note as whom each consumer joins its group. */
class NotedBrokers extends Brokers {
  readonly joined: string[] = [];

  override consumer(config: kafkajs.ConsumerConfig): kafkajs.Consumer {
    const consumer = super.consumer(config);
    consumer.on('consumer.group_join', ({ payload }) => this.joined.push(payload.memberId));
    return consumer;
  }
}

const checkerOf = (brokers: Brokers, topic: string): CheckerElection => {
  const self = { agent: 'ada', host: 'test', identity: topic };
  return new CheckerElection({ brokers, topic, group: `${topic}-checkers`, clock: systemClock, self });
};
const agentOf = (brokers: Brokers, topic: string): AgentLease =>
  new AgentLease(brokers, 'ada', topic, systemClock);

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

  /** The broker that coordinates the groups: it leads the one partition of their offsets. */
  const coordinator = (): Promise<number> =>
    asAdmin(cluster().brokers, async (admin) => {
      const { topics } = await admin.fetchTopicMetadata({ topics: ['__consumer_offsets'] });
      return topics[0]!.partitions[0]!.leader;
    });

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

  it.each([
    ['a checker', checkerOf],
    ['an agent that publishes', agentOf],
  ])(
    '%s is the same member after the one was killed that coordinates its group',
    async (name, memberOf) => {
      const brokers = new NotedBrokers(testSettings(cluster().brokers));
      const topic = name.replaceAll(' ', '-');
      const creation = { allowed: true, partitions: 1, replication: 3, retentionMs: null };
      await asAdmin(cluster().brokers, (admin) => brokers.ensureTopic(admin, topic, creation));
      const ending = new AbortController();
      const running = memberOf(brokers, topic).run(ending.signal);
      try {
        await vi.waitUntil(() => brokers.joined.length === 1, { timeout: 60_000 });
        await untilAll(topic, ({ isr }) => isr.length === 3);
        const id = await coordinator();
        await cluster().stopBroker(id, 'SIGKILL');
        await vi.waitUntil(() => brokers.joined.length > 1, { timeout: 60_000 });
        await cluster().startBroker(id);
      } finally {
        ending.abort();
        await running;
      }
      expect(new Set(brokers.joined).size).toBe(1);
    },
    300_000,
  );
});

/** Waits until a window is closed that ended after an instant. */
const untilClosed = (check: CommandLine, atMs: number): Promise<void> =>
  check.until((run) => run.windows().some(({ end }) => Date.parse(end) > atMs), 90_000);
