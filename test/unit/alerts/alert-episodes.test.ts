import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { episodeMs } from '../../../src-main/common/model/alerts.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { flow, limitOf } from '../../support/records/flows.ts';
import { TrackerRun, stepMs } from './tracker-run.ts';
import { ofLimit } from '../../support/store/episodes.ts';

const max = limitOf('max', 100);
const span = (startMs: number) => ({ startMs, endMs: startMs + stepMs });

describe('an episode', () => {
  it('has a beginning, a peak, an end and a length; what resolved it takes nothing of them away', () => {
    const run = new TrackerRun([max]);
    const told = [200, 900, 300, 50].flatMap((bytes, i) => run.whole(i * stepMs, bytes));
    expect(told.map(({ state }) => state)).toEqual(['firing', 'resolved']);
    expect(told[1]).toMatchObject({
      ...{ window: span(10), observed: 900, topPairs: [flow('10.0.0.1', '10.0.0.2', 900)] },
      ...{ began: span(0), latest: { window: span(20), observed: 300 }, windows: 3 },
      ...{ resolvedBy: { window: span(30), observed: 50 }, resolveReason: 'within' },
    });
    expect(episodeMs(told[1]!)).toBe(30);
  });

  it('of a min has its peak at the lowest total', () => {
    const run = new TrackerRun([limitOf('min', 100)]);
    const told = [60, 20, 70, 100].flatMap((bytes, i) => run.whole(i * stepMs, bytes));
    expect(told[1]).toMatchObject({ window: span(10), observed: 20, windows: 3, state: 'resolved' });
  });

  it('grows with its window, and has something to store only where it grew', () => {
    const run = new TrackerRun([max]);
    const [fired] = run.add(0, 101);
    expect(fired).toMatchObject({ observed: 101, windows: 1 });
    expect(run.stored()).toEqual([]);
    run.add(0, 900, '10.0.0.1', '10.0.0.9');
    expect(run.stored()).toMatchObject([
      {
        ...{ id: fired!.id, state: 'firing', observed: 1001, windows: 1, atMs: fired!.atMs },
        topPairs: [flow('10.0.0.1', '10.0.0.9', 900), flow('10.0.0.1', '10.0.0.2', 101)],
      },
    ]);
    expect(run.stored()).toEqual([]);
    run.close(0);
    expect(run.stored()).toEqual([]);
    run.add(10, 500);
    expect(run.stored()).toMatchObject([{ window: span(0), latest: { window: span(10) }, windows: 2 }]);
  });

  it('is not about other traffic that grows', () => {
    const run = new TrackerRun([limitOf('max', 100, { source: '10.0.0.1' })]);
    run.add(0, 101);
    run.add(0, 9_000, '10.0.0.7');
    expect(run.stored()).toEqual([]);
  });

  it('that needs several windows begins with the first of them, and may have its peak there', () => {
    const run = new TrackerRun([max], { forWindows: 2, clearPercent: 0 });
    run.add(0, 150);
    expect(run.add(0, 350)).toEqual([]);
    run.close(0);
    const [fired] = run.add(10, 101);
    expect(fired).toMatchObject({
      ...{ began: span(0), window: span(0), observed: 500, windows: 2 },
      latest: { window: span(10), observed: 101 },
    });
  });

  it('takes in a window before it that is found to have breached, too', () => {
    const run = new TrackerRun([max]);
    run.whole(0, 50);
    run.window(10).close();
    run.add(20, 101);
    run.add(10, 400);
    expect(run.stored()).toMatchObject([{ began: span(10), window: span(10), observed: 400, windows: 2 }]);
  });

  it('does not take in a window before it that was of the alert before', () => {
    const run = new TrackerRun([max]);
    run.whole(0, 150);
    run.whole(10, 50);
    run.add(20, 101);
    run.add(10, 400);
    run.add(0, 900);
    expect(run.stored()).toMatchObject([{ began: span(10), window: span(10), observed: 450, windows: 2 }]);
  });

  it('is over when it is found, where a newer window was within', () => {
    const run = new TrackerRun([max]);
    run.whole(0, 50);
    run.whole(10, 50);
    const told = run.add(0, 500);
    expect(told.map(({ state }) => state)).toEqual(['firing', 'resolved']);
    expect(told[1]).toMatchObject({ observed: 550, resolvedBy: null, resolveReason: 'over-when-found' });
  });

  it('names the limit of its peak, also where another one ends it', () => {
    const run = new TrackerRun([max]);
    run.whole(0, 150);
    run.set([limitOf('max', 200)]);
    expect(run.whole(10, 150)).toMatchObject([{ subject: ofLimit(max), resolveReason: 'limit-changed' }]);
  });

  it('says what was observed and which pairs made it as of one moment, whatever happens', () => {
    const host = fc.constantFrom('10.0.0.1', '10.0.0.2', '10.0.0.3');
    const limit = fc.constantFrom(max, limitOf('max', 60, { source: '10.0.0.1' }));
    const action = fc.oneof(
      {
        weight: 8,
        arbitrary: fc.record({ kind: fc.constant('add'), at: fc.nat(2), source: host, bytes: fc.nat(90) }),
      },
      { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('store', 'limits', 'raise') }) },
    );
    const property = fc.property(fc.array(action, { maxLength: 40 }), limit, (actions, only) => {
      const run = new TrackerRun([max, only]);
      for (const one of actions) {
        const told = 'at' in one ? run.add(one.at * stepMs, one.bytes, one.source) : [];
        if (one.kind === 'limits') run.set(run.limits.length === 1 ? [max, only] : [max]);
        if (one.kind === 'raise') run.set(run.limits.map((each) => ({ ...each, value: each.value + 20 })));
        for (const { observed, topPairs } of [...told, ...(one.kind === 'store' ? run.stored() : [])])
          expect(topPairs.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(observed);
      }
    });
    fc.assert(property, { numRuns: 500 });
  });
});

