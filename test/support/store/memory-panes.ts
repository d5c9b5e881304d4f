import type { ChangedPane } from '../../../src-main/engine/alerts/check-store.ts';
import type { PairKey } from '../../../src-main/engine/flow-records/layout.ts';
import { pairsIn } from '../../../src-main/engine/windows/pair-columns.ts';
import { PairSums } from '../../../src-main/engine/windows/pair-sums.ts';
import type { PaneArchive, StoredScopes } from '../../../src-main/engine/windows/pane.ts';

/** For windows of which nothing is stored. */
export const noPanes: PaneArchive = { has: () => false, pairs: () => undefined };

interface StoredPane {
  readonly counts: Map<PairKey, [bytes: number, packets: number]>;
  folded: ReadonlyMap<string, number> | null;
}

/** Panes in memory, kept by how they grew: of each pair one sum. */
export class MemoryPanes implements PaneArchive {
  readonly #panes = new Map<number, StoredPane>();
  readonly #scopes = new Map<number, StoredScopes>();

  has(startMs: number): boolean {
    return this.#panes.has(startMs);
  }

  pairs(startMs: number): PairSums | undefined {
    const stored = this.#panes.get(startMs);
    if (!stored) return undefined;
    const pairs = new PairSums(Number.MAX_SAFE_INTEGER);
    for (const [pair, [bytes, packets]] of stored.counts) pairs.add(pair, bytes, packets);
    if (stored.folded) pairs.resumeFolded(stored.folded);
    return pairs;
  }

  scopes(startMs: number): StoredScopes | undefined {
    return this.#scopes.get(startMs);
  }

  save({ startMs, change, scopes }: ChangedPane): void {
    const former = this.#scopes.get(startMs);
    if (!scopes || (!scopes.isWhole && former?.set !== scopes.set)) this.#scopes.delete(startMs);
    else {
      const parts = [...(scopes.isWhole ? [] : [former!]), scopes];
      const ranks = Uint32Array.from(parts.flatMap((part) => [...part.ranks]));
      const bytes = Float64Array.from(parts.flatMap((part) => [...part.bytes]));
      this.#scopes.set(startMs, { set: scopes.set, ranks, bytes });
    }
    const stored: StoredPane = this.#panes.get(startMs) ?? { counts: new Map(), folded: null };
    this.#panes.set(startMs, stored);
    for (const { pair } of pairsIn(change.dropped)) stored.counts.delete(pair);
    for (const { pair, bytes, packets } of pairsIn(change.grown)) {
      const [before, packetsBefore] = stored.counts.get(pair) ?? [0, 0];
      stored.counts.set(pair, [before + bytes, packetsBefore + packets]);
    }
    if (change.folded) stored.folded = new Map(change.folded);
  }
}
