import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { appendJsonRows } from '../../../src-main/engine/limits/json-append.ts';
import type { LimitRow } from '../../../src-main/common/limit-row.ts';

const rowOf = (value: number, parts: Partial<LimitRow> = {}): LimitRow => ({
  ...{ limit_name: 'max', limit_value: value, effective_date: '2026-01-31T08:00:00.000Z' },
  ...{ source: null, destination: null, window_seconds: null },
  ...parts,
});
const written = '"limit_name":"max","limit_value":7,"effective_date":"2026-01-31T08:00:00.000Z"';
const spaced = written.replaceAll('":', '": ').replaceAll(',"', ', "');

describe('a row that is added to a JSON text', () => {
  it.each([
    ['an empty array', '[]', `[\n  {${written}}\n]`],
    ['an empty array over two lines', '[\n]\n', `[\n  {${written}}\n]\n`],
    ['rows without blanks', '[{"a":1},{"b":2}]', `[{"a":1},{"b":2},{${written}}]`],
    ['rows with blanks', '[{ "a": 1 }, { "b": 2 }]', `[{ "a": 1 }, { "b": 2 }, { ${spaced} }]`],
    ['a row a line', '[\n  {"a": 1}\n]\n', `[\n  {"a": 1},\n  {${spaced}}\n]\n`],
    [
      'an object',
      '{"traffic_limits": [{"a":1}], "x": []}',
      `{"traffic_limits": [{"a":1},{${written}}], "x": []}`,
    ],
    [
      'an empty member of an object',
      '{\n  "x": ["]"],\n  "traffic_limits": []\n}',
      `{\n  "x": ["]"],\n  "traffic_limits": [\n    {${written}}\n  ]\n}`,
    ],
    ['a byte order mark', '\uFEFF[{"a":1}]', `\uFEFF[{"a":1},{${written}}]`],
  ])('stands in the manner of %s', (_what, text, expected) => {
    expect(appendJsonRows(text, [rowOf(7)])).toBe(expected);
  });

  it.each(['\n', '\r\n'])('goes over as many lines as the last row, with its indent (%j)', (eol) => {
    const text = JSON.stringify([{ a: 1 }, { b: [1, '}'] }], null, 4).replaceAll('\n', eol);
    const { source, destination, window_seconds, ...columns } = rowOf(7);
    const expected = JSON.stringify([{ a: 1 }, { b: [1, '}'] }, columns], null, 4).replaceAll('\n', eol);
    expect([source, destination, window_seconds]).toEqual([null, null, null]);
    expect(appendJsonRows(text, [rowOf(7)])).toBe(expected);
  });

  it('has the columns that say something', () => {
    const row = rowOf(7, { source: '10.0.0.0/8', window_seconds: 300 });
    expect(JSON.parse(appendJsonRows('[]', [row]))).toEqual([
      { ...JSON.parse(`{${written}}`), source: '10.0.0.0/8', window_seconds: 300 },
    ]);
  });

  it('comes after all others, which stay as they were to the last blank', () => {
    const blank = fc.stringMatching(/^[ \t\r\n]{0,3}$/);
    const texts = fc
      .tuple(fc.jsonValue(), blank, blank, fc.constantFrom(undefined, 2, '\t'))
      .map(([value, before, after, indent]) => `${before}${JSON.stringify(value, null, indent)}${after}`);
    const arrays = fc
      .tuple(fc.array(texts, { maxLength: 4 }), blank)
      .map(([items, inner]) => `[${items.length === 0 ? inner : items.join(',')}]`);
    const objects = fc
      .tuple(
        fc.array(fc.tuple(fc.string(), texts), { maxLength: 3 }),
        arrays,
        fc.constantFrom('traffic_limits', '\\u0074raffic_limits'),
      )
      .map(([members, rows, name]) => {
        const others = members.map(([key, value]) => `${JSON.stringify(key)}:${value}`);
        return `{${[...others, `"${name}" : ${rows}`].join(', ')}}`;
      });
    fc.assert(
      fc.property(fc.oneof(arrays, objects), fc.integer({ min: 1, max: 3 }), (text, count) => {
        const rows = Array.from({ length: count }, (_, i) => rowOf(i));
        const edited = appendJsonRows(text, rows);
        const rowsIn = (json: string): unknown[] => {
          const parsed = JSON.parse(json) as unknown[] | { traffic_limits: unknown[] };
          return Array.isArray(parsed) ? parsed : parsed.traffic_limits;
        };
        const [before, after] = [rowsIn(text), rowsIn(edited)];
        expect(after.slice(0, before.length)).toEqual(before);
        expect(after.slice(before.length)).toMatchObject(rows.map(({ limit_value }) => ({ limit_value })));
        expect(isWithout(edited, text)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

/** Whether `text` is what is left of `edited` when one piece, and the blanks of an empty array, are taken out. */
function isWithout(edited: string, text: string): boolean {
  let [start, end] = [0, 0];
  while (start < text.length && edited[start] === text[start]) start += 1;
  while (end < text.length - start && edited.at(-1 - end) === text.at(-1 - end)) end += 1;
  return text.slice(start, text.length - end).trim() === '';
}
