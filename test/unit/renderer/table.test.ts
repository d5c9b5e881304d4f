import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Column,
  copyText,
  nextSort,
  type Sort,
  sorted,
  tracksOf,
  wordsOf,
} from '../../../src-renderer/ui/table/columns.ts';
import { isReplaced, placeOfActive, rowAfter } from '../../../src-renderer/ui/table/row-keys.ts';
import { rowsInSight, scrollToRow } from '../../../src-renderer/ui/table/row-window.ts';

interface Row {
  readonly host: string;
  readonly bytes: number | null;
  readonly seenMs: number;
}

const columns: readonly Column<Row>[] = [
  { id: 'host', title: 'Host', kind: 'host', value: ({ host }) => host },
  { id: 'bytes', title: 'Bytes', kind: 'bytes', value: ({ bytes }) => bytes },
  { id: 'share', title: 'Share', kind: 'share', total: 10, value: ({ bytes }) => bytes },
  { id: 'seen', title: 'Seen', kind: 'instant', value: ({ seenMs }) => seenMs, width: '90px' },
];
const [hosts, bytes] = columns as [Column<Row>, Column<Row>];
const rows: readonly Row[] = [
  { host: '10.0.0.10', bytes: 7, seenMs: 0 },
  { host: '10.0.0.9', bytes: null, seenMs: 1 },
  { host: '10.0.0.9', bytes: 7, seenMs: 2 },
];

describe('a table', () => {
  const by = (sort: Sort | null): number[] => sorted(rows, columns, sort).map(({ seenMs }) => seenMs);

  it('is sorted by what its cells say, addresses by their numbers, what is unknown as the least', () => {
    expect(by({ column: 'host', descending: false })).toEqual([1, 2, 0]);
    expect(by({ column: 'bytes', descending: true })).toEqual([0, 2, 1]);
    expect(by({ column: 'bytes', descending: false })).toEqual([1, 0, 2]);
    expect(by({ column: 'no such column', descending: false })).toEqual([0, 1, 2]);
    expect(sorted(rows, columns, null)).toBe(rows);
  });

  it('has texts that are unknown before all others, however its rows come', () => {
    const named = [null, 'b', null, 'a', 'c', null, 'a'].map((name, at) => ({ name, at }));
    const names: readonly Column<(typeof named)[number]>[] = [
      { id: 'name', title: 'Name', value: ({ name }) => name },
    ];
    const places = (rows: typeof named, descending: boolean): number[] =>
      sorted(rows, names, { column: 'name', descending }).map(({ at }) => at);
    expect(places(named, false)).toEqual([0, 2, 5, 3, 6, 1, 4]);
    expect(places(named, true)).toEqual([4, 1, 3, 6, 0, 2, 5]);
    expect(places(named.toReversed(), false)).toEqual([5, 2, 0, 6, 3, 1, 4]);
  });

  it('is sorted by a click, the other way round by another, and as it comes by a third', () => {
    const first = nextSort(null, bytes);
    const second = nextSort(first, bytes);
    expect([first, second, nextSort(second, bytes)]).toEqual([
      { column: 'bytes', descending: true },
      { column: 'bytes', descending: false },
      null,
    ]);
    expect(nextSort(first, hosts)).toEqual({ column: 'host', descending: false });
  });

  it('has its rows copied for a spreadsheet: whole numbers and instants, no shares', () => {
    expect(copyText(columns, rows[0]!)).toBe('10.0.0.10\t7\t1970-01-01T00:00:00.000Z');
    expect(copyText(columns, rows[1]!)).toBe('10.0.0.9\t\t1970-01-01T00:00:00.001Z');
  });

  it('tells a cell that there is no room for as it would show it', () => {
    const row: Row = { host: '10.0.0.10', bytes: 5_000_000, seenMs: Date.parse('2026-01-31T12:00:00Z') };
    const shares = columns.map((column) => (column.kind === 'share' ? { ...column, total: 1e7 } : column));
    const words = shares.map((column) => wordsOf(column, row));
    expect(words.slice(0, 3)).toEqual(['10.0.0.10', '4.77 MiB', '50 %']);
    expect(words[3]).toContain('2026');
    const count: Column<Row> = { id: 'n', title: 'N', kind: 'number', value: () => 12_345 };
    expect(wordsOf(count, row)).toBe('12,345');
    expect(wordsOf({ ...count, text: () => 'soon' }, row)).toBe('soon');
    expect(wordsOf(bytes, { ...row, bytes: null })).toBe('–');
  });

  it('gives texts the room that figures leave', () => {
    expect(tracksOf(columns)).toBe('minmax(80px, 1fr) max-content minmax(96px, 130px) 90px');
  });

  it('stays in its row when rows move, and in its place when the row is gone', () => {
    const placeOf = (key: string | null, place: number, now: readonly string[]) =>
      placeOfActive({ key, place }, now, (row) => row);
    expect(placeOf('b', 1, ['a', 'b', 'c'])).toBe(1);
    expect(placeOf('b', 1, ['c', 'a', 'b'])).toBe(2);
    expect(placeOf('b', 1, ['c', 'a'])).toBe(1);
    expect(placeOf('b', 1, ['c'])).toBe(0);
    expect(placeOf('b', 1, [])).toBe(0);
    expect(placeOf(null, 0, ['b', 'a'])).toBe(0);
    expect(placeOfActive({ key: null, place: 7 }, [], undefined)).toBe(7);
  });

  it('is gone through by keyboard, never beyond its ends', () => {
    const keys = ['ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Home', 'End', 'a'];
    expect(keys.map((key) => rowAfter(key, 30, 100, 20))).toEqual([31, 29, 50, 10, 0, 99, null]);
    expect(keys.map((key) => rowAfter(key, 0, 1, 20))).toEqual([0, 0, 0, 0, 0, 0, null]);
    expect(rowAfter('End', 0, 0, 20)).toBeNull();
  });
});

describe('of a million rows', () => {
  it('those in sight are drawn, and never more than there are', () => {
    fc.assert(
      fc.property(
        fc.nat(22_000_000),
        fc.integer({ min: 22, max: 2_000 }),
        fc.nat(1_000_000),
        (scroll, height, count) => {
          const { first, last } = rowsInSight(scroll, height, 22, count);
          expect(first).toBeGreaterThanOrEqual(0);
          expect(last).toBeLessThan(Math.max(1, count));
          expect(last - first).toBeLessThan(height / 22 + 30);
          const top = Math.floor(scroll / 22);
          if (top < count) expect(first).toBeLessThanOrEqual(top);
        },
      ),
    );
  });

  it('one out of sight is scrolled to', () => {
    expect(scrollToRow(0, 100, 400, 22)).toBe(0);
    expect(scrollToRow(10, 0, 400, 22)).toBe(0);
    expect(scrollToRow(999_999, 0, 440, 22)).toBe(1_000_000 * 22 - 440);
  });
});

it('knows that another row, or none, is where a person had come to one', () => {
  const keyOf = ({ host }: { host: string }): string => host;
  const came = { key: '10.0.0.9', place: 1 };
  expect(isReplaced(came, { host: '10.0.0.9' }, keyOf)).toBe(false);
  expect(isReplaced(came, { host: '10.0.0.10' }, keyOf)).toBe(true);
  expect(isReplaced(came, undefined, keyOf)).toBe(true);
  expect(isReplaced({ key: null, place: 1 }, { host: '10.0.0.10' }, keyOf)).toBe(false);
});
