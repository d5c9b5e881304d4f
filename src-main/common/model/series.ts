import type { EpochMs } from '../units.ts';

/** Windows of one length, source and selection, as the data folder holds them. */
export interface StoredSeries {
  readonly id: number;
  /** Whether it is the one that this run sums. */
  readonly isOwn: boolean;
  /** Whether capture files were read, and not live traffic. */
  readonly isReplay: boolean;
  /** Interfaces, a topic, or files. */
  readonly source: string;
  readonly windowMs: number;
  readonly slideMs: number;
  /** Addresses and networks of which one must match; none for any. */
  readonly sources: readonly string[];
  readonly destinations: readonly string[];
  /** Capture filter; empty for none. */
  readonly filter: string;
  /** Starts of its first and last window; null before there is one. */
  readonly firstMs: EpochMs | null;
  readonly lastMs: EpochMs | null;
}
