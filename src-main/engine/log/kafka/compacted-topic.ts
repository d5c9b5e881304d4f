import { createErrorFromCode } from 'kafkajs/src/protocol/error.js';
import type { Brokers } from './brokers.ts';
import type { ClusterLink } from './kafkajs/cluster-link.ts';
import type { FetchedPartition } from './kafkajs/fetch.ts';
import { batchesOf, openBatch, RecordCursor } from './record-batch.ts';
import { AbortedBatches } from './transactions.ts';

/** A compacted topic of this kind has one partition. */
export const onlyPartition = 0;
const bounds = { maxWaitMs: 250, maxBytes: 4 * 1024 * 1024, maxBytesPerPartition: 4 * 1024 * 1024 };

/**
 * Reads a compacted topic of one partition to the end that it has by now.
 *
 * @returns the newest value of each key that has one
 * @throws whatever kafkajs throws where the brokers can't be asked
 */
export async function readCompacted(brokers: Brokers, topic: string): Promise<ReadonlyMap<string, string>> {
  const link = brokers.link();
  try {
    await link.connect();
    return await readRows(link, topic);
  } finally {
    await link.disconnect().catch(() => {});
  }
}

async function readRows(link: ClusterLink, topic: string): Promise<ReadonlyMap<string, string>> {
  const { topicId, leaders } = await link.describe(topic);
  const node = leaders.get(onlyPartition) ?? -1;
  const span = node < 0 ? undefined : (await link.spans(node, topic, [onlyPartition])).get(onlyPartition);
  if (!span) throw new Error(`the topic ${topic} has no leader`);
  const rows = new Map<string, string>();
  for (let next = span.low; next < span.end;) {
    const places = new Map([[onlyPartition, { offset: next, epoch: -1 }]]);
    const [fetched] = await link.fetch(node, { topic, topicId, places }, bounds);
    if (!fetched) throw new Error(`the leader of ${topic} answered nothing`);
    if (fetched.errorCode !== 0) throw createErrorFromCode(fetched.errorCode);
    const read = await takeRows(fetched, next, rows);
    if (read === next) break;
    next = read;
  }
  return rows;
}

/** @returns where to read on */
async function takeRows(
  { aborted, records }: FetchedPartition,
  from: number,
  rows: Map<string, string>,
): Promise<number> {
  const transactions = new AbortedBatches(aborted);
  let next = from;
  for (const packed of batchesOf(records)) {
    const isAborted = transactions.has(packed);
    if (packed.lastOffset < from) continue;
    next = packed.lastOffset + 1;
    const batch = isAborted ? undefined : await openBatch(packed);
    if (!batch || 'reason' in batch || batch.isControl) continue;
    const cursor = new RecordCursor(batch);
    while (cursor.next()) takeRow(cursor, rows);
  }
  return next;
}

function takeRow(
  { buffer, keyStart, keyEnd, valueStart, valueEnd }: RecordCursor,
  rows: Map<string, string>,
): void {
  if (keyStart < 0) return;
  const key = buffer.toString('utf8', keyStart, keyEnd);
  if (valueStart < 0) rows.delete(key);
  else rows.set(key, buffer.toString('utf8', valueStart, valueEnd));
}
