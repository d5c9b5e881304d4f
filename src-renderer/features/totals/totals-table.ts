import { differenceOf, type TotalRow } from '../../../src-main/common/model/totals.ts';
import type { TotalPeriod } from './totals-page.svelte.ts';
import { t } from '../../texts/texts.ts';
import { periodText, totalExactness } from './totals-words.ts';

/** The shown table as text for a spreadsheet: a line for each row, with tabs between the cells, and whole numbers. */
export function totalsTable(
  rows: readonly TotalRow[],
  isCompared: boolean,
  per: TotalPeriod,
  nowMs: number,
  timeZone?: string,
): string {
  const words = t().totals;
  const hasSides = rows.some(({ sent }) => sent !== undefined);
  const head = [
    ...[words.period, words.start, t().columns.bytes, t().columns.packets],
    ...(hasSides ? [t().history.sent, t().history.received] : []),
    ...(isCompared ? [words.before, words.difference] : []),
    words.exactness,
  ];
  const cells = (row: TotalRow): (string | number)[] => [
    ...[
      periodText(row, per, nowMs, timeZone),
      new Date(row.startMs).toISOString(),
      row.bytes,
      row.packets ?? '',
    ],
    ...(hasSides ? [row.sent ?? '', row.received ?? ''] : []),
    ...(isCompared ? [row.before?.bytes ?? '', differenceOf(row)?.bytes ?? ''] : []),
    totalExactness(row),
  ];
  return [head, ...rows.map(cells)].map((line) => `${line.join('\t')}\n`).join('');
}
