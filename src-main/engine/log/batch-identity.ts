/** Tells a record batch of a topic from another one in its place. */
export interface BatchIdentity {
  readonly baseOffset: number;
  readonly lastOffset: number;
  /** Which leader of the partition wrote it; -1 where that is not known. */
  readonly leaderEpoch: number;
  readonly firstTimestampMs: number;
  readonly count: number;
  /** CRC-32C of all that it holds. */
  readonly checksum: number;
}

/** So many batches before a position are remembered. */
const bound = 5;

/**
 * Whether a batch that a partition has now is the one that was read there. Compaction takes records out of a batch, and
 * leaves its offsets and its first time.
 */
export const isSameBatch = (read: BatchIdentity, found: BatchIdentity): boolean =>
  found.baseOffset === read.baseOffset &&
  found.lastOffset === read.lastOffset &&
  found.firstTimestampMs === read.firstTimestampMs &&
  (found.checksum === read.checksum || found.count < read.count);

/**
 * What is remembered of the batches that were read, once another one is: the newest, and a few before it, each of them
 * several times as far back as the next. A partition that lost its end still has an older one; another topic of the
 * name has none.
 */
export function rememberBatch(
  batches: readonly BatchIdentity[],
  next: BatchIdentity,
): readonly BatchIdentity[] {
  const last = batches.at(-1);
  if (last?.baseOffset === next.baseOffset && last.checksum === next.checksum) return batches;
  const all = [...batches.filter(({ lastOffset }) => lastOffset < next.baseOffset), next];
  if (all.length <= bound) return all;
  const spread = all.map((_, i) => spreadWithout(all, i));
  return all.toSpliced(spread.indexOf(Math.min(...spread)), 1);
}

/** How large the gap is that a batch would leave, against how far back it lies; the outermost ones stay. */
function spreadWithout(batches: readonly BatchIdentity[], i: number): number {
  const [before, after, newest] = [batches[i - 1], batches[i + 1], batches.at(-1)!];
  if (!before || !after) return Infinity;
  return (after.lastOffset - before.lastOffset) / (newest.lastOffset - before.lastOffset);
}

/** What is remembered where reading goes on before what was read: nothing from there on. */
export const batchesBefore = (batches: readonly BatchIdentity[], offset: number): readonly BatchIdentity[] =>
  batches.filter(({ lastOffset }) => lastOffset < offset);
