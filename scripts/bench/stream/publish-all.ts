import { setTimeout as sleep } from 'node:timers/promises';
import { durationMs, epochMs, systemClock } from '../../../src-main/common/units.ts';
import type { FlowBatch } from '../../../src-main/engine/capture/capture-source.ts';
import { DataFolder } from '../../../src-main/engine/data-folder.ts';
import { RecordPublisher } from '../../../src-main/engine/log/record-publisher.ts';
import { openPublishing } from '../../../src-main/engine/open-stream.ts';
import type { EngineSettings } from '../../../src-main/engine/settings.ts';

const recordsPerBatch = 1_000;
const entrySize = 24;
/** Records that wait in the spool at most: it shall not be the disk that is measured. */
const spoolRecords = 100_000;

/** Publishes so many flow records through the spool, each pair once an interval, and waits until the brokers have them. */
export async function publishAll(settings: EngineSettings, records: number, pairs: number): Promise<void> {
  if (settings.stream.kind !== 'kafka') throw new Error('there are no brokers');
  const folder = DataFolder.lock(settings.dataDir);
  const stream = openPublishing(settings.stream, settings.intervalMs, folder);
  stream.start(new Map());
  const publisher = await RecordPublisher.continuing(stream.log, folder.settings.agentId());
  const waiting = (): number => stream.status(new Map(), systemClock.now()).spool!.records;
  const lastMs = Math.floor(Date.now() / 1000) * 1000;
  for (let first = 0; first < records; first += recordsPerBatch) {
    const secondsAgo = Math.ceil((records - first) / pairs);
    publisher.offer(batchOf(first, pairs, lastMs - secondsAgo * 1000));
    await publisher.flush();
    while (waiting() > spoolRecords) await sleep(5);
  }
  while (waiting() > 0) await sleep(5);
  await stream.stop();
  folder.dispose();
}

function batchOf(first: number, pairs: number, fromMs: number): FlowBatch {
  const flows = Buffer.alloc(recordsPerBatch * entrySize);
  for (let i = 0; i < recordsPerBatch; i++) {
    const pair = (first + i) % pairs;
    flows.writeUInt32BE(0x0a000000 + pair, i * entrySize);
    flows.writeUInt32BE(0xc0000201, i * entrySize + 4);
    flows.writeUInt32LE(60 + (pair % 1440), i * entrySize + 8);
    flows.writeUInt32LE(1, i * entrySize + 16);
  }
  const bytes = Array.from({ length: recordsPerBatch }, (_, i) => 60 + (((first + i) % pairs) % 1440));
  return {
    ...{ interface: 'eth0', fromMs: epochMs(fromMs), intervalMs: durationMs(1000), family: 4 },
    ...{ count: recordsPerBatch, packets: recordsPerBatch, flows },
    bytes: bytes.reduce((sum, one) => sum + one, 0),
  };
}
