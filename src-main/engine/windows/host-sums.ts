import { formatAddress, type PackedAddress } from '../../common/address.ts';
import { addCounts } from '../../common/count.ts';
import { foldedAddress, type HostTotal, type TopHosts } from '../../common/model/windows.ts';
import { largestPairs } from './largest-pairs.ts';
import { otherPair, type PairSums } from './pair-sums.ts';
import { destinationOf, type PairKey, sourceOf } from '../flow-records/layout.ts';

interface Sum {
  bytes: number;
  packets: number;
  pairs: number;
}

/** Pairs that stand beside the two lists of hosts, for each host in either. */
const pairsPerHost = 2;

/**
 * The `count` hosts that sent most, and those to which most was sent, and twice as many pairs. The folded pairs are one
 * host, `other`.
 */
export const topHosts = (pairs: PairSums, count: number): TopHosts => ({
  bytes: pairs.bytesWhere(() => true),
  pairs: largestPairs(pairs, pairsPerHost * count),
  sources: largest(pairs, sourceOf, count),
  destinations: largest(pairs, destinationOf, count),
});

function largest(pairs: PairSums, sideOf: (pair: PairKey) => PackedAddress, count: number): HostTotal[] {
  const sums = new Map<string, Sum>();
  for (const { pair, bytes, packets } of pairs.entries()) {
    const host = sideOf(pair);
    const sum = sums.get(host) ?? { bytes: 0, packets: 0, pairs: 0 };
    sum.bytes = addCounts(sum.bytes, bytes);
    sum.packets = addCounts(sum.packets, packets);
    sum.pairs += 1;
    sums.set(host, sum);
  }
  const bySize = [...sums].sort(([a, { bytes }], [b, other]) => other.bytes - bytes || (a < b ? -1 : 1));
  return bySize.slice(0, count).map(([host, sum]) => ({
    address: host === otherPair ? foldedAddress : formatAddress(host as PackedAddress),
    ...sum,
  }));
}
