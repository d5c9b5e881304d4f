import { describe, expect, test } from 'vitest';
import { epochMs } from '../../../src-main/common/units.ts';
import { createClient } from '../../../src-renderer/state/client.ts';
import { inOrder, nextOrder } from '../../../src-renderer/charts/bar-order.ts';
import { barRemarks, totalOf } from '../../../src-renderer/charts/chart-model.ts';
import { drawnWindow, HistoryRange, levelOf } from '../../../src-renderer/state/history-range.svelte.ts';
import { csvOf, jsonOf } from '../../../src-renderer/views/history/history-export.ts';
import { FakeBridge } from './fake-bridge.ts';
import { nowMs, sampleWindow, windowMs } from './samples.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const rollup = {
  ...{ startMs: epochMs(0), endMs: epochMs(hourMs), windows: 12, bytes: 120, packets: 24 },
  ...{
    least: 1,
    most: 40,
    above: 2,
    below: 0,
    incomplete: 0,
    inexact: 0,
    limits: { min: null, max: 30 },
    window: null,
  },
};

describe('the history', () => {
  let now = nowMs;
  const open = (): { bridge: FakeBridge; range: HistoryRange } => {
    now = nowMs;
    const bridge = new FakeBridge({ listWindows: () => [sampleWindow(0)], listRollups: () => [rollup] });
    const range = new HistoryRange({
      ...createClient(bridge),
      clock: { now: () => now },
      windowMs: () => windowMs,
    });
    return { bridge, range };
  };

  test.each([
    [hourMs, 'window'],
    [2 * dayMs, 'window'],
    [7 * dayMs, 'hour'],
    [30 * dayMs, 'hour'],
    [365 * dayMs, 'day'],
  ])('shows %d ms by the %s', (spanMs, level) => {
    expect(levelOf(spanMs, windowMs)).toBe(level);
  });

  test('asks for as much as a chart can show, whatever the range', async () => {
    const { bridge, range } = open();
    await range.showLast(365 * dayMs);
    expect(range.level).toBe('day');
    const [{ edges }] = bridge.requests('listRollups') as [{ edges: number[] }];
    expect([365, 366]).toContain(edges.length - 1);
    await range.showLast(hourMs);
    expect(bridge.requests('listWindows')).toHaveLength(1);
    expect(range.sums).toMatchObject({ windows: 1, bytes: sampleWindow(0).bytes });
  });

  test('moves on with the present, until it is moved', async () => {
    const { bridge, range } = open();
    await range.showLast(6 * hourMs);
    const { endMs } = range;
    now = epochMs(now + 4_000);
    await range.follow();
    expect(bridge.requests('listWindows')).toHaveLength(1);
    now = epochMs(now + windowMs);
    await range.follow();
    expect([range.endMs - endMs, range.spanMs, range.isLive]).toEqual([windowMs, 6 * hourMs, true]);
    await range.pan(-0.5);
    const moved = range.endMs;
    now = epochMs(now + windowMs);
    await range.follow();
    expect([range.endMs, range.isLive]).toEqual([moved, false]);
    expect(bridge.requests('listWindows')).toHaveLength(3);
  });

  test('zooms around an instant, which stays where it is', async () => {
    const { range } = open();
    await range.show(0, 100 * hourMs);
    await range.zoom(0.5, 25 * hourMs);
    expect([range.startMs, range.endMs]).toEqual([12.5 * hourMs, 62.5 * hourMs]);
    await range.pan(0.5);
    expect([range.startMs, range.endMs]).toEqual([37.5 * hourMs, 87.5 * hourMs]);
  });

  test('has one call on its way while it is dragged, and ends where it was left', async () => {
    const { bridge, range } = open();
    await Promise.all([1, 2, 3, 4, 5].map((hour) => range.show(hour * hourMs, (hour + 24) * hourMs)));
    const asked = bridge.requests('listWindows') as { toMs: number }[];
    expect(asked.map(({ toMs }) => toMs)).toEqual([25 * hourMs, 29 * hourMs]);
  });

  test('puts the week before under the present one', async () => {
    const { bridge, range } = open();
    await range.show(30 * dayMs, 37 * dayMs);
    await range.compareWeek(true);
    const { edges } = bridge.requests('listRollups').at(-1) as { edges: number[] };
    expect([edges[0], edges.at(-1)]).toEqual([23 * dayMs, 30 * dayMs]);
    expect(range.before[0]?.startMs).toBe(7 * dayMs);
  });

  test('draws an hour as high as its largest window, and marks its breaches', () => {
    expect(drawnWindow(rollup)).toMatchObject({ bytes: 40, status: 'above', limits: { max: 30 } });
  });

  test('tells all bytes of an hour, and how many of its windows left a limit', () => {
    const bar = drawnWindow(rollup);
    expect(totalOf(bar)).toBe(120);
    expect(barRemarks(bar)).toEqual(['2 of 12 windows above max', 'exact']);
    expect(barRemarks(drawnWindow({ ...rollup, above: 0, inexact: 1 }))).toEqual([
      ...['Within limits', 'at least: 1 window lacks something'],
    ]);
  });

  test('sorts a table by any column, of equals the newest first', () => {
    const bars = [30, 10, 30].map((bytes, i) => sampleWindow(i, { bytes }));
    const order = nextOrder({ column: 'start', descending: true }, 'bytes');
    expect(
      inOrder(bars, order).map(({ startMs }) => bars.findIndex((bar) => bar.startMs === startMs)),
    ).toEqual([...[2, 0, 1]]);
    expect(inOrder(bars, nextOrder(order, 'bytes'))[0]).toBe(bars[1]);
  });

  test('exports what is shown', () => {
    expect(csvOf([rollup])).toBe(
      'start,end,windows,bytes,packets,least,most,above,below,incomplete,inexact,min,max\r\n' +
        '1970-01-01T00:00:00.000Z,1970-01-01T01:00:00.000Z,12,120,24,1,40,2,0,0,0,,30\r\n',
    );
    expect(JSON.parse(jsonOf([rollup]))).toMatchObject([{ windows: 12, bytes: 120, min: null, max: 30 }]);
  });
});
