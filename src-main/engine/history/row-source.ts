import type { Clock } from '../../common/clock.ts';
import type { WindowRollup } from '../../common/model/windows.ts';
import type { DataFolder } from '../store/data-folder.ts';
import { PairRows } from '../store/pair-rows.ts';
import type { Series } from '../store/series-repository.ts';

/** The longest stretch that a row is of: one that begins before a range may reach into it. */
export const longestRowMs = 3_600_000;

/** Where the pairs of the past are read from. */
export interface RowSource {
  readonly rows: Pick<PairRows, 'list' | 'scan' | 'oldestMs'>;
  readonly rollups: (edges: readonly number[]) => WindowRollup[];
  /** When the first window that is open began, whose pairs are left out; Infinity where none is. */
  readonly openFromMs: () => number;
  /** Whether windows don't overlap: the sums of their pairs are theirs then. */
  readonly isTumbling: boolean;
  readonly clock: Pick<Clock, 'monotonic'>;
}

/** What a data folder has of a series. */
export function rowSourceOf(folder: DataFolder, series: Series, clock: Clock): RowSource {
  const windows = folder.windows(series);
  return {
    rows: new PairRows(folder.connection, series, windows.panes),
    rollups: (edges) => windows.rollups.between(edges),
    openFromMs: () => Math.min(Infinity, ...windows.open().map(({ startMs }) => startMs)),
    isTumbling: series.sizeMs === series.slideMs,
    clock,
  };
}
