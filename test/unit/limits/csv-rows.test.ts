import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { epochMs } from '../../../src-main/common/units.ts';
import { editCsvRows } from '../../../src-main/engine/limits/csv-edit.ts';
import { contradictionsIn } from '../../../src-main/engine/limits/contradiction.ts';
import { parseCsvRows } from '../../../src-main/engine/limits/csv-rows.ts';
import { writeLimits } from '../../../src-main/engine/limits/limit-export.ts';
import { parseJsonRows } from '../../../src-main/engine/limits/json-rows.ts';
import type { RowsEdit } from '../../../src-main/engine/limits/limit-edit.ts';
import type { LimitRow } from '../../../src-main/common/limit-row.ts';
import { limitOf } from '../../support/records/flows.ts';

const rowsOf = (text: string) => parseCsvRows(text, 'The file');
const reasons = (text: string): string[] =>
  rowsOf(text).badRows.map(({ row, reason }) => `${row}: ${reason}`);
const head = 'limit_name,limit_value,effective_date';
const expected = [
  limitOf('max', 500, { effectiveMs: epochMs(Date.parse('2026-01-31')), source: '10.0.0.0/8' }),
  limitOf('min', 7, { effectiveMs: epochMs(Date.parse('2026-01-31T08:00Z')), windowSeconds: 300 }),
];

const adding = (added: readonly LimitRow[]): RowsEdit => ({ added, changed: new Map(), removed: new Set() });

describe('limits in CSV', () => {
  it.each([
    ['commas', ',', '\n'],
    ['semicolons', ';', '\n'],
    ['tabs', '\t', '\n'],
    ['CRLF', ';', '\r\n'],
    ['CR', ',', '\r'],
  ])('may have %s', (_what, separator, end) => {
    const lines = [
      ['limit_name', 'limit_value', 'effective_date', 'source', 'window_seconds'],
      ['max', '500', '2026-01-31', '10.0.0.0/8', ''],
      ['min', '7', '2026-01-31 08:00:00+00', '', '300'],
    ];
    const text = lines.map((cells) => cells.join(separator)).join(end);
    expect(rowsOf(text)).toEqual({ limits: expected, badRows: [] });
    expect(rowsOf(`${text}${end}${end}`).limits).toEqual(expected);
  });

  it('may have quotes, blanks, capitals in the head, columns in any order, and empty lines', () => {
    const text =
      '"Effective_Date"; LIMIT_VALUE ;"limit_name";note\n\n"2026-01-31"; 500 ;"max";"a;b ""c""\nd"\n;;;\n';
    expect(rowsOf(text)).toMatchObject({ limits: [{ name: 'max', value: 500 }], badRows: [] });
  });

  it.each([
    ['500.000', '500 or 500000'],
    ['1.000', '1 or 1000'],
    ['12.345', '12.345 or 12345'],
    ['1.234.567', '1234567'],
    ['1,234,567', '1234567'],
  ])('do not guess what %s means, which is one number here and another there', (value, readings) => {
    const file = `limit_name;limit_value;effective_date\nmax;${value};2026-01-01`;
    expect(reasons(file)).toEqual([
      `1: limit_value "${value}" can mean ${readings}; write it in digits alone, without separators`,
    ]);
    expect(reasons(`window_seconds;${file.replace('\n', '\n300;')}`)).toHaveLength(1);
  });

  it.each([
    ['500', 500],
    ['500.', 500],
    ['500.00', 500],
    ['1000.000', 1000],
    ['0.000', 0],
    ['500.000000', 500],
  ])('take %s, which is the same everywhere', (value, expectedValue) => {
    expect(rowsOf(`${head}\nmax,${value},2026-01-01`)).toMatchObject({ limits: [{ value: expectedValue }] });
  });

  it.each([
    ['sep=;\nlimit_name;limit_value;effective_date\nmax;1000;2026-01-01\n'],
    ['"sep=;"\r\nlimit_name;limit_value;effective_date\r\nmax;1000;2026-01-01\r\n'],
    ['sep=|\nlimit_name|limit_value|effective_date\nmax|1000|2026-01-01'],
    ['limit_name,limit_value,effective_date,,\nmax,1000,2026-01-01,,\n'],
    ['limit_name,limit_value,effective_date\nmax,1000,2026-01-01,,\n'],
    ['limit_name,limit_value,effective_date,,\nmax,1000,2026-01-01\n,,,,\n'],
    [',limit_name,limit_value,effective_date\n,max,1000,2026-01-01\n'],
  ])('are read as a spreadsheet writes them: %j', (text) => {
    expect(rowsOf(text)).toMatchObject({ limits: [{ name: 'max', value: 1000 }], badRows: [] });
  });

  it.each([
    [`${head},,\nmax,1,2026-01-01,,x`, 'The file: column 5 has no name, but cells'],
    [`${head},limit_value\nmax,1,2026-01-01,2`, 'The file: the column limit_value is there twice'],
  ])('are refused for the true reason: %j', (text, message) => expect(() => rowsOf(text)).toThrow(message));

  it('names bad rows by their number under the head', () => {
    const rows = [
      'max,-5,2026-01-31',
      'max,9223372036854775807,2026-01-31',
      'max,5e8,2026-01-31',
      'max,"500,000",2026-01-31',
      'max,500.50,2026-01-31',
      'max,500.00,2026-01-31',
      ',1,2026-01-31',
      'min,,2026-01-31',
      'min,1,infinity',
      'max,500,2026-01-31',
    ];
    expect(reasons([head, ...rows].join('\n'))).toEqual([
      '1: limit_value must not be below 0, but is -5',
      '2: limit_value must not be above 9007199254740991, but is 9223372036854775807',
      '3: limit_value must be a whole number, not "5e8"',
      '4: limit_value "500,000" can mean 500 or 500000; write it in digits alone, without separators',
      '5: limit_value must be a whole number, not "500.50"',
      '7: limit_name is missing',
      '8: limit_value is missing',
      '9: effective_date "infinity" is not a date or timestamp; write it as 2026-01-31 or 2026-01-31T08:00:00Z',
      '10: the same limit and effective_date as row 6',
    ]);
  });

  it.each([
    ['empty', '', 'The file: the column limit_name is missing'],
    ['without a head', 'max,5,2026-01-31', 'The file: the column limit_name is missing'],
    ['without a column', 'limit_name,limit_value\nmax,5', 'The file: the column effective_date is missing'],
    ['with a misspelt column', `${head},sorce\nmax,5,2026-01-31,10.0.0.1`, /the column "sorce" is not known/],
    ['with a line that is too short', `${head}\nmax,5`, /is not valid CSV: too few fields.* in row 1/],
    [
      'with a line that is too long',
      `${head}\nmax,5,2026-01-31,10.0.0.1`,
      /is not valid CSV: too many fields.* in row 1/,
    ],
    ['cut off in a quote', `${head}\nmax,5,"2026-01`, /is not valid CSV: .*quote.* in row 1/],
  ])('are refused as a whole where the text is %s', (_what, text, message) => {
    expect(() => rowsOf(text)).toThrow(message);
    expect(() => rowsOf(text)).toThrow(expect.objectContaining({ code: 'limits/unreadable' }) as Error);
  });
});

