import { describe, expect, it } from 'vitest';
import type { MonitorStatus } from '../../../src-main/common/model/status.ts';
import type { Attention } from '../../../src-main/common/attention.ts';
import { Emitter } from '../../../src-main/common/event.ts';
import { StatusFeed, trayStatuses } from '../../../src-main/engine/api/status-feed.ts';

/** As much of a status as is looked at. */
const statusOf = (atMs: number, firingCount = 0): MonitorStatus =>
  ({
    ...{ atMs, firingCount, capture: { state: 'capturing', bytesPerSecond: 0 } },
    ...{ window: { startMs: 0 }, problems: [] },
    ...{ limits: { lastChange: null }, projection: [] },
  }) as unknown as MonitorStatus;

/** A feed of a window that is looked at so; and when what was sent came from. */
function feedOf(attention: Attention) {
  const sent: number[] = [];
  const rates: number[] = [];
  const statuses = new Emitter<MonitorStatus>();
  const feed = new StatusFeed(statuses.event);
  feed.onStatusChanged(({ atMs }) => sent.push(atMs));
  feed.onRatesSampled((samples) => rates.push(...samples.map(({ atMs }) => atMs)));
  feed.attend(attention);
  return { feed, take: (status: MonitorStatus) => statuses.fire(status), sent, rates };
}

describe('the statuses of a window', () => {
  it('come one by one while it has the focus', () => {
    const { take, sent, rates } = feedOf('focused');
    for (let second = 1; second <= 3; second++) {
      take(statusOf(second * 1000));
      expect(sent).toHaveLength(second);
    }
    expect(rates).toEqual([]);
  });

  it('come every five seconds while it is only visible, and no rate is left out', () => {
    const { take, sent, rates } = feedOf('visible');
    for (let second = 0; second <= 10; second++) take(statusOf(second * 1000));
    // The first one is news.
    expect(sent).toEqual([0, 5_000, 10_000]);
    expect(rates).toEqual([1, 2, 3, 4, 6, 7, 8, 9].map((second) => second * 1000));
  });

  it('come at once when the last one is five seconds old', () => {
    const { take, sent } = feedOf('visible');
    for (const atMs of [500, 5_510, 10_400]) take(statusOf(atMs));
    expect(sent).toEqual([500, 5_510, 10_400]);
  });

  it('come at once when an alert fires', () => {
    const { take, sent } = feedOf('visible');
    for (const status of [statusOf(0), statusOf(1_000), statusOf(2_000, 1)]) take(status);
    expect(sent).toEqual([0, 2_000]);
  });

  it('come at once when the clock was set back', () => {
    const { take, sent } = feedOf('visible');
    for (const atMs of [90_000, 10_000]) take(statusOf(atMs));
    expect(sent).toEqual([90_000, 10_000]);
  });

  it('do not come while nobody sees it', () => {
    const { take, sent, rates } = feedOf('hidden');
    for (let second = 0; second <= 20; second++) take(statusOf(second * 1000, second < 18 ? 0 : 1));
    expect([sent, rates]).toEqual([[], []]);
  });

  it('are made up for when it is seen again: the newest one, and the rates of two minutes', () => {
    const { feed, take, sent, rates } = feedOf('hidden');
    for (let second = 0; second <= 300; second++) take(statusOf(second * 1000));
    feed.attend('visible');
    expect(sent).toEqual([300_000]);
    expect([rates.length, rates[0], rates.at(-1)]).toEqual([120, 180_000, 299_000]);
    feed.attend('focused');
    feed.attend('hidden');
    feed.attend('focused');
    expect(sent).toEqual([300_000]);
  });
});

it('the statuses of the tray come each thirty seconds, and at once when an alert fires', () => {
  const statuses = new Emitter<MonitorStatus>();
  const sent: number[] = [];
  trayStatuses(statuses.event)(({ atMs }) => sent.push(atMs));
  for (let second = 0; second <= 70; second++) statuses.fire(statusOf(second * 1000, second < 50 ? 0 : 1));
  expect(sent).toEqual([0, 30_000, 50_000]);
});
