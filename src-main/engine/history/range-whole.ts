import { addCounts } from '../../common/count.ts';
import type { PeriodSpan } from '../../common/periods/period.ts';
import type { DataFolder } from '../store/data-folder.ts';
import type { PairRow } from '../store/pair-rows.ts';
import type { Series } from '../store/series-repository.ts';

/**
 * Bytes of a stretch of time in windows that are over, each counted once.
 *
 * Windows that overlap would count a byte several times: there it is what is stored of pairs, and what periods that lie in
 * it have, whose pairs may no longer be kept.
 *
 * @param rows of its pairs that are kept
 */
export function bytesOfRange(
  folder: DataFolder,
  series: Series,
  { startMs, endMs }: PeriodSpan,
  rows: readonly PairRow[],
): number {
  const windows = folder.windows(series);
  if (series.sizeMs === series.slideMs) return windows.rollups.between([startMs, endMs])[0]?.bytes ?? 0;
  const overMs = Math.min(endMs, ...windows.open().map((window) => window.startMs));
  const periods = folder.periodRows(series);
  const sums = periods.kinds().map((kind) => {
    const inside = periods.sums(kind, startMs, overMs, -1).filter((period) => period.endMs <= overMs);
    const [fromMs, toMs] = [inside[0]?.startMs ?? Infinity, inside.at(-1)?.endMs ?? Infinity];
    return sumOfBytes([...inside, ...rows.filter((row) => row.startMs < fromMs || row.startMs >= toMs)]);
  });
  return Math.max(sumOfBytes(rows), ...sums);
}

const sumOfBytes = (parts: readonly { readonly bytes: number }[]): number =>
  parts.reduce((sum, { bytes }) => addCounts(sum, bytes), 0);
