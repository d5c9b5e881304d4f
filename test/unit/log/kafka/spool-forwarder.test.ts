import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { epochMs } from '../../../../src-main/common/units.ts';
import type { Mark } from '../../../../src-main/engine/flow-records/mark.ts';
import { BatchReader } from '../../../../src-main/engine/log/kafka/batch-reader.ts';
import { Brokers } from '../../../../src-main/engine/log/kafka/brokers.ts';
import { partitionOf } from '../../../../src-main/engine/log/kafka/partition-of.ts';
import type { KafkaSettings } from '../../../../src-main/engine/log/kafka/kafka-settings.ts';
import { PublishCondition } from '../../../../src-main/engine/log/kafka/publish-condition.ts';
import { openBatch, type RecordBatch } from '../../../../src-main/engine/log/kafka/record-batch.ts';
import { Spool } from '../../../../src-main/engine/log/kafka/spool.ts';
import { SpoolForwarder } from '../../../../src-main/engine/log/kafka/spool-forwarder.ts';
import { systemClock } from '../../../../src-main/engine/run/system-clock.ts';
import type { Delivery, LogMessage } from '../../../../src-main/engine/log/message-log.ts';
import { type Connection, openDatabase } from '../../../../src-main/engine/store/database.ts';
import { LogRepository } from '../../../../src-main/engine/store/log-repository.ts';
import { migrations } from '../../../../src-main/engine/store/migrations.ts';
import { TemporaryFolder } from '../../../support/process/command-line.ts';
import { FakeClock } from '../../../support/process/fake-clock.ts';
import { batchOf, flow } from '../../../support/records/flows.ts';
import { packed } from '../../../support/kafka/kafka-batches.ts';
import { type BrokerPlay, PlayedBrokers } from '../../../support/kafka/played-brokers.ts';
import { testSettings } from '../../../support/kafka/stream-run.ts';

/** Reads records of any time. */
const anyTime = { intervalMs: 1_000, now: () => 8.64e15 };

const notLeader = 6;
const tooLarge = 10;
let folder: TemporaryFolder;
let connection: Connection;
let brokers: PlayedBrokers | undefined;
let ending: AbortController;
let running: Promise<void> | undefined;
beforeEach(() => {
  folder = new TemporaryFolder();
  connection = openDatabase(folder.file('spool.db'), migrations);
  ending = new AbortController();
});
afterEach(async () => {
  ending.abort();
  await running;
  await brokers?.stop();
  connection.close();
  folder[Symbol.dispose]();
});

/** Spools one record for each source, and forwards them to the brokers. */
async function forward(
  nodes: number,
  play: BrokerPlay,
  sources: readonly string[],
  messages: readonly LogMessage[] = [],
  compression: KafkaSettings['compression'] = 'none',
): Promise<Spool> {
  brokers = await PlayedBrokers.start(nodes, play);
  const spool = new Spool(
    new LogRepository(connection, 'spool'),
    { maxBytes: 1e9, maxAgeMs: 1e12 },
    new FakeClock(),
  );
  const flows = sources.map((source) => flow(source, '10.9.9.9', 100));
  spool.append([
    { kind: 'records', agent: 'a', epoch: 1, firstSequence: 0, batch: batchOf(0, flows) },
    ...messages,
  ]);
  const settings = testSettings(brokers.addresses, { topic: play.topic, compression });
  const forwarder = new SpoolForwarder({
    ...{
      clock: systemClock,
      brokers: new Brokers(settings),
      spool,
      settings,
      condition: PublishCondition.parse(''),
    },
    lease: { isHeld: () => Promise.resolve(true) },
  });
  running = forwarder.run(ending.signal);
  return spool;
}

/** A mark behind that. */
const markOf = (sequence: number): LogMessage => ({
  kind: 'mark',
  mark: {
    ...{ agent: 'a', epoch: 1, sequence, reachedMs: epochMs(1_000), interfaces: [] },
    ...{ lost: { spool: 0 }, selection: { filter: '', publishWhen: '' }, farewell: false },
  },
});

