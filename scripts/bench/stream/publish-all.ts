import { nothingRead } from '../../../src-main/engine/log/message-log.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import { durationMs, epochMs } from '../../../src-main/common/units.ts';
import type { FlowBatch } from '../../../src-main/engine/flow-records/layout.ts';
import { DataFolder } from '../../../src-main/engine/store/data-folder.ts';
import { RecordPublisher } from '../../../src-main/engine/log/record-publisher.ts';
import { openPublishing } from '../../../src-main/engine/run/open-kafka.ts';
import type { EngineSettings } from '../../../src-main/engine/run/settings.ts';
import { systemClock } from '../../../src-main/engine/run/system-clock.ts';

/** What the capture helper sends at once. */
const recordsPerBatch = 40_000;
const entrySize = 24;
/** Records that wait in the spool at most: it shall not be the disk that is measured. */
const spoolRecords = 200_000;

/** Publishes so many flow records through the spool, each pair once an interval, and waits until the brokers have them. */
export async function publishAll(settings: EngineSettings, records: number, pairs: number): Promise<void> {
  if (settings.stream.kind !== 'kafka') throw new Error('there are no brokers');
  const folder = DataFolder.lock(settings.dataDir);
  const stream = openPublishing(settings.stream, settings.intervalMs, folder);
  stream.start(nothingRead);
  const publisher = await RecordPublisher.continuing(
    stream.log,
    folder.settings.agentId(),
    folder.settings.beginEpoch(systemClock.now()),
  );
  const waiting = (): number => stream.status(new Map(), systemClock.now()).spool!.records;
  const lastMs = Math.floor(Date.now() / 1000) * 1000;
  for (let first = 0; first < records; first += pairs) {
    const fromMs = lastMs - Math.ceil((records - first) / pairs) * 1000;
    for (let pair = 0; pair < pairs; pair += recordsPerBatch)
      publisher.offer(batchOf(pair, Math.min(recordsPerBatch, pairs - pair), fromMs));
    await publisher.flush();
    while (waiting() > spoolRecords) await sleep(5);
  }
  while (waiting() > 0) await sleep(5);
  await stream.stop();
  folder.dispose();
}

/** One packet for each of `count` pairs. */
function batchOf(first: number, count: number, fromMs: number): FlowBatch {
  const flows = Buffer.alloc(count * entrySize);
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const pair = first + i;
    const bytes = 60 + (pair % 1440);
    flows.writeUInt32BE(0x0a000000 + pair, i * entrySize);
    flows.writeUInt32BE(0xc0000201, i * entrySize + 4);
    flows.writeUInt32LE(bytes, i * entrySize + 8);
    flows.writeUInt32LE(1, i * entrySize + 16);
    sum += bytes;
  }
  return {
    ...{ interface: 'eth0', fromMs: epochMs(fromMs), intervalMs: durationMs(1000), family: 4 },
    ...{ count, packets: count, bytes: sum, flows },
  };
}
