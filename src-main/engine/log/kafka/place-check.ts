import { type BatchIdentity, isSameBatch } from '../batch-identity.ts';
import type { ClusterLink, PartitionSpan } from './kafkajs/cluster-link.ts';
import { batchesOf, identityOf } from './record-batch.ts';

/** Protocol error: there is nothing at that offset, and nothing about to come there. */
const offsetOutOfRange = 1;
/** A broker gives the first batch whole, however little is asked for. */
const oneBatch = { maxWaitMs: 0, maxBytes: 1, maxBytesPerPartition: 1 };

/** A partition on its leader. */
export interface LedPartition {
  readonly link: ClusterLink;
  readonly node: number;
  readonly topic: string;
  readonly topicId: string | null;
  readonly partition: number;
}

/**
 * What became of the records before a position: they are there as they were read; the log was cut at an offset and went
 * on otherwise; it is another log, from its start on; or it can't be said yet.
 */
export type Found = 'same' | 'unknown' | { readonly cutAt: number } | { readonly anewFrom: number };

/**
 * Holds what was read of a partition against what its leader has now. An end that lies before the position is none of
 * that: on a new leader it may be behind for a moment.
 *
 * @param isSameTopic whether the cluster says that it is the topic that was read
 * @throws whatever kafkajs throws where the leader does not answer
 */
export async function checkPlace(
  at: LedPartition,
  read: readonly BatchIdentity[],
  isSameTopic: boolean,
): Promise<Found> {
  if (read.length === 0) return 'same';
  const span = await spanOf(at);
  if (!span) return 'unknown';
  // What is older was let go of.
  const known = read.filter(({ lastOffset }) => lastOffset >= span.low);
  for (let i = known.length - 1; i >= 0; i--) {
    const found = await compare(at, known[i]!);
    if (found === 'unknown') return found;
    if (found === 'gone') continue;
    return i === known.length - 1 ? found : cutAfter(at, known, i, span);
  }
  if (known.length === 0) return 'same';
  return isSameTopic ? cutAfter(at, known, -1, span) : { anewFrom: span.low };
}

async function compare(at: LedPartition, read: BatchIdentity): Promise<'same' | 'gone' | 'unknown'> {
  const { link, node, topic, topicId, partition } = at;
  const places = new Map([[partition, { offset: read.lastOffset, epoch: -1 }]]);
  const [fetched] = await link.fetch(node, { topic, topicId, places }, oneBatch);
  if (fetched?.errorCode === offsetOutOfRange) return 'gone';
  if (fetched?.errorCode !== 0) return 'unknown';
  const [packed] = batchesOf(fetched.records);
  const found = packed && identityOf(packed);
  if (found) return isSameBatch(read, found) ? 'same' : 'gone';
  const span = await spanOf(at);
  return span && span.end <= read.lastOffset ? 'gone' : 'unknown';
}

/** Where the log was cut: behind batch `i` of those that are known, the last that it still has. */
async function cutAfter(
  at: LedPartition,
  known: readonly BatchIdentity[],
  i: number,
  { low, end }: PartitionSpan,
): Promise<{ cutAt: number }> {
  const { link, node, topic, partition } = at;
  const gone = known[i + 1]!.baseOffset;
  const kept = i < 0 ? low : known[i]!.lastOffset + 1;
  const endOfEpoch = await link.endOfEpoch(node, topic, partition, known.at(-1)!.leaderEpoch);
  return { cutAt: Math.min(Math.max(endOfEpoch ?? gone, kept), Math.max(gone, kept), end) };
}

/** What the leader has of the partition; undefined while it can't say. */
const spanOf = async ({ link, node, topic, partition }: LedPartition): Promise<PartitionSpan | undefined> =>
  (await link.spans(node, topic, [partition])).get(partition);
