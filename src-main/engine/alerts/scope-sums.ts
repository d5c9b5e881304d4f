import type { PairKey } from '../flow-records/layout.ts';
import type { ScopeIndex } from '../limits/scope-index.ts';
import { keyOf, type PairChanges } from '../windows/pair-changes.ts';
import type { PairSums } from '../windows/pair-sums.ts';
import type { Pane } from '../windows/pane.ts';
import type { ChangedScopes } from './check-store.ts';

/** The scopes that were touched since one reader looked last, each once. */
export class TouchedScopes {
  #scopes: number[] = [];
  readonly #isTouched: Uint8Array;

  constructor(size: number) {
    this.#isTouched = new Uint8Array(size);
  }

  add(scope: number): void {
    if (this.#isTouched[scope] === 1) return;
    this.#isTouched[scope] = 1;
    this.#scopes.push(scope);
  }

  take(): readonly number[] {
    const scopes = this.#scopes;
    for (const scope of scopes) this.#isTouched[scope] = 0;
    this.#scopes = [];
    return scopes;
  }
}

/**
 * Bytes of a pane by scope, kept up to date by what changed in its pairs: a look costs as much as the pairs that
 * changed since the last one, however many pairs and scopes there are.
 */
export class ScopeSums {
  readonly index: ScopeIndex;
  readonly #pane: Pane;
  readonly #bytes: Float64Array;
  readonly #readers: TouchedScopes[] = [];
  /** Whether the sums are those of all pairs; else they are what is stored, and what was added to it. */
  #isWhole = true;
  /** What is stored of each scope. */
  #stored = new Float64Array();
  #pairs: PairSums | undefined;
  #changes: PairChanges | undefined;
  /** The version of the networks by which the pairs were told apart. */
  #version: number;
  #openVersion = 0;
  /** Scopes of each pair, by the pair's place; and its bytes that are in the sums. */
  #scopesOf: (readonly number[] | undefined)[] = [];
  #counted: number[] = [];
  /** Places of the pairs of each scope, where they were asked for since pairs changed places. */
  #placesOf: Map<number, number[]> | undefined;

  constructor(index: ScopeIndex, pane: Pane) {
    this.index = index;
    this.#pane = pane;
    this.#bytes = new Float64Array(index.size);
    this.#version = index.networks.version;
  }

  /**
   * Lists the scopes that are touched, from those that have any bytes on; or from those that have some that are not
   * stored, where it is known which.
   */
  read(isStoredKnown = false): TouchedScopes {
    const touched = new TouchedScopes(this.index.size);
    const isLookedAt = isStoredKnown && !this.#isWhole;
    this.#bytes.forEach((bytes, scope) => {
      const isOpen = this.#pane.open.bytesOf(this.index.keys[scope]!) > 0;
      if (isOpen || bytes > (isLookedAt ? this.#stored[scope]! : 0)) touched.add(scope);
    });
    this.#readers.push(touched);
    return touched;
  }

  /**
   * Bytes of a scope, as of the last {@link update}: those of its pairs, of the ones that were folded, and of those that a
   * cluster has summed and not told of yet.
   */
  bytesOf(scope: number): number {
    return this.#pairedBytesOf(scope) + this.#pane.open.bytesOf(this.index.keys[scope]!);
  }

  #pairedBytesOf(scope: number): number {
    const folded = this.#isWhole ? this.#pairs?.folded : undefined;
    return this.#bytes[scope]! + (folded?.get(this.index.keys[scope]!) ?? 0);
  }

  /** Whether {@link bytesOf} has all of the scope: else pairs of it may have been folded into one. */
  knows(scope: number): boolean {
    return !this.#isWhole || (this.#pairs?.knows(this.index.keys[scope]!) ?? true);
  }

