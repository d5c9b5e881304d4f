import type { PairKey } from '../flow-records/layout.ts';

/** What changed in pair sums since one reader of them looked last. */
export class PairChanges {
  /** Places whose pairs were folded, in order; another pair may have each of them by now. */
  evicted: { readonly place: number; readonly pair: PairKey }[] = [];
  /** Its bit in the marks of the pair sums. */
  readonly bit: number;
  #places = new Uint32Array(8);
  #count = 0;

  constructor(bit: number) {
    this.bit = bit;
  }

  /** Places of the pairs that changed, each once; as they are until the next change. */
  get places(): Uint32Array {
    return this.#places.subarray(0, this.#count);
  }

  /** Whether nothing changed. */
  get isEmpty(): boolean {
    return this.#count === 0 && this.evicted.length === 0;
  }

  /** The pair at a place changed. */
  note(place: number): void {
    if (this.#count === this.#places.length) {
      const more = new Uint32Array(2 * this.#count);
      more.set(this.#places);
      this.#places = more;
    }
    this.#places[this.#count++] = place;
  }

  /** Nothing changed since. */
  clear(): void {
    this.#count = 0;
    this.evicted = [];
  }
}
