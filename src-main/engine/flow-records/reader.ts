import { addCounts } from '../../common/count.ts';
import { type FlowBatch, flowSize, type PairKey, pairSize, readCount, viewOf } from './layout.ts';

type Entries = Pick<FlowBatch, 'flows' | 'family'>;

const bufferOf = ({ flows }: Entries): Buffer =>
  Buffer.from(flows.buffer, flows.byteOffset, flows.byteLength);

/** Calls `visit` for the entries of a batch from index `from` on. Runs for each flow record: kept free of garbage. */
export function forEachFlow(
  batch: Entries,
  from: number,
  visit: (pair: PairKey, bytes: number, packets: number) => void,
): void {
  const buffer = bufferOf(batch);
  const size = flowSize(batch.family);
  const view = viewOf(batch.flows);
  const keyLength = pairSize(batch.family);
  for (let at = from * size; at + size <= buffer.length; at += size) {
    const pair = buffer.toString('latin1', at, at + keyLength) as PairKey;
    visit(pair, readCount(view, at + keyLength), readCount(view, at + keyLength + 8));
  }
}

/**
 * Calls `visit` for the entries of a batch from index `from` on, with where their keys lie in `view`. Runs for each flow
 * record: makes no text of the keys.
 */
export function forEachKey(
  batch: Entries,
  from: number,
  visit: (view: DataView, at: number, bytes: number, packets: number) => void,
): void {
  const size = flowSize(batch.family);
  const view = viewOf(batch.flows);
  const keyLength = pairSize(batch.family);
  for (let at = from * size; at + size <= view.byteLength; at += size)
    visit(view, at, readCount(view, at + keyLength), readCount(view, at + keyLength + 8));
}

/** Calls `visit` for the counts of the entries of a batch from index `from` to before `to`, without their pairs. */
export function forEachCounts(
  batch: Entries,
  from: number,
  to: number,
  visit: (bytes: number, packets: number) => void,
): void {
  const view = viewOf(batch.flows);
  const size = flowSize(batch.family);
  const last = Math.min(to * size, view.byteLength);
  for (let end = (from + 1) * size; end <= last; end += size) {
    visit(readCount(view, end - 16), readCount(view, end - 8));
  }
}

/** Sums the packets of the entries from index `from` on. */
export function countPackets(batch: FlowBatch, from: number): number {
  if (from === 0) return batch.packets;
  let sum = 0;
  forEachFlow(batch, from, (_pair, _bytes, packets) => (sum = addCounts(sum, packets)));
  return sum;
}

/** One entry of a batch, its counts as they are stored: exact whatever their size. */
export interface FlowEntry {
  readonly pair: PairKey;
  readonly bytes: bigint;
  readonly packets: bigint;
}

/** Entry `i` of a batch. */
export function entryAt(batch: Entries, i: number): FlowEntry {
  const buffer = bufferOf(batch);
  const at = i * flowSize(batch.family);
  const counts = at + pairSize(batch.family);
  return {
    pair: buffer.toString('latin1', at, counts) as PairKey,
    bytes: buffer.readBigUInt64LE(counts),
    packets: buffer.readBigUInt64LE(counts + 8),
  };
}

/** What the entries of a batch from index `from` on sum up to. */
export function sumsFrom(batch: Entries, from: number): { bytes: number; packets: number } {
  let [bytes, packets] = [0, 0];
  forEachCounts(batch, from, Infinity, (more, morePackets) => {
    bytes += more;
    packets += morePackets;
  });
  return { bytes, packets };
}

/** The `count` flow records of a batch from index `from` on, with sums of their own: exact, as those of the batch are. */
export function partOf(batch: FlowBatch, from: number, count: number): FlowBatch {
  const size = flowSize(batch.family);
  const flows = batch.flows.subarray(from * size, (from + count) * size);
  return { ...batch, count, ...sumsFrom({ family: batch.family, flows }, 0), flows };
}
