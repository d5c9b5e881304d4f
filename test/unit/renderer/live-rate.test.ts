import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { epochMs } from '../../../src-main/common/units.ts';
import { createClient } from '../../../src-renderer/state/client.ts';
import { LiveRate, rateSeconds } from '../../../src-renderer/features/monitor/live-rate.svelte.ts';
import { ratePath } from '../../../src-renderer/features/monitor/rate-path.ts';
import { FakeBridge } from './fake-bridge.ts';
import { sampleStatus } from './samples.ts';

describe('the live rate', () => {
  const open = () => {
    const bridge = new FakeBridge();
    const rate = new LiveRate(createClient(bridge));
    const say = (second: number, bytesPerSecond: number): void => {
      const { capture } = sampleStatus();
      const atMs = epochMs(second * 1000);
      bridge.fire('statusChanged', sampleStatus({ atMs, capture: { ...capture, bytesPerSecond } }));
    };
    return { bridge, rate, say };
  };

  test('keeps two minutes, and the largest of them', () => {
    const { rate, say } = open();
    for (let second = 0; second <= 300; second += 1) say(second, second === 10 ? 9_999 : second);
    expect(rate.samples).toHaveLength(rateSeconds);
    expect(rate.largest).toBe(300);
  });

  test('forgets what a clock that was set back makes wrong', () => {
    const { rate, say } = open();
    say(100, 1);
    say(50, 2);
    expect(rate.samples).toEqual([{ atMs: 50_000, bytes: 2 }]);
  });

  test('takes rates whose statuses were left out', () => {
    const { bridge, rate, say } = open();
    say(1, 10);
    bridge.fire(
      'ratesSampled',
      [2, 3].map((second) => ({ atMs: second * 1000, bytes: second * 10 })),
    );
    say(4, 40);
    expect(rate.samples.map(({ bytes }) => bytes)).toEqual([10, 20, 30, 40]);
  });

  test('rises within a second after a rest', () => {
    const { rate, say } = open();
    for (const [second, bytes] of [
      [1, 10],
      [2, 0],
      [7, 0],
      [12, 50],
    ] as const)
      say(second, bytes);
    expect(rate.samples).toContainEqual({ atMs: 11_000, bytes: 0 });
    expect(rate.samples).toHaveLength(5);
  });

  test('supposes nothing of the time in which nobody saw the window', () => {
    const { rate, say } = open();
    say(1, 0);
    say(60, 50);
    expect(rate.samples).toHaveLength(2);
  });

  test('is drawn within its box', () => {
    expect(ratePath([], 100, 20)).toBe('');
    fc.assert(
      fc.property(fc.array(fc.nat(1e12), { minLength: 2, maxLength: rateSeconds }), (rates) => {
        const path = ratePath(
          rates.map((bytes, i) => ({ atMs: epochMs(i * 1000), bytes })),
          600,
          28,
        );
        const numbers = path.match(/[\d.]+ [\d.]+/g)!.map((point) => point.split(' ').map(Number));
        expect(numbers.every(([x, y]) => x! >= 0 && x! <= 600 && y! >= 0 && y! <= 28)).toBe(true);
      }),
    );
  });
});
