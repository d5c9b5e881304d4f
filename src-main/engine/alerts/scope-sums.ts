import type { ScopeIndex } from '../limits/scope-index.ts';
import type { PairSums } from '../windows/pair-sums.ts';

/**
 * Bytes of a window by scope, kept up to date by what changed in its pairs: a look costs as much as the pairs that
 * changed since the last one, however many pairs and scopes there are.
 */
export class ScopeSums {
  readonly #index: ScopeIndex;
  readonly #pairs: PairSums;
  readonly #bytes: Float64Array;
  /** Scopes of each pair, by the pair's place; and its bytes that are in the sums. */
  #scopesOf: (readonly number[])[] = [];
  #counted: number[] = [];
  /** Places of the pairs of each scope, so far as they were asked for: of the first so many pairs. */
  #placesOf: number[][] = [];
  #placed = 0;
  readonly #isTouched: Uint8Array;
  /** Folding gives the pairs other places. */
  #folds = -1;

  constructor(index: ScopeIndex, pairs: PairSums) {
    this.#index = index;
    this.#pairs = pairs;
    this.#bytes = new Float64Array(index.size);
    this.#isTouched = new Uint8Array(index.size);
  }

  /** Bytes of a scope, as of the last {@link update}: those of its pairs, and of the ones that were folded. */
  bytesOf(scope: number): number {
    return this.#bytes[scope]! + (this.#pairs.folded?.get(this.#index.keys[scope]!) ?? 0);
  }

  /** Whether {@link bytesOf} has all of the scope: else pairs of it may have been folded into one. */
  knows(scope: number): boolean {
    return this.#pairs.knows(this.#index.keys[scope]!);
  }

  /** Places of the pairs of a scope. */
  placesOf(scope: number): readonly number[] {
    for (; this.#placed < this.#scopesOf.length; this.#placed += 1) {
      for (const one of this.#scopesOf[this.#placed]!) (this.#placesOf[one] ??= []).push(this.#placed);
    }
    return this.#placesOf[scope] ?? [];
  }

  /** Takes over what changed in the pairs; tells the scopes that it touched, each once. */
  update(): readonly number[] {
    const touched: number[] = [];
    const changed = this.#pairs.takeChanged();
    if (this.#folds === this.#pairs.folds) for (const place of changed) this.#count(place, touched);
    else this.#recount(touched);
    for (const scope of touched) this.#isTouched[scope] = 0;
    return touched;
  }

  #recount(touched: number[]): void {
    this.#folds = this.#pairs.folds;
    this.#bytes.fill(0);
    this.#scopesOf = [];
    this.#counted = [];
    this.#placesOf = [];
    this.#placed = 0;
    for (let place = 0; place < this.#pairs.size; place += 1) this.#count(place, touched);
  }

  #count(place: number, touched: number[]): void {
    const scopes = (this.#scopesOf[place] ??= this.#index.scopesOf(this.#pairs.pairAt(place)));
    const bytes = this.#pairs.bytesAt(place);
    const more = bytes - (this.#counted[place] ?? 0);
    this.#counted[place] = bytes;
    // No sum is past the window's total, which is checked.
    for (const scope of scopes) {
      this.#bytes[scope]! += more;
      if (this.#isTouched[scope] === 1) continue;
      this.#isTouched[scope] = 1;
      touched.push(scope);
    }
  }
}
