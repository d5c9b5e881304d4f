import { addCounts } from '../../common/count.ts';
import { directionBetween, type DirectionSums, noDirectionSums } from '../../common/direction.ts';
import type { WindowDetail } from '../../common/model/windows.ts';
import type { NamedNetworks } from '../../common/named-networks.ts';
import type { NetworkSet } from '../../common/network-set.ts';
import { destinationOf, sourceOf } from '../flow-records/layout.ts';
import type { PairSums } from './pair-sums.ts';

/**
 * Bytes by direction, which add up to the total: of pairs that were folded, or are no longer kept, it is unknown.
 *
 * @param total bytes of all pairs
 */
export function directionSumsOf(pairs: PairSums, total: number, home: NetworkSet): DirectionSums {
  const sums = { ...noDirectionSums };
  let known = 0;
  for (let place = 0; place < pairs.end; place += 1) {
    const family = pairs.familyAt(place);
    if (!pairs.holds(place) || family === 0) continue;
    const bytes = pairs.bytesAt(place);
    const direction = family === 4 ? directionAt4(pairs, place, home) : directionAt6(pairs, place, home);
    sums[direction] = addCounts(sums[direction], bytes);
    known += bytes;
  }
  // Pairs that don't have the total are not those of the window.
  return known > total ? { ...noDirectionSums, unknown: total } : { ...sums, unknown: total - known };
}

const directionAt4 = (pairs: PairSums, place: number, home: NetworkSet) =>
  directionBetween(home.has4(pairs.wordAt(place, 0)), home.has4(pairs.wordAt(place, 1)));

function directionAt6(pairs: PairSums, place: number, home: NetworkSet) {
  const pair = pairs.pairAt(place);
  return directionBetween(home.has(sourceOf(pair)), home.has(destinationOf(pair)));
}

/** A window with the directions of its pairs, and its sums by direction. */
export const directed = (window: WindowDetail, pairs: PairSums, networks: NamedNetworks): WindowDetail => ({
  ...window,
  directions: directionSumsOf(pairs, window.bytes, networks.home),
  pairs: window.pairs.map((pair) => ({ ...pair, direction: networks.directionOfPair(pair) })),
});
