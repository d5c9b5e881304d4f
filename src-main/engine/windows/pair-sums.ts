import { formatAddress } from '../../common/address.ts';
import { addCounts } from '../../common/count.ts';
import type { PairTotal } from '../../common/model/windows.ts';
import { destinationOf, type PairKey, sourceOf } from '../flow-records/layout.ts';

/** Key of the one pair into which the smallest are summed when there are too many; no address packs to it. */
export const otherPair = '' as PairKey;

/** Pairs kept for each window; the smallest beyond are summed into one. */
export const maxPairs = 250_000;

/** The scopes of which sums are kept when pairs are folded. */
export interface FoldScopes {
  /** All of them. */
  readonly keys: readonly string[];
  /** Those that hold a pair. */
  keysOf(pair: PairKey): readonly string[];
}

const noScopes: FoldScopes = { keys: [], keysOf: () => [] };

/**
 * Bytes and packets by pair, exact, for at most `maxPairs` pairs: beyond, the smallest are summed into
 * {@link otherPair}, and the totals stay exact. While it grows there may be a quarter more, so that folding is rare;
 * {@link fold} ends that.
 */
export class PairSums {
  readonly #maxPairs: number;
  readonly #room: number;
  readonly #slots = new Map<PairKey, number>();
  /** The pairs in the order of their slots. */
  #pairs: PairKey[] = [];
  #bytes: Float64Array;
  #packets: Float64Array;
  /** Slots that changed since {@link takeChanged}, and a mark on each of them. */
  #changed: number[] = [];
  #isChanged: Uint8Array;
  #folds = 0;
  /** Bytes of the folded pairs by scope: of those that were known when pairs were folded first. */
  #folded: Map<string, number> | undefined;
  /** The scopes that matter now. */
  scopes: () => FoldScopes = () => noScopes;

  constructor(maxPairs: number, capacity = 8) {
    this.#maxPairs = maxPairs;
    this.#room = Math.max(Math.floor(maxPairs * 1.25), maxPairs + 2);
    this.#bytes = new Float64Array(capacity);
    this.#packets = new Float64Array(capacity);
    this.#isChanged = new Uint8Array(capacity);
  }

  /** Number of pairs; the folded ones count as one. */
  get size(): number {
    return this.#slots.size;
  }

  /** Bytes of the folded pairs by scope; undefined where none were folded, or what they were is not known. */
  get folded(): ReadonlyMap<string, number> | undefined {
    return this.#folded;
  }

  /** Whether the sum of a scope is known, though pairs may have been folded. */
  knows(scope: string): boolean {
    return !this.#slots.has(otherPair) || this.#folded?.has(scope) === true;
  }

  /** Goes on from {@link folded} of an earlier run. */
  resumeFolded(folded: ReadonlyMap<string, number>): void {
    this.#folded = new Map(folded);
  }

  /** How often pairs were folded: each time, all pairs get other places. */
  get folds(): number {
    return this.#folds;
  }

  /** The pair at a place, from 0 to {@link size}; it stays there until pairs are folded. */
  pairAt(place: number): PairKey {
    return this.#pairs[place]!;
  }

  bytesAt(place: number): number {
    return this.#bytes[place]!;
  }

  packetsAt(place: number): number {
    return this.#packets[place]!;
  }

  /** The places of the pairs that changed since they were taken last. */
  takeChanged(): readonly number[] {
    const changed = this.#changed;
    for (const slot of changed) this.#isChanged[slot] = 0;
    this.#changed = [];
    return changed;
  }

