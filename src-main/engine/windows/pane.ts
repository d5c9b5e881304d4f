import type { EpochMs } from '../../common/units.ts';
import type { AddressFamily, PairKey } from '../flow-records/layout.ts';
import type { PairChanges } from './pair-changes.ts';
import { type PairList, pairCounts } from './pair-list.ts';
import { type FoldScopes, type PairCount, PairSums } from './pair-sums.ts';

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
  readonly bytes: ReadonlyMap<string, number>;
}

/** What a pane has that is not stored. */
export interface PaneChange {
  /** Pairs that were folded into one since, with what is stored of them: it is in that one's growth. */
  readonly dropped: readonly PairCount[];
  /** By how much pairs have grown; as they are now. */
  readonly grown: PairList;
  /** Bytes of all folded pairs by scope, where pairs were folded since; null where none were. */
  readonly folded: ReadonlyMap<string, number> | null;
}

/** Pairs that a pane may take in without reading what is stored of it. */
const mostUnread = 10_000;

/**
 * The pairs of one slide: what windows are sums of. Stored is by how much they have grown, so that what a checkpoint
 * costs follows from what changed. One that comes from the archive reads its pairs when they are asked for, and not to
 * add to them.
 */
export class Pane {
  readonly startMs: EpochMs;
  readonly #archive: PaneArchive;
  readonly #maxPairs: number;
  #sums: PairSums;
  #changes: PairChanges;
  /** What is stored of each pair, by its place. */
  #storedBytes = new Float64Array(8);
  #storedPackets = new Float64Array(8);
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
    return this.#storedBytes[place] ?? 0;
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
    return this.#changes.places.length > 0 || this.#changes.evicted.length > 0;
  }

  /** What is not stored. */
  get change(): PaneChange {
    const { evicted } = this.#changes;
    const gone = new Set<number>();
    const dropped: PairCount[] = [];
    for (const { place, pair } of evicted) {
      // What was folded later was put there after what is stored of the place.
      if (!gone.has(place) && this.#isStored(place))
        dropped.push({ pair, bytes: this.#storedBytes[place]!, packets: this.#storedPackets[place]! });
      gone.add(place);
    }
    const sums = this.#sums;
    const places = this.#changes.places.filter((place) => sums.holds(place));
    const isStored = (place: number): boolean => this.#isStored(place) && !gone.has(place);
    const grown: PairList = {
      size: places.length,
      places: () => places,
      pairAt: (place) => sums.pairAt(place),
      familyAt: (place) => sums.familyAt(place),
      wordAt: (place, word) => sums.wordAt(place, word),
      bytesAt: (place) => sums.bytesAt(place) - (isStored(place) ? this.#storedBytes[place]! : 0),
      packetsAt: (place) => sums.packetsAt(place) - (isStored(place) ? this.#storedPackets[place]! : 0),
    };
    return { dropped, grown, folded: evicted.length > 0 ? (this.#sums.folded ?? null) : null };
  }

  /**
   * {@link change} is stored.
   *
   * @param isOver whether as that of a pane that is over
   */
  noteStored(isOver = false): void {
    if (isOver) this.#isSettled = true;
    for (const { place } of this.#changes.evicted) this.#setStored(place, 0, 0);
    for (const place of this.#changes.places) {
      if (this.#sums.holds(place))
        this.#setStored(place, this.#sums.bytesAt(place), this.#sums.packetsAt(place));
    }
    this.#sums.clear(this.#changes);
  }

  #read(): void {
    const grown = [...pairCounts(this.change.grown)];
    this.#isWhole = true;
    this.#sums = this.#archive.pairs(this.startMs) ?? new PairSums(this.#maxPairs);
    this.#sums.scopes = this.#scopes;
    this.#storedBytes = new Float64Array(8);
    this.#storedPackets = new Float64Array(8);
    this.#changes = this.#sums.track()!;
    for (const place of this.#sums.places())
      this.#setStored(place, this.#sums.bytesAt(place), this.#sums.packetsAt(place));
    for (const { pair, bytes, packets } of grown) this.#sums.add(pair, bytes, packets);
  }

  #isStored(place: number): boolean {
    return (this.#storedPackets[place] ?? 0) > 0 || (this.#storedBytes[place] ?? 0) > 0;
  }

  #setStored(place: number, bytes: number, packets: number): void {
    while (place >= this.#storedBytes.length) {
      this.#storedBytes = doubled(this.#storedBytes);
      this.#storedPackets = doubled(this.#storedPackets);
    }
    this.#storedBytes[place] = bytes;
    this.#storedPackets[place] = packets;
  }
}

function doubled(values: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(values.length * 2);
  larger.set(values);
  return larger;
}
