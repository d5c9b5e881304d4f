import { describe, expect, test, vi } from 'vitest';
import type { PastApi } from '../../../src-main/common/contract/replay.ts';
import type { RangeHistory, RangeKind } from '../../../src-main/common/model/range.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { createClient } from '../../../src-renderer/state/client.ts';
import { barRemarks, totalOf } from '../../../src-renderer/charts/chart-model.ts';
import { drawnWindow } from '../../../src-renderer/features/history/drawn-bars.ts';
import { HistoryRange } from '../../../src-renderer/features/history/history-range.svelte.ts';
import { levelOf } from '../../../src-renderer/features/history/range-picture.ts';
import { csvOf, jsonOf } from '../../../src-renderer/features/history/history-export.ts';
import { scopeFrom, scopeText } from '../../../src-renderer/features/history/history-scope.ts';
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

const part = {
  ...{ startMs: epochMs(0), endMs: epochMs(hourMs), windows: 12, bytes: 70, packets: 9 },
  ...{ incomplete: 0, inexact: 0, sent: 30, received: 50, unknown: 0 },
};
const directed = { ...rollup, ...{ in: 40, out: 20, local: 5, passing: 0, unknown: 3 } };
const pastOfHost = {
  parts: [part, { ...part, startMs: epochMs(hourMs), endMs: epochMs(2 * hourMs), unknown: 8 }],
  ...{ isWhole: true, seen: null, peers: [], peerCount: 0, arePeersAll: true },
};

type RangeRequest = Parameters<PastApi['getRange']>[0];

/** What is told of a range: totals, directions and sums of hosts of the same windows. */
const told = ({ of, before }: RangeRequest): RangeHistory => {
  const windows = 'windows' in of && of.windows > 0 ? [sampleWindow(0)] : [];
  const sums = {
    totals: { parts: [rollup], windows },
    directions: { parts: [directed], windows, open: null, isWhole: true },
    scope: pastOfHost,
    agent: { parts: [], isWhole: true, agents: [], agentCount: 0 },
  }[of.kind];
  return { range: sums, before: before && sums, usual: [] };
};

/** What was asked for by a kind. */
const askedOf = (bridge: FakeBridge, kind: RangeKind): readonly RangeRequest[] =>
  (bridge.requests('getRange') as RangeRequest[]).filter(({ of }) => of.kind === kind);

const rangeOver = (getRange: PastApi['getRange']): HistoryRange =>
  new HistoryRange({
    monitor: { getRange },
    ...{ clock: { now: () => epochMs(nowMs) }, windowMs: () => windowMs },
  });

