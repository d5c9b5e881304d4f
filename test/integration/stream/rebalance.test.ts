import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { describeKafka } from '../../helpers/kafka.ts';
import { Owned } from '../../helpers/owned.ts';
import { recordsPerBatch, sampleFlows, sampleFromMs, sampleTotals } from '../../helpers/sample-stream.ts';
import { TestConsumer, TestProducer, testSettings, until } from '../../helpers/stream-run.ts';

const packetsOf = (batches: number): number => sampleTotals(batches).packets;

describeKafka('members of one group', {}, (cluster) => {
  const owned = new Owned();

  it('share the partitions, and whoever is left sums all of them, to the byte', async () => {
    const settings = testSettings(cluster().brokers, {
      topic: 'shared',
      group: 'sharers',
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
    await producer.mark();
    const staying = owned.own(new TestConsumer(owned.folder(), settings));
    await until(() => staying.totals.packets === packetsOf(100));
    const leaving = owned.own(new TestConsumer(owned.folder(), settings));
    // While the second one joins, records go on coming.
    await publish(200);
    const reads = (consumer: TestConsumer): number => consumer.checker.positions.size;
    await until(() => reads(leaving) > 0 && reads(leaving) < 6, 60_000);
    await publish(100);
    // Each closes its windows: it does not wait for the partitions of the other one.
    const closedAfter = Date.now();
    const hasClosed = (member: TestConsumer): boolean =>
      member.windows.some(({ endMs }) => endMs > closedAfter);
    while (![staying, leaving].every(hasClosed) && Date.now() < closedAfter + 30_000) {
      await producer.mark();
      await sleep(1_000);
    }
    expect([staying, leaving].map(hasClosed)).toEqual([true, true]);
    await owned.stop(leaving);
    await publish(100);
    await until(() => staying.totals.packets >= packetsOf(500), 60_000);
    expect(sent * recordsPerBatch).toBe(500 * recordsPerBatch);
    expect(staying.totals).toEqual(sampleTotals(500));
    expect(staying.deadLetters()).toEqual([]);
  }, 180_000);
});
