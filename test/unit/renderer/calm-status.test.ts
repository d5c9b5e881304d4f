import { describe, expect, it } from 'vitest';
import type { MonitorStatus } from '../../../src-main/common/model/status.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { calmStatus } from '../../../src-renderer/features/monitor/calm-status.ts';
import { sampleStatus } from './samples.ts';

const at = (second: number, given: Partial<MonitorStatus> = {}): MonitorStatus => ({
  ...sampleStatus(given),
  atMs: epochMs(second * 1_000),
});

describe('the status beside the view', () => {
  it('is renewed each five seconds while it only counts on', () => {
    const { capture } = at(0);
    let shown: MonitorStatus | null = null;
    const seconds: number[] = [];
    for (let second = 0; second <= 11; second += 1) {
      const counted = { ...capture, bytesPerSecond: 5_000 + second };
      shown = calmStatus(shown, at(second, { capture: counted }));
      seconds.push(shown.atMs / 1_000);
    }
    expect(seconds).toEqual([0, 0, 0, 0, 0, 5, 5, 5, 5, 5, 10, 10]);
  });

  it.each<[string, (status: MonitorStatus) => Partial<MonitorStatus>]>([
    ['an alert fires', () => ({ firingCount: 1 })],
    ['the capture fails', ({ capture }) => ({ capture: { ...capture, state: 'failed' } })],
    [
      'packets are lost',
      ({ capture }) => ({ capture: { ...capture, totals: { ...capture.totals, kernelDropped: 7 } } }),
    ],
    ['limits are read', ({ limits }) => ({ limits: { ...limits, limitCount: limits.limitCount + 1 } })],
    ['the brokers are gone', ({ stream }) => ({ stream: { ...stream, state: 'disconnected' } })],
  ])('is the newest at once where %s', (_what, change) => {
    const shown = at(1);
    const next = at(2, change(sampleStatus()));
    expect(calmStatus(shown, next)).toBe(next);
    expect(calmStatus(shown, at(2))).toBe(shown);
  });

  it('is the newest where the clock was set back', () => {
    const next = at(2);
    expect(calmStatus(at(100), next)).toBe(next);
  });
});
