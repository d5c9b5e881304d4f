import { describe, expect, it } from 'vitest';
import { parseLimitRows } from '../../../src-main/engine/limits/limit-rows.ts';

const row = (parts: Record<string, unknown> = {}): Record<string, unknown> => ({
  ...{ limit_name: 'max', limit_value: 100, effective_date: '2026-01-31' },
  ...parts,
});
const without = (column: string): unknown =>
  Object.fromEntries(Object.entries(row()).filter(([key]) => key !== column));
const reasons = (...rows: unknown[]): string[] =>
  parseLimitRows(rows).badRows.map(({ row: number, reason }) => `${number}: ${reason}`);

describe('a row of limits', () => {
  it('needs name, value and effective date; what else it does not name is any', () => {
    expect(parseLimitRows([row()])).toEqual({
      badRows: [],
      limits: [
        {
          ...{ name: 'max', value: 100, effectiveMs: Date.parse('2026-01-31') },
          ...{ source: null, destination: null, windowSeconds: null },
        },
      ],
    });
  });

  it('may name a source, a destination and a length of windows; a note is passed over', () => {
    const parts = { source: '10.1.2.3/8', destination: '2001:DB8::1', window_seconds: 300, note: 'x' };
    expect(parseLimitRows([row(parts)]).limits).toMatchObject([
      { source: '10.0.0.0/8', destination: '2001:db8::1', windowSeconds: 300 },
    ]);
    expect(parseLimitRows([row({ source: null, destination: null, window_seconds: null })]).badRows).toEqual(
      [],
    );
  });

  it('may have any value from 0 to 2^53 − 1', () => {
    const values = [0, 1, Number.MAX_SAFE_INTEGER];
    const rows = values.map((limit_value, i) => row({ limit_value, effective_date: `2026-01-0${i + 1}` }));
    expect(parseLimitRows(rows).limits.map(({ value }) => value)).toEqual(values);
  });

  it.each([
    [
      row({ sorce: '10.0.0.1' }),
      'the column "sorce" is not known; there are limit_name, limit_value, effective_date, source, destination, window_seconds, period, hours, agent, direction, warn_at, title, note',
    ],
    [row({ Source: null }), /^the column "Source" is not known/],
    [row({ limit_value: -1 }), 'limit_value must not be below 0, but is -1'],
    [row({ limit_value: 1.5 }), 'limit_value must be a whole number, not 1.5'],
    [
      row({ limit_value: 2 ** 53 }),
      'limit_value must not be above 9007199254740991, but is 9007199254740992',
    ],
    [row({ limit_value: '100' }), 'limit_value must be a whole number, not "100"'],
    [row({ limit_value: true }), 'limit_value must be a whole number, not true'],
    [row({ limit_value: null }), 'limit_value is missing'],
    [without('limit_value'), 'limit_value is missing'],
    [row({ limit_name: 'maximum' }), 'limit_name must be "min" or "max", not "maximum"'],
    [row({ limit_name: 'MAX' }), 'limit_name must be "min" or "max", not "MAX"'],
    [row({ limit_name: '' }), 'limit_name must be "min" or "max", not ""'],
    [row({ limit_name: 5 }), 'limit_name must be "min" or "max", not 5'],
    [without('limit_name'), 'limit_name is missing'],
    [without('effective_date'), 'effective_date is missing'],
    [
      row({ effective_date: '2026-02-30' }),
      'effective_date "2026-02-30" is not a date or timestamp; write it as 2026-01-31 or 2026-01-31T08:00:00Z',
    ],
    [row({ effective_date: 20260131 }), 'effective_date must be a date such as "2026-01-31", not 20260131'],
    [row({ source: 'example.org' }), '"example.org" is not an IP address or network'],
    [row({ source: '' }), '"" is not an IP address or network'],
    [row({ destination: 7 }), 'an address must be text, not 7'],
    [row({ window_seconds: 0 }), 'window_seconds must not be below 1, but is 0'],
    [row({ window_seconds: 0.5 }), /window_seconds must be a whole number, not 0.5/],
    [null, 'a row must be an object with limit_name, limit_value and effective_date, not null'],
    ['max', 'a row must be an object with limit_name, limit_value and effective_date, not "max"'],
    [7, 'a row must be an object with limit_name, limit_value and effective_date, not 7'],
    [[], 'a row must be an object with limit_name, limit_value and effective_date, not []'],
    [['max', 100, '2026-01-31'], /^a row must be an object .*, not \["max",100,"2026-01-31"\]$/],
  ])('%j is refused by number and reason', (bad, reason) => {
    const { limits, badRows } = parseLimitRows([row({ effective_date: '2020-01-01' }), bad]);
    expect(limits).toHaveLength(1);
    expect(badRows).toMatchObject([
      { row: 2, reason: typeof reason === 'string' ? reason : (expect.stringMatching(reason) as string) },
    ]);
  });

  it('is refused for all that is wrong with it at once', () => {
    expect(reasons(row({ limit_name: 'x', effective_date: 'y' }))).toEqual([
      expect.stringMatching(/^1: limit_name must be .*; effective_date "y" is not a date/),
    ]);
  });

  it('is refused where it says the same limit and date as one before, however they are written', () => {
    expect(
      reasons(
        row({ source: '10.0.0.0/8' }),
        row(),
        row({ limit_value: 200, effective_date: '2026-01-31T01:00:00+01:00' }),
        row({ source: '10.9.9.9/8' }),
        row({ limit_name: 'min' }),
        row({ window_seconds: 60 }),
      ),
    ).toEqual([
      '3: the same limit and effective_date as row 2',
      '4: the same limit and effective_date as row 1',
    ]);
  });

  it('is refused where a minimum is above the maximum for the same traffic at the same time', () => {
    const hours = { period: 'day', hours: '08:00-18:00', source: '10.0.0.7' };
    expect(
      reasons(
        row({ limit_name: 'max', limit_value: 100 }),
        row({ limit_name: 'min', limit_value: 101 }),
        row({ limit_name: 'max', limit_value: 200, ...hours }),
        row({ limit_name: 'min', limit_value: 200, ...hours }),
        row({ limit_name: 'max', limit_value: 150, effective_date: '2026-02-28', ...hours }),
        row({ limit_name: 'min', limit_value: 300, source: '10.0.0.7' }),
      ),
    ).toEqual([
      "2: a minimum above the maximum can't be met: this is min 101, and row 1 is max 100 for the same traffic and time",
      "5: a minimum above the maximum can't be met: this is max 150, and row 4 is min 200 for the same traffic and time",
    ]);
  });

  it('may have been above the maximum once, as tables keep what was replaced', () => {
    const [low, high] = [
      { limit_name: 'max', limit_value: 5 },
      { limit_name: 'min', limit_value: 6 },
    ];
    const [once, since] = [{ effective_date: '2020-01-01' }, { effective_date: '2020-02-01' }];
    expect(reasons(row({ ...low, ...once }), row({ ...high, ...once }))).toHaveLength(1);
    expect(
      reasons(row({ ...low, ...once }), row({ ...high, ...once }), row({ ...low, ...since, limit_value: 9 })),
    ).toEqual([]);
  });

  it('may go beyond a limit of other dates', () => {
    expect(
      reasons(
        row({ limit_name: 'max', limit_value: 100, effective_date: '2026-01-01' }),
        row({ limit_name: 'max', limit_value: 400, effective_date: '2026-02-01' }),
        row({ limit_name: 'min', limit_value: 200, effective_date: '2026-02-01' }),
      ),
    ).toEqual([]);
  });

  it('is not shown at full length', () => {
    expect(reasons(row({ limit_name: 'x'.repeat(1_000) }))[0]!.length).toBeLessThan(150);
  });
});
