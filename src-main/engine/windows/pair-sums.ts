import { addCounts } from '../../common/count.ts';
import { type AddressFamily, type FlowBatch, keyAt, type PairKey } from '../flow-records/layout.ts';
import { forEachCounts } from '../flow-records/reader.ts';
import { PairChanges } from './pair-changes.ts';
import { ColumnsBuilder, familyOf, keyStart, type PairColumns, wordsIn } from './pair-columns.ts';
import { PairPlaces } from './pair-places.ts';
import { valueAtRank } from './rank.ts';

/** Key of the one pair into which the smallest are summed when there are too many; no address packs to it. */
export const otherPair = '' as PairKey;

/** Pairs kept for each window; the smallest beyond are summed into one. */
export const maxPairs = 250_000;

/** Readers of changes that one list of pairs can have. */
const mostReaders = 30;

/** The scopes of which sums are kept when pairs are folded. */
export interface FoldScopes {
  /** All of them. */
  readonly keys: readonly string[];
  /** Those that hold a pair. */
  keysOf(pair: PairKey): readonly string[];
}

const noWords = new Uint32Array(0);
const noScopes: FoldScopes = { keys: [], keysOf: () => [] };

/** A pair with what was summed of it. */
export interface PairCount {
  readonly pair: PairKey;
  readonly bytes: number;
  readonly packets: number;
}

/**
 * Bytes and packets by pair, exact, for at most `maxPairs` pairs: beyond, the smallest are summed into
 * {@link otherPair}, and the totals stay exact. While it grows there may be a tenth more, so that folding is rare, and short;
 * {@link fold} ends that. A pair keeps its place until it is folded; then another pair may get it.
 */
export class PairSums {
  readonly #maxPairs: number;
  readonly #room: number;
  readonly #places = new PairPlaces();
  /** By place, bytes and packets side by side: they are read together. */
  #counts: Float64Array;
  /** By place, the readers that know already that it changed. */
  #marks: Uint32Array;
  #readers: PairChanges[] = [];
  /** The bits of all readers. */
  #allMarks = 0;
  /** Bytes of the folded pairs by scope: of those that were known when pairs were folded first. */
  #folded: Map<string, number> | undefined;
  /** The scopes that matter now. */
  scopes: () => FoldScopes = () => noScopes;

  constructor(maxPairs: number, capacity = 8) {
    this.#maxPairs = maxPairs;
    this.#room = Math.max(Math.floor(maxPairs * 1.1), maxPairs + 2);
    this.#counts = new Float64Array(2 * capacity);
    this.#marks = new Uint32Array(capacity);
  }

  /** Pairs that were summed before, however many: none is folded until one is added to them. */
  static of(
    pairs: Iterable<PairCount>,
    maxPairs: number,
    folded: ReadonlyMap<string, number> | null = null,
  ): PairSums {
    const sums = new PairSums(maxPairs);
    for (const { pair, bytes, packets } of pairs) sums.#addAt(sums.#places.take(pair), bytes, packets);
    if (folded) sums.resumeFolded(folded);
    return sums;
  }

  /** Number of pairs; the folded ones count as one. */
  get size(): number {
    return this.#places.size;
  }

  /** Bytes of the folded pairs by scope; undefined where none were folded, or what they were is not known. */
  get folded(): ReadonlyMap<string, number> | undefined {
    return this.#folded;
  }

  /** Whether the sum of a scope is known, though pairs may have been folded. */
  knows(scope: string): boolean {
    return this.#places.find(otherPair) < 0 || this.#folded?.has(scope) === true;
  }

  /** Scopes hold other pairs than before: which of the folded ones is not known. */
  forgetFolded(scopes: Iterable<string>): void {
    for (const scope of scopes) this.#folded?.delete(scope);
  }

  /** Goes on from {@link folded} of an earlier run. */
  resumeFolded(folded: ReadonlyMap<string, number>): void {
    this.#folded = new Map(folded);
  }

  /** The pair at the place of a pair. */
  pairAt(place: number): PairKey {
    return this.#places.pairAt(place);
  }

  bytesAt(place: number): number {
    return this.#counts[2 * place]!;
  }

  packetsAt(place: number): number {
    return this.#counts[2 * place + 1]!;
  }

  /** Whether a pair is at a place. */
  holds(place: number): boolean {
    return this.#places.holds(place);
  }

  /** The version of IP of the pair at a place; 0 for the folded ones. */
  familyAt(place: number): AddressFamily | 0 {
    return this.#places.familyAt(place);
  }

