import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openBatch, type RecordBatch } from '../../../../src-main/engine/log/kafka/record-batch.ts';
import { SumsReader } from '../../../../src-main/engine/log/kafka/sums-reader.ts';
import { TopicReader } from '../../../../src-main/engine/log/kafka/topic-reader.ts';
import { type Delivery, nothingRead } from '../../../../src-main/engine/log/message-log.ts';
import { systemClock } from '../../../../src-main/engine/run/system-clock.ts';
import { packed, recordBatch } from '../../../support/kafka/kafka-batches.ts';
import { kafkaDefaults } from '../../../support/kafka/kafka-defaults.ts';
import { type PlayedPartition, PlayedTopic } from '../../../support/kafka/played-topic.ts';

const sums = (v: number, revision: number): string =>
  JSON.stringify({
    ...{ v, kind: 'sums', start: 0, end: 10_000, partition: 0, revision, bytes: 60, packets: 1 },
    ...{ open: { bytes: 0, packets: 0, scopes: [] }, coverage: [] },
  });
const progress = (v: number, offset: number): string =>
  JSON.stringify({ v, kind: 'progress', partition: 0, window: 10_000, job: 'job', reached: null, offset });

/** Sums of the window from 0 to 10 s, or of another one. */
const sumsWith = (parts: object): string => JSON.stringify({ ...JSON.parse(sums(1, 1)), ...parts });

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

describe('sums that cannot be read', () => {
  const notPairs = { pairs: [['ann', ['10.0.0.1', '::1', 1, 1]]] };

  it('are lost to the window that they are of', async () => {
    expect(await read(4, [sumsWith({ start: 10_000, end: 20_000, ...notPairs }), sums(1, 2)])).toEqual([
      {
        ...{ kind: 'lost', partition: 0, offset: 4, nextOffset: 5, startMs: 10_000 },
        reason: 'the sums: a pair is not two addresses of one IP version with bytes and packets',
      },
      expect.objectContaining({ kind: 'sums', nextOffset: 6 }),
    ]);
  });

  it.each([
    ['of no window', { end: 'soon', ...notPairs }],
    ['of a window of another length', { end: 20_000, ...notPairs }],
    ['of a window that begins between two', { start: 5_000, end: 15_000, ...notPairs }],
    ['of a window that is far ahead', { start: 200_000_000, end: 200_010_000, ...notPairs }],
    ['far ahead of the clock', { start: 200_000_000, end: 200_010_000 }],
  ])('are a dead letter alone where they are %s', async (_, parts) => {
    expect(await read(4, [sumsWith(parts)])).toMatchObject([
      { kind: 'unreadable', offset: 4, nextOffset: 5 },
    ]);
  });
});

describe('sums of a version that is not known', () => {
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

  describe('in a topic', () => {
    let topic: PlayedTopic;
    let partition: PlayedPartition;
    let topicReader: TopicReader;
    let running: Promise<void>;
    let ending: AbortController;
    let taken: Delivery[];

    beforeEach(() => {
      topic = new PlayedTopic();
      partition = topic.partitions.get(0)!;
      [ending, taken] = [new AbortController(), []];
      const settings = { ...kafkaDefaults, topic: 't' };
      const parts = { ...{ brokers: topic.brokers, clock: systemClock, intervalMs: 1_000 }, settings };
      topicReader = new TopicReader({ ...parts, batches: reader }, nothingRead);
      running = topicReader.run(ending.signal);
    });
    afterEach(async () => {
      ending.abort();
      await running;
    });

    function append(value: string, header = {}): void {
      partition.batches.push(recordBatch(partition.end, [{ key: 'x', value }], header));
      partition.end += 1;
    }
    /** What was handed out by now. */
    function handedOut(): unknown[] {
      taken.push(...topicReader.take(9));
      return taken.map((one) => [one.kind, ...('offset' in one ? [one.offset] : []), one.nextOffset]);
    }

    it.each([
      ['was aborted', { attributes: 0x10, producerId: 7n }, [{ producerId: 7n, firstOffset: 1 }]],
      ['is compressed as nobody knows', { attributes: 7 }, []],
    ])('are not passed over by a batch behind them that %s', async (_, header, aborted) => {
      partition.aborted = aborted;
      append(sums(2, 1));
      append('rubbish', header);
      append(sums(1, 4));
      await expect.poll(handedOut).toEqual([
        ['moved', 0],
        ['lost', 0, 2],
        ['sums', 3],
      ]);
    });

    it('are lost once where the brokers have deleted them, with more behind them that nobody has read', async () => {
      append(sums(2, 1));
      await expect.poll(() => versions).toEqual([[0, 2]]);
      Object.assign(partition, { low: 3, end: 3, batches: [] });
      append(sums(1, 4));
      await expect.poll(handedOut).toEqual([
        ['moved', 0],
        ['lost', 0, 3],
        ['sums', 4],
      ]);
      expect(versions.at(-1)).toEqual([0, undefined]);
    });

    it('wait no longer where the topic was made anew', async () => {
      append(sums(2, 1));
      await expect.poll(() => versions).toEqual([[0, 2]]);
      Object.assign(partition, { low: 3, end: 3, batches: [] });
      topic.topicId = 'second';
      append(sums(1, 4));
      await expect.poll(handedOut, { timeout: 10_000 }).toEqual([
        ['moved', 0],
        ['moved', 3],
        ['sums', 4],
      ]);
      expect(versions.at(-1)).toEqual([0, undefined]);
    });
  });
});
