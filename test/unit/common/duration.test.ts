import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDuration, parseDuration } from '../../../src-main/common/duration.ts';
import { durationMs } from '../../../src-main/common/units.ts';

describe('a length of time', () => {
  it.each([
    ['300', 300_000],
    ['300s', 300_000],
    ['5m', 300_000],
    ['1h', 3_600_000],
    ['1d', 86_400_000],
    ['500ms', 500],
    [' 1s ', 1_000],
    ['007', 7_000],
  ])('reads %j as %d ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each([
    ...[
      '',
      ' ',
      's',
      '-5',
      '+5',
      '1.5h',
      '1,5h',
      '5 m',
      '5M',
      '5min',
      '1h30m',
      '1e3',
      '0x10',
      'Infinity',
      'NaN',
    ],
    ...['0', '0s', '0ms', '９'],
  ])('refuses %j', (text) => {
    expect(() => parseDuration(text)).toThrow(expect.objectContaining({ code: 'settings/invalid' }));
  });

  it('refuses what can not be counted in milliseconds', () => {
    expect(parseDuration(`${Number.MAX_SAFE_INTEGER}ms`)).toBe(Number.MAX_SAFE_INTEGER);
    expect(() => parseDuration('9007199254740992ms')).toThrow(/is not a valid duration/);
    expect(() => parseDuration('9007199254741s')).toThrow(/is not a valid duration/);
    expect(() => parseDuration('9'.repeat(400))).toThrow(/is not a valid duration/);
  });

  it('refuses what is shorter than the shortest that makes sense', () => {
    expect(parseDuration('0', 0)).toBe(0);
    expect(parseDuration('10s', 10_000)).toBe(10_000);
    expect(() => parseDuration('9s', 10_000)).toThrow(/"9s"/);
  });

  it('is written in the largest unit that divides it, as it is read', () => {
    expect(
      [300_000, 90_000, 3_600_000, 172_800_000, 1_500, 0].map((ms) => formatDuration(durationMs(ms))),
    ).toEqual([...['5m', '90s', '1h', '2d', '1500ms', '0ms']]);
    fc.assert(
      fc.property(fc.maxSafeNat(), (ms) => {
        expect(parseDuration(formatDuration(durationMs(ms)), 0)).toBe(ms);
      }),
    );
  });
});
