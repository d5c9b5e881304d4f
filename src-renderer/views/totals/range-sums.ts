import { addCounts } from '../../../src-main/common/count.ts';
import { differenceOf, type TotalRow } from '../../../src-main/common/model/totals.ts';

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
  const compared = rows.flatMap((row) => {
    const difference = differenceOf(row);
    return difference === null
      ? []
      : [{ before: row.bytes - difference.bytes, difference: difference.bytes }];
  });
  const before = compared.reduce((sum, one) => addCounts(sum, one.before), 0);
  const difference = compared.reduce((sum, one) => sum + one.difference, 0);
  return {
    bytes: rows.reduce((sum, { bytes }) => addCounts(sum, bytes), 0),
    inexact: lacking.length,
    before:
      compared.length === 0
        ? null
        : { bytes: before, difference, share: before === 0 ? null : difference / before },
  };
}
