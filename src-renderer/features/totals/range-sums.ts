import { addCounts } from '../../../src-main/common/count.ts';
import { comparedOf, differenceOf, type TotalRow } from '../../../src-main/common/model/totals.ts';

/** What rows come to, and how many of them lack something; beside what they are compared with, as far as that is known. */
interface RangeSums {
  readonly bytes: number;
  readonly inexact: number;
  /** Null where nothing is compared. Of a period that is not over, what the other one had after as much time. */
  readonly before: {
    readonly bytes: number;
    readonly difference: number;
    readonly share: number | null;
  } | null;
}

/** Sums the rows that are shown. */
export function rangeSums(rows: readonly TotalRow[]): RangeSums {
  const lacking = rows.filter(
    ({ unknown, lacks }) => unknown > 0 || lacks.some(({ reason }) => reason !== 'not-over'),
  );
  const compared = rows.filter((row) => differenceOf(row) !== null);
  // Where clocks are set back, two hours stand beside one.
  const others = new Map(compared.map((row) => [row.before!.startMs, comparedOf(row)!.bytes]));
  const before = [...others.values()].reduce((sum, bytes) => addCounts(sum, bytes), 0);
  const own = compared.map((row) => (row.closed ? row : row.elapsed!).bytes);
  const difference = own.reduce((sum, bytes) => addCounts(sum, bytes), 0) - before;
  return {
    bytes: rows.reduce((sum, { bytes }) => addCounts(sum, bytes), 0),
    inexact: lacking.length,
    before:
      compared.length === 0
        ? null
        : { bytes: before, difference, share: before === 0 ? null : difference / before },
  };
}
