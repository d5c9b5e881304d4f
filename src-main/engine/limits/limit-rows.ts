import * as v from 'valibot';
import { formatNetwork, isDottedDecimal, parseNetwork } from '../../common/address.ts';
import { parseEffectiveDate } from '../../common/effective-date.ts';
import { limitKey } from '../../common/limit-scope.ts';
import { isGroupName } from '../../common/network-groups.ts';
import type { BadRow, Limit } from '../../common/model/limits.ts';
import type { EpochMs } from '../../common/units.ts';
import { inEnglish, say, together } from '../../common/phrases/say.ts';
import { asIssue, ofIssue } from '../../common/phrases/issue.ts';
import type { Phrase, Text } from '../../common/phrases/phrase.ts';
import type { LimitRows } from './limit-source.ts';
import { contradictionsIn } from './contradiction.ts';
import { hasTerms, withTerms } from './limit-terms.ts';
import { termColumns } from '../../common/limit-row.ts';

const required = ['limit_name', 'limit_value', 'effective_date'] as const;
const optional = ['source', 'destination', 'window_seconds', ...termColumns] as const;
/** Columns that say nothing about what a limit applies to, and are passed over. */
const ignored = [
  ...['id', 'comment', 'comments', 'notes', 'description'],
  ...['created_at', 'created_by', 'updated_at', 'updated_by'],
];
const known: ReadonlySet<string> = new Set([...required, ...optional, ...ignored]);

/**
 * What is wrong with the names of a table's columns. A column that isn't known is refused, not passed over: a
 * misspelt `source` would widen its limit to all traffic.
 *
 * @returns undefined where all is well.
 */
export function columnDefect(columns: Iterable<string>): Phrase | undefined {
  const present = new Set(columns);
  const missing = required.find((column) => !present.has(column));
  if (missing !== undefined) return say('limits.columnMissing', { column: missing });
  for (const column of present) if (!known.has(column)) return unknownColumn(column);
  return undefined;
}

const unknownColumn = (column: string): Phrase =>
  say('limits.columnUnknown', { column: shown(column), known: [...required, ...optional] });

const shown = (value: unknown): Text => {
  if (value === undefined) return say('limits.row.nothing');
  const text = typeof value === 'number' || typeof value === 'bigint' ? String(value) : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
};

/** An address or network in its one form; a group, which may be defined later, as it is. */
const networkText = (text: string): string => (isGroupName(text) ? text : formatNetwork(parseNetwork(text)));

const network = v.pipe(
  v.string((issue) => asIssue(say('limits.row.notText', { value: shown(issue.input) }))),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    try {
      return networkText(dataset.value);
    } catch {
      addIssue({ message: asIssue(say('limits.row.notNetwork', { value: shown(dataset.value) })) });
      return NEVER;
    }
  }),
);

/** One or more separated groups of three digits. */
const grouped = /^[1-9]\d{0,2}(?:([.,])\d{3})(?:\1\d{3})*$/;

/** What is wrong with a number, with both readings where there are two: `500.000` is 500 here, and 500000 there. */
function notWhole(column: string, value: unknown): string {
  if (typeof value !== 'string' || !grouped.test(value))
    return asIssue(say('limits.row.notWhole', { column, value: shown(value) }));
  const [decimal, thousands] = [value.replace(',', '.'), value.replaceAll(/[.,]/g, '')];
  const readings = Number.isNaN(Number(decimal))
    ? thousands
    : say('limits.row.either', { first: String(Number(decimal)), second: thousands });
  return asIssue(say('limits.row.ambiguous', { column, value: shown(value), readings }));
}

const largest = Number.MAX_SAFE_INTEGER;

