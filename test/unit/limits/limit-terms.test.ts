import { describe, expect, it } from 'vitest';
import { difference } from '../../../src-main/engine/limits/limit-difference.ts';
import { writeLimits } from '../../../src-main/engine/limits/limit-export.ts';
import { editCsvRows } from '../../../src-main/engine/limits/csv-edit.ts';
import { parseCsvRows } from '../../../src-main/engine/limits/csv-rows.ts';
import type { RowsEdit } from '../../../src-main/engine/limits/limit-edit.ts';
import { limitRow, type LimitRow } from '../../../src-main/common/limit-row.ts';
import { scopeKey } from '../../../src-main/common/limit-scope.ts';
import { parseLimitRows, parseTextRows } from '../../../src-main/engine/limits/limit-rows.ts';
import { LimitTable } from '../../../src-main/engine/limits/limits-in-force.ts';
import { epochMs } from '../../../src-main/common/units.ts';

const row = (parts: Record<string, unknown> = {}) => ({
  ...{ limit_name: 'max', limit_value: 100, effective_date: '2026-01-31' },
  ...parts,
});
const reasonsOf = (parts: Record<string, unknown>): string[] =>
  parseLimitRows([row(parts)]).badRows.map(({ reason }) => reason);
const terms = { period: 'month@15', hours: 'mon-fri 8:00-18:00', agent: 'router-1', warn_at: 80 };

const adding = (added: readonly LimitRow[]): RowsEdit => ({ added, changed: new Map(), removed: new Set() });

describe('the terms of a limit', () => {
  it('are a period, hours, an agent and a warning, each in its one form', () => {
    expect(parseLimitRows([row(terms)]).limits).toMatchObject([
      { period: 'month@15', hours: 'Mon-Fri 08:00-18:00', agent: 'router-1', warnPercent: 80 },
    ]);
  });

  it('have a note that refuses no row: it is cut, and loses what a terminal would obey', () => {
    const noteOf = (note: unknown) => parseLimitRows([row({ note })]).limits.map((limit) => limit.note);
    expect(noteOf('x'.repeat(10_001))).toEqual([`${'x'.repeat(9_999)}…`]);
    expect(noteOf(`${'x'.repeat(9_998)}😀x`)).toEqual([`${'x'.repeat(9_998)}…`]);
    expect(noteOf('x'.repeat(10_000))).toEqual(['x'.repeat(10_000)]);
    expect(noteOf('red\u001b[31m,\ttwo\r\nlines')).toEqual(['red?[31m,\ttwo\r\nlines']);
    expect([noteOf(7), noteOf(' ')]).toEqual([[undefined], [undefined]]);
  });

  it('may be left out or null', () => {
    const [limit] = parseLimitRows([row({ period: null, hours: null, agent: null, warn_at: null })]).limits;
    expect(limit).toEqual(parseLimitRows([row()]).limits[0]);
  });

  it.each([
    [{ period: 'fortnight' }, 'period: "fortnight" is not a valid period'],
    [{ period: 'month@31' }, 'begins on a day that not every month has'],
    [{ period: 5 }, 'period must be text such as "month", not 5'],
    [{ period: 'day', window_seconds: 300 }, 'window_seconds and period both say how long; give one of them'],
    [{ hours: '08:00-08:00' }, 'hours: "08:00-08:00" is a range of no length'],
    [{ hours: 'always' }, 'hours: "always" is not a range of hours'],
    [{ agent: '' }, 'agent: "" is not a valid agent id'],
    [{ agent: 'a\nb' }, 'is not a valid agent id'],
    [{ title: 'two\nlines' }, 'title must be one line of at most 100 characters; this is "two\\nlines"'],
    [{ title: 7 }, 'title must be text such as "Backup", not 7'],
    [{ warn_at: 0 }, 'warn_at: 0 must be a percentage from 1 to 100'],
    [{ warn_at: 101 }, 'warn_at: 101 must be a percentage from 1 to 100'],
    [{ warn_at: 'soon' }, 'warn_at: "soon" must be a percentage from 1 to 100'],
  ])('%j are refused with the reason', (parts, reason) => {
    expect(reasonsOf(parts)).toEqual([expect.stringContaining(reason)]);
  });

  it('are told all at once where several are wrong', () => {
    expect(reasonsOf({ period: 'fortnight', warn_at: 0 })[0]).toMatch(/period: .*; warn_at: /);
  });

  it('are read from CSV and from a table, and written into files that read the same', () => {
    const csv = 'limit_name,limit_value,effective_date,period,hours,agent,warn_at\n';
    const { limits } = parseCsvRows(`${csv}max,100,2026-01-31,month,22:00-06:00,router-1,90\n`, 'file');
    expect(limits).toMatchObject([
      { period: 'month', hours: '22:00-06:00', agent: 'router-1', warnPercent: 90 },
    ]);
    expect(parseCsvRows(writeLimits(limits, 'csv'), 'file').limits).toEqual(limits);
    expect(parseLimitRows(JSON.parse(writeLimits(limits, 'json')) as unknown[]).limits).toEqual(limits);
    const cells = { ...row(), limit_value: '100', period: 'month', hours: '', agent: ' ', warn_at: '90.00' };
    expect(parseTextRows([cells], 'database').limits).toMatchObject([{ period: 'month', warnPercent: 90 }]);
  });

  it('stay out of files whose limits have none', () => {
    const { limits } = parseLimitRows([row()]);
    expect(writeLimits(limits, 'csv')).toMatch(/^limit_name,.*,window_seconds\n/);
    expect(writeLimits(limits, 'json')).not.toContain('period');
  });

  it('are not dropped on the way into a file that has no column for them', () => {
    const rows = parseLimitRows([row({ period: 'month' })]).limits.map(limitRow);
    const append = (): string =>
      editCsvRows('limit_name,limit_value,effective_date\n', adding(rows), 'The file');
    expect(append).toThrow('The file has no column period, which the limit needs');
  });

  it('tell limits apart, but for the warning, which is a change like that of the value', () => {
    const keyOf = (parts: Record<string, unknown>): string =>
      scopeKey(parseLimitRows([row(parts)]).limits[0]!);
    expect(keyOf({})).toBe('max|||');
    const keys = [{}, { period: 'day' }, { hours: '01:00-02:00' }, { agent: 'a' }].map(keyOf);
    expect(new Set(keys).size).toBe(4);
    const { limits: before } = parseLimitRows([row({ period: 'day' })]);
    const { limits: after } = parseLimitRows([row({ period: 'day', warn_at: 80 })]);
    expect(difference(before, after).changed).toEqual([{ before: before[0], after: after[0] }]);
  });

  it('keep a limit from being held against windows that it is not on', () => {
    const inForce = (parts: Record<string, unknown>): number =>
      new LimitTable(parseLimitRows([row(parts)]).limits, 300_000).at(epochMs(Date.parse('2026-03-01')))
        .limits.size;
    expect(inForce({ period: 'day' })).toBe(0);
    expect(inForce({ hours: '08:00-18:00' })).toBe(0);
    expect(inForce({ agent: 'router-1' })).toBe(0);
    expect(inForce({ period: '5m' })).toBe(1);
    expect(inForce({ warn_at: 80 })).toBe(1);
  });
});
