import { isoTime } from './alert-json.ts';
import { knownDirections } from './direction.ts';
import { differenceOf, type TotalRow, type Totals } from './model/totals.ts';

type Cells = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** Totals as the lines of a CSV file, its head first: times in UTC, as all of them stand. */
export function totalsCsv({
  rows,
  isCompared,
  usual,
}: Pick<Totals, 'rows' | 'isCompared' | 'usual'>): string[] {
  const columns = [...columnsOf(rows, isCompared), ...(usual ? usualColumns : [])];
  const lines = rows.map((row) => {
    const cells: Cells = { ...cellsOf(row), ...comparedCells(row), ...usualCells(row, usual) };
    return columns.map((column) => String(cells[column] ?? '')).join(',');
  });
  return [columns.join(','), ...lines];
}

/** Those that the rows have. */
const columnsOf = (rows: readonly TotalRow[], isCompared: boolean): string[] => [
  ...['start', 'end', 'bytes', 'packets'],
  ...(rows.some(({ sent }) => sent !== undefined) ? ['sent', 'received'] : []),
  ...(rows.some(({ directions }) => directions) ? knownDirections.map(columnOfDirection) : []),
  ...['unknown', 'closed', 'exact', 'lacks'],
  ...(isCompared ? comparedColumns : []),
];

const columnOfDirection = (direction: (typeof knownDirections)[number]): string =>
  direction === 'unknown' ? 'unknownDirection' : direction;

const usualColumns = ['usualLower', 'usualMedian', 'usualUpper', 'usualDays'];

function usualCells({ startMs }: TotalRow, usual: Totals['usual'] = []): Cells {
  const step = usual.find((one) => one.startMs === startMs);
  const { lower: usualLower, median: usualMedian, upper: usualUpper, dayCount: usualDays } = step ?? {};
  return { usualLower, usualMedian, usualUpper, usualDays };
}

const comparedColumns = ['beforeStart', 'beforeEnd', 'beforeBytes', 'beforeExact', 'difference', 'share'];

const cellsOf = ({ startMs, endMs, directions, lacks, ...row }: TotalRow): Cells => ({
  ...{ start: isoTime(startMs), end: isoTime(endMs) },
  ...{ bytes: row.bytes, packets: row.packets, sent: row.sent, received: row.received },
  ...(directions &&
    Object.fromEntries(knownDirections.map((one) => [columnOfDirection(one), directions[one]]))),
  ...{ unknown: row.unknown, closed: row.closed, exact: row.exact },
  lacks: lacks.map(({ reason }) => reason).join(' '),
});

function comparedCells(row: TotalRow): Cells {
  const { before } = row;
  if (!before) return {};
  const difference = differenceOf(row);
  return {
    ...{ beforeStart: isoTime(before.startMs), beforeEnd: isoTime(before.endMs) },
    ...{ beforeBytes: before.bytes, beforeExact: before.exact },
    ...{ difference: difference?.bytes, share: difference?.share?.toFixed(4) },
  };
}
