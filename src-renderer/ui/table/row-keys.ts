/** Where a key leads from `row` among `count` rows, of which `page` can be seen; null where it leads nowhere. */
export function rowAfter(key: string, row: number, count: number, page: number): number | null {
  const next = {
    ArrowDown: row + 1,
    ArrowUp: row - 1,
    PageDown: row + page,
    PageUp: row - page,
    Home: 0,
    End: count - 1,
  }[key];
  return next === undefined || count === 0 ? null : Math.max(0, Math.min(count - 1, next));
}

/** The row in which a person is: its key, where rows have one, and the place that it had when they came to it. */
export interface ActiveRow {
  readonly key: string | number | null;
  readonly place: number;
}

/** Whether another row is in a place by now than the one that a person came to there, or none. */
export const isReplaced = <R>(
  { key }: ActiveRow,
  there: R | undefined,
  keyOf: ((row: R) => string | number) | undefined,
): boolean => key !== null && keyOf !== undefined && (there === undefined || keyOf(there) !== key);

/** Where the active row is now: rows move in live tables. In its old place where it is gone, or has no key. */
export function placeOfActive<R>(
  { key, place }: ActiveRow,
  rows: readonly R[],
  keyOf: ((row: R) => string | number) | undefined,
): number {
  const there = rows[place];
  if (key === null || !keyOf || (there !== undefined && keyOf(there) === key)) return place;
  const found = rows.findIndex((row) => keyOf(row) === key);
  return found === -1 ? Math.max(0, Math.min(rows.length - 1, place)) : found;
}