  /** Places of the pairs of a scope; the pane's pairs are read for it. */
  placesOf(scope: number): readonly number[] {
    if (this.#pane.pairs !== this.#pairs || this.#areOthersHome) this.update();
    if (this.#placesOf === undefined) {
      this.#placesOf = new Map();
      for (const place of this.#pairs?.places() ?? []) this.#noteScopes(place);
    }
    return this.#placesOf.get(scope) ?? [];
  }

  /** By how much the scopes have grown since they were stored; null where one of them is not known. */
  growth(): ChangedScopes | null {
    this.update();
    const { name, order } = this.index.set;
    const [ranks, bytes]: [number[], number[]] = [[], []];
    for (let rank = 0; rank < order.length; rank += 1) {
      const scope = order[rank]!;
      if (!this.knows(scope)) return null;
      const grown = this.#pairedBytesOf(scope) - (this.#isWhole ? 0 : this.#stored[scope]!);
      if (grown <= 0) continue;
      ranks.push(rank);
      bytes.push(grown);
    }
    const isWhole = this.#isWhole;
    return { set: name, ranks: Uint32Array.from(ranks), bytes: Float64Array.from(bytes), isWhole };
  }

  /** {@link growth} is stored. */
  noteStored(): void {
    if (!this.#isWhole) this.#stored = this.#bytes.slice();
  }

  /** Takes over what changed in the pairs. */
  update(): void {
    this.#touchOpen();
    if (this.#areOthersHome) return this.#beginAnew();
    const pairs = this.#pane.held;
    if (pairs !== this.#pairs || !this.#changes) return this.#begin();
    this.#changes.forEachEvicted((place, ...key) => this.#letGo(place, () => keyOf(...key)));
    for (const place of this.#changes.places) if (pairs.holds(place)) this.#count(place);
    pairs.clear(this.#changes);
  }

  #touchOpen(): void {
    const { open } = this.#pane;
    if (open.version === this.#openVersion) return;
    this.#openVersion = open.version;
    this.index.keys.forEach((key, scope) => open.bytesOf(key) > 0 && this.#touch(scope));
  }

  /** Follows the pairs no longer: nobody needs it, unless an update reads them all again. */
  release(): void {
    if (this.#changes) this.#pairs?.untrack(this.#changes);
    this.#changes = undefined;
  }

  /** Whether pairs may go another way than when they were counted. */
  get #areOthersHome(): boolean {
    return this.#version !== this.index.networks.version && this.index.directedKeys.size > 0;
  }

  /** Counts all pairs by the home networks of now; of those that were folded, nobody knows which way they went. */
  #beginAnew(): void {
    this.#version = this.index.networks.version;
    this.release();
    this.#pane.pairs.forgetFolded(this.index.directedKeys);
    this.index.keys.forEach((key, scope) => this.index.directedKeys.has(key) && this.#touch(scope));
    this.#begin();
  }

  /** Where the bytes by scope are stored, what was added to them is counted; else all pairs are read. */
  #begin(): void {
    const { name, order } = this.index.set;
    const stored = this.#pane.storedScopes;
    this.#isWhole = stored?.set !== name;
    this.#pairs = this.#isWhole ? this.#pane.pairs : this.#pane.held;
    this.#changes = this.#pairs.track();
    this.#scopesOf = [];
    this.#counted = [];
    this.#placesOf = undefined;
    this.#bytes.fill(0);
    if (!this.#isWhole) stored!.ranks.forEach((rank, i) => (this.#bytes[order[rank]!]! += stored!.bytes[i]!));
    this.#stored = this.#bytes.slice();
    for (const place of this.#pairs.places()) {
      if (!this.#isWhole) this.#counted[place] = this.#pane.storedBytesAt(place);
      this.#count(place);
    }
    const { folded } = this.#pairs;
    if (folded) this.index.keys.forEach((key, scope) => folded.get(key) && this.#touch(scope));
  }

  /** A pair is folded: its bytes are among those of the folded pairs now, whether they were counted before or not. */
  #letGo(place: number, pairOf: () => PairKey): void {
    const known = this.#scopesOf[place];
    for (const scope of known ?? this.index.scopesOf(pairOf())) {
      if (known) this.#bytes[scope]! -= this.#counted[place]!;
      this.#touch(scope);
    }
    this.#scopesOf[place] = undefined;
    this.#counted[place] = 0;
    this.#placesOf = undefined;
  }

  #count(place: number): void {
    const isNew = this.#scopesOf[place] === undefined;
    const scopes = (this.#scopesOf[place] ??= this.index.scopesOf(this.#pairs!.pairAt(place)));
    if (isNew && this.#placesOf) this.#noteScopes(place);
    const bytes = this.#pairs!.bytesAt(place);
    const more = bytes - (this.#counted[place] ?? 0);
    this.#counted[place] = bytes;
    // No sum is past the window's total, which is checked.
    for (const scope of scopes) {
      this.#bytes[scope]! += more;
      this.#touch(scope);
    }
  }

  #touch(scope: number): void {
    for (const reader of this.#readers) reader.add(scope);
  }

  #noteScopes(place: number): void {
    for (const scope of this.#scopesOf[place] ?? []) {
      const places = this.#placesOf!.get(scope);
      if (places) places.push(place);
      else this.#placesOf!.set(scope, [place]);
    }
  }
}
