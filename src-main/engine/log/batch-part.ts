import { type FlowBatch, flowSize } from '../capture/capture-source.ts';
import type { LogMessage } from './message-log.ts';

const high = 2 ** 32;

/** The `count` flow records of a batch from index `from` on, with sums of their own: exact, as those of the batch are. */
export function partOf(batch: FlowBatch, from: number, count: number): FlowBatch {
  const size = flowSize(batch.family);
  const flows = batch.flows.subarray(from * size, (from + count) * size);
  const view = new DataView(flows.buffer, flows.byteOffset, flows.byteLength);
  const countAt = (at: number): number => view.getUint32(at + 4, true) * high + view.getUint32(at, true);
  let [bytes, packets] = [0, 0];
  for (let end = size; end <= flows.byteLength; end += size) {
    bytes += countAt(end - 16);
    packets += countAt(end - 8);
  }
  return { ...batch, count, bytes, packets, flows };
}

/** A message as several of at most so many records each. */
export function inParts(message: LogMessage, maxRecords: number): LogMessage[] {
  const { agent, firstSequence, batch } = message;
  if (batch.count <= maxRecords) return [message];
  return Array.from({ length: Math.ceil(batch.count / maxRecords) }, (_, i) => {
    const from = i * maxRecords;
    const count = Math.min(maxRecords, batch.count - from);
    return { agent, firstSequence: firstSequence + from, batch: partOf(batch, from, count) };
  });
}
