import { addTo, emptyWindow } from '../../support/store/windows.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LimitProjection } from '../../../src-main/common/model/alerts.ts';
import type { Limit } from '../../../src-main/common/model/limits.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { AlertTracker } from '../../../src-main/engine/alerts/alert-tracker.ts';
import { plainRules } from '../../../src-main/engine/alerts/alert-rules.ts';
import { forecast, Projection } from '../../../src-main/engine/alerts/projection.ts';
import { RateMeter } from '../../../src-main/engine/alerts/rate-meter.ts';
import { WindowVerdicts } from '../../../src-main/engine/alerts/window-verdicts.ts';
import { LimitTable } from '../../../src-main/engine/limits/limits-in-force.ts';
import { limitOf, pairOf } from '../../support/records/flows.ts';

const span = { startMs: epochMs(0), endMs: epochMs(300_000) };

describe('the rate', () => {
  it('of steady traffic is exact from the first measurement on', () => {
    const property = fc.property(
      fc.array(fc.integer({ min: 1, max: 5_000 }), { minLength: 1, maxLength: 50 }),
      fc.integer({ min: 0, max: 1_000_000 }),
      (steps, rate) => {
        const meter = new RateMeter(10_000);
        for (const ms of steps) meter.add(rate * ms, ms);
        expect(meter.rate! / (rate || 1)).toBeCloseTo(rate === 0 ? 0 : 1, 9);
      },
    );
    fc.assert(property);
  });

  it('follows the traffic, and lies between what it was and what it is', () => {
    const meter = new RateMeter(10_000);
    expect(meter.rate).toBeNull();
    for (let i = 0; i < 60; i += 1) meter.add(1_000, 1_000);
    meter.add(10_000, 1_000);
    expect(meter.rate).toBeGreaterThan(1);
    expect(meter.rate).toBeLessThan(3);
    for (let i = 0; i < 60; i += 1) meter.add(10_000, 1_000);
    expect(meter.rate).toBeCloseTo(10, 1);
  });
});

describe('a forecast', () => {
  it('says when a maximum is crossed at this rate, and what the total will be', () => {
    const max = limitOf('max', 1_000_000);
    expect(forecast(max, 500_000, 5, span, epochMs(100_000))).toEqual({
      ...{ expectedBytes: 1_500_000, breachMs: 200_001 },
    });
    expect(forecast(max, 500_000, 2, span, epochMs(100_000))).toEqual({
      expectedBytes: 900_000,
      breachMs: null,
    });
    expect(forecast(max, 500_000, 0, span, epochMs(100_000))).toEqual({
      expectedBytes: 500_000,
      breachMs: null,
    });
    expect(forecast(max, 1_000_001, 0, span, epochMs(100_000)).breachMs).toBe(100_000);
  });

  it('says that a minimum will not be reached by the end', () => {
    const min = limitOf('min', 1_000_000);
    expect(forecast(min, 0, 3, span, epochMs(100_000))).toEqual({
      expectedBytes: 600_000,
      breachMs: 300_000,
    });
    expect(forecast(min, 0, 5, span, epochMs(100_000))).toEqual({ expectedBytes: 1_000_000, breachMs: null });
  });

  it('holds for traffic that is as steady as it seems', () => {
    const numbers = fc.integer({ min: 1, max: 10_000 });
    const property = fc.property(numbers, numbers, numbers, (value, rate, observed) => {
      const { breachMs } = forecast(limitOf('max', value), observed, rate, span, epochMs(0));
      const totalAt = (ms: number): number => observed + rate * ms;
      if (breachMs === null) expect(totalAt(span.endMs - 1)).toBeLessThanOrEqual(value + rate);
      else expect(totalAt(breachMs)).toBeGreaterThan(value);
      if (breachMs !== null && breachMs > 0) expect(totalAt(breachMs - 1)).toBeLessThanOrEqual(value);
    });
    fc.assert(property);
  });
});

