import type { Pane } from './pane.ts';
import type { PairChanges } from './pair-changes.ts';
import { otherPair, PairSums } from './pair-sums.ts';

/** The pairs of a pane, and what of them is in the sum. */
interface Part {
  readonly pane: Pane;
  readonly pairs: PairSums;
  /** Undefined where its changes can't be followed. */
  readonly changes: PairChanges | undefined;
  readonly bytes: number[];
  readonly packets: number[];
}

/** The pairs of several panes as one list, kept up to date by what changed in them. */
export class MergedPairs {
  readonly #maxPairs: number;
  #parts: readonly Part[] = [];
  #sum: PairSums;

  constructor(maxPairs: number) {
    this.#maxPairs = maxPairs;
    this.#sum = new PairSums(maxPairs);
  }

  /** The pairs of these panes, as they are now; panes only ever join. */
  of(panes: readonly Pane[]): PairSums {
    const isSame = this.#parts.every(
      ({ pane, pairs, changes }, i) =>
        panes[i] === pane && pane.pairs === pairs && changes?.evictedCount === 0,
    );
    if (!isSame) this.#begin();
    const joined = panes.slice(this.#parts.length).map((pane) => this.#join(pane));
    for (const part of this.#parts) this.#follow(part);
    this.#parts = [...this.#parts, ...joined];
    return this.#sum;
  }

  #begin(): void {
    for (const { pairs, changes } of this.#parts) if (changes) pairs.untrack(changes);
    this.#parts = [];
    this.#sum = new PairSums(this.#maxPairs);
  }

  #join(pane: Pane): Part {
    const { pairs } = pane;
    const part: Part = { pane, pairs, changes: pairs.track(), bytes: [], packets: [] };
    this.#resumeFolded(pairs);
    for (const place of pairs.places()) this.#take(part, place);
    return part;
  }

  #follow(part: Part): void {
    for (const place of part.changes!.places) this.#take(part, place);
    part.pairs.clear(part.changes!);
  }

  #take({ pairs, bytes, packets }: Part, place: number): void {
    const [allBytes, allPackets] = [pairs.bytesAt(place), pairs.packetsAt(place)];
    this.#sum.add(pairs.pairAt(place), allBytes - (bytes[place] ?? 0), allPackets - (packets[place] ?? 0));
    bytes[place] = allBytes;
    packets[place] = allPackets;
  }

  /** A scope is known of all folded pairs where it is known of those of each pane. */
  #resumeFolded(pairs: PairSums): void {
    if (pairs.folded === undefined && pairs.knows('')) return;
    const former = this.#sum.folded;
    const folded = new Map<string, number>();
    for (const [scope, bytes] of pairs.folded ?? [])
      if (this.#sum.knows(scope)) folded.set(scope, bytes + (former?.get(scope) ?? 0));
    this.#sum.resumeFolded(folded);
    this.#sum.add(otherPair, 0, 0);
  }
}
