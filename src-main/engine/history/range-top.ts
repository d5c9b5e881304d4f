import type { Clock } from '../../common/clock.ts';
import type { RangeTop } from '../../common/model/totals.ts';
import { foldedAddress } from '../../common/model/windows.ts';
import type { PeriodSpan } from '../../common/periods/period.ts';
import type { DataFolder } from '../store/data-folder.ts';
import type { Series } from '../store/series-repository.ts';
import { isDamaged } from '../windows/columns.ts';
import { largestPairs } from '../windows/largest-pairs.ts';
import type { PairTest } from '../windows/pair-block.ts';
import { maxPairs, otherPair, type PairCount, PairSums } from '../windows/pair-sums.ts';
import { hostsOfRange } from './range-hosts.ts';
import { bytesOfRange } from './range-whole.ts';
import { rowSourceOf } from './row-source.ts';
import { visitWhileTime } from './while-time.ts';

const allPairs: PairTest = { wantsAny6: true, wants4: () => true, wants: () => true };

/** The hosts and the pairs with most traffic of a stretch of time, by the lists and the pairs that are kept. */
export async function topOfRange(
  folder: DataFolder,
  series: Series,
  span: PeriodSpan,
  { count, clock }: { readonly count: number; readonly clock: Clock },
): Promise<RangeTop> {
  const { startMs: fromMs, endMs: toMs } = span;
  const { hosts, hostCount, unknown } = await hostsOfRange(folder, series, span, { count, clock });
  const { rows, openFromMs } = rowSourceOf(folder, series, clock);
  const pairs = new PairSums(maxPairs);
  const listed = rows.list(fromMs, Math.min(toMs, openFromMs())).filter(({ endMs }) => endMs <= toMs);
  await visitWhileTime(listed, clock, (row) => {
    const own: PairCount[] = [];
    try {
      rows.scan(row, allPairs, (pair, bytes, packets) => own.push({ pair, bytes, packets }));
    } catch (thrown) {
      if (!isDamaged(thrown)) throw thrown;
      return; // Of a row that is damaged nothing is known but its total.
    }
    for (const { pair, bytes, packets } of own) pairs.add(pair, bytes, packets);
  });
  const total = bytesOfRange(folder, series, span, listed);
  const known = [...pairs.entries()].filter(({ pair }) => pair !== otherPair);
  const pairsUnknown = Math.max(0, total - known.reduce((sum, { bytes }) => sum + bytes, 0));
  return {
    ...{ hosts, hostCount, hostsUnknown: unknown, pairCount: known.length, pairsUnknown },
    pairs: largestPairs(pairs, count + 1)
      .filter(({ source }) => source !== foldedAddress)
      .slice(0, count),
  };
}