/** A number; a bigint where it is too large to be an exact one. */
const wholeNumber = (column: string, least: number) =>
  v.pipe(
    v.union([v.number(), v.bigint()], (issue) => notWhole(column, issue.input)),
    v.check(
      (value) => typeof value === 'bigint' || Number.isInteger(value),
      (issue) => notWhole(column, issue.input),
    ),
    v.check(
      (value) => value >= least,
      (issue) => asIssue(say('limits.row.below', { column, least, value: shown(issue.input) })),
    ),
    v.check(
      (value) => value <= largest,
      (issue) => asIssue(say('limits.row.above', { column, most: largest, value: shown(issue.input) })),
    ),
    v.transform(Number),
  );

/** The rows of a table share few dates. */
const instants = new Map<string, EpochMs | undefined>();
const instantsKept = 1_000;

function instantOf(text: string): EpochMs | undefined {
  if (instants.has(text)) return instants.get(text);
  if (instants.size >= instantsKept) instants.clear();
  const instant = parseEffectiveDate(text);
  instants.set(text, instant);
  return instant;
}

const effectiveDate = v.pipe(
  v.string((issue) => asIssue(say('limits.row.noDate', { value: shown(issue.input) }))),
  v.transform((text) => ({ text, instant: instantOf(text) })),
  v.check(
    ({ instant }) => instant !== undefined,
    (issue) => asIssue(say('limits.row.badDate', { value: shown(issue.input.text) })),
  ),
  v.transform(({ instant }) => instant!),
);

const name = v.picklist(['min', 'max'], (issue) =>
  asIssue(say('limits.row.name', { value: shown(issue.input) })),
);

const row = v.pipe(
  v.object({
    limit_name: name,
    limit_value: wholeNumber('limit_value', 0),
    effective_date: effectiveDate,
    source: v.nullish(network, null),
    destination: v.nullish(network, null),
    window_seconds: v.nullish(wholeNumber('window_seconds', 1), null),
  }),
  v.transform((columns): Limit => ({
    name: columns.limit_name,
    value: columns.limit_value,
    effectiveMs: columns.effective_date,
    source: columns.source,
    destination: columns.destination,
    windowSeconds: columns.window_seconds,
  })),
);

const isWhole = (value: unknown, least: number): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= least;

/**
 * A good row in the usual form: nearly all of a large table. Undefined for every other one, which the schema reads or
 * refuses with its reasons, and takes much longer.
 */
function plainRow(columns: Readonly<Record<string, unknown>>): Limit | undefined {
  const { limit_name: name, limit_value: value, effective_date: date, window_seconds: seconds } = columns;
  if (name !== 'min' && name !== 'max') return undefined;
  if (!isWhole(value, 0) || typeof date !== 'string') return undefined;
  if (seconds != null && !isWhole(seconds, 1)) return undefined;
  const effectiveMs = instantOf(date);
  const source = plainNetwork(columns.source);
  const destination = plainNetwork(columns.destination);
  if (effectiveMs === undefined || source === undefined || destination === undefined) return undefined;
  return { name, value, effectiveMs, source, destination, windowSeconds: seconds ?? null };
}

/** An address or network in its one form, null for none; undefined for what is neither. */
function plainNetwork(value: unknown): string | null | undefined {
  if (value == null) return null;
  if (typeof value !== 'string') return undefined;
  if (isDottedDecimal(value)) return value;
  try {
    return networkText(value);
  } catch {
    return undefined; // Its reason is found by the schema.
  }
}

/** What is wrong with a row as a whole: said before what is wrong with its columns. */
function rowDefect(value: unknown): Phrase | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return say('limits.row.noObject', { value: shown(value) });
  }
  const columns = value as Record<string, unknown>;
  const missing = required.find((column) => columns[column] == null);
  if (missing !== undefined) return say('limits.row.missing', { column: missing });
  for (const column in columns) if (!known.has(column)) return unknownColumn(column);
  return undefined;
}

/** Reads a row by the schema; undefined for one that was refused. */
function refusedOr(value: unknown, refuse: (reason: Text) => unknown): Limit | undefined {
  const parsed = v.safeParse(row, value);
  if (parsed.success) return parsed.output;
  refuse(together(parsed.issues.map(({ message }) => ofIssue(message))));
  return undefined;
}

