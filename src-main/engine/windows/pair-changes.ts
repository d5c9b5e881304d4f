import type { AddressFamily, PairKey } from '../flow-records/layout.ts';
import { keyText, wordsIn } from './pair-columns.ts';

/** What changed in pair sums since one reader of them looked last. */
export class PairChanges {
  /** Its bit in the marks of the pair sums. */
  readonly bit: number;
  #places = new Uint32Array(8);
  #count = 0;
  /** Pairs whose places were taken from them, in order: place, version of IP, and the words of the key. */
  #evicted = new Uint32Array(0);
  #evictedEnd = 0;
  #evictedCount = 0;

  constructor(bit: number) {
    this.bit = bit;
  }

  /** Places of the pairs that changed, each once; until the next change. */
  get places(): Uint32Array {
    return this.#places.subarray(0, this.#count);
  }

  /** How many pairs changed. */
  get count(): number {
    return this.#count;
  }

  /** How many pairs were folded. */
  get evictedCount(): number {
    return this.#evictedCount;
  }

  /** Whether nothing changed. */
  get isEmpty(): boolean {
    return this.#count === 0 && this.#evictedCount === 0;
  }

  /** The pair at a place changed. */
  note(place: number): void {
    if (this.#count === this.#places.length) this.#places = doubled(this.#places);
    this.#places[this.#count++] = place;
  }

  /** A pair, whose key stands in words from a place on, lost its place. */
  noteEvicted(place: number, family: AddressFamily, words: Uint32Array, at: number): void {
    const length = wordsIn[family];
    while (this.#evictedEnd + 2 + length > this.#evicted.length) this.#evicted = doubled(this.#evicted);
    this.#evicted[this.#evictedEnd] = place;
    this.#evicted[this.#evictedEnd + 1] = family;
    for (let word = 0; word < length; word += 1)
      this.#evicted[this.#evictedEnd + 2 + word] = words[at + word]!;
    this.#evictedEnd += 2 + length;
    this.#evictedCount += 1;
  }

  /**
   * Calls `visit` for the pairs that were folded, in order; another pair may have the place of each by now.
   *
   * @param visit gets the place, the version of IP, and where the key stands: for {@link keyOf}, too
   */
  forEachEvicted(
    visit: (place: number, family: AddressFamily, words: Uint32Array, at: number) => void,
  ): void {
    for (let at = 0; at < this.#evictedEnd;) {
      const family = this.#evicted[at + 1] as AddressFamily;
      visit(this.#evicted[at]!, family, this.#evicted, at + 2);
      at += 2 + wordsIn[family];
    }
  }

  /** Nothing changed since. */
  clear(): void {
    this.#count = 0;
    this.#evictedCount = 0;
    this.#evictedEnd = 0;
    if (this.#evicted.length > mostKept) this.#evicted = new Uint32Array(0);
  }
}

/** Words of folded pairs for which memory is kept when they were read. */
const mostKept = 100_000;

/** The key of a folded pair. */
export const keyOf = (family: AddressFamily, words: Uint32Array, at: number): PairKey =>
  keyText(words, at, wordsIn[family]);

function doubled(values: Uint32Array): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(Math.max(8, 2 * values.length));
  larger.set(values);
  return larger;
}