const limits = fc.uniqueArray(
  fc.record({
    name: fc.constantFrom('min' as const, 'max' as const),
    value: fc.maxSafeNat(),
    effectiveMs: fc.integer({ min: 0, max: 4e12 }).map(epochMs),
    source: fc.constantFrom(null, '10.0.0.1', '2001:db8::/32'),
    destination: fc.constantFrom(null, '0.0.0.0/0'),
    windowSeconds: fc.constantFrom(null, 300),
  }),
  { selector: ({ value: _value, ...rest }) => JSON.stringify(rest) },
);

it.each([
  ['json', parseJsonRows],
  ['csv', parseCsvRows],
] as const)('limits written as %s are read as they were', (form, parse) => {
  fc.assert(
    fc.property(limits, (given) => {
      const { limits: read, badRows } = parse(writeLimits(given, form), 'x');
      expect(read).toEqual(given);
      expect(badRows).toHaveLength([...contradictionsIn(given)].length);
    }),
  );
});

describe('a row that is added to a CSV text', () => {
  const row: LimitRow = {
    ...{ limit_name: 'max', limit_value: 7, effective_date: '2026-01-31T08:00:00.000Z' },
    ...{ source: null, destination: null, window_seconds: 300 },
  };
  const instant = row.effective_date;

  it.each([
    ['a line', 'limit_name,limit_value,effective_date\n', `max,7,${instant}\n`],
    ['a last line without an end', 'limit_name,limit_value,effective_date', `\nmax,7,${instant}\n`],
    ['lines that end in CRLF', 'limit_name;limit_value;effective_date\r\n', `max;7;${instant}\r\n`],
    [
      'columns in another order, and one that is passed over',
      'Note\teffective_date\tlimit_value\tlimit_name\n',
      `\t${instant}\t7\tmax\n`,
    ],
    [
      'a separator that the file names',
      'sep=|\nlimit_name|limit_value|effective_date\n',
      `max|7|${instant}\n`,
    ],
    ['empty columns', 'limit_name,limit_value,effective_date,,\n', `max,7,${instant},,\n`],
    [
      'all columns',
      'limit_name,limit_value,effective_date,source,window_seconds\n',
      `max,7,${instant},,300\n`,
    ],
  ])('stands after %s', (_what, text, added) => {
    const edited = editCsvRows(text, adding([row]), 'x.csv');
    expect(edited).toBe(text + added);
    expect(parseCsvRows(edited, 'x.csv')).toMatchObject({ limits: [{ name: 'max', value: 7 }], badRows: [] });
  });

  it('is refused where its scope has no column', () => {
    const text = 'limit_name,limit_value,effective_date,source\n';
    expect(() => editCsvRows(text, adding([{ ...row, destination: '10.0.0.1' }]), 'x.csv')).toThrow(
      expect.objectContaining({
        code: 'limits/not-writable',
        message: 'x.csv has no column destination, which the limit needs',
      }),
    );
  });
});