/** What the brokers took, as a reader has it. */
async function deliveriesTaken(): Promise<{ partition: number; deliveries: Delivery[] }[]> {
  return Promise.all(
    brokers!.taken.map(async ({ batch, partition }) => {
      const opened = (await openBatch(packed(batch))) as RecordBatch;
      return { partition, deliveries: new BatchReader(anyTime).read(partition, opened, 0) };
    }),
  );
}

/** How many records the brokers took, by sequence. */
async function taken(): Promise<number[]> {
  const counts: number[] = [];
  for (const { deliveries } of await deliveriesTaken()) {
    for (const delivery of deliveries) {
      if (delivery.kind !== 'records' || !delivery.origin) continue;
      const { origin } = delivery;
      for (let sequence = origin.firstSequence; sequence <= origin.lastSequence; sequence++)
        if (origin.countBelow(sequence + 1) > origin.countBelow(sequence))
          counts[sequence] = (counts[sequence] ?? 0) + 1;
    }
  }
  return counts;
}

/** Sources whose records lie in each of two partitions. */
const sources = Array.from({ length: 20 }, (_, i) => `10.0.0.${i}`);
const everySource = [...sources.keys()];
const ofPartition = (partition: number): number[] =>
  everySource.filter((i) => partitionOf(Buffer.from(`${sources[i]},10.9.9.9`), 2) === partition);

