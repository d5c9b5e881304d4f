import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bytesFigure,
  bytesText,
  clockText,
  countdownText,
  durationText,
  exactBytes,
  instantText,
  pairText,
  percentText,
  relativeText,
  shortCount,
  spanText,
  timeLeftText,
  zonedText,
} from '../../../src-renderer/format.ts';

const counts = fc.oneof(
  fc.maxSafeNat(),
  fc.nat(5000),
  fc.integer({ min: 0, max: 53 }).map((n) => 2 ** n - 1),
);
const at = (text: string): number => new Date(text).getTime();

describe('bytes', () => {
  test.each([
    [0, '0 B'],
    [1, '1 B'],
    [1023, '1023 B'],
    [1024, '1.00 KiB'],
    [10_234, '9.99 KiB'],
    [10_239, '10.0 KiB'],
    [102_399, '100 KiB'],
    [1_048_064, '1.00 MiB'],
    [1_048_063, '1,023 KiB'],
    [1_299_227_607, '1.21 GiB'],
    [Number.MAX_SAFE_INTEGER, '8.00 PiB'],
  ])('%d reads %s', (bytes, text) => {
    expect(bytesText(bytes)).toBe(text);
  });

  test('what is written is right to three digits', () => {
    const factors: Record<string, number> = {
      B: 1,
      KiB: 2 ** 10,
      MiB: 2 ** 20,
      GiB: 2 ** 30,
      TiB: 2 ** 40,
      PiB: 2 ** 50,
    };
    fc.assert(
      fc.property(counts, (bytes) => {
        const { value, unit } = bytesFigure(bytes);
        const written = Number(value.replaceAll(',', '')) * (factors[unit] ?? NaN);
        expect(Math.abs(written - bytes)).toBeLessThanOrEqual(bytes * 0.0051);
      }),
    );
  });

  test('a figure has at most five characters', () => {
    fc.assert(fc.property(counts, (bytes) => bytesFigure(bytes).value.length <= 5));
  });

  test('more bytes never read as fewer of one unit', () => {
    fc.assert(
      fc.property(counts, counts, (a, b) => {
        const [less, more] = [bytesFigure(Math.min(a, b)), bytesFigure(Math.max(a, b))];
        const number = (text: string): number => Number(text.replaceAll(',', ''));
        return less.unit !== more.unit || number(less.value) <= number(more.value);
      }),
    );
  });

  test('the exact number keeps every digit', () => {
    fc.assert(fc.property(counts, (bytes) => Number(exactBytes(bytes).replace(/\D/g, '')) === bytes));
    expect(exactBytes(Number.MAX_SAFE_INTEGER)).toBe('9,007,199,254,740,991 bytes');
    expect(exactBytes(1)).toBe('1 byte');
  });
});

describe('counts', () => {
  test.each([
    [9_999_999, '9,999,999'],
    [10_000_000, '10.0 M'],
    [48_210_441, '48.2 M'],
    [999_600_000, '1.00 G'],
    [Number.MAX_SAFE_INTEGER, '9.01 P'],
  ])('%d reads %s in a narrow column', (count, text) => {
    expect(shortCount(count)).toBe(text);
  });

  test('a short count has at most nine characters', () => {
    fc.assert(fc.property(counts, (count) => shortCount(count).length <= 9));
  });
});

describe('percent', () => {
  test.each([
    [0, 100, '0 %'],
    [1, 100_000, '< 0.1 %'],
    [34, 1000, '3.4 %'],
    [62, 100, '62 %'],
    [999_999, 1_000_000, '> 99.9 %'],
    [100, 100, '100 %'],
    [1_000_001, 1_000_000, '> 100 %'],
    [231, 200, '116 %'],
    [5, 0, '–'],
  ])('%d of %d is %s', (part, whole, text) => {
    expect(percentText(part, whole)).toBe(text);
  });

  test('reads 100 % only where both are equal', () => {
    const positive = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });
    fc.assert(fc.property(positive, positive, (a, b) => (percentText(a, b) === '100 %') === (a === b)));
  });
});

