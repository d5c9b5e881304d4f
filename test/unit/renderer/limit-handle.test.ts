import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byteAxis } from '../../../src-renderer/charts/byte-axis.ts';
import {
  draggable,
  placeOf,
  type PlotFrame,
  valueAfterKey,
  valueAt,
} from '../../../src-renderer/charts/limit-handle.ts';
import { drawnLimit } from '../../../src-renderer/features/limits/limits-in-force.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { sampleLimit, sampleWindow } from './samples.ts';

const frameOf = (kind: 'linear' | 'logarithmic' | 'cut'): PlotFrame => {
  const windows = [1_000, 2_000, 3_000, 90_000].map((bytes, i) => sampleWindow(-9 + i, { bytes }));
  const { shareOf, bytesAt } = byteAxis(kind, { windows, before: [], usual: [] });
  return { leftPx: 72, topPx: 10, widthPx: 600, heightPx: 200, shareOf, bytesAt };
};

describe('the line of a limit', () => {
  it.each(['linear', 'logarithmic', 'cut'] as const)(
    'has the value of the place that it is dragged to, on a %s axis',
    (kind) => {
      const frame = frameOf(kind);
      fc.assert(
        fc.property(fc.integer({ min: 10, max: 210 }), (yPx) => {
          const value = valueAt(frame, yPx);
          // Three digits are left, and in the gap of a cut axis there are no values.
          expect(Math.abs(placeOf(frame, value) - yPx)).toBeLessThan(kind === 'cut' ? 15 : 2.5);
          expect(value).toBe(Number(value.toPrecision(3)));
        }),
      );
    },
  );

  it('stays within the chart, and is never below nothing', () => {
    const frame = frameOf('linear');
    expect(valueAt(frame, 900)).toBe(0);
    expect(valueAt(frame, -50)).toBe(valueAt(frame, 10));
    expect(placeOf(frame, 1e12)).toBe(10);
  });

  it.each([
    ['ArrowUp', 4_500, 4_600],
    ['ArrowDown', 4_500, 4_400],
    ['PageUp', 4_500, 5_500],
    ['PageDown', 4_500, 3_500],
    ['ArrowUp', 4_449, 4_500],
    ['ArrowDown', 0, 0],
    ['ArrowUp', 0, 1],
    ['ArrowUp', Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
    ['ArrowLeft', 4_500, undefined],
  ])('is moved by %s from %d to %d bytes', (key, from, to) => {
    expect(valueAfterKey(key, from)).toBe(to);
  });

  describe('is that of the limit', () => {
    const limit = (parts: object) =>
      sampleLimit({ name: 'max', value: 5, effectiveMs: epochMs(3), ...parts });
    const old = limit({ effectiveMs: epochMs(1) });
    const wanted = limit({ effectiveMs: epochMs(2) });
    const line = { name: 'max', value: 5, startsMs: [9], windowMs: 60_000 } as const;

    it('on all traffic in windows that has its value', () => {
      const others = [
        limit({ source: '10.0.0.1' }),
        limit({ period: 'day' }),
        limit({ direction: 'in' }),
        limit({ name: 'min' }),
      ];
      expect(drawnLimit([old, ...others, wanted], line)).toBe(wanted);
      expect(drawnLimit(others, line)).toBeUndefined();
      expect(drawnLimit([wanted, limit({ value: 6 })], line)).toBeUndefined();
    });

    it('in force at the bar, not of one that is to come or is for windows of another length', () => {
      const coming = limit({ effectiveMs: epochMs(10) });
      const hourly = limit({ windowSeconds: 3_600 });
      expect(drawnLimit([hourly, wanted, coming], line)).toBe(wanted);
      expect(drawnLimit([hourly, coming], line)).toBeUndefined();
      const ofMinutes = limit({ windowSeconds: 60, effectiveMs: epochMs(1) });
      expect(drawnLimit([limit({ value: 6 }), ofMinutes], line)).toBe(ofMinutes);
    });

    it('in force at the beginning of a bar, where the one at its end has another value', () => {
      const limits = [wanted, limit({ value: 6, effectiveMs: epochMs(8) })];
      expect(drawnLimit(limits, { ...line, startsMs: [9, 4] })).toBe(wanted);
    });
  });
});

describe('a drag of the line', () => {
  /** What a drag needs of an element. */
  class FakeHandle extends EventTarget {
    readonly offsetParent = null;
    readonly setPointerCapture = (): void => undefined;

    send(type: string, parts: object): void {
      this.dispatchEvent(Object.assign(new Event(type), parts));
    }
  }

  function dragged(): { handle: FakeHandle; told: string[] } {
    const handle = new FakeHandle();
    const told: string[] = [];
    draggable({
      onDrag: (yPx) => told.push(`at ${yPx}`),
      onDrop: () => told.push('dropped'),
      onCancel: () => told.push('cancelled'),
    })(handle as unknown as HTMLElement);
    handle.send('pointerdown', { button: 0, pointerId: 1, clientY: 100 });
    handle.send('pointermove', { clientY: 110 });
    return { handle, told };
  }

  it('ends where the button is let go', () => {
    const { handle, told } = dragged();
    handle.send('pointerup', {});
    handle.send('pointermove', { clientY: 120 });
    expect(told).toEqual(['at 110', 'dropped']);
  });

  it.each([
    ['Escape', 'keydown', { key: 'Escape' }],
    ['the loss of the focus', 'blur', {}],
  ])('is given up by %s, and not taken up by the next movement', (_by, type, parts) => {
    const { handle, told } = dragged();
    handle.send(type, parts);
    handle.send('pointermove', { clientY: 120 });
    handle.send('pointerup', {});
    expect(told).toEqual(['at 110', 'cancelled']);
  });
});
