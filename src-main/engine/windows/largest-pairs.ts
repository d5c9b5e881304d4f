import { compareAddresses, formatAddress } from '../../common/address.ts';
import { foldedAddress, type PairTotal } from '../../common/model/windows.ts';
import { destinationOf, type PairKey, sourceOf } from '../flow-records/layout.ts';
import { otherPair, type PairSums } from './pair-sums.ts';
import { valueAtRank } from './rank.ts';

/** So many of the largest pairs are found by looking at each pair once. */
const few = 1_000;

/**
 * The `count` largest pairs, of those for which `matches` holds: by bytes descending, then source, then destination (as
 * text).
 */
export function largestPairs(
  pairs: PairSums,
  count: number,
  matches?: (pair: PairKey) => boolean,
): PairTotal[] {
  const best = new LargestPlaces(pairs, count);
  const isFew = count <= few;
  const floor = matches || isFew ? 0 : bytesOfRank(pairs, count);
  const all: number[] = [];
  for (let place = 0; place < pairs.end; place += 1) {
    if (pairs.bytesAt(place) < Math.max(floor, best.least) || !pairs.holds(place)) continue;
    if (matches && !matches(pairs.pairAt(place))) continue;
    if (isFew) best.offer(place);
    else all.push(place);
  }
  return totalsAt(pairs, isFew ? best.places : all, count);
}

/** The `count` largest of the pairs at some places, in the same order. */
export function largestPairsAt(pairs: PairSums, places: readonly number[], count: number): PairTotal[] {
  if (count > few) return totalsAt(pairs, places, count);
  const best = new LargestPlaces(pairs, count);
  for (const place of places) if (pairs.bytesAt(place) >= best.least) best.offer(place);
  return totalsAt(pairs, best.places, count);
}

const totalsAt = (pairs: PairSums, places: readonly number[], count: number): PairTotal[] =>
  places
    .map((place) => pairTotal(pairs, place))
    .sort(byBytesThenNames)
    .slice(0, count);

function pairTotal(pairs: PairSums, place: number): PairTotal {
  const pair = pairs.pairAt(place);
  const isFolded = pair === otherPair;
  return {
    source: isFolded ? foldedAddress : formatAddress(sourceOf(pair)),
    destination: isFolded ? foldedAddress : formatAddress(destinationOf(pair)),
    bytes: pairs.bytesAt(place),
    packets: pairs.packetsAt(place),
  };
}

/** Bytes of the pair at a rank (from 1), so that only those at or above it need to be written as text. */
function bytesOfRank(pairs: PairSums, rank: number): number {
  if (rank >= pairs.size) return 0;
  const ranked = new Float64Array(pairs.end);
  // A free place has 0 bytes.
  for (let place = 0; place < ranked.length; place += 1) ranked[place] = pairs.bytesAt(place);
  return valueAtRank(ranked, ranked.length, rank);
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const byBytesThenNames = (a: PairTotal, b: PairTotal): number =>
  b.bytes - a.bytes || byText(a.source, b.source) || byText(a.destination, b.destination);

/**
 * The places of the largest pairs of those that are offered, a few of them: most are refused by one comparison. Pairs of
 * the same bytes stand in the order of their addresses as text.
 */
class LargestPlaces {
  readonly #pairs: PairSums;
  readonly #count: number;
  readonly #places: number[] = [];
  #least = -1;

  constructor(pairs: PairSums, count: number) {
    this.#pairs = pairs;
    this.#count = count;
  }

  /** The places, that of the largest pair first. */
  get places(): readonly number[] {
    return this.#places;
  }

  /** Pairs of fewer bytes need not be offered. */
  get least(): number {
    return this.#least;
  }

  offer(place: number): void {
    const places = this.#places;
    const isFull = places.length === this.#count;
    if (this.#count === 0 || (isFull && this.#isBehind(place, places.at(-1)!))) return;
    let [low, high] = [0, places.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#isBehind(place, places[middle]!)) low = middle + 1;
      else high = middle;
    }
    if (isFull) places.pop();
    places.splice(low, 0, place);
    if (places.length === this.#count) this.#least = this.#pairs.bytesAt(places.at(-1)!);
  }

  #isBehind(place: number, other: number): boolean {
    const more = this.#pairs.bytesAt(other) - this.#pairs.bytesAt(place);
    return more !== 0 ? more > 0 : compareAt(this.#pairs, place, other) > 0;
  }
}

/** The pairs at two places, as {@link comparePairs}: most pairs of a flood are as large as each other. */
function compareAt(pairs: PairSums, a: number, b: number): number {
  if (pairs.familyAt(a) !== 4 || pairs.familyAt(b) !== 4)
    return comparePairs(pairs.pairAt(a), pairs.pairAt(b));
  return (
    inTextOrder(pairs.wordAt(a, 0)) - inTextOrder(pairs.wordAt(b, 0)) ||
    inTextOrder(pairs.wordAt(a, 1)) - inTextOrder(pairs.wordAt(b, 1))
  );
}

/** The numbers of an address, by their places in the order of their texts. */
const placesOfNumbers = Uint8Array.from({ length: 256 }, (_, number) => {
  const text = `${number}.`;
  return Array.from({ length: 256 }, (_, other) => `${other}.`).filter((other) => other < text).length;
});

/** A number that is smaller than that of another IPv4 address if its text comes first. */
const inTextOrder = (word: number): number =>
  ((placesOfNumbers[word >>> 24]! << 24) |
    (placesOfNumbers[(word >>> 16) & 255]! << 16) |
    (placesOfNumbers[(word >>> 8) & 255]! << 8) |
    placesOfNumbers[word & 255]!) >>>
  0;

/** In the order of their text: by source, then by destination; folded pairs, which have no addresses, come last. */
function comparePairs(a: PairKey, b: PairKey): number {
  if (a === otherPair || b === otherPair) return Number(a === otherPair) - Number(b === otherPair);
  return compareAddresses(sourceOf(a), sourceOf(b)) || compareAddresses(destinationOf(a), destinationOf(b));
}
