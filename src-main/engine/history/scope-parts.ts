import { addCounts } from '../../common/count.ts';
import type { ScopeRollup, WindowRollup } from '../../common/model/windows.ts';
import type { PairRow } from '../store/pair-rows.ts';
import type { ScopeSums } from './scope-sums.ts';

interface Part {
  readonly windows: WindowRollup;
  /** Bytes of the rows that lie in it. */
  stored: number;
  sent: number;
  received: number;
  within: number;
  packets: number;
  unknown: number;
}

/**
 * Puts what rows hold of a scope into stretches of time. What the windows of a stretch have, and no row that lies in it,
 * is unknown: the pairs are no longer kept, or of an hour that crosses its border.
 */
export class ScopeParts {
  readonly #parts: readonly Part[];
  readonly #keptFromMs: number | null;

  /**
   * @param keptFromMs where windows overlap, whose sums the rows don't have: from when on all rows are kept; null where
   * they don't
   */
  constructor(windows: readonly WindowRollup[], keptFromMs: number | null) {
    this.#keptFromMs = keptFromMs;
    this.#parts = windows.map((one) => ({
      ...{ windows: one, stored: 0, sent: 0, received: 0, within: 0, packets: 0, unknown: 0 },
    }));
  }

  /** Whether a row lies in a stretch. */
  holds(row: PairRow): boolean {
    return this.#find(row) !== undefined;
  }

  /** A row that lies in a stretch was summed. */
  add(sums: ScopeSums): void {
    const part = this.#find(sums.row)!;
    part.stored = addCounts(part.stored, sums.row.bytes);
    for (const key of ['sent', 'received', 'within', 'packets', 'unknown'] as const)
      part[key] = addCounts(part[key], sums[key]);
  }

  /** A row crosses the border of stretches: what each has of it is unknown. */
  miss({ startMs, endMs, bytes }: PairRow): void {
    // Else it is missing in the sum of the rows.
    if (this.#keptFromMs === null) return;
    for (const part of this.#parts)
      if (part.windows.startMs < endMs && startMs < part.windows.endMs)
        part.unknown = addCounts(part.unknown, bytes);
  }

  /** Those that begin at an instant or later, oldest first. */
  after(startMs: number): ScopeRollup[] {
    return this.#parts
      .filter(({ windows }) => windows.startMs >= startMs)
      .map((part) => this.#rollupOf(part));
  }

  #rollupOf(part: Part): ScopeRollup {
    const { sent, received, within, packets, unknown } = part;
    const { startMs, endMs, windows, incomplete, inexact } = part.windows;
    return {
      ...{ startMs, endMs, windows, incomplete, inexact, sent, received, packets },
      bytes: sent + received - within,
      unknown: unknown + this.#unreadOf(part),
    };
  }

  #unreadOf({ windows, stored }: Part): number {
    const isKept = this.#keptFromMs !== null && this.#keptFromMs <= windows.startMs;
    return isKept ? 0 : Math.max(0, windows.bytes - stored);
  }

  #find({ startMs, endMs }: PairRow): Part | undefined {
    let [low, high] = [0, this.#parts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#parts[middle]!.windows.endMs <= startMs) low = middle + 1;
      else high = middle;
    }
    const part = this.#parts[low];
    return part && part.windows.startMs <= startMs && endMs <= part.windows.endMs ? part : undefined;
  }
}
