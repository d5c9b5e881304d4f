import { type ChartBar, totalOf } from './chart-model.ts';

/** Columns by which a table of bars can be sorted. */
export type BarColumn = 'start' | 'bytes' | 'sent' | 'received' | 'largest' | 'packets';

/** How a table of bars is sorted. */
export interface BarOrder {
  readonly column: BarColumn;
  readonly descending: boolean;
}

const values: Readonly<Record<BarColumn, (bar: ChartBar) => number>> = {
  start: ({ startMs }) => startMs,
  bytes: totalOf,
  sent: ({ scope }) => scope?.sent ?? 0,
  received: ({ scope }) => scope?.received ?? 0,
  largest: ({ bytes }) => bytes,
  packets: ({ packets }) => packets,
};

/** Bars in an order; of equals the newest come first. */
export function inOrder(bars: readonly ChartBar[], { column, descending }: BarOrder): readonly ChartBar[] {
  const value = values[column];
  const sign = descending ? -1 : 1;
  return bars.toSorted((a, b) => sign * (value(a) - value(b)) || b.startMs - a.startMs);
}

/** The order after a click on a column: largest and newest first, then the other way round. */
export const nextOrder = (order: BarOrder, column: BarColumn): BarOrder => ({
  column,
  descending: order.column === column ? !order.descending : true,
});