describe('the history', () => {
  let now = nowMs;
  const open = (): { bridge: FakeBridge; range: HistoryRange } => {
    now = nowMs;
    const bridge = new FakeBridge({ getRange: (request) => told(request as RangeRequest) });
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
    const [totals] = askedOf(bridge, 'totals');
    expect([365, 366]).toContain(totals!.edges.length - 1);
    await range.showLast(hourMs);
    expect(askedOf(bridge, 'directions').at(-1)).toMatchObject({ of: { windows: 1_600 } });
    expect(range.sums).toMatchObject({ windows: 1, bytes: sampleWindow(0).bytes });
  });

  test('moves on with the present, until it is moved', async () => {
    const { bridge, range } = open();
    await range.showLast(6 * hourMs);
    const { endMs } = range;
    now = epochMs(now + 4_000);
    await range.follow();
    expect(askedOf(bridge, 'totals')).toHaveLength(1);
    now = epochMs(now + windowMs);
    await range.follow();
    expect([range.endMs - endMs, range.spanMs, range.isLive]).toEqual([windowMs, 6 * hourMs, true]);
    await range.pan(-0.5);
    const moved = range.endMs;
    now = epochMs(now + windowMs);
    await range.follow();
    expect([range.endMs, range.isLive]).toEqual([moved, false]);
    expect(askedOf(bridge, 'directions')).toHaveLength(3);
    // What is followed stays as it is shown, with its directions, until all of it is here.
    expect(askedOf(bridge, 'totals')).toHaveLength(2);
  });

  test('shows totals of another range before its pairs are summed', async () => {
    const summed = [Promise.withResolvers(), Promise.withResolvers()];
    let asked = 0;
    const range = rangeOver(async (request) => {
      if (request.of.kind === 'directions') await summed[asked++]!.promise;
      return told(request);
    });
    for (const [i, spanMs] of [30 * dayMs, 365 * dayMs].entries()) {
      const shown = range.showLast(spanMs);
      await vi.waitUntil(() => range.bars.length > 0 && range.directions === null);
      expect(range.sums).toMatchObject({ bytes: rollup.bytes });
      summed[i]!.resolve(null);
      await shown;
      expect(range.directions).toMatchObject({ in: 40 });
    }
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
    const asked = askedOf(bridge, 'totals');
    expect(asked.map(({ edges }) => edges.at(-1))).toEqual([25 * hourMs, 29 * hourMs]);
  });

  test('puts the week before under the present one', async () => {
    const { bridge, range } = open();
    await range.show(30 * dayMs, 37 * dayMs);
    await range.compareWeek(true);
    const before = askedOf(bridge, 'directions').at(-1)!.before!;
    expect([before[0], before.at(-1)]).toEqual([23 * dayMs, 30 * dayMs]);
    expect(range.before[0]?.startMs).toBe(7 * dayMs);
  });

  test('asks in one call for what is drawn together: the range, the week before and what is usual', async () => {
    const { bridge, range } = open();
    range.showsUsual = range.comparesWeek = true;
    const asked = async (show: () => Promise<void>): Promise<unknown> => {
      await show();
      const { of, usual, before } = bridge.requests('getRange').at(-1) as RangeRequest;
      return [of.kind, usual, before === null ? null : before.length > 1];
    };
    const host = { host: '10.0.0.7', peer: null };
    expect(await asked(() => range.showLast(hourMs))).toEqual([
      ...['directions', { of: 'windows', direction: null }, true],
    ]);
    expect(await asked(() => range.showLast(7 * dayMs))).toMatchObject([
      'directions',
      { of: 'largest' },
      true,
    ]);
    expect(await asked(() => range.showDirection('in'))).toEqual([
      ...['directions', { of: 'hours', direction: 'in' }, true],
    ]);
    expect(await asked(() => range.showScope(host, null))).toEqual([
      ...['scope', { of: 'hours', direction: null }, true],
    ]);
    expect([await asked(() => range.showLast(hourMs)), range.hasUsualByHour]).toEqual([
      ...[['scope', null, true], true],
    ]);
    expect(await asked(() => range.showAgent('ada'))).toEqual(['agent', null, true]);
  });

  test('asks of a host for one direction, and shows nothing of the other in between', async () => {
    const { bridge, range } = open();
    await range.showScope({ host: '10.0.0.7', peer: null }, 'out');
    expect(askedOf(bridge, 'scope')).toMatchObject([{ of: { host: '10.0.0.7', direction: 'out' } }]);
    const shown = range.showDirection(null).then(() => range.bars.length);
    expect([range.bars, await shown]).toEqual([[], 2]);
    expect(askedOf(bridge, 'scope').at(-1)!.of).not.toHaveProperty('direction');
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

  test('is that of a host or network, where one is chosen, by windows as well as by hours', async () => {
    const { bridge, range } = open();
    await range.show(0, hourMs);
    await range.showScope({ host: '10.0.0.7', peer: null });
    expect(askedOf(bridge, 'scope')).toEqual([
      {
        of: { kind: 'scope', host: '10.0.0.7', peer: null, peers: 50 },
        edges: Array.from({ length: 1 + hourMs / windowMs }, (_, i) => i * windowMs),
        ...{ before: null, usual: null },
      },
    ]);
    expect(range.sums).toMatchObject({ bytes: 140, sent: 60, received: 100, unknown: 8, windows: 24 });
    expect(range.seen).toMatchObject({ isWhole: true, peerCount: 0 });
    await range.showLast(7 * dayMs);
    const { edges } = askedOf(bridge, 'scope').at(-1)!;
    expect(edges.length).toBeGreaterThanOrEqual(7 * 24);
    await range.showScope(null);
    expect([range.seen, range.sums.bytes]).toEqual([null, rollup.bytes]);
  });

  test('shows the sums of many days before the peers are known', async () => {
    let tellPeers = (): void => {};
    const range = rangeOver(async (request) => {
      const { of } = request;
      if (of.kind === 'scope' && of.peers > 0) await new Promise<void>((resolve) => (tellPeers = resolve));
      return told(request);
    });
    await range.showLast(90 * dayMs);
    const loading = range.showScope({ host: '10.0.0.7', peer: null });
    await expect.poll(() => range.bars.length).toBe(2);
    expect(range.seen).toBeNull();
    tellPeers();
    await loading;
    expect([range.seen?.peerCount, range.bars.length]).toEqual([0, 2]);
  });

  test('says from when on there was time to tell which way traffic went', async () => {
    const late = {
      ...directed,
      startMs: directed.endMs,
      endMs: epochMs(2 * directed.endMs - directed.startMs),
    };
    const unknown = { ...directed, in: 0, out: 0, local: 0, passing: 0, unknown: directed.bytes };
    const range = rangeOver(({ of }) =>
      Promise.resolve({
        range:
          of.kind === 'totals'
            ? { parts: [], windows: [] }
            : { parts: [unknown, late], windows: [], open: null, isWhole: false },
        ...{ before: null, usual: [] },
      }),
    );
    await range.showLast(365 * dayMs);
    expect([range.isWhole, range.summedFromMs]).toEqual([false, late.startMs]);
    range.direction = 'in';
    const reasons = range.drawn.map(({ exact, lacks }) => [exact, ...lacks.map(({ reason }) => reason)]);
    expect(reasons.map(([exact, ...why]) => [exact, why.includes('not-kept')])).toEqual([
      [false, false],
      [false, true],
    ]);
  });

  test('shows windows where the range is not aligned to them, too', async () => {
    const { bridge, range } = open();
    await range.show(windowMs / 2, 800.4 * windowMs);
    expect(range.level).toBe('window');
    expect(askedOf(bridge, 'directions').at(-1)).toMatchObject({ of: { windows: 1_600 } });
    expect(range.bars[0]?.window).not.toBeNull();
  });

  test('tells which way traffic went, draws one way alone, and exports all', async () => {
    const { range } = open();
    await range.showLast(365 * dayMs);
    expect(range.directions).toEqual({ in: 40, out: 20, local: 5, passing: 0, unknown: 3 });
    const [all] = range.drawn;
    range.direction = 'in';
    const [into] = range.drawn;
    expect([all!.bytes, into!.bytes]).toEqual([rollup.most, 40]);
    expect([into!.exact, into!.limits]).toEqual([false, { min: null, max: null }]);
    const [head, line] = csvOf(range.bars).split('\r\n');
    expect(head).toMatch(/,max,in,out,local,passing,unknownDirection$/);
    expect(line).toMatch(/,40,20,5,0,3$/);
    expect(JSON.parse(jsonOf(range.bars))).toMatchObject([{ in: 40, unknownDirection: 3 }]);
  });

  test('says of a host what it sent and received, and whether that is all', async () => {
    const { range } = open();
    await range.showScope({ host: '10.0.0.7', peer: null });
    const [whole, partly] = range.drawn;
    expect(whole).toMatchObject({ bytes: 70, exact: true, scope: { sent: 30, received: 50 } });
    expect([barRemarks(whole!), barRemarks(partly!)]).toEqual([
      ['exact'],
      ['at least; the pairs of 8 B are unknown'],
    ]);
    expect(csvOf(range.bars).split('\r\n')[1]).toMatch(
      /^1970-01-01T00:00:00.000Z,.*,12,70,9,70,70,0,0,0,0,,,30,50,0$/,
    );
  });

  test.each([
    ['', null],
    [' 10.0.0.7 ', { host: '10.0.0.7', peer: null }],
    ['10.0.0.0/8', { host: '10.0.0.0/8', peer: null }],
    ['10.0.0.7 ↔ 2001:db8::1', { host: '10.0.0.7', peer: '2001:db8::1' }],
    ['10.0.0.7 -> 10.0.0.8', { host: '10.0.0.7', peer: '10.0.0.8' }],
  ])('takes %j for whose traffic is wanted', (typed, scope) => {
    expect(scopeFrom(typed)).toEqual(scope);
    expect(scopeFrom(scopeText(scope))).toEqual(scope);
  });

  test('exports what is shown', () => {
    expect(csvOf([rollup])).toBe(
      'start,end,windows,bytes,packets,least,most,above,below,incomplete,inexact,min,max\r\n' +
        '1970-01-01T00:00:00.000Z,1970-01-01T01:00:00.000Z,12,120,24,1,40,2,0,0,0,,30\r\n',
    );
    expect(JSON.parse(jsonOf([rollup]))).toMatchObject([{ windows: 12, bytes: 120, min: null, max: 30 }]);
  });
});
