import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byteAxis, type ByteAxisKind, byteSteps } from '../../../src-renderer/charts/byte-axis.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { sampleWindow } from './samples.ts';

const kinds = ['linear', 'logarithmic', 'cut'] as const;
const noLimits = { min: null, max: null };
const axisOf = (kind: ByteAxisKind, sizes: readonly number[], max: number | null = null) =>
  byteAxis(kind, {
    windows: sizes.map((bytes, i) => sampleWindow(i - sizes.length, { bytes, limits: { ...noLimits, max } })),
    ...{ before: [], usual: [] },
  });
const steps = byteSteps({ units: 'iec' });

describe('the axis of bytes', () => {
  it.each([
    ['iec', 1_024],
    ['si', 1_000],
  ] as const)('in %s, marks that come to the next unit meet it', (units, next) => {
    const steps = byteSteps({ units }).filter((step) => step >= 100 && step < next);
    expect(steps.map((step) => next % step)).toEqual([0, 0, 0]);
  });

  it.each(kinds)('%s: has each bar and each limit at its place, in their order', (kind) => {
    const sizes = fc.array(fc.integer({ min: 0, max: 2 ** 50 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(sizes, fc.option(fc.integer({ min: 1, max: 2 ** 40 })), (bytes, limit) => {
        const axis = axisOf(kind, bytes, limit);
        const values = [...bytes, ...(limit === null ? [] : [limit])].sort((a, b) => a - b);
        const shares = values.map((value) => axis.shareOf(value));
        shares.slice(1).forEach((share, i) => {
          expect(share).toBeGreaterThanOrEqual(shares[i]!);
          // What differs by a tenth of the axis does not fall together.
          if (values[i + 1]! - values[i]! > axis.top / 10) expect(share).toBeGreaterThan(shares[i]!);
        });
        expect(axis.shareOf(0)).toBe(0);
        expect(Math.max(...bytes.map(axis.shareOf))).toBeLessThanOrEqual(1);
        for (const value of values)
          if (value <= axis.top)
            expect(Math.abs(axis.bytesAt(axis.shareOf(value)) - value)).toBeLessThan(axis.top / 1e9);
        const marks = axis.marks(300, steps);
        expect(marks[0]).toBe(0);
        expect(marks.every((mark) => mark <= axis.top)).toBe(true);
        expect(marks.length).toBeLessThan(20);
      }),
    );
  });

  it('is cut below a giant bar, so that the others can be told apart, and only there', () => {
    const even = [10, 11, 9, 10, 12];
    const axis = axisOf('cut', [...even, 1_000]);
    expect(axis.cutAt).toBeCloseTo(13.2);
    expect(axis.shareOf(12)).toBeGreaterThan(0.7);
    expect(axis.shareOf(1_000)).toBeGreaterThan(0.9);
    expect(axis.marks(300, steps).at(-1)).toBe(1_000);
    expect(axisOf('cut', even)).toMatchObject({ kind: 'linear', cutAt: null });
    expect(axisOf('cut', [0, 0, 5])).toMatchObject({ kind: 'linear', cutAt: null });
  });

  it('has room for what is usual, unless that would flatten the bars', () => {
    const usual = (upper: number) => [
      {
        ...{ startMs: epochMs(0), endMs: epochMs(3_600_000), lower: 1, median: 2, upper },
        ...({ days: 'workdays', dayCount: 20 } as const),
      },
    ];
    const windows = [sampleWindow(-1, { bytes: 100, limits: noLimits })];
    expect(byteAxis('linear', { windows, before: [], usual: usual(200) }).top).toBeCloseTo(220);
    expect(byteAxis('linear', { windows, before: [], usual: usual(1e6) }).top).toBeCloseTo(110);
  });
});
