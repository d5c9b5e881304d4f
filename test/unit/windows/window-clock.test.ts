import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { epochMs } from '../../../src-main/common/units.ts';
import {
  newestWindowAt,
  oldestWindowAt,
  Watermark,
  windowsAt,
  type WindowShape,
} from '../../../src-main/engine/windows/window-clock.ts';

/** Hopping windows whose slide need not divide their size, and tumbling ones. */
const shape: fc.Arbitrary<WindowShape> = fc
  .tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 60 }))
  .map(([a, b]) => ({ sizeMs: Math.max(a, b), slideMs: Math.min(a, b) }));
const instant = fc.integer({ min: -500, max: 500 });

/** Every start near the instant, tried one by one. */
const tried = (at: number, { sizeMs, slideMs }: WindowShape): number[] =>
  Array.from({ length: 2_001 }, (_, i) => (i - 1_000) * slideMs).filter(
    (start) => start <= at && at < start + sizeMs,
  );

describe('the windows that hold an instant', () => {
  it('are all those aligned to the epoch with start ≤ t < end, oldest first', () => {
    fc.assert(
      fc.property(instant, shape, (at, of) => {
        const starts = tried(at, of);
        expect(windowsAt(epochMs(at), of)).toEqual(starts);
        expect(newestWindowAt(epochMs(at), of)).toBe(starts.at(-1));
        expect(oldestWindowAt(epochMs(at), of)).toBe(starts[0]);
      }),
      { numRuns: 500 },
    );
  });

  it('is exactly one for tumbling windows: its start belongs to it, its end to the next', () => {
    const fiveMinutes = { sizeMs: 300_000, slideMs: 300_000 };
    const start = Date.parse('2026-01-31T08:05:00Z');
    expect(windowsAt(epochMs(start), fiveMinutes)).toEqual([start]);
    expect(windowsAt(epochMs(start + 299_999), fiveMinutes)).toEqual([start]);
    expect(windowsAt(epochMs(start + 300_000), fiveMinutes)).toEqual([start + 300_000]);
    expect(windowsAt(epochMs(-1), fiveMinutes)).toEqual([-300_000]);
  });
});

describe('the watermark', () => {
  it('is the newest event time less the lateness', () => {
    const watermark = new Watermark(10);
    expect(watermark.valueMs).toBe(-Infinity);
    watermark.advance(epochMs(100));
    expect(watermark.valueMs).toBe(90);
    watermark.advance(epochMs(40));
    expect(watermark.valueMs).toBe(90);
  });

  it('follows the wall clock where there is one, also when that is set back', () => {
    const watermark = new Watermark(10);
    watermark.setWallClock(epochMs(100));
    expect(watermark.valueMs).toBe(90);
    watermark.advance(epochMs(5_000));
    expect(watermark.valueMs).toBe(90);
    watermark.setWallClock(epochMs(50));
    expect(watermark.valueMs).toBe(40);
  });
});

describe('the watermark of a log that is read from afar', () => {
  const known = (...of: [number, number][]): ReadonlyMap<number, number> => new Map(of);

  it('follows the wall clock as far as every partition is known to be read', () => {
    const watermark = new Watermark(10);
    watermark.setWallClock(epochMs(1_000), known([0, 900], [1, 700]));
    expect(watermark.valueMs).toBe(690);
  });

  it('is held by a partition that is behind, at its own newest event time', () => {
    const watermark = new Watermark(0);
    watermark.advance(epochMs(500), 0);
    watermark.advance(epochMs(300), 1);
    watermark.setWallClock(epochMs(1_000), known([0, -Infinity], [1, -Infinity], [2, 900]));
    expect(watermark.valueMs).toBe(300);
    watermark.advance(epochMs(800), 1);
    expect(watermark.valueMs).toBe(500);
  });

  it('does not move while nothing is known of the log, whatever the wall clock says', () => {
    const watermark = new Watermark(0);
    watermark.setWallClock(epochMs(1_000), known([-1, -Infinity]));
    expect(watermark.valueMs).toBe(-Infinity);
  });

  it('takes nothing for progress that is stamped ahead of the wall clock', () => {
    const watermark = new Watermark(0);
    watermark.setWallClock(epochMs(1_000), known([0, 400]));
    watermark.advance(epochMs(3_600_000), 0);
    expect(watermark.valueMs).toBe(400);
    watermark.setWallClock(epochMs(1_100), known([0, 400]));
    expect(watermark.valueMs).toBe(400);
  });
});
