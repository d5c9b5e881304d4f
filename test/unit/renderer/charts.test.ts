import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  chartSummary,
  limitSteps,
  neighbour,
  spreadLabels,
  verticalScale,
  windowAt,
  windowRemarks,
} from '../../../src-renderer/charts/chart-model.ts';
import { isSamePicture } from '../../../src-renderer/charts/same-picture.ts';
import type { PlotContent } from '../../../src-renderer/charts/plot-content.ts';
import { nowMs, originMs, sampleWindow, windowMs } from './samples.ts';

describe('limits in the chart', () => {
  test('are one step while they stay the same', () => {
    const windows = [-3, -2, -1].map((index) => sampleWindow(index));
    expect(limitSteps(windows, 'max')).toEqual([
      { startMs: originMs - 3 * windowMs, endMs: originMs, value: 5000 },
    ]);
  });

  test('step where they change, as in force per window', () => {
    const windows = [sampleWindow(-2), sampleWindow(-1, { limits: { min: null, max: 7000 } })];
    expect(limitSteps(windows, 'max').map(({ value }) => value)).toEqual([5000, 7000]);
    expect(limitSteps(windows, 'min')).toHaveLength(1);
  });

  test('break where windows are missing', () => {
    expect(limitSteps([sampleWindow(-5), sampleWindow(-1)], 'max')).toHaveLength(2);
  });

  test('do not overlap where windows hop', () => {
    const windows = [-2, -1].map((index) => sampleWindow(index, { endMs: sampleWindow(index + 2).endMs }));
    const [only] = limitSteps(windows, 'max');
    expect(only?.endMs).toBe(sampleWindow(1).endMs);
  });
});

describe('the vertical scale', () => {
  test('has room for totals and limits', () => {
    const { top, hiddenLimits } = verticalScale([sampleWindow(-1, { bytes: 4000 })]);
    expect(top).toBeGreaterThan(5000);
    expect(hiddenLimits).toEqual([]);
  });

  test('leaves out a limit that would flatten the totals, and says so', () => {
    const window = sampleWindow(-1, { bytes: 1000, limits: { min: 500, max: 10 ** 12 } });
    const { top, hiddenLimits } = verticalScale([window]);
    expect(top).toBeLessThan(2000);
    expect(hiddenLimits).toEqual([{ name: 'max', value: 10 ** 12 }]);
  });

  test('shows the limits while there is no traffic', () => {
    expect(verticalScale([sampleWindow(-1, { bytes: 0 })]).top).toBeGreaterThan(5000);
  });

  test('always holds every total', () => {
    fc.assert(
      fc.property(fc.array(fc.maxSafeNat()), (totals) => {
        const { top } = verticalScale(totals.map((bytes, i) => sampleWindow(i - totals.length, { bytes })));
        return totals.every((bytes) => bytes <= top) && top > 0;
      }),
    );
  });
});

test('an instant belongs to the window whose start it is, not to the one that ends there', () => {
  const windows = [sampleWindow(-2), sampleWindow(-1)];
  expect(windowAt(windows, originMs - windowMs)).toBe(windows[1]);
  expect(windowAt(windows, originMs)).toBeNull();
});

test('arrow keys go from window to window and stop at the ends', () => {
  const windows = [sampleWindow(-2), sampleWindow(-1)];
  const [first, last] = windows;
  expect(neighbour(windows, null, -1)).toBe(last);
  expect(neighbour(windows, last?.startMs ?? 0, -1)).toBe(first);
  expect(neighbour(windows, first?.startMs ?? 0, -1)).toBeNull();
  expect(neighbour(windows, first?.startMs ?? 0, 1)).toBe(last);
  expect(neighbour([], null, -1)).toBeNull();
});

test('labels that would touch move apart, others stay', () => {
  expect(spreadLabels([{ y: 100 }, { y: 110 }], 30)).toEqual([90, 120]);
  expect(spreadLabels([{ y: 100 }, { y: 200 }], 30)).toEqual([100, 200]);
  expect(spreadLabels([{ y: 100 }], 30)).toEqual([100]);
});

test('a window says what is special about it', () => {
  expect(windowRemarks(sampleWindow(-1))).toEqual(['Within limits', 'exact']);
  expect(windowRemarks(sampleWindow(-1, { exact: false }))).toEqual([
    'Within limits',
    'at least: some of its windows lack packets',
  ]);
  expect(windowRemarks(sampleWindow(0, { lacks: [{ reason: 'not-captured' }], revision: 7 }))).toEqual([
    'Within limits so far',
    'open',
    'at least: not captured from start to end',
  ]);
  expect(windowRemarks(sampleWindow(-1, { status: 'above', revision: 2 }))).toEqual([
    'Above max',
    'exact',
    'corrected 2 times',
  ]);
});

test('the chart reads as a sentence', () => {
  const windows = [sampleWindow(-2, { status: 'above', bytes: 6144 }), sampleWindow(-1, { status: 'below' })];
  expect(chartSummary(windows, nowMs)).toMatch(
    /2 window totals.*1 above max, 1 below min, largest 6\.00 KiB/,
  );
  expect(chartSummary([], nowMs)).toMatch(/empty/);
});

describe('a picture of windows', () => {
  const size = [600, 200] as const;
  const largest = sampleWindow(-1, { bytes: 100_000 });
  const open = (bytes: number, parts = {}) =>
    sampleWindow(0, { bytes, closed: false, limits: { min: null, max: null }, ...parts });
  const content = (bytes: number, parts: Partial<PlotContent> = {}, window = {}): PlotContent => ({
    ...{
      windows: [largest, open(bytes, window)],
      before: [],
      usual: [],
      axis: 'linear',
      startMs: originMs - 2 * windowMs,
    },
    ...{ endMs: originMs + windowMs, nowMs: originMs + 1_000, selectedMs: null, hoveredMs: null },
    ...parts,
  });

  test('is the same while the open window has not grown by a pixel', () => {
    const wide = { startMs: originMs - 200 * windowMs };
    const later = { ...wide, nowMs: originMs + 12_000 };
    expect(isSamePicture(content(10_000, wide), content(10_020, later), ...size)).toBe(true);
    expect(isSamePicture(content(10_000, wide), content(11_000, later), ...size)).toBe(false);
  });

  test('is held for some seconds while the open window grows within the scale', () => {
    expect(isSamePicture(content(10_000), content(90_000), ...size)).toBe(true);
    expect(isSamePicture(content(120_000), content(121_000), ...size)).toBe(true);
    expect(isSamePicture(content(10_000), content(90_000, { nowMs: originMs - 9_000 }), ...size)).toBe(false);
  });

  test.each([
    ['the scale', content(200_000)],
    ['the verdict', content(10_000, {}, { status: 'above' })],
    ['the end of the window', content(10_000, {}, { closed: true })],
    ['the selection', content(10_000, { selectedMs: originMs })],
    ['the range', content(10_000, { endMs: originMs + 2 * windowMs })],
    ['the present, by a pixel', content(10_000, { nowMs: originMs + 60_000 })],
    ['the windows to compare with', content(10_000, { before: [largest] })],
  ])('is another one with %s', (_, other) => {
    expect(isSamePicture(content(10_000), other, ...size)).toBe(false);
  });
});
