import { beforeEach, describe, expect, it } from 'vitest';
import { openBatch, type RecordBatch } from '../../../../src-main/engine/log/kafka/record-batch.ts';
import { SumsReader } from '../../../../src-main/engine/log/kafka/sums-reader.ts';
import { TopicReader } from '../../../../src-main/engine/log/kafka/topic-reader.ts';
import { type Delivery, nothingRead } from '../../../../src-main/engine/log/message-log.ts';
import { systemClock } from '../../../../src-main/engine/run/system-clock.ts';
import { packed, recordBatch } from '../../../support/kafka/kafka-batches.ts';
import { kafkaDefaults } from '../../../support/kafka/kafka-defaults.ts';
import { PlayedTopic } from '../../../support/kafka/played-topic.ts';

const sums = (v: number, revision: number): string =>
  JSON.stringify({
    ...{ v, kind: 'sums', start: 0, end: 10_000, partition: 0, revision, bytes: 60, packets: 1 },
    ...{ open: { bytes: 0, packets: 0, scopes: [] }, coverage: [] },
  });
const progress = (v: number, offset: number): string =>
  JSON.stringify({ v, kind: 'progress', partition: 0, window: 10_000, job: 'job', reached: null, offset });

describe('sums of a version that is not known', () => {
  let reader: SumsReader;
  let versions: (readonly [partition: number, version: number | undefined])[];
  let summed: number[];

  beforeEach(() => {
    [versions, summed] = [[], []];
    reader = new SumsReader({
      ...{ intervalMs: 1_000, paneMs: 10_000, now: () => 20_000, foundOther: () => {} },
      progressed: (_partition, _offset, { offset }) => summed.push(offset),
      foundVersion: (partition, version) => versions.push([partition, version]),
    });
  });

  /** Values that follow each other from an offset on. */
  async function read(baseOffset: number, values: readonly string[], partition = 0): Promise<Delivery[]> {
    const messages = values.map((value) => ({ key: 'x', value }));
    const batch = (await openBatch(packed(recordBatch(baseOffset, messages)))) as RecordBatch;
    return reader.read(partition, batch, baseOffset);
  }
  const outline = (deliveries: readonly Delivery[]): unknown[] =>
    deliveries.map(({ kind, nextOffset }) => [kind, nextOffset]);

  it('wait, with all that is behind them, for a program that knows them', async () => {
    expect(outline(await read(0, [sums(1, 1), sums(2, 2), 'rubbish', progress(2, 7)]))).toEqual([
      ['sums', 1],
    ]);
    expect(await read(4, ['rubbish', sums(2, 3)])).toEqual([]);
    expect(versions).toEqual([[0, 2]]);
    expect(summed).toEqual([]);
    // Other partitions go on.
    expect(outline(await read(0, [sums(1, 1)], 1))).toEqual([['sums', 1]]);
  });

  it('wait, too, where the job has only told of its progress', async () => {
    expect(await read(0, [progress(2, 7)])).toEqual([]);
    expect(versions).toEqual([[0, 2]]);
    expect(summed).toEqual([]);
  });

  it('are lost where the job that wrote them has gone, and sums of the known version come', async () => {
    await read(0, [sums(2, 1), 'rubbish']);
    expect(await read(2, [progress(1, 9), sums(1, 4), 'rubbish'])).toMatchObject([
      { kind: 'lost', partition: 0, offset: 0, nextOffset: 3, reason: 'version 2 of sums is not known' },
      { kind: 'sums', nextOffset: 4, sums: { revision: 4 } },
      { kind: 'unreadable', offset: 4, nextOffset: 5 },
    ]);
    expect(versions).toEqual([
      [0, 2],
      [0, undefined],
    ]);
  });

  it('are no longer waited for where what is before them is read again', async () => {
    await read(5, [sums(2, 1)]);
    expect(outline(await read(4, [sums(1, 1)]))).toEqual([['sums', 5]]);
    expect(versions).toEqual([
      [0, 2],
      [0, undefined],
    ]);
    expect(await read(5, [sums(2, 1)])).toEqual([]);
    expect(versions.at(-1)).toEqual([0, 2]);
  });

  it.each([
    ['was aborted', { attributes: 0x10, producerId: 7n }, [{ producerId: 7n, firstOffset: 1 }]],
    ['is compressed as nobody knows', { attributes: 7 }, []],
  ])('are not passed over by a batch behind them that %s', async (_, header, aborted) => {
    const topic = new PlayedTopic();
    const partition = topic.partitions.get(0)!;
    for (const [offset, value] of [sums(2, 1), 'rubbish', sums(1, 4)].entries())
      partition.batches.push(recordBatch(offset, [{ key: 'x', value }], offset === 1 ? header : {}));
    Object.assign(partition, { end: 3, aborted });
    const ending = new AbortController();
    const settings = { ...kafkaDefaults, topic: 't' };
    const parts = { ...{ brokers: topic.brokers, clock: systemClock, intervalMs: 1_000 }, settings };
    const topicReader = new TopicReader({ ...parts, batches: reader }, nothingRead);
    const running = topicReader.run(ending.signal);
    const taken: unknown[] = [];
    const take = (): unknown => taken.push(...outline(topicReader.take(9))) && taken.at(-1);
    await expect.poll(take).toEqual(['sums', 3]);
    ending.abort();
    await running;
    expect(taken.slice(-2)).toEqual([
      ['lost', 2],
      ['sums', 3],
    ]);
    expect(taken.slice(0, -2)).toEqual([['moved', 0]]);
  });
});
