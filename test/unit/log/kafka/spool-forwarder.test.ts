import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BatchReader } from '../../../../src-main/engine/log/kafka/batch-reader.ts';
import { Brokers } from '../../../../src-main/engine/log/kafka/brokers.ts';
import { partitionOf } from '../../../../src-main/engine/log/kafka/partition-of.ts';
import { PublishCondition } from '../../../../src-main/engine/log/kafka/publish-condition.ts';
import { openBatch, type RecordBatch } from '../../../../src-main/engine/log/kafka/record-batch.ts';
import { Spool } from '../../../../src-main/engine/log/kafka/spool.ts';
import { SpoolForwarder } from '../../../../src-main/engine/log/kafka/spool-forwarder.ts';
import { systemClock } from '../../../../src-main/engine/run/system-clock.ts';
import { type Connection, openDatabase } from '../../../../src-main/engine/store/database.ts';
import { LogRepository } from '../../../../src-main/engine/store/log-repository.ts';
import { migrations } from '../../../../src-main/engine/store/migrations.ts';
import { TemporaryFolder } from '../../../helpers/command-line.ts';
import { FakeClock } from '../../../helpers/fake-clock.ts';
import { batchOf, flow } from '../../../helpers/flows.ts';
import { packed } from '../../../helpers/kafka-batches.ts';
import { type BrokerPlay, PlayedBrokers } from '../../../helpers/played-brokers.ts';
import { testSettings } from '../../../helpers/stream-run.ts';

/** Reads records of any time. */
const anyTime = { intervalMs: 1_000, now: () => 8.64e15 };

const notLeader = 6;
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
async function forward(nodes: number, play: BrokerPlay, sources: readonly string[]): Promise<Spool> {
  brokers = await PlayedBrokers.start(nodes, play);
  const spool = new Spool(
    new LogRepository(connection, 'spool'),
    { maxBytes: 1e9, maxAgeMs: 1e12 },
    new FakeClock(),
  );
  const flows = sources.map((source) => flow(source, '10.9.9.9', 100));
  spool.append([{ kind: 'records', agent: 'a', epoch: 1, firstSequence: 0, batch: batchOf(0, flows) }]);
  const settings = testSettings(brokers.addresses, { topic: play.topic, compression: 'none' });
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

/** How many records the brokers took, by sequence. */
async function taken(): Promise<number[]> {
  const counts: number[] = [];
  for (const { batch, partition } of brokers!.taken) {
    const opened = (await openBatch(packed(batch))) as RecordBatch;
    for (const delivery of new BatchReader(anyTime).read(partition, opened, 0)) {
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
  everySource.filter((i) => partitionOf(`${sources[i]},10.9.9.9`, 2) === partition);

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
});
