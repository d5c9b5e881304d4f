import { describe, expect, it } from 'vitest';
import type { MonitorStatus } from '../../../src-main/common/model/status.ts';
import { type Attention, StatusFeed } from '../../../src-main/shell/status-feed.ts';

/** As much of a status as is looked at. */
const statusOf = (atMs: number, firingCount = 0): MonitorStatus =>
  ({
    ...{ atMs, firingCount, capture: { state: 'capturing', bytesPerSecond: 0 } },
    ...{ window: { startMs: 0 }, problems: [] },
    limits: { lastChange: null },
  }) as unknown as MonitorStatus;

/** A feed of a window that is looked at so; and when what was sent came from. */
function feedOf(attention: Attention) {
  const sent: number[] = [];
  const rates: number[] = [];
  const looked = { attention };
  const feed = new StatusFeed({
    attention: () => looked.attention,
    send: ({ atMs }) => sent.push(atMs),
    sendRates: (samples) => rates.push(...samples.map(({ atMs }) => atMs)),
  });
  return { feed, sent, rates, looked };
}

describe('the statuses of a window', () => {
  it('come one by one while it has the focus', () => {
    const { feed, sent, rates } = feedOf('focused');
    for (let second = 1; second <= 3; second++) {
      feed.take(statusOf(second * 1000));
      expect(sent).toHaveLength(second);
    }
    expect(rates).toEqual([]);
  });

  it('come every five seconds while it is only visible, and no rate is left out', () => {
    const { feed, sent, rates } = feedOf('visible');
    for (let second = 0; second <= 10; second++) feed.take(statusOf(second * 1000));
    // The first one is news.
    expect(sent).toEqual([0, 5_000, 10_000]);
    expect(rates).toEqual([1, 2, 3, 4, 6, 7, 8, 9].map((second) => second * 1000));
  });

  it('come at once when the last one is five seconds old', () => {
    const { feed, sent } = feedOf('visible');
    for (const atMs of [500, 5_510, 10_400]) feed.take(statusOf(atMs));
    expect(sent).toEqual([500, 5_510, 10_400]);
  });

  it('come at once when an alert fires', () => {
    const { feed, sent } = feedOf('visible');
    for (const status of [statusOf(0), statusOf(1_000), statusOf(2_000, 1)]) feed.take(status);
    expect(sent).toEqual([0, 2_000]);
  });

  it('come at once when the clock was set back', () => {
    const { feed, sent } = feedOf('visible');
    for (const atMs of [90_000, 10_000]) feed.take(statusOf(atMs));
    expect(sent).toEqual([90_000, 10_000]);
  });

  it('wait while nobody sees it, and only the newest comes when it is seen', () => {
    const { feed, sent, rates, looked } = feedOf('hidden');
    for (let atMs = 1; atMs <= 100; atMs++) feed.take(statusOf(atMs, atMs));
    expect(sent).toEqual([]);
    looked.attention = 'focused';
    feed.flush();
    expect(sent).toEqual([100]);
    feed.flush();
    expect(sent).toEqual([100]);
    expect(rates).toEqual([]);
  });
});