  /** A word of 32 bits of the pair's key, the most significant first. */
  wordAt(place: number, word: number): number {
    return this.#places.wordAt(place, word);
  }

  /** All places are below it; some of them may be free. */
  get end(): number {
    return this.#places.end;
  }

  /** Where each pair is. */
  *places(): IterableIterator<number> {
    for (let place = 0; place < this.#places.end; place += 1) if (this.#places.holds(place)) yield place;
  }

  /**
   * Lists what changes from now on, for one reader that clears the list when it has read it.
   *
   * @returns undefined where there are too many readers
   */
  track(): PairChanges | undefined {
    let bit = 1;
    for (let i = 0; (this.#allMarks & bit) !== 0; i += 1, bit <<= 1) if (i === mostReaders) return undefined;
    const changes = new PairChanges(bit);
    this.#allMarks |= bit;
    this.#readers.push(changes);
    return changes;
  }

  /** Ends a list of changes. */
  untrack(changes: PairChanges): void {
    this.#readers = this.#readers.filter((one) => one !== changes);
    this.#allMarks &= ~changes.bit;
    for (let place = 0; place < this.#places.end; place += 1) this.#marks[place]! &= ~changes.bit;
  }

  /** Begins a list of changes anew. */
  clear(changes: PairChanges): void {
    for (const place of changes.places) this.#marks[place]! &= ~changes.bit;
    changes.clear();
  }

  /**
   * Adds to a pair.
   *
   * @throws MonitorError `count/too-large` past 2^53 − 1.
   */
  add(pair: PairKey, bytes: number, packets: number): void {
    if (this.size >= this.#room && pair !== otherPair && this.#places.find(pair) < 0) this.fold();
    this.#addAt(this.#places.take(pair), bytes, packets);
  }

  /**
   * Adds to the pair of a family whose key lies at an offset, in network order.
   *
   * @throws MonitorError `count/too-large` past 2^53 − 1.
   */
  addFrom(view: DataView, at: number, family: AddressFamily, bytes: number, packets: number): void {
    if (this.size >= this.#room) return this.add(keyAt(view, at, family), bytes, packets);
    this.#addAt(this.#places.takeAt(view, at, family), bytes, packets);
  }

  /**
   * Adds the entries of a batch from an index on.
   *
   * @throws MonitorError `count/too-large` past 2^53 − 1.
   */
  addAll(batch: FlowBatch, from: number): void {
    for (let at = from; at < batch.count;) {
      if (this.size >= this.#room) this.fold();
      const count = Math.min(batch.count - at, this.#room - this.size);
      const places = this.#places.takeAll(batch, at, count);
      let i = 0;
      forEachCounts(batch, at, at + count, (bytes, packets) => this.#addAt(places[i++]!, bytes, packets));
      at += count;
    }
  }

  /** Adds pairs, however many: none is folded by it. */
  addColumns(columns: PairColumns): void {
    for (let i = 0; i < columns.size; i += 1) {
      const place = this.#places.takeWords(columns.keys, keyStart(columns, i), familyOf(columns, i));
      this.#addAt(place, columns.bytes[i]!, columns.packets[i]!);
    }
  }

  /** Takes pairs away, whatever was summed of them. */
  removeColumns(columns: PairColumns): void {
    this.#forEachKnown(columns, (place) => this.#evict(place));
  }

  /** What was summed of some pairs. */
  sumsIn(columns: PairColumns): { bytes: number; packets: number } {
    const sums = { bytes: 0, packets: 0 };
    this.#forEachKnown(columns, (place) => {
      sums.bytes += this.bytesAt(place);
      sums.packets += this.packetsAt(place);
    });
    return sums;
  }

  #forEachKnown(columns: PairColumns, visit: (place: number) => void): void {
    for (let i = 0; i < columns.size; i += 1) {
      const place = this.#places.findWords(columns.keys, keyStart(columns, i), familyOf(columns, i));
      if (place >= 0) visit(place);
    }
  }

  #addAt(place: number, bytes: number, packets: number): void {
    while (place >= this.#marks.length) this.#grow();
    if (this.#marks[place] !== this.#allMarks) this.#mark(place);
    const counts = this.#counts;
    counts[2 * place] = addCounts(counts[2 * place]!, bytes);
    counts[2 * place + 1] = addCounts(counts[2 * place + 1]!, packets);
  }

  /** Sums the smallest pairs beyond the bound into {@link otherPair}, which is kept beside them. */
  fold(): void {
    const isFirst = this.#places.find(otherPair) < 0;
    const surplus = this.size - Number(!isFirst) - this.#maxPairs;
    if (surplus <= 0) return;
    const scopes = this.scopes();
    if (isFirst) this.#folded = new Map(scopes.keys.map((key) => [key, 0]));
    const other = { bytes: 0, packets: 0 };
    for (const place of this.#smallest(surplus)) {
      const bytes = this.bytesAt(place);
      if (scopes.keys.length > 0) this.#noteFolded(scopes.keysOf(this.pairAt(place)), bytes);
      other.bytes = addCounts(other.bytes, bytes);
      other.packets = addCounts(other.packets, this.packetsAt(place));
      this.#evict(place);
    }
    this.add(otherPair, other.bytes, other.packets);
  }

  /** Places of the `count` smallest pairs; of equal ones those at the last places. */
  #smallest(count: number): number[] {
    const other = this.#places.find(otherPair);
    const ranked = new Float64Array(this.size);
    let pairs = 0;
    for (let place = 0; place < this.#places.end; place += 1)
      if (this.holds(place) && place !== other) ranked[pairs++] = this.bytesAt(place);
    const least = valueAtRank(ranked, pairs, this.#maxPairs);
    const smaller: number[] = [];
    const equal: number[] = [];
    for (let place = 0; place < this.#places.end; place += 1) {
      if (!this.holds(place) || place === other) continue;
      const bytes = this.bytesAt(place);
      if (bytes < least) smaller.push(place);
      else if (bytes === least) equal.push(place);
    }
    return smaller.concat(equal.slice(smaller.length + equal.length - count));
  }

  #evict(place: number): void {
    const family = this.#places.familyAt(place);
    if (family !== 0)
      for (const changes of this.#readers)
        changes.noteEvicted(place, family, this.#places.wordsOf(family), place * wordsIn[family]);
    this.#places.remove(place);
    this.#counts.fill(0, 2 * place, 2 * place + 2);
  }

  #mark(place: number): void {
    const marks = this.#marks[place]!;
    for (const changes of this.#readers) if ((marks & changes.bit) === 0) changes.note(place);
    this.#marks[place] = this.#allMarks;
  }

  /** A scope that came up after the first fold is not known: it may have lost pairs already. */
  #noteFolded(scopes: readonly string[], bytes: number): void {
    for (const scope of scopes) {
      const before = this.#folded?.get(scope);
      if (before !== undefined) this.#folded!.set(scope, addCounts(before, bytes));
    }
  }

  /** All pairs, in the order of their places. */
  *entries(): IterableIterator<PairCount> {
    for (const place of this.places())
      yield { pair: this.pairAt(place), bytes: this.bytesAt(place), packets: this.packetsAt(place) };
  }

  /**
   * The pairs at some places, less what was known of each of them before.
   *
   * @param before bytes and packets side by side, by place; of places beyond its end nothing was known
   */
  columnsAt(places: Uint32Array, before: Float64Array): PairColumns {
    const builder = new ColumnsBuilder(this.#countFamilies(places));
    for (const place of places) {
      if (!this.holds(place)) continue;
      const family = this.familyAt(place);
      const words = family === 0 ? noWords : this.#places.wordsOf(family);
      const bytes = this.#counts[2 * place]! - (before[2 * place] ?? 0);
      const packets = this.#counts[2 * place + 1]! - (before[2 * place + 1] ?? 0);
      builder.add(family, words, family === 0 ? 0 : place * wordsIn[family], bytes, packets);
    }
    return builder.columns;
  }

  #countFamilies(places: Uint32Array): Record<AddressFamily | 0, number> {
    const counts = { 0: 0, 4: 0, 6: 0 };
    for (const place of places) if (this.holds(place)) counts[this.familyAt(place)] += 1;
    return counts;
  }

  /** Bytes of the pairs for which `matches` holds. */
  bytesWhere(matches: (pair: PairKey) => boolean): number {
    let sum = 0;
    for (let place = 0; place < this.#places.end; place += 1)
      if (this.holds(place) && matches(this.pairAt(place))) sum = addCounts(sum, this.bytesAt(place));
    return sum;
  }

  #grow(): void {
    const counts = new Float64Array(this.#counts.length * 2);
    counts.set(this.#counts);
    this.#counts = counts;
    const marks = new Uint32Array(this.#marks.length * 2);
    marks.set(this.#marks);
    this.#marks = marks;
  }
}
