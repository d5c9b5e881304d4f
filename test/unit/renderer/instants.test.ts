import { afterEach, describe, expect, it, vi } from 'vitest';
import { daysLater, effectiveText, localEdges } from '../../../src-renderer/instants.ts';

const hourMs = 3_600_000;
const iso = (ms: number): string => new Date(ms).toISOString();

afterEach(() => void vi.unstubAllEnvs());

/** In a place whose clocks are set forward and back. */
const inBerlin = (): void => void vi.stubEnv('TZ', 'Europe/Berlin');

describe('localEdges', () => {
  it('begin days at midnight, also where one has 23 hours, or 25', () => {
    inBerlin();
    const march = localEdges(Date.parse('2026-03-28T12:00Z'), Date.parse('2026-03-30T12:00Z'), 'day');
    expect(march.map(iso)).toEqual([
      '2026-03-27T23:00:00.000Z',
      '2026-03-28T23:00:00.000Z',
      '2026-03-29T22:00:00.000Z',
      '2026-03-30T22:00:00.000Z',
    ]);
    const october = localEdges(Date.parse('2026-10-25T12:00Z'), Date.parse('2026-10-25T13:00Z'), 'day');
    expect(october[1]! - october[0]!).toBe(25 * hourMs);
  });

  it.each(['Asia/Kolkata', 'Australia/Lord_Howe', 'America/Sao_Paulo'])(
    'cover a year of hours and of days in %s, one after the other',
    (zone) => {
      vi.stubEnv('TZ', zone);
      const [from, to] = [Date.parse('2018-01-01T00:10Z'), Date.parse('2019-01-01T00:10Z')];
      const [hours, days] = (['hour', 'day'] as const).map((unit) => localEdges(from, to, unit));
      for (const edges of [hours!, days!]) {
        expect(edges[0]).toBeLessThanOrEqual(from);
        expect(edges.at(-1)).toBeGreaterThanOrEqual(to);
        expect(edges.every((edge, i) => i === 0 || edge > edges[i - 1]!)).toBe(true);
      }
      expect(hours!.every((edge) => new Date(edge).getMinutes() % 30 === 0)).toBe(true);
      expect(days!.length).toBeGreaterThanOrEqual(366);
    },
  );
});

describe('daysLater', () => {
  it('keeps the time of day', () => {
    inBerlin();
    expect(iso(daysLater(Date.parse('2026-03-30T10:00Z'), -7))).toBe('2026-03-23T11:00:00.000Z');
  });
});

it.each(['America/New_York', 'Asia/Tokyo', 'UTC'])(
  'an effective date without a time is the day of its source in %s',
  (zone) => {
    vi.stubEnv('TZ', zone);
    expect(effectiveText(Date.parse('2026-01-31'), Date.parse('2026-06-01'))).toBe('31 Jan 2026');
    expect(effectiveText(Date.parse('2026-01-31T00:30Z'), Date.parse('2026-06-01'))).toMatch(/^3[01] Jan, /);
  },
);
