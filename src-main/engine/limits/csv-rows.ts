import Papa from 'papaparse';
import { MonitorError } from '../../common/errors.ts';
import { columnDefect, parseTextRows, type TextRow } from './limit-rows.ts';
import type { LimitRows } from './limit-source.ts';

const remedy = 'give a head line with limit_name, limit_value and effective_date, and a line for each row';

/** CSV without the line by which a spreadsheet names its separator. */
export interface Csv {
  readonly text: string;
  readonly delimiter: string;
}

/**
 * Reads limits from CSV with a head line; separated by comma, semicolon or tab, or as a first line `sep=;` says; quoted
 * where need be. Rows are numbered from the line after the head; empty lines and columns don't count.
 *
 * @param name what the text is called in errors: `The limits file …`
 * @throws MonitorError `limits/unreadable`
 */
export function parseCsvRows(text: string, name: string): LimitRows {
  const csv = csvOf(text);
  const { data, errors } = Papa.parse<string[]>(csv.text, {
    skipEmptyLines: 'greedy',
    delimiter: csv.delimiter,
  });
  const [head = [], ...lines] = data;
  const columns = head.map(columnName);
  const defect = headDefect(columns, lines);
  if (defect !== undefined) throw new MonitorError('limits/unreadable', `${name}: ${defect}`, { remedy });
  const broken = errors.map(({ message, row }) => ({ message, row: row ?? 0 }))[0] ?? unequal(columns, lines);
  if (broken === undefined)
    return parseTextRows(
      lines.map((cells) => rowOf(columns, cells)),
      'person',
    );
  const message = `${name} is not valid CSV: ${broken.message.toLowerCase()} in row ${broken.row}`;
  throw new MonitorError('limits/unreadable', message, { remedy, retriable: true });
}

export const columnName = (cell: string): string => cell.trim().toLowerCase();

const isEmpty = (cell: string | undefined): boolean => cell === undefined || cell.trim() === '';

/** What is wrong with the names of the columns; a column of nothing but empty cells is none. */
function headDefect(columns: readonly string[], lines: readonly string[][]): string | undefined {
  const named = columns.filter((name) => name !== '');
  const twice = named.find((name, i) => named.indexOf(name) < i);
  if (twice !== undefined) return `the column ${twice} is there twice`;
  const nameless = columns.findIndex((name, i) => name === '' && lines.some((cells) => !isEmpty(cells[i])));
  return nameless < 0 ? columnDefect(named) : `column ${nameless + 1} has no name, but cells`;
}

/** A line that has fewer or more cells than the head: a separator or a quote went wrong in it. */
function unequal(columns: readonly string[], lines: readonly string[][]) {
  const at = lines.findIndex(
    (cells) =>
      cells.length < columns.length - emptyAtEnd(columns) || !cells.slice(columns.length).every(isEmpty),
  );
  if (at < 0) return undefined;
  const what = lines[at]!.length < columns.length ? 'too few' : 'too many';
  return {
    row: at + 1,
    message: `${what} fields: expected ${columns.length} fields but parsed ${lines[at]!.length}`,
  };
}

const emptyAtEnd = (columns: readonly string[]): number =>
  columns.length - 1 - columns.findLastIndex((name) => name !== '');

const rowOf = (columns: readonly string[], cells: readonly string[]): TextRow =>
  Object.fromEntries(columns.flatMap((name, i) => (name === '' ? [] : [[name, cells[i] ?? null]])));

/** Finds the separator: what a line `sep=;` before the head names, else what the head line uses. */
export function csvOf(text: string): Csv {
  const [named, separator] = /^\uFEFF?\s*"?sep=([,;|\t])"?[ \t]*(?:\r\n|\r|\n)/i.exec(text) ?? [];
  if (named !== undefined) return { text: text.slice(named.length), delimiter: separator! };
  const [head = ''] = text.trimStart().split(/\r\n|\r|\n/, 1);
  return { text, delimiter: [',', ';', '\t'].find((one) => head.includes(one)) ?? ',' };
}