describe('the forwarder of the spool', () => {
  it('keeps what a leader refused that moves to a broker which had answered', async () => {
    const play: BrokerPlay = {
      topic: 't',
      leaders: [1, 2],
      produce: (node, partition) => {
        if (node === play.leaders[partition]! && node === 1) return 0;
        play.leaders = [1, 1];
        return notLeader;
      },
    };
    const spool = await forward(2, play, sources);
    await expect.poll(() => spool.status.records).toBe(0);
    expect((await taken()).map((count) => count > 0)).toEqual(everySource.map(() => true));
  });

  it('keeps what an answer leaves out', async () => {
    let answers = 0;
    const play: BrokerPlay = {
      ...{ topic: 't', leaders: [1, 1] },
      produce: (_, partition) => (partition === 1 && answers++ === 0 ? 'left out' : 0),
    };
    const spool = await forward(1, play, sources);
    await expect.poll(() => spool.status.records).toBe(0);
    const counts = await taken();
    expect(ofPartition(1).map((i) => counts[i])).toEqual(ofPartition(1).map(() => 1));
    expect(counts.filter((count) => count > 0)).toHaveLength(20);
  });

  it('writes a mark into every partition, behind the records before it', async () => {
    const play: BrokerPlay = { topic: 't', leaders: [1, 1, 1], produce: () => 0 };
    const spool = await forward(1, play, sources.slice(0, 1), [markOf(1)]);
    await expect.poll(() => spool.status.records).toBe(0);
    const kinds = new Map<number, string[]>();
    for (const { partition, deliveries } of await deliveriesTaken())
      kinds.set(partition, [...(kinds.get(partition) ?? []), ...deliveries.map(({ kind }) => kind)]);
    const own = partitionOf(Buffer.from(`${sources[0]},10.9.9.9`), 3);
    for (const partition of [0, 1, 2])
      expect(kinds.get(partition)).toEqual(partition === own ? ['records', 'mark'] : ['mark']);
  });

  it('publishes to the other partitions while one refuses, and to it in order when it takes again', async () => {
    let isDead = true;
    const play: BrokerPlay = {
      ...{ topic: 't', leaders: [1, 1] },
      produce: (_, partition) => (partition === 1 && isDead ? notLeader : 0),
    };
    const spool = await forward(1, play, sources);
    const counted = async (partition: number): Promise<number[]> => {
      const counts = await taken();
      return ofPartition(partition).map((i) => counts[i] ?? 0);
    };
    await expect.poll(async () => (await counted(0)).every((count) => count > 0)).toBe(true);
    const later = flow(sources[ofPartition(0)[0]!]!, '10.9.9.9', 100);
    spool.append([
      { kind: 'records', agent: 'a', epoch: 1, firstSequence: 20, batch: batchOf(1_000, [later]) },
      markOf(21),
    ]);
    await expect.poll(async () => (await taken())[20]).toBe(1);
    expect(await counted(1)).toEqual(ofPartition(1).map(() => 0));
    expect(spool.status.records).toBeGreaterThan(0);
    isDead = false;
    await expect.poll(() => spool.status.records, { timeout: 8_000 }).toBe(0);
    expect(await counted(1)).toEqual(ofPartition(1).map(() => 1));
    const ofDead = (await deliveriesTaken()).filter(({ partition }) => partition === 1);
    expect(ofDead.flatMap(({ deliveries }) => deliveries.map(({ kind }) => kind)).at(-1)).toBe('mark');
  });

  it('halves what is too large for the brokers', async () => {
    const play: BrokerPlay = {
      ...{ topic: 't', leaders: [1, 1] },
      produce: (_node, _partition, size) => (size > 600 ? tooLarge : 0),
    };
    const spool = await forward(1, play, sources);
    await expect.poll(() => spool.status.records).toBe(0);
    expect(await taken()).toEqual(everySource.map(() => 1));
    expect(spool.status.droppedPackets).toBe(0);
  });

  it('compresses with gzip where the brokers have no zstd', async () => {
    const play: BrokerPlay = { topic: 't', leaders: [1, 1], produce: () => 0 };
    const spool = await forward(1, play, sources, [], 'zstd');
    await expect.poll(() => spool.status.records).toBe(0);
    expect(await taken()).toEqual(everySource.map(() => 1));
    expect(brokers!.taken.map(({ batch }) => batch.readInt16BE(21))).toEqual([1, 1]);
  });

  it('sends what comes meanwhile in order, while a request is under way', async () => {
    const answers: PromiseWithResolvers<number>[] = [];
    const play: BrokerPlay = {
      ...{ topic: 't', leaders: [1] },
      produce: () => {
        answers.push(Promise.withResolvers<number>());
        return answers.at(-1)!.promise;
      },
    };
    const spool = await forward(1, play, sources.slice(0, 1));
    for (let sequence = 1; sequence <= 5; sequence++) {
      await expect.poll(() => answers.length).toBe(sequence);
      const batch = batchOf(sequence * 1_000, [flow(sources[sequence]!, '10.9.9.9', 100)]);
      spool.append([{ kind: 'records', agent: 'a', epoch: 1, firstSequence: sequence, batch }]);
      expect(answers).toHaveLength(sequence);
      answers.at(-1)!.resolve(0);
    }
    await expect.poll(() => answers.length).toBe(6);
    expect(spool.status.records).toBe(1);
    answers.at(-1)!.resolve(0);
    await expect.poll(() => spool.status.records).toBe(0);
    const sequences = (await deliveriesTaken()).flatMap(({ deliveries }) =>
      deliveries.flatMap((one) => (one.kind === 'records' ? [one.origin!.firstSequence] : [])),
    );
    expect(sequences).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('drops a record that is too large by itself, counts it, and goes on', async () => {
    const play: BrokerPlay = {
      ...{ topic: 't', leaders: [1, 1] },
      produce: (_node, partition) => (partition === 1 ? tooLarge : 0),
    };
    const spool = await forward(1, play, sources);
    await expect.poll(() => spool.status.records).toBe(0);
    expect(spool.status.droppedPackets).toBe(ofPartition(1).length);
    spool.append([markOf(20)]);
    const marks = async (): Promise<Mark[]> =>
      (await deliveriesTaken()).flatMap(({ deliveries }) =>
        deliveries.flatMap((one) => (one.kind === 'mark' ? [one.mark] : [])),
      );
    await expect
      .poll(async () => (await marks())[0])
      .toMatchObject({
        ...{ sequence: 20, lost: { spool: ofPartition(1).length } },
        interfaces: [{ name: 'eth0', fromMs: 0, toMs: 1_000 }],
      });
  });
});
