import type { Snippet } from 'svelte';
import { bytesText, countText, effectiveText, none, percentText, zonedText } from '../../format.ts';

/** How the values of a column are written; all but texts, hosts and instants stand at the end of their cells. */
export type ColumnKind = 'text' | 'host' | 'instant' | 'effective' | 'bytes' | 'count' | 'number' | 'share';

type Value = string | number | null;

/** A column of a table. */
export interface Column<R> {
  readonly id: string;
  readonly title: string;
  /** Texts, where it isn't said. */
  readonly kind?: ColumnKind;
  /** What a cell says: it is shown, sorted by, and copied. Null is nothing known. */
  readonly value: (row: R) => Value;
  /** Writes a cell in another way than by its kind. */
  readonly text?: (row: R) => string;
  /** Shows a cell in another way than by its kind. */
  readonly cell?: Snippet<[R]>;
  /** What the values of a column of shares are parts of. */
  readonly total?: number;
  /** What a cell says when it is pointed at. */
  readonly hint?: (row: R) => string | undefined;
  /** A class for a cell, such as `tone-bad`. */
  readonly tone?: (row: R) => string | false;
  readonly align?: 'start' | 'end';
  /** A track of a CSS grid; else as wide as its content, texts as wide as there is room. */
  readonly width?: string;
  /** How wide a table is at least, in CSS pixels, to show it; in a narrower one it is told where a row is pointed at. */
  readonly leastPx?: number;
  readonly isSortable?: boolean;
  /** Whether its cells name their rows. */
  readonly isRowHeader?: boolean;
  /** Whether its title is for screen readers only. */
  readonly hidesTitle?: boolean;
}

/** How a table is sorted. */
export interface Sort {
  readonly column: string;
  readonly descending: boolean;
}

/** Rows that are fetched when they come into sight. */
export interface PagedRows<R> {
  readonly count: number;
  /** Undefined until it is here. */
  row(index: number): R | undefined;
  /** Is told which rows are in sight. */
  show(first: number, last: number): void;
}

/** What can be told of how rows are reached, whether they are here or come in pages. */
export const isPaged = <R>(rows: readonly R[] | PagedRows<R>): rows is PagedRows<R> => 'show' in rows;

const endKinds: readonly ColumnKind[] = ['bytes', 'count', 'number', 'share'];

export const isAtEnd = <R>({ kind = 'text', align }: Column<R>): boolean =>
  align === undefined ? endKinds.includes(kind) : align === 'end';

/** The tracks of the grid in which the rows of a table stand. */
export const tracksOf = <R>(columns: readonly Column<R>[]): string => columns.map(trackOf).join(' ');

function trackOf<R>(column: Column<R>): string {
  if (column.width !== undefined) return column.width;
  if (column.kind === 'share') return 'minmax(96px, 130px)';
  return isAtEnd(column) || column.kind === 'instant' || column.kind === 'effective'
    ? 'max-content'
    : 'minmax(80px, 1fr)';
}

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

function compare(one: Value, other: Value): number {
  if (typeof one === 'string' && typeof other === 'string') return collator.compare(one, other);
  if (one === null || other === null) return Number(one !== null) - Number(other !== null);
  return one === other ? 0 : one < other ? -1 : 1;
}

/** Rows in an order; equals stay as they are. */
export function sorted<R>(
  rows: readonly R[],
  columns: readonly Column<R>[],
  sort: Sort | null,
): readonly R[] {
  const column = columns.find(({ id }) => id === sort?.column);
  if (!sort || !column) return rows;
  const sign = sort.descending ? -1 : 1;
  return rows.toSorted((a, b) => sign * compare(column.value(a), column.value(b)));
}

/**
 * The order after a click on the title of a column: texts from A, all else with the largest or newest first; then the other
 * way round; then as the rows come.
 */
export function nextSort<R>(sort: Sort | null, { id, kind = 'text' }: Column<R>): Sort | null {
  const isDescendingFirst = kind !== 'text' && kind !== 'host';
  if (sort?.column !== id) return { column: id, descending: isDescendingFirst };
  return sort.descending === isDescendingFirst ? { column: id, descending: !sort.descending } : null;
}

/** What a cell says, in words. */
export function wordsOf<R>(column: Column<R>, row: R): string {
  if (column.text) return column.text(row);
  const value = column.value(row);
  return typeof value === 'number' ? writers[column.kind ?? 'number'](value, column) : (value ?? none);
}

type Writer = (value: number, column: { readonly total?: number }) => string;

const writers: Readonly<Record<ColumnKind, Writer>> = {
  ...{ text: countText, host: countText, count: countText, number: countText, bytes: bytesText },
  share: (value, { total = value }) => percentText(value, total),
  instant: zonedText,
  effective: (value) => effectiveText(value, 0),
};

/** A row as text for a spreadsheet: its cells with tabs between, numbers in full, instants in ISO 8601. */
export const copyText = <R>(columns: readonly Column<R>[], row: R): string =>
  columns
    .filter(({ kind }) => kind !== 'share')
    .map((column) => cellText(column, column.value(row)))
    .join('\t');

function cellText<R>({ kind }: Column<R>, value: Value): string {
  if (value === null) return '';
  const isInstant = kind === 'instant' || kind === 'effective';
  return isInstant && typeof value === 'number' ? new Date(value).toISOString() : String(value);
}
