import { addCounts } from '../../common/count.ts';
import type { WindowRollup } from '../../common/model/windows.ts';
import type { PairRow } from '../store/pair-rows.ts';

/** Counts by key, and the bytes of which is not known what they are. */
type Sums<Key extends string> = Record<Key | 'unknown', number>;

interface Part<Key extends string> {
  readonly windows: WindowRollup;
  /** Bytes of the rows that lie in it. */
  stored: number;
  readonly sums: Sums<Key>;
}

/** A stretch of time with what was summed of the rows in it. */
export interface SummedPart<Key extends string> {
  readonly windows: WindowRollup;
  readonly sums: Readonly<Sums<Key>>;
}

/**
 * Puts what was summed of rows into stretches of time. What the windows of a stretch have, and no row that lies in it, is
 * unknown: the pairs are no longer kept, or of an hour that crosses its border.
 */
export class RowParts<Key extends string> {
  readonly #keys: readonly (Key | 'unknown')[];
  readonly #parts: readonly Part<Key>[];
  readonly #keptFromMs: number | null;

  /**
   * @param keptFromMs where windows overlap, whose sums the rows don't have: from when on all rows are kept; null where
   * they don't
   */
  constructor(windows: readonly WindowRollup[], keptFromMs: number | null, keys: readonly Key[]) {
    this.#keptFromMs = keptFromMs;
    this.#keys = [...keys, 'unknown'];
    this.#parts = windows.map((one) => ({
      ...{ windows: one, stored: 0 },
      sums: Object.fromEntries(this.#keys.map((key) => [key, 0])) as Sums<Key>,
    }));
  }

  /** Whether a row lies in a stretch. */
  holds(row: PairRow): boolean {
    return this.#find(row) !== undefined;
  }

  /** A row that lies in a stretch was summed. */
  add(row: PairRow, sums: Readonly<Sums<Key>>): void {
    const part = this.#find(row)!;
    part.stored = addCounts(part.stored, row.bytes);
    for (const key of this.#keys) part.sums[key] = addCounts(part.sums[key], sums[key]);
  }

  /** A row crosses the border of stretches: what each has of it is unknown. */
  miss({ startMs, endMs, bytes }: PairRow): void {
    // Else it is missing in the sum of the rows.
    if (this.#keptFromMs === null) return;
    for (const { windows, sums } of this.#parts)
      if (windows.startMs < endMs && startMs < windows.endMs) sums.unknown = addCounts(sums.unknown, bytes);
  }

  /** Those that begin at an instant or later, oldest first. */
  after(startMs: number): SummedPart<Key>[] {
    return this.#parts
      .filter(({ windows }) => windows.startMs >= startMs)
      .map((part) => ({
        windows: part.windows,
        sums: { ...part.sums, unknown: part.sums.unknown + this.#unreadOf(part) },
      }));
  }

  #unreadOf({ windows, stored }: Part<Key>): number {
    const isKept = this.#keptFromMs !== null && this.#keptFromMs <= windows.startMs;
    return isKept ? 0 : Math.max(0, windows.bytes - stored);
  }

  #find({ startMs, endMs }: PairRow): Part<Key> | undefined {
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
