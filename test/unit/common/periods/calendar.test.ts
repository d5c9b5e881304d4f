import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Calendar } from '../../../../src-main/common/periods/calendar.ts';
import { parseHours } from '../../../../src-main/common/periods/hours.ts';
import { parsePeriod } from '../../../../src-main/common/periods/period.ts';
import { epochMs } from '../../../../src-main/common/units.ts';

const at = (text: string) => epochMs(Date.parse(text));
const spanOf = (zone: string, period: string, instant: string): string => {
  const { startMs, endMs } = new Calendar(zone).periodAt(at(instant), parsePeriod(period));
  return `${new Date(startMs).toISOString()} ${new Date(endMs).toISOString()}`;
};

const hourMs = 3_600_000;
const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'UTC'];
const names = ['1h', '90m', 'day', 'week', 'month', 'month@15', 'month@28', 'year'];

describe('a calendar', () => {
  it.each([
    ['Europe/Berlin', 'day', '2026-03-29T12:00:00Z', '2026-03-28T23:00:00.000Z 2026-03-29T22:00:00.000Z'],
    ['Europe/Berlin', 'day', '2026-10-25T12:00:00Z', '2026-10-24T22:00:00.000Z 2026-10-25T23:00:00.000Z'],
    ['Europe/Berlin', 'week', '2026-03-29T12:00:00Z', '2026-03-22T23:00:00.000Z 2026-03-29T22:00:00.000Z'],
    ['Europe/Berlin', 'month', '2026-03-01T00:00:00Z', '2026-02-28T23:00:00.000Z 2026-03-31T22:00:00.000Z'],
    [
      'Europe/Berlin',
      'month@15',
      '2026-03-20T00:00:00Z',
      '2026-03-14T23:00:00.000Z 2026-04-14T22:00:00.000Z',
    ],
    [
      'America/New_York',
      'month@15',
      '2026-01-14T12:00:00Z',
      '2025-12-15T05:00:00.000Z 2026-01-15T05:00:00.000Z',
    ],
    [
      'America/New_York',
      'month@28',
      '2026-03-01T12:00:00Z',
      '2026-02-28T05:00:00.000Z 2026-03-28T04:00:00.000Z',
    ],
    [
      'Australia/Lord_Howe',
      'day',
      '2026-04-05T00:00:00Z',
      '2026-04-04T13:00:00.000Z 2026-04-05T13:30:00.000Z',
    ],
    ['Asia/Kolkata', 'year', '2026-06-01T00:00:00Z', '2025-12-31T18:30:00.000Z 2026-12-31T18:30:00.000Z'],
    // A day that begins an hour late, as its midnight is skipped; one that doesn't exist at all.
    ['Asia/Beirut', 'day', '2026-03-29T12:00:00Z', '2026-03-28T22:00:00.000Z 2026-03-29T21:00:00.000Z'],
    ['Pacific/Apia', 'day', '2011-12-30T09:59:59Z', '2011-12-29T10:00:00.000Z 2011-12-30T10:00:00.000Z'],
    ['UTC', '1h', '1969-12-31T23:30:00Z', '1969-12-31T23:00:00.000Z 1970-01-01T00:00:00.000Z'],
    ['UTC', 'month', '2024-02-29T23:59:59.999Z', '2024-02-01T00:00:00.000Z 2024-03-01T00:00:00.000Z'],
  ])('knows in %s the %s of %s', (zone, period, instant, span) => {
    expect(spanOf(zone, period, instant)).toBe(span);
  });

  it('covers time without gaps and overlaps, in every zone and period', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.constantFrom(...names),
        fc.integer({ min: at('1975-01-01T00:00:00Z'), max: at('2060-01-01T00:00:00Z') }),
        (zone, name, ms) => {
          const calendar = new Calendar(zone);
          const period = parsePeriod(name);
          const span = calendar.periodAt(epochMs(ms), period);
          expect(span.startMs).toBeLessThanOrEqual(ms);
          expect(span.endMs).toBeGreaterThan(ms);
          expect(new Calendar(zone).periodAt(span.startMs, period)).toEqual(span);
          expect(new Calendar(zone).periodAt(epochMs(span.endMs - 1), period)).toEqual(span);
          expect(calendar.periodAt(span.endMs, period).startMs).toBe(span.endMs);
        },
      ),
      { seed: 15, numRuns: 300 },
    );
  });

  it('tells which windows lie in one period each', () => {
    const now = at('2026-11-28T00:00:00Z');
    const fits = (zone: string, period: string, windowMs: number): boolean =>
      new Calendar(zone).fits(parsePeriod(period), windowMs, now);
    expect(fits('Europe/Berlin', 'day', hourMs)).toBe(true);
    expect(fits('Europe/Berlin', 'day', 2 * hourMs)).toBe(false);
    expect(fits('Asia/Kolkata', 'month', hourMs)).toBe(false);
    expect(fits('Asia/Kolkata', 'month', hourMs / 2)).toBe(true);
    expect(fits('Asia/Kathmandu', 'day', hourMs / 2)).toBe(false);
    expect(fits('Asia/Kathmandu', 'day', hourMs / 4)).toBe(true);
    expect(fits('UTC', '1h', 7 * 60_000)).toBe(false);
    expect(fits('UTC', '1h', 5 * 60_000)).toBe(true);
  });

  it('knows which stretches lie in some hours', () => {
    const berlin = new Calendar('Europe/Berlin');
    const isInside = (hours: string, start: string, minutes: number): boolean =>
      berlin.isInside(
        { startMs: at(start), endMs: epochMs(at(start) + minutes * 60_000) },
        parseHours(hours),
      );
    expect(isInside('Mon-Fri 08:00-18:00', '2026-11-27T07:00:00Z', 5)).toBe(true);
    expect(isInside('Mon-Fri 08:00-18:00', '2026-11-27T16:55:00Z', 5)).toBe(true);
    expect(isInside('Mon-Fri 08:00-18:00', '2026-11-27T16:57:00Z', 5)).toBe(false);
    expect(isInside('Mon-Fri 08:00-18:00', '2026-11-28T07:00:00Z', 5)).toBe(false);
    expect(isInside('22:00-06:00', '2026-11-27T23:30:00Z', 60)).toBe(true);
    expect(isInside('22:00-06:00', '2026-11-28T04:30:00Z', 60)).toBe(false);
    expect(isInside('Fri 22:00-06:00', '2026-11-28T04:00:00Z', 60)).toBe(true);
    expect(isInside('Fri 22:00-06:00', '2026-11-29T04:00:00Z', 60)).toBe(false);
    expect(isInside('00:00-24:00', '2026-11-20T00:30:00Z', 5_000)).toBe(true);
    // The hour that comes twice lies in them twice.
    expect(isInside('02:00-03:00', '2026-10-25T00:00:00Z', 120)).toBe(true);
  });
});
