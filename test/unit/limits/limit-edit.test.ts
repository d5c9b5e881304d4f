import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Limit } from '../../../src-main/common/model/limits.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { editCsvRows } from '../../../src-main/engine/limits/csv-edit.ts';
import { parseCsvRows } from '../../../src-main/engine/limits/csv-rows.ts';
import { editJsonRows } from '../../../src-main/engine/limits/json-edit.ts';
import { parseJsonRows } from '../../../src-main/engine/limits/json-rows.ts';
import { limitKey } from '../../../src-main/common/limit-scope.ts';
import {
  editedLimits,
  inverseOf,
  type LimitEdit,
  rowsEdit,
} from '../../../src-main/engine/limits/limit-edit.ts';
import { writeLimits } from '../../../src-main/engine/limits/limit-export.ts';
import { limitOf } from '../../support/records/flows.ts';

const network = fc.constantFrom(null, '10.0.0.0/8', '192.0.2.7', '2001:db8::/32');
const length = fc.constantFrom<Partial<Limit>>(
  {},
  { period: 'day' },
  { period: 'month@15' },
  { windowSeconds: 300 },
);
const terms = fc.constantFrom<Partial<Limit>>(
  ...[{}, { hours: 'Mon-Fri 08:00-18:00' }, { agent: 'router "1", left' }, { warnPercent: 80 }],
);
const limit: fc.Arbitrary<Limit> = fc
  .record({
    name: fc.constantFrom('min', 'max'),
    value: fc.nat(),
    effectiveMs: fc.nat({ max: 3_000_000 }).map((minutes) => epochMs(1.7e12 + minutes * 60_000)),
    source: network,
    destination: network,
  })
  .chain((plain) =>
    fc.tuple(length, terms).map(([one, other]) => ({ windowSeconds: null, ...plain, ...one, ...other })),
  );

/** A table, and a change of it that leaves no row twice. */
const tableAndEdit = fc
  .tuple(
    fc.uniqueArray(limit, { selector: limitKey, minLength: 1, maxLength: 12 }),
    fc.nat(4),
    fc.nat(4),
    fc.nat(4),
  )
  .map(([limits, ...counts]) => {
    const [nAdded, nChanged, nRemoved] = counts;
    const added = limits.slice(0, nAdded);
    const after = limits.slice(nAdded, nAdded + nChanged);
    const table = limits.slice(nAdded + nChanged);
    const changed = after
      .slice(0, table.length)
      .map((one, i) => ({ before: table[(i * 7) % table.length]!, after: one }));
    const distinct = changed.filter(
      (one, i) => changed.findIndex(({ before }) => before === one.before) === i,
    );
    const removed = table
      .filter((one) => !distinct.some(({ before }) => before === one))
      .slice(-nRemoved || table.length);
    return { table, edit: { added, changed: distinct, removed } satisfies LimitEdit };
  });

const sorted = (limits: readonly Limit[]): Limit[] =>
  limits.toSorted((a, b) => (limitKey(a) < limitKey(b) ? -1 : 1));

describe('a change of limits in a file', () => {
  const forms = {
    json: {
      write: (limits: readonly Limit[]) => writeLimits(limits, 'json'),
      read: (text: string) => parseJsonRows(text, 'x').limits,
      edit: editJsonRows,
      rowsOf: (text: string) =>
        text
          .split('\n')
          .filter((line) => line.startsWith('  {'))
          .map((line) => line.replace(/,$/, '')),
    },
    csv: {
      // All columns are there, whatever the rows need.
      write: (limits: readonly Limit[]) => writeLimits([...limits, all], 'csv').replace(/[^\n]*\n$/, ''),
      read: (text: string) => parseCsvRows(text, 'x').limits,
      edit: (text: string, edit: ReturnType<typeof rowsEdit>) => editCsvRows(text, edit, 'x'),
      rowsOf: (text: string) => text.trimEnd().split('\n').slice(1),
    },
  };
  const all = limitOf('max', 1, {
    effectiveMs: epochMs(0),
    ...{ period: 'day', hours: '08:00-09:00', agent: 'a', warnPercent: 1 },
  });

  it.each(['json', 'csv'] as const)(
    'is read back as it was made, and all other rows stay to the byte (%s)',
    (form) => {
      const { write, read, edit: apply, rowsOf } = forms[form];
      fc.assert(
        fc.property(tableAndEdit, ({ table, edit }) => {
          const text = write(table);
          const edited = apply(text, rowsEdit('x', table, edit));
          expect(sorted(read(edited))).toEqual(sorted(editedLimits('x', table, edit)));
          const touched = new Set([...edit.removed, ...edit.changed.map(({ before }) => before)]);
          const [before, after] = [rowsOf(text), rowsOf(edited)];
          const kept = before.filter((_, i) => !touched.has(table[i]!));
          expect(after.filter((row) => kept.includes(row))).toEqual(kept);
          const back = apply(edited, rowsEdit('x', read(edited), inverseOf(edit)));
          expect(sorted(read(back))).toEqual(sorted(table));
        }),
        { numRuns: 300 },
      );
    },
  );

  it('leaves what a row has beside the columns that change, and the manner of the file', () => {
    const text =
      '\uFEFF{ "owner": "net",\n  "traffic_limits": [\n    { "limit_name": "max", "limit_value": 5, "effective_date": "2026-01-31", "note": "since  winter" },\n    {"limit_name":"min","limit_value":1,"effective_date":"2026-01-31"}\n  ]\n}\n';
    const { limits } = parseJsonRows(text.slice(1), 'x');
    const [max, min] = [limits[0]!, limits[1]!];
    const change = {
      changed: [{ before: max, after: { ...max, value: 6, period: 'month' } }],
      removed: [min],
    };
    expect(editJsonRows(text, rowsEdit('x', limits, change))).toBe(
      '\uFEFF{ "owner": "net",\n  "traffic_limits": [\n    { "limit_name": "max", "limit_value": 6, "effective_date": "2026-01-31", "note": "since  winter", "period": "month" }\n  ]\n}\n',
    );
    expect(editJsonRows(text, rowsEdit('x', limits, { removed: limits }))).toBe(
      '\uFEFF{ "owner": "net",\n  "traffic_limits": [\n    \n  ]\n}\n',
    );
  });

  it('keeps separator, quotes, line ends and empty lines of a CSV file', () => {
    const text =
      'sep=;\r\nlimit_name;limit_value;effective_date;note\r\nmax;5;2026-01-31;"a;b"\r\n\r\nmin;1;2026-01-31;"two\r\nlines"\r\nmax;7;2026-02-28;x';
    const { limits } = parseCsvRows(text, 'x');
    const [first, , last] = [limits[0]!, limits[1]!, limits[2]!];
    const change = { changed: [{ before: last, after: { ...last, value: 8 } }], removed: [first] };
    expect(editCsvRows(text, rowsEdit('x', limits, change), 'x')).toBe(
      'sep=;\r\nlimit_name;limit_value;effective_date;note\r\n\r\nmin;1;2026-01-31;"two\r\nlines"\r\nmax;8;2026-02-28;x',
    );
    expect(() =>
      editCsvRows(
        text,
        rowsEdit('x', limits, { changed: [{ before: last, after: { ...last, source: '10.0.0.1' } }] }),
        'x',
      ),
    ).toThrow('x has no column source, which the limit needs');
  });

  it('is refused where a row is no longer as it was', () => {
    const limits = [limitOf('max', 5)];
    expect(() => rowsEdit('x', limits, { removed: [limitOf('max', 6)] })).toThrow(
      'x no longer has the limit as it was',
    );
  });
});
