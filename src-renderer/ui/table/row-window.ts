/** Which rows of a long list are drawn. */
export interface RowWindow {
  readonly first: number;
  /** The last one, inclusive. */
  readonly last: number;
}

/** Rows drawn beyond either edge, so that a scroll never shows nothing. */
const spareRows = 12;

/** The rows of a list of `count` that can be seen, and some beyond. */
export function rowsInSight(scrollPx: number, heightPx: number, rowPx: number, count: number): RowWindow {
  const first = Math.max(0, Math.floor(scrollPx / rowPx) - spareRows);
  const last = Math.min(count - 1, Math.ceil((scrollPx + heightPx) / rowPx) + spareRows);
  return { first: Math.min(first, Math.max(0, last)), last };
}

/** Where to scroll, so that a row is in sight; the present place where it is already. */
export function scrollToRow(row: number, scrollPx: number, heightPx: number, rowPx: number): number {
  if (row * rowPx < scrollPx) return row * rowPx;
  return Math.max(scrollPx, (row + 1) * rowPx - heightPx);
}
