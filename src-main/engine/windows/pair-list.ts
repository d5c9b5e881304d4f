import type { AddressFamily, PairKey } from '../flow-records/layout.ts';

/** Pairs by place, each of them once. */
export interface PairList {
  readonly size: number;
  places(): Iterable<number>;
  pairAt(place: number): PairKey;
  /** The version of IP of a pair; 0 for the folded ones. */
  familyAt(place: number): AddressFamily | 0;
  /** A word of 32 bits of a pair's key, the most significant first. */
  wordAt(place: number, word: number): number;
  bytesAt(place: number): number;
  packetsAt(place: number): number;
}

/** What the pairs of a list sum up to. */
export function sumOf(list: PairList): { bytes: number; packets: number } {
  let [bytes, packets] = [0, 0];
  for (const place of list.places()) {
    bytes += list.bytesAt(place);
    packets += list.packetsAt(place);
  }
  return { bytes, packets };
}

/** Four characters of a key as a number, the first one most significant. */
export const wordOf = (pair: PairKey, at: number): number =>
  ((pair.charCodeAt(at) << 24) |
    (pair.charCodeAt(at + 1) << 16) |
    (pair.charCodeAt(at + 2) << 8) |
    pair.charCodeAt(at + 3)) >>>
  0;
