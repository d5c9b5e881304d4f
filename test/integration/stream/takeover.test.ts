import { expect, it, vi } from 'vitest';
import type { KafkaCluster } from '../../../scripts/kafka/kafka-cluster.ts';
import { asAdmin } from '../../support/kafka/kafka-client.ts';
import { describeKafka } from '../../support/kafka/kafka.ts';
import { WatchedTopic } from '../../support/kafka/watched-topic.ts';
import type { CommandLine } from '../../support/process/command-line.ts';
import { Owned } from '../../support/process/owned.ts';

/** As is promised. */
const longestMs = 10_000;

/** The broker that coordinates the groups: it leads the one partition of their offsets. */
const coordinatorOf = (cluster: KafkaCluster): Promise<number> =>
  asAdmin(cluster.brokers, async (admin) => {
    const { topics } = await admin.fetchTopicMetadata({ topics: ['__consumer_offsets'] });
    return topics[0]!.partitions[0]!.leader;
  });

/** Waits until the brokers know of somebody who joins a group of two: they ask all to join anew, or have. */
const joins = (cluster: KafkaCluster, group: string): Promise<void> =>
  asAdmin(cluster.brokers, (admin) =>
    vi.waitUntil(
      async () => {
        const { groups } = await admin.describeGroups([group]);
        const { state, members } = groups[0]!;
        return state === 'PreparingRebalance' || state === 'CompletingRebalance' || members.length > 2;
      },
      { timeout: 60_000, interval: 20 },
    ),
  ).then(() => {});

describeKafka('with three brokers, a standby takes over', { brokers: 3 }, (cluster) => {
  const owned = new Owned();
  const notified = ({ lines }: CommandLine): boolean => lines.some((line) => line.includes('"alert"'));
  const pairOf = async (
    group: WatchedTopic,
  ): Promise<readonly [active: CommandLine, standby: CommandLine]> => {
    const active = group.check(owned.folder());
    await active.until(notified, 60_000);
    const standby = group.check(owned.folder());
    await standby.until(({ errors }) => errors.includes('Standby: '), 60_000);
    return [active, standby];
  };
  const expectRight = async (group: WatchedTopic, checks: readonly CommandLine[]): Promise<void> => {
    await group.expectEachOnce();
    for (const check of checks) {
      check.kill('SIGTERM');
      await check.end();
      group.expectExact(check);
    }
  };

  it('where the broker that coordinates the group is stopped together with the active one', async () => {
    const group = new WatchedTopic(owned, cluster().brokers.join(), 'coordinated', 3);
    const [active, standby] = await pairOf(group);
    const coordinator = await coordinatorOf(cluster());
    active.kill('SIGKILL');
    await cluster().stopBroker(coordinator);
    const stoppedMs = Date.now();
    let tookMs: number;
    try {
      await standby.until(notified, 60_000);
      tookMs = Date.now() - stoppedMs;
    } finally {
      await cluster().startBroker(coordinator);
    }
    await expectRight(group, [standby]);
    console.log(`took over ${tookMs} ms after the broker had stopped`);
    expect(tookMs).toBeLessThan(longestMs);
  }, 300_000);

  it('where the active one is killed while another one joins', async () => {
    const group = new WatchedTopic(owned, cluster().brokers.join(), 'joined', 3);
    const [active, standby] = await pairOf(group);
    const third = group.check(owned.folder());
    await joins(cluster(), group.settings.group!);
    active.kill('SIGKILL');
    const killedMs = Date.now();
    await Promise.race([standby, third].map((check) => check.until(notified, 60_000)));
    const tookMs = Date.now() - killedMs;
    await expectRight(group, [standby, third]);
    console.log(`took over after ${tookMs} ms`);
    expect(tookMs).toBeLessThan(longestMs);
  }, 300_000);
});