describe('the projection', () => {
  const max = limitOf('max', 300_000);
  const setUp = (rules = plainRules) => {
    const tracker = new AlertTracker({
      ...{
        identity: () => '1',
        isTaken: () => false,
        stepMs: 300_000,
        rules,
        warnPercent: null,
        memories: new Map(),
        firing: [],
      },
    });
    const projection = new Projection();
    let window = emptyWindow(span.startMs, span.endMs, 10);
    return {
      /** Traffic of one second, then a look. */
      second: (second: number, bytes: number, limits: readonly Limit[] = [max]): LimitProjection[] => {
        const startMs = Math.floor(second / 300) * 300_000;
        if (startMs !== window.startMs) window = emptyWindow(startMs, startMs + 300_000, 10);
        addTo(window, pairOf('10.0.0.1', '10.0.0.2'), bytes, 1);
        const now = epochMs((second + 1) * 1_000);
        const verdicts = new WindowVerdicts(new LimitTable(limits, 300_000).at(window.startMs), window);
        tracker.observe(verdicts, now);
        const told = projection.tell(verdicts, tracker, 80, now);
        expect(told.projectionCount).toBe(limits.length);
        return [...told.projection];
      },
    };
  };

  it('is without a forecast at first, and right for steady traffic from then on', () => {
    const { second } = setUp();
    expect(second(0, 2_000)[0]!.forecast).toBeNull();
    for (let i = 1; i < 100; i += 1) second(i, 2_000);
    const [seen] = second(100, 2_000);
    expect(seen).toMatchObject({
      observed: 202_000,
      standing: 'within',
      forecast: { expectedBytes: 600_000 },
    });
    // 98,001 bytes are left until it is above: 49 s and a bit.
    expect(seen!.forecast!.breachMs).toBe(150_001);
  });

  it('goes on with its rate into the next window', () => {
    const { second } = setUp();
    for (let i = 0; i < 300; i += 1) second(i, 500);
    const [seen] = second(300, 500);
    expect(seen).toMatchObject({ observed: 500, forecast: { expectedBytes: 150_000, breachMs: null } });
  });

  it('tells what is near, pending and firing', () => {
    const { second } = setUp({ forWindows: 2, clearPercent: 0 });
    const standing = (at: number, bytes: number): string => second(at, bytes)[0]!.standing;
    expect(standing(0, 239_999)).toBe('within');
    expect(standing(1, 1)).toBe('warning');
    expect(standing(2, 60_001)).toBe('pending');
    expect(second(3, 0)[0]!.pendingWindows).toBe(1);
    expect(standing(300, 300_001)).toBe('firing');
  });

  it('warns of a minimum only late in a window that is heading below it', () => {
    const { second } = setUp();
    const min = [limitOf('min', 300_000)];
    for (let i = 0; i < 238; i += 1) expect(second(i, 500, min)[0]!.standing).toBe('within');
    expect(second(240, 500, min)[0]!.standing).toBe('warning');
    expect(second(241, 300_000, min)[0]!.standing).toBe('within');
  });

  it('is given of limits on all traffic first, and of a hundred at most', () => {
    const { second } = setUp();
    const hosts = Array.from({ length: 150 }, (_, i) => limitOf('max', 10, { source: `10.0.1.${i}` }));
    const seen = second(0, 1, [...hosts, max]);
    expect(seen).toHaveLength(100);
    expect(seen[0]!.limit).toBe(max);
  });

  it('is given of those that fire or are near, wherever they are among too many', () => {
    const { second } = setUp();
    const hosts = Array.from({ length: 500 }, (_, i) =>
      limitOf('max', 1_000, { source: `10.9.${i >> 8}.${i & 255}` }),
    );
    const last = limitOf('max', 1_000, { source: '10.0.0.1' });
    const standing = (at: number, bytes: number) =>
      second(at, bytes, [...hosts, max, last]).find(({ limit }) => limit === last)?.standing;
    expect(standing(0, 100)).toBeUndefined();
    expect(standing(5, 750)).toBe('warning');
    expect(standing(6, 500)).toBe('firing');
    const seen = second(7, 0, [...hosts, max, last]);
    expect(seen).toHaveLength(100);
    expect(seen[0]!.limit).toBe(max);
  });
});
