import { appendJsonRows, indentAt, jsonRows, likeRow } from './json-append.ts';
import type { RowsEdit } from './limit-edit.ts';
import type { LimitRow } from '../../common/limit-row.ts';

/**
 * Adds, changes and removes rows; all else of the text stays as it is, also what a changed row has beside the columns
 * that change.
 *
 * @param text JSON that `parseJsonRows` reads
 */
export function editJsonRows(text: string, { added, changed, removed }: RowsEdit): string {
  const rows = jsonRows(text);
  const firstKept = rows.findIndex((_, i) => !removed.has(i));
  let edited = '';
  let at = 0;
  rows.forEach(({ start, end }, i) => {
    const [cutFrom, cutTo] = cutOf(rows, i, firstKept);
    const columns = changed.get(i);
    if (removed.has(i)) {
      edited += text.slice(at, cutFrom);
      at = cutTo;
    } else if (columns) {
      edited += text.slice(at, start) + changedRow(text.slice(start, end), columns, indentAt(text, start));
      at = end;
    }
  });
  edited += text.slice(at);
  return added.length > 0 ? appendJsonRows(edited, added) : edited;
}

/** What goes with a row: the comma before it, or, where no row is left before it, the one behind. */
function cutOf(
  rows: readonly { readonly start: number; readonly end: number }[],
  i: number,
  firstKept: number,
): [number, number] {
  const { start, end } = rows[i]!;
  if (firstKept >= 0 && firstKept < i) return [rows[i - 1]!.end, end];
  return [start, rows[i + 1]?.start ?? end];
}

/** A row with some columns changed: they keep their places, and a column that says nothing any more goes. */
function changedRow(text: string, changed: Partial<LimitRow>, indent: string): string {
  const before = JSON.parse(text) as Record<string, unknown>;
  const after = { ...before, ...changed };
  const members = Object.entries(after).filter(([name, value]) => value !== null || before[name] === null);
  return likeRow(Object.fromEntries(members), text, indent);
}
