import { afterEach, describe, expect, it } from 'vitest';
import { inEnglish } from '../../../../src-main/common/phrases/say.ts';
import { type BatchIdentity, rememberBatch } from '../../../../src-main/engine/log/batch-identity.ts';
import { TopicReader } from '../../../../src-main/engine/log/kafka/topic-reader.ts';
import { type Delivery, nothingRead, type ReadSoFar } from '../../../../src-main/engine/log/message-log.ts';
import { systemClock } from '../../../../src-main/engine/run/system-clock.ts';
import { recordBatch } from '../../../support/kafka/kafka-batches.ts';
import { PlayedTopic } from '../../../support/kafka/played-topic.ts';
import { kafkaDefaults } from '../../../support/kafka/kafka-defaults.ts';

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
  readonly #batches: Map<number, readonly BatchIdentity[]>;

  constructor(topic: PlayedTopic, readSoFar: Partial<ReadSoFar> = {}) {
    const before = { ...nothingRead, ...readSoFar };
    this.#batches = new Map(before.batches);
    this.positions = new Map(before.positions);
    this.reader = new TopicReader(
      {
        ...{ brokers: topic.brokers, group: 'g', clock: systemClock, intervalMs: 1_000 },
        settings: { ...kafkaDefaults, topic: 't' },
      },
      before,
    );
    this.reader.onNoticed((text) => this.notices.push(inEnglish(text)));
    running = this.reader.run(ending.signal);
  }

  get records(): number {
    for (const delivery of this.reader.take(Infinity)) {
      this.deliveries.push(delivery);
      const { partition, nextOffset, container } = delivery;
      this.positions.set(partition, nextOffset);
      if (container)
        this.#batches.set(partition, rememberBatch(this.#batches.get(partition) ?? [], container));
    }
    return this.deliveries.reduce((sum, one) => sum + (one.kind === 'records' ? one.batch.count : 0), 0);
  }

  /** What a checkpoint would have; of brokers that give no ids, without them. */
  get readSoFar(): ReadSoFar {
    return { positions: this.positions, topics: new Map(), batches: this.#batches };
  }

  kinds(): string[] {
    return this.deliveries.map(({ kind }) => kind);
  }

  caughtUp(partition: number): number | undefined {
    return this.reader.caughtUp(this.positions).get(partition);
  }
}

