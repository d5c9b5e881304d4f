import { type AddressFamily, flowSize, type PairKey, viewOf, writeCount } from './layout.ts';

/** What is summed of one pair. */
export interface FlowSum {
  readonly bytes: number;
  readonly packets: number;
}

/** Lays sums side by side as the entries of a batch. */
export function writeFlows(
  family: AddressFamily,
  sums: Iterable<readonly [PairKey, FlowSum]>,
  count: number,
): Buffer {
  const flows = Buffer.alloc(count * flowSize(family));
  const view = viewOf(flows);
  let at = 0;
  for (const [pair, { bytes, packets }] of sums) {
    at += flows.write(pair, at, 'latin1');
    at = writeCount(view, bytes, at);
    at = writeCount(view, packets, at);
  }
  return flows;
}
