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
  /** Places of the pairs of each scope. */
  #placesOf = new Map<number, number[]>();
  /** Folding gives the pairs other places. */
  #folds = -1;

  constructor(index: ScopeIndex, pairs: PairSums) {
    this.#index = index;
    this.#pairs = pairs;
    this.#bytes = new Float64Array(index.size);
  }

  /** Bytes of a scope, as of the last {@link update}. */
  bytesOf(scope: number): number {
    return this.#bytes[scope]!;
  }

  /** Places of the pairs of a scope. */
  placesOf(scope: number): readonly number[] {
    return this.#placesOf.get(scope) ?? [];
  }

  /** Takes over what changed in the pairs; tells the scopes that it touched. */
  update(): ReadonlySet<number> {
    const touched = new Set<number>();
    const changed = this.#pairs.takeChanged();
    if (this.#folds !== this.#pairs.folds) return this.#recount();
    for (const place of changed) this.#count(place, touched);
    return touched;
  }

  #recount(): ReadonlySet<number> {
    const touched = new Set<number>();
    this.#folds = this.#pairs.folds;
    this.#bytes.fill(0);
    this.#scopesOf = [];
    this.#counted = [];
    this.#placesOf = new Map();
    for (let place = 0; place < this.#pairs.size; place += 1) this.#count(place, touched);
    return touched;
  }

  #count(place: number, touched: Set<number>): void {
    const scopes = (this.#scopesOf[place] ??= this.#resolve(place));
    const bytes = this.#pairs.bytesAt(place);
    const more = bytes - (this.#counted[place] ?? 0);
    this.#counted[place] = bytes;
    // No sum is past the window's total, which is checked.
    for (const scope of scopes) {
      this.#bytes[scope]! += more;
      touched.add(scope);
    }
  }

  #resolve(place: number): readonly number[] {
    const scopes = this.#index.scopesOf(this.#pairs.pairAt(place));
    for (const scope of scopes) {
      const places = this.#placesOf.get(scope);
      if (places) places.push(place);
      else this.#placesOf.set(scope, [place]);
    }
    return scopes;
  }
}
