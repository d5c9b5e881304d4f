import { afterEach, describe, expect, it } from 'vitest';
import { kafkaDefaults } from '../../../../src-main/engine/log/kafka/kafka-settings.ts';
import { TopicReader } from '../../../../src-main/engine/log/kafka/topic-reader.ts';
import type { Delivery, Positions, Topics } from '../../../../src-main/engine/log/message-log.ts';
import { systemClock } from '../../../../src-main/engine/run/system-clock.ts';
import { recordBatch } from '../../../helpers/kafka-batches.ts';
import { PlayedTopic } from '../../../helpers/played-topic.ts';

let ending = new AbortController();
let running: Promise<void> | undefined;
afterEach(async () => {
  ending.abort();
  await running;
  ending = new AbortController();
});

/** What a checker would have of a topic that is read. */
class Taken {
  readonly deliveries: Delivery[] = [];
  readonly notices: string[] = [];
  readonly positions: Map<number, number>;
  readonly reader: TopicReader;

  constructor(topic: PlayedTopic, positions: Positions = new Map(), topics: Topics = new Map()) {
    this.positions = new Map(positions);
    this.reader = new TopicReader(
      {
        ...{ brokers: topic.brokers, group: 'g', clock: systemClock, intervalMs: 1_000 },
        settings: { ...kafkaDefaults, topic: 't' },
      },
      positions,
      topics,
    );
    this.reader.onNoticed((text) => this.notices.push(text));
    running = this.reader.run(ending.signal);
  }

  get records(): number {
    for (const delivery of this.reader.take(Infinity)) {
      this.deliveries.push(delivery);
      this.positions.set(delivery.partition, delivery.nextOffset);
    }
    return this.deliveries.reduce((sum, one) => sum + (one.kind === 'records' ? one.batch.count : 0), 0);
  }

  kinds(): string[] {
    return this.deliveries.map(({ kind }) => kind);
  }

  caughtUp(partition: number): number | undefined {
    return this.reader.caughtUp(this.positions).get(partition);
  }
}

/** Resolves when the brokers were asked how far the topic reaches, from now on. */
const asked = async (topic: PlayedTopic): Promise<void> => {
  const before = topic.questions;
  await expect.poll(() => topic.questions, { timeout: 5_000 }).toBeGreaterThan(before + 2);
};

