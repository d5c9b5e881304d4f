import type { PairKey } from '../flow-records/layout.ts';
import type { PairRow, PairRows } from '../store/pair-rows.ts';
import type { HostTotals } from '../windows/host-totals.ts';
import { isDamaged } from '../windows/columns.ts';
import type { PairTest } from '../windows/pair-block.ts';
import { otherPair } from '../windows/pair-sums.ts';

export const hourMs = 3_600_000;

/** How long the stretches are that are listed first: hours, or panes that are longer. */
export const unitOf = (paneMs: number): number => Math.max(hourMs, paneMs);

/** Where the hour begins that holds an instant. */
export const startOf = (at: number, unitMs: number): number => Math.floor(at / unitMs) * unitMs;

/** Rows by the hour in which they begin, in their order. */
export function groupsOf(rows: readonly PairRow[], unitMs: number): PairRow[][] {
  const groups: PairRow[][] = [];
  let last: number | undefined;
  for (const row of rows) {
    const startMs = startOf(row.startMs, unitMs);
    if (startMs === last) groups.at(-1)!.push(row);
    else groups.push([row]);
    last = startMs;
  }
  return groups;
}

/** Bytes and packets of rows. */
export const sumOf = (rows: readonly Pick<PairRow, 'bytes' | 'packets'>[]) => ({
  bytes: rows.reduce((sum, { bytes }) => sum + bytes, 0),
  packets: rows.reduce((sum, { packets }) => sum + packets, 0),
});

/** All pairs are wanted. */
export const every: PairTest = { wants4: () => true, wantsAny6: true, wants: () => true };

/** Adds the pairs of a row to the sums of hosts; of a row that is damaged nothing is known but its total. */
export function sumRow(
  rows: Pick<PairRows, 'scan'>,
  row: PairRow,
  totals: HostTotals,
  wanted: PairTest = every,
): void {
  const pairs: [pair: PairKey, bytes: number, packets: number][] = [];
  try {
    rows.scan(row, wanted, (...pair) => pairs.push(pair));
  } catch (thrown) {
    if (!isDamaged(thrown)) throw thrown;
    totals.add(otherPair, row.bytes, row.packets);
    return;
  }
  for (const [pair, bytes, packets] of pairs) totals.add(pair, bytes, packets);
}
