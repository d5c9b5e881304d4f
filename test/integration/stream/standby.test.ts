import { cpSync } from 'node:fs';
import { expect, it } from 'vitest';
import { asAdmin } from '../../support/kafka/kafka-client.ts';
import { describeKafka } from '../../support/kafka/kafka.ts';
import { Owned } from '../../support/process/owned.ts';
import {
  recordsPerBatch,
  sampleFlows,
  sampleFromMs,
  sampleTotals,
} from '../../support/records/sample-stream.ts';
import { TestConsumer, TestProducer, testSettings, until } from '../../support/kafka/stream-run.ts';
import { WatchedTopic } from '../../support/kafka/watched-topic.ts';

const packetsOf = (batches: number): number => sampleTotals(batches).packets;
/** How often the active checker is killed; the issue asks for two hundred, now and then. */
const kills = Number(process.env.STREAMCHECKER_KILLS ?? 2);

/** A checker prints within this whatever it is to print, however busy the machine is. */
const longestWaitMs = 180_000;

/** Records of a topic that its group's offsets are behind its end. */
function lagOf(brokers: string[], topic: string, partitions: number): Promise<number> {
  return asAdmin(brokers, async (admin) => {
    const ends = await admin.fetchTopicOffsets(topic);
    const [stored] = await admin.fetchOffsets({ groupId: `${topic}-checkers`, topics: [topic] });
    const offsetOf = (partition: number): number =>
      Number(stored!.partitions.find((one) => one.partition === partition)!.offset);
    expect(ends).toHaveLength(partitions);
    return ends.reduce((sum, { partition, offset }) => sum + Number(offset) - offsetOf(partition), 0);
  });
}

describeKafka('the checkers of one group', {}, (cluster) => {
  const owned = new Owned();
  let attempts = 0;
  const watched = (name: string, partitions: number): WatchedTopic =>
    new WatchedTopic(owned, cluster().brokers[0]!, name, partitions);

  it('each sum all partitions, whoever comes and goes, to the byte', async () => {
    const settings = testSettings(cluster().brokers, {
      ...{ topic: `shared-${++attempts}`, group: `shared-${attempts}-checkers` },
      creation: { allowed: true, partitions: 6, replication: 1, retentionMs: null },
    });
    const producer = owned.own(new TestProducer(owned.folder(), settings));
    let sent = 0;
    const publish = async (batches: number): Promise<void> => {
      for (const end = sent + batches; sent < end; sent++)
        await producer.publish(sampleFromMs(sent), sampleFlows(sent));
      await producer.sent();
    };
    await publish(100);
    const staying = owned.own(new TestConsumer(owned.folder(), settings));
    await until(() => staying.totals.packets === packetsOf(100));
    const leaving = owned.own(new TestConsumer(owned.folder(), settings));
    await publish(200);
    await until(() => [staying, leaving].every(({ totals }) => totals.packets === packetsOf(300)), 60_000);
    await until(() => leaving.election.status.role === 'standby', 30_000);
    expect(staying.election.status.role).toBe('active');
    await owned.stop(staying);
    await until(() => leaving.election.status.role === 'active', 30_000);
    await publish(200);
    await until(() => leaving.totals.packets === packetsOf(500), 60_000);
    expect(sent * recordsPerBatch).toBe(500 * recordsPerBatch);
    expect(leaving.totals).toEqual(sampleTotals(500));
    expect(leaving.deadLetters()).toEqual([]);
  }, 180_000);

  it.each([1, 8])(
    'print the same windows, and one notifies, over partitions: %i',
    async (partitions) => {
      const group = watched(`pair-${partitions}`, partitions);
      const active = group.check(owned.folder());
      await active.until(({ lines }) => lines.some((line) => line.includes('"firing"')), 60_000);
      const standby = group.check(owned.folder());
      await standby.until(({ errors }) => errors.includes('Standby: '), 60_000);
      for (const check of [active, standby]) await group.untilPrinted(check, 6);
      expect(standby.alerts()).toEqual([]);
      await group.expectEachOnce();
      // For tools that show a group's lag.
      const lag = (): Promise<number> => lagOf(cluster().brokers, group.topic, partitions);
      await expect.poll(lag, { timeout: 30_000, interval: 500 }).toBe(0);
      for (const check of [active, standby]) {
        check.kill('SIGTERM');
        await check.end();
      }
      expect(group.expectExact(active)).toBeGreaterThan(1);
      expect(group.expectExact(standby)).toBeGreaterThan(1);
    },
    180_000,
  );

  it(
    'lose no alert and notify of none twice when the active one is killed again and again',
    async () => {
      const group = watched('killed', 3);
      const [first, second] = [owned.folder(), owned.folder()];
      let active = { folder: first, check: group.check(first) };
      await active.check.until((run) => run.alerts().length > 0, longestWaitMs);
      let standby = { folder: second, check: group.check(second) };
      await standby.check.until(({ errors }) => errors.includes('Standby: '), longestWaitMs);
      const tookMs: number[] = [];
      for (let kill = 0; kill < kills; kill++) {
        const killedMs = Date.now();
        active.check.kill('SIGKILL');
        await active.check.end();
        await standby.check.until((run) => run.alerts().length > 0, longestWaitMs);
        tookMs.push(Date.now() - killedMs);
        group.expectExact(active.check);
        const restarted = { folder: active.folder, check: group.check(active.folder) };
        [active, standby] = [standby, restarted];
        await standby.check.until(({ errors }) => errors.includes('Standby: '), longestWaitMs);
        if (kills > 2) console.log(`kill ${kill + 1} of ${kills}: took over after ${tookMs.at(-1)!} ms`);
      }
      await group.expectEachOnce();
      for (const { folder } of [active, standby]) await group.expectSummed(folder);
      const { bytes, packets } = group.traffic.totals;
      console.log(`${packets} packets, ${bytes} bytes, published and summed by both`);
      for (const { check } of [active, standby]) {
        check.kill('SIGTERM');
        await check.end();
        group.expectExact(check);
      }
      console.log(`took over after ${tookMs.map((ms) => (ms / 1_000).toFixed(1)).join(', ')} s`);
      // Ten seconds at most; the rest is for a machine that is busy with much else.
      expect(Math.max(...tookMs)).toBeLessThan(20_000);
    },
    100_000 + kills * 30_000,
  );

  it('say so where one runs on a copy of the data folder of another one, which notifies', async () => {
    const group = watched('copied', 2);
    const [original, copy] = [owned.folder(), owned.folder()];
    const before = group.check(original);
    await before.until((run) => run.alerts().length > 0, 60_000);
    before.kill('SIGTERM');
    await before.end();
    cpSync(original, copy, { recursive: true });
    const active = group.check(original);
    await active.until((run) => run.alerts().length > 0, 60_000);
    const second = group.check(copy);
    await second.until(({ errors }) => errors.includes('runs on a copy of this data folder'), 60_000);
    await active.until(({ errors }) => errors.includes('runs on a copy of this data folder'), 60_000);
    const printed = second.windows().length;
    await second.until((run) => run.windows().length >= printed + 3, 60_000);
    expect(second.alerts()).toEqual([]);
    await group.expectEachOnce();
    for (const check of [active, second]) {
      check.kill('SIGTERM');
      await check.end();
    }
  }, 180_000);
});
