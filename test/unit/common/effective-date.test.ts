import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import {
  effectiveDateText,
  parseEffectiveDate,
  readInstant,
  writtenText,
} from '../../../src-main/common/effective-date.ts';
import { Calendar } from '../../../src-main/common/periods/calendar.ts';

const at = (iso: string): number => Date.parse(iso);

describe('an effective date', () => {
  it.each([
    ['2026-01-31', '2026-01-31T00:00:00Z'],
    ['2026-01-31T08:00:00Z', '2026-01-31T08:00:00Z'],
    ['2026-01-31T08:00', '2026-01-31T08:00:00Z'],
    ['2026-01-31T08:00:00+01:00', '2026-01-31T07:00:00Z'],
    ['2026-01-31T23:30:00-00:30', '2026-02-01T00:00:00Z'],
    ['2026-01-01T00:30:00+05:45', '2025-12-31T18:45:00Z'],
    ['2026-01-31T08:00:00.25-0330', '2026-01-31T11:30:00.250Z'],
    ['2024-02-29', '2024-02-29T00:00:00Z'],
    ['2000-02-29', '2000-02-29T00:00:00Z'],
    ['1969-12-31', '1969-12-31T00:00:00Z'],
    ['0099-03-01', '0099-03-01T00:00:00Z'],
  ])('reads %s as %s', (text, iso) => {
    expect(parseEffectiveDate(text)).toBe(at(iso));
  });

  it.each([
    ['2026-01-31 08:00:00+01', '2026-01-31T07:00:00Z'],
    ['2026-01-31 08:00:00.123456+05:30', '2026-01-31T02:30:00.123Z'],
    ['2026-01-31 08:00:00', '2026-01-31T08:00:00Z'],
    ['1890-01-01 00:00:00+00:53:28', '1889-12-31T23:06:32Z'],
  ])('reads %s as PostgreSQL writes it', (text, iso) => {
    expect(parseEffectiveDate(text)).toBe(at(iso));
  });

  it.each([
    ...[
      '2026-02-30',
      '2026-02-29',
      '1900-02-29',
      '2026-04-31',
      '2026-00-10',
      '2026-13-01',
      '2026-01-00',
      '2026-01-32',
    ],
    ...['2026-01-31T24:00:00Z', '2026-01-31T08:60:00Z', '2026-01-31T08:00:61Z', '2026-01-31T08:00:00+24:00'],
    ...[
      '2026-01-31T08:00:00+01:60',
      '2026-1-31',
      '26-01-31',
      '31.01.2026',
      '01/31/2026',
      '20260131',
      '2026-01-31Z',
    ],
    ...[
      '2026-01-31T',
      '2026-01-31T08',
      'today',
      'infinity',
      '-infinity',
      '',
      '1767139200',
      '2026-01-31T08:00:00 UTC',
    ],
  ])('refuses %j', (text) => {
    expect(parseEffectiveDate(text)).toBeUndefined();
  });

  it('agrees with ISO 8601 at every millisecond and in every zone', () => {
    const instant = fc.date({
      min: new Date('0001-01-02'),
      max: new Date('9998-12-30'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instant, fc.integer({ min: -14 * 60, max: 14 * 60 }), (date, offset) => {
        const local = new Date(date.getTime() + offset * 60_000).toISOString().slice(0, -1);
        const pad = (value: number): string => String(value).padStart(2, '0');
        const zone = `${offset < 0 ? '-' : '+'}${pad(Math.trunc(Math.abs(offset) / 60))}:${pad(Math.abs(offset) % 60)}`;
        expect(parseEffectiveDate(local + zone)).toBe(date.getTime());
        expect(parseEffectiveDate(local.replace('T', ' '))).toBe(date.getTime() + offset * 60_000);
      }),
    );
  });

  it('reads each millisecond as it was written', () => {
    const written = Array.from({ length: 1_000 }, (_, ms) => new Date(Date.UTC(2026, 0, 1) + ms));
    expect(written.filter((date) => parseEffectiveDate(date.toISOString()) !== date.getTime())).toEqual([]);
  });

  it.each([
    ['2026-01-31', '2026-01-31'],
    ['2026-01-31T05:00', '2026-01-31 05:00:00.000'],
    ['2026-01-31 05:00+01', '2026-01-31T04:00:00.000Z'],
  ])('%s is written as %s, and read the same again', (text, expected) => {
    const written = readInstant(text)!;
    expect(writtenText(written)).toBe(expected);
    expect(parseEffectiveDate(expected)).toBe(parseEffectiveDate(text));
  });

  it.each([
    ['2026-03-29', '2026-03-28T23:00:00.000Z'],
    // The clocks skip this hour.
    ['2026-03-29 02:30', '2026-03-29T01:30:00.000Z'],
    ['2026-03-29 03:30', '2026-03-29T01:30:00.000Z'],
    // The clocks show this hour twice.
    ['2026-10-25 02:30', '2026-10-25T00:30:00.000Z'],
    ['2026-10-25 02:30+01', '2026-10-25T01:30:00.000Z'],
  ])('%s is %s in a zone that is named', (text, expected) => {
    const calendar = new Calendar('Europe/Berlin');
    expect(new Date(calendar.instantOf(readInstant(text)!)).toISOString()).toBe(expected);
  });

  it.each([
    ['2026-01-31', '2026-01-31'],
    ['2026-01-31T00:00:00Z', '2026-01-31'],
    ['2026-01-31 08:00+01', '2026-01-31T07:00:00.000Z'],
  ])('%s is written as %s, wherever that is', (text, expected) => {
    for (const zone of ['America/New_York', 'Asia/Tokyo']) {
      vi.stubEnv('TZ', zone);
      expect(effectiveDateText(parseEffectiveDate(text)!)).toBe(expected);
    }
    vi.unstubAllEnvs();
  });

  it('refuses every day that is not in the calendar', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9999 }), fc.nat(99), fc.nat(99), (year, month, day) => {
        const text = [
          String(year).padStart(4, '0'),
          ...[month, day].map((part) => String(part).padStart(2, '0')),
        ];
        const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
        const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
        expect(parseEffectiveDate(text.join('-')) !== undefined).toBe(day >= 1 && day <= days);
      }),
      { numRuns: 1_000 },
    );
  });
});
