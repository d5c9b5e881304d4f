import { describe, expect, it } from 'vitest';
import type { MonitorStatus } from '../../../src-main/common/model/status.ts';
import { type Attention, StatusFeed } from '../../../src-main/shell/status-feed.ts';

/** As much of a status as is looked at. */
const statusOf = (atMs: number, firingCount = 0): MonitorStatus =>
  ({
    ...{ atMs, firingCount, capture: { state: 'capturing' }, window: { startMs: 0 }, problems: [] },
    limits: { lastChange: null },
  }) as unknown as MonitorStatus;

/** A feed of a window that is looked at so; and when what was sent came from. */
function feedOf(attention: Attention) {
  const sent: number[] = [];
  const looked = { attention };
  const feed = new StatusFeed({ attention: () => looked.attention, send: ({ atMs }) => sent.push(atMs) });
  return { feed, sent, looked };
}

describe('the statuses of a window', () => {
  it('come one by one while it has the focus', () => {
    const { feed, sent } = feedOf('focused');
    for (let atMs = 1; atMs <= 3; atMs++) {
      feed.take(statusOf(atMs));
      expect(sent).toHaveLength(atMs);
    }
  });

  it('come together, and none is left out, while it is only visible', () => {
    const { feed, sent } = feedOf('visible');
    const lengths = Array.from({ length: 7 }, (_, i) => (feed.take(statusOf(i)), sent.length));
    // The first one is news.
    expect(lengths).toEqual([1, 1, 1, 4, 4, 4, 7]);
    expect(sent).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it('come at once when an alert fires', () => {
    const { feed, sent } = feedOf('visible');
    for (const status of [statusOf(0), statusOf(1), statusOf(2, 1)]) feed.take(status);
    expect(sent).toEqual([0, 1, 2]);
  });

  it('wait while nobody sees it, and only the newest comes when it is seen', () => {
    const { feed, sent, looked } = feedOf('hidden');
    for (let atMs = 1; atMs <= 100; atMs++) feed.take(statusOf(atMs, atMs));
    expect(sent).toEqual([]);
    looked.attention = 'focused';
    feed.flush();
    expect(sent).toEqual([100]);
    feed.flush();
    expect(sent).toEqual([100]);
  });
});
