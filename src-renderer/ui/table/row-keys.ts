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
