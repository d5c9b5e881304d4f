import { compareAddresses } from '../../common/address.ts';
import { destinationOf, type PairKey, sourceOf } from '../flow-records/layout.ts';
import { otherPair } from './pair-sums.ts';

/** Pairs by place, with their bytes. */
interface Pairs {
  bytesAt(place: number): number;
  pairAt(place: number): PairKey;
}

/**
 * The places of the largest pairs of those that are offered, a few of them: most are refused by one comparison. Pairs of
 * the same bytes stand in the order of their addresses as text.
 */
export class LargestPlaces {
  readonly #pairs: Pairs;
  readonly #count: number;
  readonly #places: number[] = [];
  #least = -1;

  constructor(pairs: Pairs, count: number) {
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
    return more !== 0 ? more > 0 : comparePairs(this.#pairs.pairAt(place), this.#pairs.pairAt(other)) > 0;
  }
}

/** In the order of their text: by source, then by destination; folded pairs, which have no addresses, come last. */
function comparePairs(a: PairKey, b: PairKey): number {
  if (a === otherPair || b === otherPair) return Number(a === otherPair) - Number(b === otherPair);
  return compareAddresses(sourceOf(a), sourceOf(b)) || compareAddresses(destinationOf(a), destinationOf(b));
}
