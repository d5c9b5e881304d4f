import type { AddressFamily, PairKey } from '../flow-records/layout.ts';
import type { PairCount } from './pair-sums.ts';

/** Words of 32 bits in the key of a pair. */
export const wordsIn = { 4: 2, 6: 8 } as const;

/** Pairs in columns, IPv4 first, then IPv6, then the one that stands for folded pairs, if it is among them. */
export interface PairColumns {
  readonly ip4: number;
  readonly ip6: number;
  /** Number of all of them. */
  readonly size: number;
  /** Keys one after the other, the most significant word first; the folded pairs have none. */
  readonly keys: Uint32Array;
  readonly bytes: Float64Array;
  readonly packets: Float64Array;
}

/** The version of IP of the pair at an index; 0 for the folded ones. */
export const familyOf = ({ ip4, ip6 }: PairColumns, i: number): AddressFamily | 0 =>
  i < ip4 ? 4 : i < ip4 + ip6 ? 6 : 0;

/** The pairs of the columns, one by one. */
export function* pairsIn(columns: PairColumns): IterableIterator<PairCount> {
  const { keys, bytes, packets } = columns;
  for (let i = 0, at = 0; i < columns.size; i += 1) {
    const family = familyOf(columns, i);
    const length = family === 0 ? 0 : wordsIn[family];
    yield { pair: keyText(keys, at, length), bytes: bytes[i]!, packets: packets[i]! };
    at += length;
  }
}

/** The key whose words stand from a place on; of no words, that of the folded pairs. */
export function keyText(words: Uint32Array, at: number, length: number): PairKey {
  let text = '';
  for (let i = at; i < at + length; i += 1) {
    const word = words[i]!;
    text += String.fromCharCode(word >>> 24, (word >>> 16) & 0xff, (word >>> 8) & 0xff, word & 0xff);
  }
  return text as PairKey;
}
