import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LimitProjection, LimitStanding } from '../../../src-main/common/model/alerts.ts';
import type { Limit } from '../../../src-main/common/model/limits.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { forecastText } from '../../../src-renderer/features/monitor/forecast.ts';
import { previewText } from '../../../src-renderer/features/limits/limit-changes.ts';
import { limitsInForce } from '../../../src-renderer/features/limits/limits-in-force.ts';
import { shareBar } from '../../../src-renderer/features/limits/share-bar.ts';
import { fileName, importText, scopeText, windowStatusWords } from '../../../src-renderer/words.ts';
import { nowMs, originMs, sampleLimit, samplePreview, windowMs } from './samples.ts';

describe('the share of a limit', () => {
  test('has no bar without a limit', () => {
    expect(shareBar(1000, { min: null, max: null })).toBeNull();
  });

  test('splits what is past max from what is up to it', () => {
    const bar = shareBar(3000, { min: null, max: 2000 });
    expect(bar?.fill).toBeCloseTo(bar?.maxMark ?? 0);
    expect(bar?.excess).toBeCloseTo((bar?.fill ?? 0) / 2);
  });

  test('never leaves the bar', () => {
    const limit = fc.option(fc.maxSafeNat());
    fc.assert(
      fc.property(fc.maxSafeNat(), limit, limit, (bytes, min, max) => {
        const bar = shareBar(bytes, { min, max });
        if (!bar) return min === null && max === null;
        const lengths = [bar.fill, bar.excess, bar.fill + bar.excess, bar.minMark ?? 0, bar.maxMark ?? 0];
        return lengths.every((length) => length >= 0 && length <= 100);
      }),
    );
  });
});

describe('limits in force', () => {
  const old = sampleLimit({ value: 1, effectiveMs: epochMs(originMs - 2000) });
  const recent = sampleLimit({ value: 2, effectiveMs: epochMs(originMs) });
  const later = sampleLimit({ value: 3, effectiveMs: epochMs(originMs + 1) });

  test('are the newest that are not after the window', () => {
    expect(limitsInForce([recent, later, old], originMs, windowMs)).toEqual([recent]);
  });

  test('are one for each kind of traffic', () => {
    const scoped = sampleLimit({ source: '10.0.0.0/8' });
    const min = sampleLimit({ name: 'min' });
    expect(limitsInForce([scoped, recent, min], originMs, windowMs)).toEqual([recent, min, scoped]);
  });

  test('leave out those for another length of window', () => {
    const hourly = sampleLimit({ windowSeconds: 3600 });
    const same = sampleLimit({ windowSeconds: windowMs / 1000 });
    expect(limitsInForce([hourly, same], originMs, windowMs)).toEqual([same]);
  });
});

describe('the forecast', () => {
  const heading = (
    limit: Limit,
    seconds: number | null,
    standing: LimitStanding = 'within',
  ): LimitProjection => ({
    ...{ limit, observed: 0, standing, pendingWindows: 0 },
    forecast: { expectedBytes: 0, breachMs: seconds === null ? null : epochMs(nowMs + seconds * 1000) },
  });
  const scoped = sampleLimit({ source: '10.0.0.0/8' });

  test('names the limit that will be breached first', () => {
    const projection = [
      heading(sampleLimit(), 100),
      heading(scoped, 40),
      heading(sampleLimit({ name: 'min' }), 90),
    ];
    expect(forecastText(projection, nowMs)).toBe('10.0.0.0/8 → any: above max in 0:40 at this rate');
    expect(forecastText(projection.slice(0, 1), nowMs)).toBe('above max in 1:40 at this rate');
  });

  test('says nothing of what is not ahead', () => {
    const projection = [
      heading(sampleLimit(), null),
      heading(scoped, -1),
      heading(sampleLimit(), 9, 'firing'),
    ];
    expect(forecastText(projection, nowMs)).toBeUndefined();
    expect(forecastText([{ ...heading(sampleLimit(), 9), forecast: null }], nowMs)).toBeUndefined();
  });
});

const noLimits = { limits: { min: null, max: null } };

describe('words', () => {
  test('an open window is within its limits only so far', () => {
    expect(windowStatusWords({ ...noLimits, status: 'within', closed: false }).text).toBe(
      'Within limits so far',
    );
    expect(windowStatusWords({ ...noLimits, status: 'within', closed: true }).text).toBe('Within limits');
    expect(windowStatusWords({ ...noLimits, status: 'above', closed: false }).text).toBe('Above max');
  });

  test('a window that nobody checked says why', () => {
    const text = (min: number | null, closed: boolean): string =>
      windowStatusWords({ status: 'unchecked', closed, limits: { min, max: null } }).text;
    expect(text(null, false)).toBe('No limit in force');
    expect(text(null, true)).toBe('No limit was in force');
    expect(text(5, true)).toBe('Unchecked: below min, but something may be missing');
  });

  test('a scope names both ends, and nothing where it is all traffic', () => {
    expect(scopeText({ source: '10.0.0.0/8', destination: null })).toBe('10.0.0.0/8 → any');
    expect(scopeText({ source: null, destination: null })).toBe('');
  });

  test.each([
    ['/home/a/limits.json', 'limits.json'],
    ['C:\\Users\\a\\limits.json', 'limits.json'],
    ['limits.json', 'limits.json'],
    ['', ''],
  ])('the file of %s is %s', (path, name) => {
    expect(fileName(path)).toBe(name);
  });

  test('an import is told in numbers', () => {
    const preview = samplePreview();
    expect(importText(preview)).toBe('1 limit added, 0 changed, 0 removed, 0 unchanged');
    expect(previewText(preview)).toMatch(/becomes the source/);
    expect(previewText({ ...preview, badRowCount: 1 })).toMatch(/1 row can't be used/);
    expect(previewText({ ...preview, counts: { ...preview.counts, added: 0 } })).toMatch(/in force already/);
  });
});
