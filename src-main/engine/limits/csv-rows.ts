import Papa from 'papaparse';
import { MonitorError } from '../../common/errors.ts';
import { type LimitRow, requireScope } from './limit-row.ts';
import { columnDefect, parseTextRows, type TextRow } from './limit-rows.ts';
import type { LimitRows } from './limit-source.ts';

const remedy = 'give a head line with limit_name, limit_value and effective_date, and a line for each row';

/**
 * Reads limits from CSV with a head line; separated by comma, semicolon or tab, quoted where need be. Rows are
 * numbered from the line after the head; empty lines don't count.
 *
 * @param name what the text is called in errors: `The limits file …`
 * @throws MonitorError `limits/unreadable`
 */
export function parseCsvRows(text: string, name: string): LimitRows {
  const { data, errors, meta } = Papa.parse<TextRow>(text, {
    header: true,
    skipEmptyLines: 'greedy',
    delimiter: separatorOf(text),
    transformHeader: (column) => column.trim().toLowerCase(),
  });
  const defect = columnDefect(meta.fields ?? []);
  if (defect !== undefined) throw new MonitorError('limits/unreadable', `${name}: ${defect}`, { remedy });
  const [error] = errors;
  if (error === undefined) return parseTextRows(data);
  const message = `${name} is no CSV: ${error.message.toLowerCase()}${placeOf(error)}`;
  throw new MonitorError('limits/unreadable', message, { remedy, retriable: true });
}

/** The parser counts the head where it is about quotes. */
const placeOf = ({ type, row }: Papa.ParseError): string =>
  row === undefined ? '' : ` in row ${type === 'Quotes' ? row : row + 1}`;

/**
 * Adds rows as lines at the end, in the columns and with the separator of the head line; all else stays as it is.
 *
 * @param text CSV that {@link parseCsvRows} reads
 * @param name what the text is called in errors
 * @throws MonitorError `limits/not-writable` where a column is missing
 */
export function appendCsvRows(text: string, rows: readonly LimitRow[], name: string): string {
  const delimiter = separatorOf(text);
  const [head = []] = Papa.parse<string[]>(text, { delimiter, preview: 1, skipEmptyLines: 'greedy' }).data;
  const columns = head.map((column) => column.trim().toLowerCase());
  requireScope(rows, columns, name);
  const cells = rows.map((row) => columns.map((column) => row[column as keyof LimitRow] ?? ''));
  const newline = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
  const gap = /[\r\n]$/.test(text) ? '' : newline;
  return `${text}${gap}${Papa.unparse(cells, { delimiter, newline })}${newline}`;
}

/** The separator that the head line uses. */
function separatorOf(text: string): string {
  const [head = ''] = text.trimStart().split(/\r\n|\r|\n/, 1);
  return [',', ';', '\t'].find((separator) => head.includes(separator)) ?? ',';
}