describe('lengths of time', () => {
  test.each([
    [-5, '0:00'],
    [1, '0:01'],
    [42_000, '0:42'],
    [299_001, '5:00'],
    [3_723_000, '1:02:03'],
  ])('%d ms are left as %s', (ms, text) => {
    expect(countdownText(ms)).toBe(text);
  });

  test('a lagging clock leaves no more than the whole window', () => {
    expect(timeLeftText({ startMs: 10_000, endMs: 20_000 }, 9_000)).toBe('0:10');
    expect(timeLeftText({ startMs: 10_000, endMs: 20_000 }, 18_000)).toBe('0:02');
    expect(timeLeftText({ startMs: 300_000, endMs: 600_000 }, 200_000)).toBe('5 min');
  });

  test.each([
    [299_999, '5 min'],
    [240_000, '4 min'],
    [60_001, '2 min'],
    [1_000, '1 min'],
    [-500, '1 min'],
  ])('with %d ms to go a window of 5 minutes has %s left', (leftMs, text) => {
    expect(timeLeftText({ startMs: 0, endMs: 300_000 }, 300_000 - leftMs)).toBe(text);
  });

  test.each([
    [0, '0 s'],
    [20_000, '20 s'],
    [300_000, '5 min'],
    [5_400_000, '1 h 30 min'],
    [86_400_000, '1 d'],
    [90_061_000, '1 d 1 h'],
    [3_605_000, '1 h'],
  ])('%d ms are %s', (ms, text) => {
    expect(durationText(ms)).toBe(text);
  });

  test.each([
    [0, 'now'],
    [-42_000, '42 s ago'],
    [-150_000, '2 min ago'],
    [1_200_000, 'in 20 min'],
  ])('%d ms from now is %s', (distance, text) => {
    expect(relativeText(1e12 + distance, 1e12)).toBe(text);
  });
});

describe('instants', () => {
  const now = at('2026-03-05T14:30:00');

  test("leave today's date out, and the year while it is this one", () => {
    expect(instantText(at('2026-03-05T09:05:00'), now)).toBe('09:05');
    expect(instantText(at('2026-03-04T09:05:00'), now)).toBe('4 Mar, 09:05');
    expect(instantText(at('2025-03-04T09:05:00'), now)).toBe('4 Mar 2025, 09:05');
  });

  test('show seconds only where there are some', () => {
    expect(clockText(at('2026-03-05T09:05:00'))).toBe('09:05');
    expect(clockText(at('2026-03-05T09:05:10'))).toBe('09:05:10');
  });

  test('name the zone in full', () => {
    expect(zonedText(now)).toContain(Intl.DateTimeFormat().resolvedOptions().timeZone);
    expect(zonedText(now)).toContain('2026');
  });

  test('a window has seconds at both ends or at none', () => {
    expect(spanText(at('2026-03-05T14:25:50'), at('2026-03-05T14:26:00'), now)).toBe('14:25:50–14:26:00');
  });

  test('a window that ends at midnight belongs to its day', () => {
    expect(spanText(at('2026-03-05T14:25:00'), at('2026-03-05T14:30:00'), now)).toBe('14:25–14:30');
    expect(spanText(at('2026-03-04T23:55:00'), at('2026-03-05T00:00:00'), now)).toBe('4 Mar, 23:55–00:00');
  });

  test('whole days are told by their dates alone', () => {
    expect(spanText(at('2026-03-03T00:00:00'), at('2026-03-04T00:00:00'), now)).toBe('3 Mar');
    expect(spanText(at('2026-03-03T00:00:00'), at('2026-03-05T00:00:00'), now)).toBe('3 Mar – 4 Mar');
  });
});

test('the pair of folded rests reads other', () => {
  expect(pairText({ source: 'other', destination: 'other' })).toBe('other');
  expect(pairText({ source: '::1', destination: '192.0.2.1' })).toBe('::1 → 192.0.2.1');
});
