import { unlessDamaged } from '../windows/columns.ts';
import { sumsOf } from '../windows/pair-columns.ts';
import { sumOf } from '../windows/pair-list.ts';
import { otherPair, PairSums } from '../windows/pair-sums.ts';
import { decodeColumns, decodePairSums, encodePairSums } from '../windows/pair-sums-codec.ts';

/** Pairs as a row has them. */
export interface StoredPairs {
  /** The sums of the pairs. */
  readonly bytes: number;
  readonly packets: number;
  readonly pairs: Uint8Array;
  /** Bytes of folded pairs by scope: JSON, or null. */
  readonly folded: string | null;
}

/** By how much a pane has grown, as a row has it. */
export interface StoredDelta extends StoredPairs {
  /** Pairs that were folded into one: dropped before the others grow. */
  readonly dropped: Uint8Array | null;
}

/** Pairs as a row. */
export const storedPairs = (pairs: PairSums): StoredPairs => ({
  ...sumOf(pairs),
  pairs: encodePairSums(pairs),
  folded: pairs.folded ? JSON.stringify([...pairs.folded]) : null,
});

/** The pairs of a row; those that are damaged are one pair, of which nothing is known but its sums. */
export function pairsOf(row: StoredPairs, maxPairs: number): PairSums {
  const pairs = unlessDamaged(() => decodePairSums(row.pairs, maxPairs));
  const total = pairs && sumOf(pairs);
  if (!pairs || total?.bytes !== row.bytes || total.packets !== row.packets) {
    const unknown = new PairSums(maxPairs);
    unknown.add(otherPair, row.bytes, row.packets);
    return unknown;
  }
  if (row.folded !== null) pairs.resumeFolded(new Map(JSON.parse(row.folded) as [string, number][]));
  return pairs;
}

/** Sums what a pane was, and by how much it has grown since. */
export class GrownPairs {
  readonly #pairs: PairSums;
  #folded: string | null;

  constructor(base: StoredPairs | undefined, maxPairs: number) {
    this.#folded = base?.folded ?? null;
    this.#pairs = base ? pairsOf({ ...base, folded: null }, maxPairs) : new PairSums(maxPairs);
  }

  grow(delta: StoredDelta): void {
    const dropped = delta.dropped && unlessDamaged(() => decodeColumns(delta.dropped!));
    const grown = unlessDamaged(() => decodeColumns(delta.pairs));
    const total = grown && sumsOf(grown);
    const lost = dropped ? this.#pairs.sumsIn(dropped) : { bytes: 0, packets: 0 };
    const isWhole =
      dropped !== undefined &&
      total?.bytes === delta.bytes + lost.bytes &&
      total.packets === delta.packets + lost.packets;
    if (!isWhole) return this.#pairs.add(otherPair, delta.bytes, delta.packets);
    if (dropped) this.#pairs.removeColumns(dropped);
    this.#pairs.addColumns(grown!);
    this.#folded = delta.folded ?? this.#folded;
  }

  get result(): PairSums {
    if (this.#folded !== null)
      this.#pairs.resumeFolded(new Map(JSON.parse(this.#folded) as [string, number][]));
    return this.#pairs;
  }
}
