import { addCounts } from '../../common/count.ts';
import { type FlowBatch, flowSize } from '../capture/capture-source.ts';
import { readCount } from './pair-sums-codec.ts';
import type { PairKey } from './selection.ts';

/** Calls `visit` for the entries of a batch from index `from` on. Runs for each flow record: kept free of garbage. */
export function forEachFlow(
  { flows, family }: Pick<FlowBatch, 'flows' | 'family'>,
  from: number,
  visit: (pair: PairKey, bytes: number, packets: number) => void,
): void {
  const buffer = Buffer.from(flows.buffer, flows.byteOffset, flows.byteLength);
  const size = flowSize(family);
  const keyLength = size - 16;
  for (let at = from * size; at + size <= buffer.length; at += size) {
    const pair = buffer.toString('latin1', at, at + keyLength) as PairKey;
    visit(pair, readCount(buffer, at + keyLength), readCount(buffer, at + keyLength + 8));
  }
}

/** Sums the packets of the entries from index `from` on. */
export function countPackets(batch: FlowBatch, from: number): number {
  if (from === 0) return batch.packets;
  let sum = 0;
  forEachFlow(batch, from, (_pair, _bytes, packets) => (sum = addCounts(sum, packets)));
  return sum;
}
