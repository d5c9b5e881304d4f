import { addCounts } from '../../common/count.ts';
import {
  type Direction,
  directionBetween,
  type DirectionSums,
  type KnownDirection,
  noDirectionSums,
} from '../../common/direction.ts';
import type { WindowDetail } from '../../common/model/windows.ts';
import type { NamedNetworks } from '../../common/named-networks.ts';
import type { NetworkSet } from '../../common/network-set.ts';
import { destinationOf, sourceOf } from '../flow-records/layout.ts';
import type { PairChanges } from './pair-changes.ts';
import type { PairSums } from './pair-sums.ts';

/**
 * Bytes by direction, which add up to the total: of pairs that were folded, or are no longer kept, it is unknown.
 *
 * @param total bytes of all pairs
 */
export function directionSumsOf(pairs: PairSums, total: number, home: NetworkSet): DirectionSums {
  const sums = new SumsByPlace(pairs, home, undefined);
  for (const place of pairs.places()) sums.take(place);
  return sums.of(total);
}

/** Sums by direction of the window that grows, kept up to date by what changed in its pairs. */
export class GrowingDirections {
  #sums: SumsByPlace | undefined;

  /** A window with its sums by direction, of the same moment. */
  with<W extends Pick<WindowDetail, 'bytes'>>(
    window: W | null,
    growing: { readonly pairs: PairSums } | undefined,
    { home }: Pick<NamedNetworks, 'home'>,
  ): (W & { readonly directions: DirectionSums }) | null {
    return window && growing ? { ...window, directions: this.of(growing.pairs, window.bytes, home) } : null;
  }

  /** @param total bytes of all pairs */
  of(pairs: PairSums, total: number, home: NetworkSet): DirectionSums {
    if (this.#sums?.isOf(pairs, home)) this.#sums.follow();
    else this.#begin(pairs, home);
    return this.#sums!.of(total);
  }

  #begin(pairs: PairSums, home: NetworkSet): void {
    this.#sums?.end();
    const sums = new SumsByPlace(pairs, home, pairs.track());
    for (const place of pairs.places()) sums.take(place);
    this.#sums = sums;
  }
}

/** What pairs come to by direction, and what each had when it was summed. */
class SumsByPlace {
  readonly #pairs: PairSums;
  readonly #home: NetworkSet;
  /** Undefined where its changes are not followed. */
  readonly #changes: PairChanges | undefined;
  readonly #sums: Record<KnownDirection, number> = { ...noDirectionSums };
  readonly #ways: (Direction | undefined)[] = [];
  readonly #bytes: number[] = [];

  constructor(pairs: PairSums, home: NetworkSet, changes: PairChanges | undefined) {
    this.#pairs = pairs;
    this.#home = home;
    this.#changes = changes;
  }

  /** Whether {@link follow} brings it up to date: a pair that was folded left its place to another one. */
  isOf(pairs: PairSums, home: NetworkSet): boolean {
    return pairs === this.#pairs && home === this.#home && this.#changes?.evictedCount === 0;
  }

  follow(): void {
    for (const place of this.#changes!.places) this.take(place);
    this.#pairs.clear(this.#changes!);
  }

  end(): void {
    if (this.#changes) this.#pairs.untrack(this.#changes);
  }

  take(place: number): void {
    const family = this.#pairs.familyAt(place);
    if (family === 0) return;
    const way = (this.#ways[place] ??= directionAt(this.#pairs, place, this.#home));
    const bytes = this.#pairs.bytesAt(place);
    this.#sums[way] = addCounts(this.#sums[way], bytes - (this.#bytes[place] ?? 0));
    this.#bytes[place] = bytes;
  }

  of(total: number): DirectionSums {
    const { in: into, out, local, passing } = this.#sums;
    const known = into + out + local + passing;
    // Pairs that don't have the total are not those of the window.
    return known > total ? { ...noDirectionSums, unknown: total } : { ...this.#sums, unknown: total - known };
  }
}

function directionAt(pairs: PairSums, place: number, home: NetworkSet): Direction {
  return pairs.familyAt(place) === 4 ? directionAt4(pairs, place, home) : directionAt6(pairs, place, home);
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
