import type { LimitRow } from '../../common/limit-row.ts';

/** Where a row stands in a text. */
interface RowSpan {
  readonly start: number;
  readonly end: number;
  /** What stands between it and the comma or bracket before. */
  readonly gap: string;
}

/** The array of rows in a text. */
interface RowsSpan {
  /** Just after the opening bracket, and just before the closing one. */
  readonly from: number;
  readonly to: number;
  readonly rows: readonly RowSpan[];
}

/** Where the rows of a text stand. */
export const jsonRows = (text: string): readonly RowSpan[] => rowsSpan(text).rows;

/**
 * Adds rows at the end of the array of rows, in the way in which its last row is written; all else of the text stays
 * as it is.
 *
 * @param text JSON that `parseJsonRows` reads
 */
export function appendJsonRows(text: string, rows: readonly LimitRow[]): string {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const { from, to, rows: there } = rowsSpan(text);
  const last = there.at(-1);
  if (last !== undefined) {
    const [model, indent] = [text.slice(last.start, last.end), indentAt(text, last.end)];
    const written = rows.map((row) => `,${last.gap}${likeRow(columnsOf(row), model, indent)}`);
    return text.slice(0, last.end) + written.join('') + text.slice(last.end);
  }
  const indent = indentAt(text, from);
  const written = rows.map((row) => `${eol}${indent}  ${JSON.stringify(columnsOf(row))}`);
  return `${text.slice(0, from)}${written.join(',')}${eol}${indent}${text.slice(to)}`;
}

const token = /"(?:[^"\\]|\\.)*"|[[\]{},:]|[^\s[\]{},:"]+/g;

/** Finds the array that is the whole text, or the member `traffic_limits` of the object that is. */
function rowsSpan(text: string): RowsSpan {
  let depth = 0;
  let [before, beforeThat] = ['', ''];
  let found: RowsSpan | undefined;
  for (const { 0: word, index } of text.matchAll(token)) {
    const isMember = depth === 1 && before === ':' && memberName(beforeThat) === 'traffic_limits';
    // Of members with the same name the last one counts.
    if (word === '[' && (depth === 0 || isMember)) found = arrayAt(text, index + 1);
    if (word === '[' || word === '{') depth += 1;
    if (word === ']' || word === '}') depth -= 1;
    [beforeThat, before] = [before, word];
  }
  return found!;
}

const memberName = (word: string): unknown => (word.startsWith('"') ? JSON.parse(word) : undefined);

/** The array whose content begins at `from`. */
function arrayAt(text: string, from: number): RowsSpan {
  const words = new RegExp(token);
  words.lastIndex = from;
  let depth = 0;
  let [separatorEnd, rowStart, rowEnd] = [from, -1, -1];
  const rows: RowSpan[] = [];
  const endRow = (): void => {
    if (rowStart >= 0) rows.push({ start: rowStart, end: rowEnd, gap: text.slice(separatorEnd, rowStart) });
  };
  for (let match = words.exec(text); match; match = words.exec(text)) {
    const [word] = match;
    if (depth === 0 && word === ']') {
      endRow();
      return { from, to: match.index, rows };
    }
    if (depth === 0 && word === ',') {
      endRow();
      [separatorEnd, rowStart] = [words.lastIndex, -1];
    } else if (rowStart === -1) rowStart = match.index;
    if (word === '[' || word === '{') depth += 1;
    if (word === ']' || word === '}') depth -= 1;
    rowEnd = words.lastIndex;
  }
  throw new Error('an array has no end');
}

/** A row in the manner of another one: over several lines or on one, with or without blanks. */
export function likeRow(columns: object, model: string, indent: string): string {
  const [, eol, inner] = /(\r?\n)([ \t]*)/.exec(model) ?? [];
  if (eol !== undefined) {
    const unit = inner!.startsWith(indent) ? inner!.slice(indent.length) : '  ';
    return JSON.stringify(columns, null, unit).replaceAll('\n', `${eol}${indent}`);
  }
  const [colon, comma] = /":\s/.test(model) ? [': ', ', '] : [':', ','];
  const [open, close] = /^\{\s/.test(model) ? ['{ ', ' }'] : ['{', '}'];
  const members = Object.entries(columns).map(([name, value]) => `"${name}"${colon}${JSON.stringify(value)}`);
  return open + members.join(comma) + close;
}

/** What a row says: a column that is null may as well be left out. */
const columnsOf = (row: LimitRow): Partial<LimitRow> =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));

/** What the line of a place begins with. */
export function indentAt(text: string, at: number): string {
  const lineStart = text.lastIndexOf('\n', at - 1) + 1;
  return /^[ \t]*/.exec(text.slice(lineStart, at))![0];
}
