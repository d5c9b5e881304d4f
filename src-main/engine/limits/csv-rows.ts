import Papa from 'papaparse';
import { MonitorError } from '../../common/errors.ts';
import { say } from '../../common/phrases/say.ts';
import type { Phrase, Text } from '../../common/phrases/phrase.ts';
import { columnDefect, parseTextRows, type TextRow } from './limit-rows.ts';
import type { LimitRows } from './limit-source.ts';

const remedy = say('limits.remedy.csv');

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
export function parseCsvRows(text: string, name: Text): LimitRows {
  const csv = csvOf(text);
  const { data, errors } = Papa.parse<string[]>(csv.text, {
    skipEmptyLines: 'greedy',
    delimiter: csv.delimiter,
  });
  const [head = [], ...lines] = data;
  const columns = head.map(columnName);
  const defect = headDefect(columns, lines);
  if (defect !== undefined)
    throw new MonitorError('limits/unreadable', say('limits.columns', { name, defect }), { remedy });
  const broken =
    errors.map(({ message, row }) => ({ detail: message.toLowerCase(), row: row ?? 0 }))[0] ??
    unequal(columns, lines);
  if (broken === undefined)
    return parseTextRows(
      lines.map((cells) => rowOf(columns, cells)),
      'person',
    );
  throw new MonitorError('limits/unreadable', say('limits.notCsv', { name, ...broken }), {
    remedy,
    retriable: true,
  });
}

export const columnName = (cell: string): string => cell.trim().toLowerCase();

const isEmpty = (cell: string | undefined): boolean => cell === undefined || cell.trim() === '';

/** What is wrong with the names of the columns; a column of nothing but empty cells is none. */
function headDefect(columns: readonly string[], lines: readonly string[][]): Phrase | undefined {
  const named = columns.filter((name) => name !== '');
  const twice = named.find((name, i) => named.indexOf(name) < i);
  if (twice !== undefined) return say('limits.columnTwice', { column: twice });
  const nameless = columns.findIndex((name, i) => name === '' && lines.some((cells) => !isEmpty(cells[i])));
  return nameless < 0 ? columnDefect(named) : say('limits.columnNameless', { number: nameless + 1 });
}

/** A line that has fewer or more cells than the head: a separator or a quote went wrong in it. */
function unequal(columns: readonly string[], lines: readonly string[][]) {
  const at = lines.findIndex(
    (cells) =>
      cells.length < columns.length - emptyAtEnd(columns) || !cells.slice(columns.length).every(isEmpty),
  );
  if (at < 0) return undefined;
  const [expected, found] = [columns.length, lines[at]!.length];
  const key = found < expected ? 'limits.tooFewFields' : 'limits.tooManyFields';
  return { row: at + 1, detail: say(key, { expected, found }) };
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
