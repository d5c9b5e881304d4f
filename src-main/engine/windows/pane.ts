import type { EpochMs } from '../../common/units.ts';
import type { AddressFamily, FlowBatch, PairKey } from '../flow-records/layout.ts';
import { OpenParts } from './open-parts.ts';
import type { PairChanges } from './pair-changes.ts';
import { ColumnsBuilder, type PairColumns, pairsIn } from './pair-columns.ts';
import { type FoldScopes, PairSums } from './pair-sums.ts';

/** Where the pairs of panes lie. */
export interface PaneArchive {
  /** Whether anything of the pane that starts then is stored. */
  has(startMs: EpochMs): boolean;
  /** The pairs of the pane that starts then; undefined where none are stored. */
  pairs(startMs: EpochMs): PairSums | undefined;
  /** Its bytes by scope, as they are stored; undefined where they aren't. */
  scopes?(startMs: EpochMs): StoredScopes | undefined;
}

/** Bytes of a pane by scope; of scopes that aren't among them it has none. */
export interface StoredScopes {
  /** What names the set of scopes that were summed. */
  readonly set: string;
  /** Places of scopes in their set, by their texts; where one occurs again, its bytes are to be added. */
  readonly ranks: Uint32Array;
  /** The bytes of each of these. */
  readonly bytes: Float64Array;
}

/** What a pane has that is not stored. */
export interface PaneChange {
  /** Pairs that were folded into one since, with what is stored of them: it is in that one's growth. */
  readonly dropped: PairColumns;
  /** By how much pairs have grown; as they are now. */
  readonly grown: PairColumns;
  /** Bytes of all folded pairs by scope, where pairs were folded since; null where none were. */
  readonly folded: ReadonlyMap<string, number> | null;
}

const nothing = new ColumnsBuilder({ 0: 0, 4: 0, 6: 0 }).columns;

/** Pairs that a pane may take in without reading what is stored of it. */
const mostUnread = 10_000;

/**
 * The pairs of one slide: what windows are sums of. Stored is by how much they have grown, so that what a checkpoint
 * costs follows from what changed. One that comes from the archive reads its pairs when they are asked for, and not to
 * add to them.
 */
export class Pane {
  readonly startMs: EpochMs;
  /** What a cluster has summed of it without its pairs, by partition. */
  readonly open = new OpenParts();
  readonly #archive: PaneArchive;
  readonly #maxPairs: number;
  #sums: PairSums;
  #changes: PairChanges;
  /** What is stored of each pair, by its place: bytes and packets side by side. */
  #stored = new Float64Array(16);
  #isWhole: boolean;
  #isSettled: boolean;
  #scopes: () => FoldScopes = () => ({ keys: [], keysOf: () => [] });

  constructor(startMs: EpochMs, archive: PaneArchive, maxPairs: number) {
    this.startMs = startMs;
    this.#archive = archive;
    this.#maxPairs = maxPairs;
    this.#isWhole = !archive.has(startMs);
    this.#isSettled = !this.#isWhole;
    // What is only a part is never folded: nobody knows which of all pairs are the smallest.
    this.#sums = new PairSums(this.#isWhole ? maxPairs : Infinity);
    this.#changes = this.#sums.track()!;
  }

  /** Whether all of its pairs are in memory. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** The scopes that matter when pairs are folded. */
  set scopes(scopes: () => FoldScopes) {
    this.#scopes = scopes;
    this.#sums.scopes = scopes;
  }