function limitOf(
  columns: Readonly<Record<string, unknown>>,
  refuse: (reason: Text) => unknown,
): Limit | undefined {
  const limit = plainRow(columns) ?? refusedOr(columns, refuse);
  return limit && hasTerms(columns) ? withTerms(limit, columns, refuse) : limit;
}

/** Reads rows of the table `traffic_limits`; each row is taken or refused by its number and reason. */
export function parseLimitRows(rows: readonly unknown[]): LimitRows {
  const limits: Limit[] = [];
  const badRows: BadRow[] = [];
  const seen = new Map<string, number>();
  rows.forEach((value, i) => {
    const refuse = (said: Text): unknown => badRows.push(badRow(i + 1, said));
    const defect = rowDefect(value);
    if (defect !== undefined) return refuse(defect);
    const limit = limitOf(value as Record<string, unknown>, refuse);
    if (limit === undefined) return undefined;
    const key = limitKey(limit);
    const twin = seen.get(key);
    if (twin !== undefined) return refuse(say('limits.row.twin', { row: twin }));
    seen.set(key, i + 1);
    return limits.push(limit);
  });
  const rowOf = (limit: Limit): number => seen.get(limitKey(limit))!;
  for (const [rival, limit] of contradictionsIn(limits))
    badRows.push(badRow(rowOf(limit), contradiction(limit, rival, rowOf(rival))));
  return { limits, badRows: badRows.sort((a, b) => a.row - b.row) };
}

const badRow = (row: number, said: Text): BadRow => ({ row, reason: inEnglish(said), said });

const contradiction = (limit: Limit, rival: Limit, row: number): Text =>
  say('limits.row.contradicts', { limit: valueText(limit), rival: valueText(rival), row });

const valueText = ({ name, value }: Limit): string => `${name} ${value}`;

/** A row of which every value is text, as CSV and PostgreSQL give it; null or empty where there is none. */
export type TextRow = Readonly<Record<string, string | null>>;

/**
 * Reads rows of text: numbers are written in digits.
 *
 * @param writtenBy a database, whose point is always that of decimals, or a person, whose point may separate thousands
 */
export const parseTextRows = (rows: readonly TextRow[], writtenBy: 'database' | 'person'): LimitRows =>
  parseLimitRows(rows.map((row) => typed(row, writtenBy === 'person' ? numberOfPerson : numberOf)));

const typed = (row: TextRow, number: typeof numberOf): Record<string, unknown> => ({
  limit_name: textOf(row.limit_name),
  limit_value: number(row.limit_value),
  effective_date: textOf(row.effective_date),
  source: textOf(row.source),
  destination: textOf(row.destination),
  window_seconds: number(row.window_seconds),
  period: textOf(row.period),
  hours: textOf(row.hours),
  agent: textOf(row.agent),
  direction: textOf(row.direction),
  warn_at: number(row.warn_at),
  title: textOf(row.title),
  note: textOf(row.note),
});

const textOf = (cell: string | null | undefined): string | null => cell?.trim() || null;

/** A whole number, `500.00` of a decimal column included; other text stays, to be named in the refusal. */
function numberOf(cell: string | null | undefined): number | bigint | string | null {
  const text = cell?.trim() ?? '';
  if (text === '') return null;
  const [, digits] = /^(-?\d+)(?:\.0*)?$/.exec(text) ?? [];
  if (digits === undefined) return text;
  const value = Number(digits);
  return Number.isSafeInteger(value) ? value : BigInt(digits);
}

/** As {@link numberOf}, but `500.000` stays text, as it has two readings. */
function numberOfPerson(cell: string | null | undefined): ReturnType<typeof numberOf> {
  const text = cell?.trim() ?? '';
  return grouped.test(text) ? text : numberOf(text);
}