/** Leaves so many batches of five records, and appends others up to an end of 102. */
function cut(topic: PlayedTopic, left: number): void {
  const partition = topic.partitions.get(0)!;
  partition.batches.splice(left);
  partition.end = 5 * left;
  topic.append(0, 102 - 5 * left, 60_000);
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
    const taken = new Taken(topic, { positions: new Map([[0, 100]]), topics: new Map([[0, 'c/former']]) });
    await expect.poll(() => taken.records).toBe(150);
    expect(taken.deliveries[0]).toMatchObject({ kind: 'moved', nextOffset: 0, topic: 'c/first' });
    expect(taken.notices.join()).toMatch(/made anew/);
  });

  it('goes on where a folder of an older version was, and says from then on which topic that is', async () => {
    const topic = new PlayedTopic();
    topic.append(0, 100);
    topic.append(0, 50);
    const taken = new Taken(topic, { positions: new Map([[0, 100]]) });
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
    taken.reader.rewind({
      ...nothingRead,
      positions: new Map([[0, 10]]),
      topics: new Map([[0, 'c/first']]),
    });
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

describe('a reader where brokers give no ids of topics', () => {
  /** A topic of which all was read: 20 batches of 5 records. Then the reader ended. */
  const readBefore = async (): Promise<[PlayedTopic, ReadSoFar]> => {
    const topic = new PlayedTopic();
    topic.topicId = null;
    for (let i = 0; i < 20; i++) topic.append(0, 5, 1_000 * i);
    const taken = new Taken(topic);
    await expect.poll(() => taken.records).toBe(100);
    ending.abort();
    await running;
    ending = new AbortController();
    return [topic, taken.readSoFar];
  };

  it('goes on behind the batch that it read last', async () => {
    const [topic, before] = await readBefore();
    topic.append(0, 3);
    const taken = new Taken(topic, before);
    await expect.poll(() => taken.records).toBe(3);
    expect(taken.notices).toEqual([]);
  });

  it.each([0, 60, 99, 100, 150])(
    'reads a topic that was made anew from its start (%i records)',
    async (count) => {
      const [topic, before] = await readBefore();
      topic.add(0);
      if (count > 0) topic.append(0, count, 50_000);
      const taken = new Taken(topic, before);
      await expect.poll(() => taken.notices.join()).toMatch(/made anew, and is read from its start/);
      await expect.poll(() => taken.records).toBe(count);
      expect(taken.deliveries[0]).toMatchObject({ kind: 'moved', nextOffset: 0, isAnew: true });
      expect(taken.kinds()).not.toContain('lost');
    },
  );

  it('knows a topic that is made anew while it reads', async () => {
    const topic = new PlayedTopic();
    topic.topicId = null;
    topic.append(0, 100);
    const taken = new Taken(topic);
    await expect.poll(() => taken.records).toBe(100);
    topic.add(0);
    topic.append(0, 60, 50_000);
    await expect.poll(() => taken.records, { timeout: 5_000 }).toBe(160);
    expect(taken.notices.join()).toMatch(/made anew/);
  });

  it('goes on where a partition was cut while nobody read, where the brokers say where that was', async () => {
    const [topic, before] = await readBefore();
    cut(topic, 8);
    topic.partitions.get(0)!.endOfEpoch = 40;
    const taken = new Taken(topic, before);
    await expect.poll(() => taken.records).toBe(102 - 40);
    expect(taken.deliveries[0]).toMatchObject({ kind: 'lost', offset: 40, nextOffset: 40 });
    expect(taken.notices.join()).toMatch(
      /lost the records from 40 on, of which those up to 100 had been read/,
    );
  });

  it('reads no batch twice where a partition was cut, and nobody knows where', async () => {
    const [topic, before] = await readBefore();
    cut(topic, 8);
    const taken = new Taken(topic, before);
    const gone = before.batches.get(0)!.find(({ baseOffset }) => baseOffset >= 40)!;
    await expect.poll(() => (taken.records, taken.positions.get(0))).toBe(102);
    expect(taken.deliveries[0]).toMatchObject({ kind: 'lost', offset: gone.baseOffset });
    expect(gone.baseOffset).toBeLessThan(90);
  });

  it('waits where the end lies before its place for a moment, and reads nothing twice', async () => {
    const [topic, before] = await readBefore();
    const partition = topic.partitions.get(0)!;
    partition.isBehind = true;
    const taken = new Taken(topic, before);
    await asked(topic);
    partition.isBehind = false;
    topic.append(0, 1);
    await expect.poll(() => taken.records, { timeout: 5_000 }).toBe(1);
    expect(taken.notices).toEqual([]);
  });

  it('says what was deleted before it was read, and takes the topic for no other one', async () => {
    const [topic, before] = await readBefore();
    const partition = topic.partitions.get(0)!;
    topic.append(0, 5, 70_000);
    topic.append(0, 5, 71_000);
    partition.batches.splice(0, 21);
    partition.low = 105;
    const taken = new Taken(topic, before);
    await expect.poll(() => taken.records).toBe(5);
    expect(taken.deliveries[0]).toMatchObject({ kind: 'lost', offset: 100, nextOffset: 105 });
    expect(taken.notices.join()).toMatch(/5 records were deleted by the brokers/);
  });
});

describe('a reader where a topic has an id', () => {
  it('goes on where a partition was cut while nobody read, though it is longer again', async () => {
    const topic = new PlayedTopic();
    topic.append(0, 90);
    topic.append(0, 10);
    const before = new Taken(topic);
    await expect.poll(() => before.records).toBe(100);
    ending.abort();
    await running;
    ending = new AbortController();
    const partition = topic.partitions.get(0)!;
    partition.batches.pop();
    partition.end = 90;
    partition.endOfEpoch = 90;
    topic.append(0, 30, 60_000);
    const taken = new Taken(topic, { ...before.readSoFar, topics: new Map([[0, 'c/first']]) });
    await expect.poll(() => taken.records).toBe(30);
    expect(taken.deliveries[0]).toMatchObject({ kind: 'lost', offset: 90, nextOffset: 90 });
    expect(taken.notices.join()).not.toMatch(/made anew/);
  });
});