  /**
   * Adds to a pair.
   *
   * @throws MonitorError `count/too-large` past 2^53 − 1
   */
  add(pair: PairKey, bytes: number, packets: number): void {
    if (!this.#isWhole && this.#sums.size >= mostUnread) this.#read();
    this.#sums.add(pair, bytes, packets);
  }

  /**
   * Adds to the pair of a family whose key lies at an offset, in network order.
   *
   * @throws MonitorError `count/too-large` past 2^53 − 1
   */
  addFrom(view: DataView, at: number, family: AddressFamily, bytes: number, packets: number): void {
    if (!this.#isWhole && this.#sums.size >= mostUnread) this.#read();
    this.#sums.addFrom(view, at, family, bytes, packets);
  }

  /**
   * Adds the entries of a batch from an index on.
   *
   * @throws MonitorError `count/too-large` past 2^53 − 1
   */
  addAll(batch: FlowBatch, from: number): void {
    if (!this.#isWhole && this.#sums.size + batch.count >= mostUnread) this.#read();
    this.#sums.addAll(batch, from);
  }

  /** Sums the smallest pairs beyond the bound into one. */
  fold(): void {
    if (this.#isWhole) this.#sums.fold();
  }

  /** All pairs; read from the archive where they aren't in memory. Another object once they were read. */
  get pairs(): PairSums {
    if (!this.#isWhole) this.#read();
    return this.#sums;
  }

  /** The pairs in memory: all, or those that were added since it was taken from the archive. */
  get held(): PairSums {
    return this.#sums;
  }

  /** What is stored of the bytes of a pair that is in memory, by its place. */
  storedBytesAt(place: number): number {
    return this.#stored[2 * place] ?? 0;
  }

  /** Its bytes by scope, as they are stored, where its pairs aren't in memory. */
  get storedScopes(): StoredScopes | undefined {
    return this.#isWhole ? undefined : this.#archive.scopes?.(this.startMs);
  }

  /** Whether it has been stored as one that is over, or has nothing to store. */
  get isSettled(): boolean {
    return this.#isSettled || this.#sums.size === 0;
  }

  /** Whether there is anything that is not stored. */
  get isChanged(): boolean {
    return !this.#changes.isEmpty;
  }

  /** How many pairs have grown and are not stored. */
  get changedPairs(): number {
    return this.#changes.count;
  }

  /** What is not stored. */
  get change(): PaneChange {
    const { places, evictedCount } = this.#changes;
    // In the order of memory all is read in a fraction of the time.
    places.sort();
    if (evictedCount === 0)
      return { dropped: nothing, grown: this.#sums.columnsAt(places, this.#stored), folded: null };
    const before = this.#stored.slice();
    const dropped = this.#dropped(before);
    return { dropped, grown: this.#sums.columnsAt(places, before), folded: this.#sums.folded ?? null };
  }

  /**
   * What is stored of the pairs that were folded.
   *
   * @param before what is stored, by place; of their places nothing is left: whatever is there was put there later
   */
  #dropped(before: Float64Array): PairColumns {
    const counts = { 0: 0, 4: 0, 6: 0 };
    const gone = new Uint8Array(before.length / 2);
    const isStored = (place: number): boolean => before[2 * place]! > 0 || before[2 * place + 1]! > 0;
    this.#changes.forEachEvicted((place, family) => {
      if (isStored(place) && gone[place] === 0) counts[family] += 1;
      gone[place] = 1;
    });
    const dropped = new ColumnsBuilder(counts);
    this.#changes.forEachEvicted((place, family, words, at) => {
      if (isStored(place)) dropped.add(family, words, at, before[2 * place]!, before[2 * place + 1]!);
      before.fill(0, 2 * place, 2 * place + 2);
    });
    return dropped.columns;
  }

  /**
   * {@link change} is stored.
   *
   * @param isOver whether as that of a pane that is over
   */
  noteStored(isOver = false): void {
    if (isOver) this.#isSettled = true;
    this.#changes.forEachEvicted((place) => this.#setStored(place, 0, 0));
    for (const place of this.#changes.places) {
      if (this.#sums.holds(place))
        this.#setStored(place, this.#sums.bytesAt(place), this.#sums.packetsAt(place));
    }
    this.#sums.clear(this.#changes);
  }

  #read(): void {
    const grown = [...pairsIn(this.change.grown)];
    this.#isWhole = true;
    this.#sums = this.#archive.pairs(this.startMs) ?? new PairSums(this.#maxPairs);
    this.#sums.scopes = this.#scopes;
    this.#stored = new Float64Array(16);
    this.#changes = this.#sums.track()!;
    for (const place of this.#sums.places())
      this.#setStored(place, this.#sums.bytesAt(place), this.#sums.packetsAt(place));
    for (const { pair, bytes, packets } of grown) this.#sums.add(pair, bytes, packets);
  }

  #setStored(place: number, bytes: number, packets: number): void {
    while (2 * place >= this.#stored.length) this.#stored = doubled(this.#stored);
    this.#stored[2 * place] = bytes;
    this.#stored[2 * place + 1] = packets;
  }
}

function doubled(values: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(values.length * 2);
  larger.set(values);
  return larger;
}
