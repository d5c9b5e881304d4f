import { directions } from '../../../src-main/common/direction.ts';
import type { HistoryBar } from './history-bar.ts';

const columns = ['start', 'end', 'windows', 'bytes', 'packets', 'least', 'most', 'above', 'below', 'incomplete', 'inexact', 'min', 'max'] as const; // prettier-ignore
/** Of a host or network there are these besides. */
const scopeColumns = ['sent', 'received', 'unknown'] as const;
/** Of all traffic these, where they are known. */
const directionColumns = [...directions, 'unknownDirection'] as const;

function rowOf({
  startMs,
  endMs,
  limits,
  scope,
  directions: sums,
  window: _window,
  ...others
}: HistoryBar): Record<string, string | number | null | undefined> {
  const span = { start: new Date(startMs).toISOString(), end: new Date(endMs).toISOString() };
  const { unknown: unknownDirection, ...known } = sums ?? {};
  return { ...span, ...others, ...limits, ...scope, ...(sums && { ...known, unknownDirection }) };
}

/** The shown range as CSV (RFC 4180): a line for each bar, times in UTC. */
export function csvOf(bars: readonly HistoryBar[]): string {
  const shown = [
    ...columns,
    ...(bars.some(({ scope }) => scope) ? scopeColumns : []),
    ...(bars.some(({ directions: sums }) => sums) ? directionColumns : []),
  ];
  const lines = bars.map((bar) => {
    const row = rowOf(bar);
    return shown.map((column) => String(row[column] ?? '')).join(',');
  });
  return [shown.join(','), ...lines].map((line) => `${line}\r\n`).join('');
}

/** The shown range as JSON: an array with an object for each bar. */
export const jsonOf = (bars: readonly HistoryBar[]): string =>
  `${JSON.stringify(bars.map(rowOf), null, 2)}\n`;