  /**
   * Adds to a pair.
   *
   * @throws MonitorError `count/too-large` past 2^53 − 1.
   */
  add(pair: PairKey, bytes: number, packets: number): void {
    let slot = this.#slots.get(pair);
    if (slot === undefined) {
      slot = this.#slots.size;
      if (slot >= this.#room && pair !== otherPair) {
        this.fold();
        return this.add(pair, bytes, packets);
      }
      if (slot === this.#bytes.length) this.#grow();
      this.#slots.set(pair, slot);
      this.#pairs.push(pair);
    }
    if (this.#isChanged[slot] === 0) {
      this.#isChanged[slot] = 1;
      this.#changed.push(slot);
    }
    this.#bytes[slot] = addCounts(this.#bytes[slot]!, bytes);
    this.#packets[slot] = addCounts(this.#packets[slot]!, packets);
  }

  /** Sums the smallest pairs beyond the bound into {@link otherPair}, which is kept beside them. */
  fold(): void {
    if (this.size <= this.#maxPairs) return;
    const all = [...this.entries()];
    const bySize = all.filter(({ pair }) => pair !== otherPair).sort((a, b) => b.bytes - a.bytes);
    const folded = new Set(bySize.slice(this.#maxPairs).map(({ pair }) => pair));
    if (folded.size === 0) return;
    const scopes = this.scopes();
    if (!this.#slots.has(otherPair)) this.#folded = new Map(scopes.keys.map((key) => [key, 0]));
    this.#clear();
    for (const { pair, bytes, packets } of all) {
      if (folded.has(pair)) this.#noteFolded(scopes.keysOf(pair), bytes);
      this.add(folded.has(pair) ? otherPair : pair, bytes, packets);
    }
  }

  /** A scope that came up after the first fold is not known: it may have lost pairs already. */
  #noteFolded(scopes: readonly string[], bytes: number): void {
    for (const scope of scopes) {
      const before = this.#folded?.get(scope);
      if (before !== undefined) this.#folded!.set(scope, addCounts(before, bytes));
    }
  }

  #clear(): void {
    this.#folds += 1;
    this.#slots.clear();
    this.#pairs = [];
    this.#bytes.fill(0);
    this.#packets.fill(0);
    this.takeChanged();
  }

  /** All pairs, in the order in which they were first seen. */
  *entries(): IterableIterator<{ pair: PairKey; bytes: number; packets: number }> {
    for (const [pair, slot] of this.#slots) {
      yield { pair, bytes: this.#bytes[slot]!, packets: this.#packets[slot]! };
    }
  }

  /** Bytes of the pairs for which `matches` holds. */
  bytesWhere(matches: (pair: PairKey) => boolean): number {
    let sum = 0;
    for (const [pair, slot] of this.#slots) if (matches(pair)) sum = addCounts(sum, this.#bytes[slot]!);
    return sum;
  }

  /**
   * The `count` largest pairs, of those for which `matches` holds: by bytes descending, then source, then
   * destination (as text).
   */
  largest(count: number, matches?: (pair: PairKey) => boolean): PairTotal[] {
    const floor = matches ? 0 : this.#bytesOfRank(count);
    const candidates: PairTotal[] = [];
    for (const [pair, slot] of this.#slots) {
      if (this.#bytes[slot]! >= floor && (!matches || matches(pair)))
        candidates.push(this.#pairTotal(pair, slot));
    }
    return candidates.sort(byBytesThenNames).slice(0, count);
  }

  /** The `count` largest of the pairs at some places, in the same order. */
  largestAt(places: readonly number[], count: number): PairTotal[] {
    const candidates = places.toSorted((a, b) => this.#bytes[b]! - this.#bytes[a]!);
    const floor = this.#bytes[candidates[count - 1] ?? -1] ?? 0;
    return candidates
      .filter((slot) => this.#bytes[slot]! >= floor)
      .map((slot) => this.#pairTotal(this.#pairs[slot]!, slot))
      .sort(byBytesThenNames)
      .slice(0, count);
  }

  #pairTotal(pair: PairKey, slot: number): PairTotal {
    const folded = pair === otherPair;
    return {
      source: folded ? 'other' : formatAddress(sourceOf(pair)),
      destination: folded ? 'other' : formatAddress(destinationOf(pair)),
      bytes: this.#bytes[slot]!,
      packets: this.#packets[slot]!,
    };
  }

  /** Bytes of the pair at a rank (from 1), so that only those at or above it need to be written as text. */
  #bytesOfRank(rank: number): number {
    if (rank >= this.size) return 0;
    if (rank <= 0) return Infinity;
    const sorted = this.#bytes.slice(0, this.size).sort();
    return sorted[this.size - rank]!;
  }

  #grow(): void {
    const larger = (from: Float64Array): Float64Array => {
      const to = new Float64Array(from.length * 2);
      to.set(from);
      return to;
    };
    this.#bytes = larger(this.#bytes);
    this.#packets = larger(this.#packets);
    const marks = new Uint8Array(this.#bytes.length);
    marks.set(this.#isChanged);
    this.#isChanged = marks;
  }
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const byBytesThenNames = (a: PairTotal, b: PairTotal): number =>
  b.bytes - a.bytes || byText(a.source, b.source) || byText(a.destination, b.destination);