it('that has gone on and ends before it is stored is stored with all of it', () => {
  const run = new TrackerRun([max]);
  run.whole(0, 150);
  run.stored();
  run.whole(10, 400);
  const [ended] = run.whole(20, 1);
  expect(ended).toMatchObject({ state: 'resolved', observed: 400, windows: 2 });
  expect(run.stored()).toEqual([ended]);
  expect(run.stored()).toEqual([]);
});

it('of which the end alone is new is not among those that have gone on', () => {
  const run = new TrackerRun([max]);
  run.whole(0, 150);
  run.stored();
  expect(run.whole(10, 1)).toMatchObject([{ state: 'resolved' }]);
  expect(run.stored()).toEqual([]);
});

describe('a limit that is removed', () => {
  it('ends its alert at once, and says why', () => {
    const hosts = ['10.0.0.1', '10.0.0.3'].map((source) => limitOf('max', 100, { source }));
    const run = new TrackerRun([...hosts, max]);
    for (const { source } of hosts) run.add(0, 150, source!);
    run.add(0, 7, '10.0.0.3');
    run.set([]);
    const told = run.look(0);
    expect(run.close(0)).toEqual([]);
    const by = (observed: number) => ({
      resolvedBy: { window: span(0), observed },
      resolveReason: 'limit-removed',
    });
    expect(told).toMatchObject([
      { subject: ofLimit(max), ...by(307) },
      { subject: ofLimit(hosts[0]!), ...by(150) },
      { subject: ofLimit(hosts[1]!), ...by(157) },
    ]);
  });

  it('fires anew where it comes back and is breached in the same window', () => {
    const run = new TrackerRun([max]);
    run.add(0, 150);
    run.set([]);
    expect(run.look(0)).toMatchObject([{ state: 'resolved', resolveReason: 'limit-removed' }]);
    run.set([max]);
    expect(run.look(0)).toMatchObject([{ state: 'firing', observed: 150 }]);
    expect(run.close(0)).toEqual([]);
  });

  it('leaves nothing behind in what is stored of windows that are judged anew', () => {
    const run = new TrackerRun([max, limitOf('max', 10, { source: '10.0.0.1' })]);
    run.add(0, 150);
    expect(run.window(0).breaches.size).toBe(2);
    run.set([max]);
    run.look(0);
    expect([...run.window(0).breaches]).toEqual(['max|||']);
  });

  it('breaks its row, and is forgotten', () => {
    const host = limitOf('max', 100, { source: '10.0.0.1' });
    const run = new TrackerRun([host], { forWindows: 2, clearPercent: 0 });
    run.whole(0, 150);
    expect(run.tracker.changed.get('max|10.0.0.1||')?.pending).toHaveLength(1);
    run.set([]);
    run.whole(10, 150);
    expect(run.tracker.changed.get('max|10.0.0.1||')).toBeNull();
  });
});

describe('windows that are missing or that nobody could check', () => {
  const twice = { forWindows: 2, clearPercent: 0 };

  it('break a row', () => {
    const run = new TrackerRun([max], twice);
    const day = 86_400_000;
    expect([...run.whole(0, 150), ...run.whole(3 * day, 150)]).toEqual([]);
    expect(run.whole(3 * day + stepMs, 150)).toMatchObject([
      { state: 'firing', began: span(3 * day), windows: 2 },
    ]);
  });

  it('end no alert of a min, and are not counted', () => {
    const run = new TrackerRun([limitOf('min', 100)], twice);
    run.window(10, false);
    expect([0, 10, 20].flatMap((startMs) => run.whole(startMs, 5))).toEqual([]);
    expect(run.whole(30, 5)).toMatchObject([{ state: 'firing', began: span(20), windows: 2 }]);
    run.window(40, false);
    expect(run.whole(40, 5)).toEqual([]);
    expect(run.whole(50, 500)).toMatchObject([
      { state: 'resolved', windows: 2, latest: { window: span(30) } },
    ]);
  });
});

describe('time that goes back', () => {
  const ahead = 2 * 86_400_000;

  it('lets two windows in a row fire, and what is over resolve', () => {
    const run = new TrackerRun([max], { forWindows: 2, clearPercent: 0 });
    run.whole(ahead, 50);
    run.tracker.rewind(epochMs(5));
    const told = [150, 200, 50].flatMap((bytes, i) => run.whole(i * stepMs, bytes));
    expect(told.map(({ state }) => state)).toEqual(['firing', 'resolved']);
  });

  it('makes an alert of later windows one of the present', () => {
    const run = new TrackerRun([max]);
    run.add(ahead, 150);
    run.tracker.rewind(epochMs(5));
    run.whole(0, 120);
    const [resolved] = run.whole(10, 50);
    expect(resolved).toMatchObject({ state: 'resolved', began: span(0), latest: { window: span(0) } });
    expect(resolved).toMatchObject({ window: span(ahead), observed: 150, windows: 2 });
  });
});
