import type { Clock } from '../../common/clock.ts';
import type { RangeTop } from '../../common/model/totals.ts';
import { foldedAddress } from '../../common/model/windows.ts';
import type { PeriodSpan } from '../../common/periods/period.ts';
import type { DataFolder } from '../store/data-folder.ts';
import type { Series } from '../store/series-repository.ts';
import { isDamaged } from '../windows/columns.ts';
import { largestPairs } from '../windows/largest-pairs.ts';
import { maxPairs, otherPair, type PairCount, PairSums } from '../windows/pair-sums.ts';
import { every } from './host-rows.ts';
import { hostsOfRange } from './range-hosts.ts';
import { bytesOfRange } from './range-whole.ts';
import { rowSourceOf } from './row-source.ts';
import { type Way, WayTest } from './scope-sums.ts';
import { visitWhileTime } from './while-time.ts';

/** How many are named, and of which way alone; null for every way. */
interface TopWanted {
  readonly count: number;
  readonly way: Way | null;
  readonly clock: Clock;
}

/**
 * The hosts and the pairs with most traffic of a stretch of time, by the lists and the pairs that are kept; of one way by
 * the pairs alone.
 */
export async function topOfRange(
  folder: DataFolder,
  series: Series,
  span: PeriodSpan,
  { count, way, clock }: TopWanted,
): Promise<RangeTop> {
  const { startMs: fromMs, endMs: toMs } = span;
  const { hosts, hostCount, unknown } = await hostsOfRange(folder, series, span, { count, way, clock });
  const { rows, openFromMs } = rowSourceOf(folder, series, clock);
  const pairs = new PairSums(maxPairs);
  const listed = rows.list(fromMs, Math.min(toMs, openFromMs())).filter(({ endMs }) => endMs <= toMs);
  const wanted = way === null ? every : new WayTest(way);
  let readBytes = 0;
  await visitWhileTime(listed, clock, (row) => {
    const own: PairCount[] = [];
    try {
      rows.scan(row, wanted, (pair, bytes, packets) => own.push({ pair, bytes, packets }));
    } catch (thrown) {
      if (!isDamaged(thrown)) throw thrown;
      return; // Of a row that is damaged nothing is known but its total.
    }
    for (const { pair, bytes, packets } of own) pairs.add(pair, bytes, packets);
    readBytes += row.bytes;
  });
  const total = bytesOfRange(folder, series, span, listed);
  const all = [...pairs.entries()];
  const folded = all.find(({ pair }) => pair === otherPair);
  const pairsUnknown = Math.max(0, total - readBytes + (folded?.bytes ?? 0));
  return {
    ...{ hosts, hostCount, hostsUnknown: unknown, pairsUnknown },
    pairCount: all.length - (folded ? 1 : 0),
    pairs: largestPairs(pairs, count + 1)
      .filter(({ source }) => source !== foldedAddress)
      .slice(0, count),
  };
}