describe('a reader of a topic', () => {
  it('waits where the end lies before its place for a moment, as on a new leader', async () => {
    const topic = new PlayedTopic();
    topic.append(0, 100);
    const taken = new Taken(topic);
    await expect.poll(() => taken.records).toBe(100);
    topic.partitions.get(0)!.end = 95;
    await asked(topic);
    topic.partitions.get(0)!.end = 100;
    topic.append(0, 1);
    await expect.poll(() => taken.records).toBe(101);
    expect(taken.notices).toEqual([]);
  });

  it('goes on at the end of a partition that was cut, and says that records are lost', async () => {
    const topic = new PlayedTopic();
    topic.append(0, 90);
    topic.append(0, 10);
    const taken = new Taken(topic);
    await expect.poll(() => taken.records).toBe(100);
    const partition = topic.partitions.get(0)!;
    partition.batches.pop();
    partition.end = 90;
    await expect.poll(() => (taken.records, taken.kinds().at(-1))).toBe('lost');
    topic.append(0, 3);
    await expect.poll(() => taken.records).toBe(103);
    expect(taken.deliveries.filter(({ kind }) => kind === 'lost')).toMatchObject([
      { offset: 90, nextOffset: 90, reason: expect.stringContaining('lost') as string },
    ]);
  });

  it.each([60, 150])('reads another topic of the same name from its start (%i records)', async (count) => {
    const topic = new PlayedTopic();
    topic.append(0, 100);
    const taken = new Taken(topic);
    await expect.poll(() => taken.records).toBe(100);
    topic.topicId = 'second';
    topic.add(0);
    topic.append(0, count);
    await expect.poll(() => taken.records, { timeout: 5_000 }).toBe(100 + count);
    expect(taken.notices.join()).toMatch(/made anew, and is read from its start/);
  });

  it('knows another topic of the name also where it was made while nobody read', async () => {
    const topic = new PlayedTopic();
    topic.append(0, 150);
    const taken = new Taken(topic, new Map([[0, 100]]), new Map([[0, 'c/former']]));
    await expect.poll(() => taken.records).toBe(150);
    expect(taken.deliveries[0]).toMatchObject({ kind: 'moved', nextOffset: 0, topic: 'c/first' });
    expect(taken.notices.join()).toMatch(/made anew/);
  });

  it('goes on where a folder of an older version was, and says from then on which topic that is', async () => {
    const topic = new PlayedTopic();
    topic.append(0, 100);
    topic.append(0, 50);
    const taken = new Taken(topic, new Map([[0, 100]]));
    await expect.poll(() => taken.records).toBe(50);
    expect(taken.deliveries[0]).toEqual({ kind: 'moved', partition: 0, nextOffset: 100, topic: 'c/first' });
    expect(taken.notices).toEqual([]);
  });

  it('asks nothing more for holes that transactions and compaction left', async () => {
    const topic = new PlayedTopic();
    const partition = topic.partitions.get(0)!;
    for (let offset = 0; offset < 200; offset += 2)
      partition.batches.push(recordBatch(offset, [{ key: '10.0.0.1,10.0.0.2', value: '1', timestampMs: 1 }]));
    partition.end = 200;
    const taken = new Taken(topic);
    await expect.poll(() => taken.records).toBe(100);
    expect(topic.questions).toBeLessThan(10);
  });

  it('reads and hands out again what was handed out since the positions that it is set back to', async () => {
    const topic = new PlayedTopic(2);
    topic.append(0, 10);
    topic.append(0, 10);
    topic.append(1, 5);
    const taken = new Taken(topic);
    await expect.poll(() => taken.records).toBe(25);
    taken.reader.rewind(new Map([[0, 10]]), new Map([[0, 'c/first']]));
    await expect.poll(() => taken.records).toBe(25 + 10 + 5);
  });

  it('reads other partitions while one has no leader, which holds the watermark', async () => {
    const topic = new PlayedTopic(2);
    topic.append(0, 1);
    topic.append(1, 1);
    topic.partitions.get(1)!.leader = -1;
    const taken = new Taken(topic);
    await expect.poll(() => taken.records).toBe(1);
    await expect.poll(() => taken.caughtUp(0), { timeout: 5_000 }).toBeGreaterThan(0);
    expect(taken.caughtUp(1)).toBe(-Infinity);
    expect(taken.reader.problem?.message).toBe('Partition 1 of t has no leader');
    topic.partitions.get(1)!.leader = 2;
    await expect.poll(() => taken.records, { timeout: 5_000 }).toBe(2);
    expect(taken.reader.problem).toBeUndefined();
  });

  it('reads other partitions while the leader of one does not answer', async () => {
    const topic = new PlayedTopic(2);
    topic.partitions.get(1)!.leader = 2;
    topic.failing.add(2);
    topic.append(0, 1);
    topic.append(1, 1);
    const taken = new Taken(topic);
    await expect.poll(() => taken.records).toBe(1);
    await expect.poll(() => taken.reader.problem?.message, { timeout: 5_000 }).toMatch(/broker 2/);
    topic.failing.clear();
    await expect.poll(() => taken.records, { timeout: 5_000 }).toBe(2);
  });

  it('holds the watermark for a new partition until it is given out', async () => {
    const topic = new PlayedTopic();
    topic.append(0, 1);
    const taken = new Taken(topic);
    await expect.poll(() => taken.records).toBe(1);
    topic.add(1);
    topic.append(1, 1);
    await expect.poll(() => taken.caughtUp(1), { timeout: 5_000 }).toBe(-Infinity);
    topic.assign();
    await expect.poll(() => taken.records, { timeout: 5_000 }).toBe(2);
    await expect.poll(() => taken.caughtUp(1), { timeout: 5_000 }).toBeGreaterThan(0);
  });
});
