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

/** Puts pairs into columns, in any order. */
export class ColumnsBuilder {
  readonly columns: PairColumns;
  readonly #next: Record<AddressFamily | 0, number>;

  /** @param counts how many pairs there will be, by the version of IP; 0 stands for the folded ones */
  constructor(counts: Readonly<Record<AddressFamily | 0, number>>) {
    const { 4: ip4, 6: ip6 } = counts;
    const size = ip4 + ip6 + counts[0];
    const keys = new Uint32Array(ip4 * wordsIn[4] + ip6 * wordsIn[6]);
    this.columns = { ip4, ip6, size, keys, bytes: new Float64Array(size), packets: new Float64Array(size) };
    this.#next = { 4: 0, 6: ip4, 0: ip4 + ip6 };
  }

  /** Adds a pair whose key stands in words from a place on. */
  add(family: AddressFamily | 0, words: Uint32Array, at: number, bytes: number, packets: number): void {
    const { columns } = this;
    const i = this.#next[family]++;
    const start = keyStart(columns, i);
    const length = wordCount[family];
    for (let word = 0; word < length; word += 1) columns.keys[start + word] = words[at + word]!;
    columns.bytes[i] = bytes;
    columns.packets[i] = packets;
  }
}

/** Words of 32 bits in a key; that of the folded pairs has none. */
const wordCount = { 0: 0, ...wordsIn } as const;

/** Where the key of the pair at an index begins. */
export const keyStart = ({ ip4 }: PairColumns, i: number): number =>
  i < ip4 ? i * wordsIn[4] : ip4 * wordsIn[4] + (i - ip4) * wordsIn[6];

/** The version of IP of the pair at an index; 0 for the folded ones. */
export const familyOf = ({ ip4, ip6 }: PairColumns, i: number): AddressFamily | 0 =>
  i < ip4 ? 4 : i < ip4 + ip6 ? 6 : 0;

/** The pairs of the columns, one by one. */
export function* pairsIn(columns: PairColumns): IterableIterator<PairCount> {
  const { keys, bytes, packets } = columns;
  for (let i = 0; i < columns.size; i += 1) {
    const pair = keyText(keys, keyStart(columns, i), wordCount[familyOf(columns, i)]);
    yield { pair, bytes: bytes[i]!, packets: packets[i]! };
  }
}

/** What the pairs of columns sum up to. */
export function sumsOf({ bytes, packets }: PairColumns): { bytes: number; packets: number } {
  const sum = (counts: Float64Array): number => counts.reduce((total, count) => total + count, 0);
  return { bytes: sum(bytes), packets: sum(packets) };
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
