import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { epochMs } from '../../../src-main/common/units.ts';
import { newestWindowAt, oldestWindowAt, windowsAt } from '../../../src-main/engine/windows/window-clock.ts';
import type { WindowShape } from '../../../src-main/common/window-shape.ts';

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
