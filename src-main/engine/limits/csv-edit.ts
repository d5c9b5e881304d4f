import Papa from 'papaparse';
import type { Text } from '../../common/phrases/phrase.ts';
import { columnName, csvOf } from './csv-rows.ts';
import type { RowsEdit } from './limit-edit.ts';
import type { LimitRow } from '../../common/limit-row.ts';
import { requireScope } from './required-columns.ts';

/** A line with its cells; where it stands in the text, its end included. */
interface Line {
  readonly start: number;
  readonly end: number;
  readonly cells: readonly string[];
}

/**
 * Changes and removes lines, and adds some at the end, in the columns and with the separator of the head line; all else
 * stays as it is.
 *
 * @param text CSV that `parseCsvRows` reads
 * @param name what the text is called in errors
 * @throws MonitorError `limits/not-writable` where a column is missing
 */
export function editCsvRows(text: string, { added, changed, removed }: RowsEdit, name: Text): string {
  const { delimiter, ...csv } = csvOf(text);
  const table = csv.text.replace(/^\uFEFF/, '');
  const [head, ...lines] = linesOf(table, delimiter);
  const columns = (head?.cells ?? []).map(columnName);
  requireScope([...added, ...changed.values()], columns, name);
  const newline = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
  const written = (rows: (readonly unknown[])[]): string =>
    Papa.unparse(rows as unknown[][], { delimiter, newline });
  let edited = text.slice(0, text.length - table.length);
  let at = 0;
  lines.forEach(({ start, end, cells }, i) => {
    const row = changed.get(i);
    if (!row && !removed.has(i)) return;
    const lineEnd = /(?:\r\n|\n|\r)?$/.exec(table.slice(start, end))![0];
    edited += table.slice(at, start) + (row ? written([cellsOf(columns, row, cells)]) + lineEnd : '');
    at = end;
  });
  edited += table.slice(at);
  if (added.length === 0) return edited;
  const gap = /[\r\n]$/.test(edited) ? '' : newline;
  return `${edited}${gap}${written(added.map((row) => cellsOf(columns, row, [])))}${newline}`;
}

/** The cells of a row; of columns of which it says nothing they stay. */
const cellsOf = (columns: readonly string[], row: Partial<LimitRow>, before: readonly string[]): unknown[] =>
  [...columns, ...before.slice(columns.length)].map((column, i) =>
    i < columns.length && column in row ? (row[column as keyof LimitRow] ?? '') : (before[i] ?? ''),
  );

/** The lines that have cells, the head line first. */
function linesOf(table: string, delimiter: string): Line[] {
  const lines: Line[] = [];
  let start = 0;
  Papa.parse<string[]>(table, {
    delimiter,
    fastMode: false,
    step({ data, meta }) {
      const end = meta.cursor;
      if (data.some((cell) => cell.trim() !== '')) lines.push({ start, end, cells: data });
      start = end;
    },
  });
  return lines;
}
