import { MonitorError } from '../../common/errors.ts';
import type { PairKey } from '../flow-records/layout.ts';
import { sumOf } from '../windows/pair-list.ts';
import { otherPair, type PairCount, PairSums } from '../windows/pair-sums.ts';
import { decodePairSums, encodePairSums } from '../windows/pair-sums-codec.ts';

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

/** What pairs sum up to. */
export function totalOf(pairs: Iterable<PairCount>): { bytes: number; packets: number } {
  let [bytes, packets] = [0, 0];
  for (const one of pairs) {
    bytes += one.bytes;
    packets += one.packets;
  }
  return { bytes, packets };
}

/** The pairs of a row; those that are damaged are one pair, of which nothing is known but its sums. */
export function pairsOf(row: StoredPairs, maxPairs: number): PairSums {
  const pairs = decoded(row.pairs, maxPairs);
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
  readonly #counts = new Map<PairKey, { bytes: number; packets: number }>();
  #folded: string | null;

  constructor(base: StoredPairs | undefined) {
    this.#folded = base?.folded ?? null;
    if (base) for (const one of pairsOf({ ...base, folded: null }, Infinity).entries()) this.#grow(one);
  }

  grow(delta: StoredDelta): void {
    const dropped = delta.dropped && decoded(delta.dropped, Infinity);
    const grown = decoded(delta.pairs, Infinity);
    const total = grown && sumOf(grown);
    const lost = totalOf([...(dropped?.entries() ?? [])].map(({ pair }) => this.#of(pair)));
    const isWhole =
      dropped !== undefined &&
      total?.bytes === delta.bytes + lost.bytes &&
      total.packets === delta.packets + lost.packets;
    if (!isWhole) return this.#grow({ pair: otherPair, bytes: delta.bytes, packets: delta.packets });
    for (const { pair } of dropped?.entries() ?? []) this.#counts.delete(pair);
    for (const one of grown!.entries()) this.#grow(one);
    this.#folded = delta.folded ?? this.#folded;
  }

  result(maxPairs: number): PairSums {
    const pairs = [...this.#counts].map(([pair, counts]) => ({ pair, ...counts }));
    const folded = this.#folded === null ? null : new Map(JSON.parse(this.#folded) as [string, number][]);
    return PairSums.of(pairs, maxPairs, folded);
  }

  #of(pair: PairKey): PairCount {
    return { pair, ...(this.#counts.get(pair) ?? { bytes: 0, packets: 0 }) };
  }

  #grow({ pair, bytes, packets }: PairCount): void {
    const known = this.#counts.get(pair);
    if (known) {
      known.bytes += bytes;
      known.packets += packets;
    } else this.#counts.set(pair, { bytes, packets });
  }
}

/** Undefined where the bytes are not as they were stored. */
function decoded(encoded: Uint8Array, maxPairs: number): PairSums | undefined {
  try {
    return decodePairSums(encoded, maxPairs);
  } catch (thrown) {
    if (thrown instanceof MonitorError && thrown.code === 'store/damaged') return undefined;
    throw thrown;
  }
}
