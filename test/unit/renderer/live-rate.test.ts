import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { epochMs } from '../../../src-main/common/units.ts';
import { createClient } from '../../../src-renderer/state/client.ts';
import { LiveRate, rateSeconds } from '../../../src-renderer/state/live-rate.svelte.ts';
import { ratePath } from '../../../src-renderer/views/overview/rate-path.ts';
import { FakeBridge } from './fake-bridge.ts';
import { sampleStatus } from './samples.ts';

describe('the live rate', () => {
  const open = (): { rate: LiveRate; say: (second: number, bytesPerSecond: number) => void } => {
    const bridge = new FakeBridge();
    const rate = new LiveRate(createClient(bridge));
    const say = (second: number, bytesPerSecond: number): void => {
      const { capture } = sampleStatus();
      const atMs = epochMs(second * 1000);
      bridge.fire('statusChanged', sampleStatus({ atMs, capture: { ...capture, bytesPerSecond } }));
    };
    return { rate, say };
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

  test('is drawn within its box', () => {
    expect(ratePath([], 100, 20)).toBe('');
    fc.assert(
      fc.property(fc.array(fc.nat(1e12), { minLength: 2, maxLength: rateSeconds }), (rates) => {
        const path = ratePath(
          rates.map((bytes, i) => ({ atMs: i * 1000, bytes })),
          600,
          28,
        );
        const numbers = path.match(/[\d.]+ [\d.]+/g)!.map((point) => point.split(' ').map(Number));
        expect(numbers.every(([x, y]) => x! >= 0 && x! <= 600 && y! >= 0 && y! <= 28)).toBe(true);
      }),
    );
  });
});
