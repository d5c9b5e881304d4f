import { addTo, emptyWindow } from '../../support/store/windows.ts';
import { describe, expect, it } from 'vitest';
import type { AlertTransition } from '../../../src-main/common/model/alerts.ts';
import type { Limit } from '../../../src-main/common/model/limits.ts';
import { type EpochMs, epochMs } from '../../../src-main/common/units.ts';
import type { AlertMemory } from '../../../src-main/engine/alerts/alert-machine.ts';
import { AlertTracker, type TrackerParts } from '../../../src-main/engine/alerts/alert-tracker.ts';
import { plainRules } from '../../../src-main/engine/alerts/alert-rules.ts';
import { WindowVerdicts } from '../../../src-main/engine/alerts/window-verdicts.ts';
import { LimitTable } from '../../../src-main/engine/limits/limits-in-force.ts';
import type { Window } from '../../../src-main/engine/windows/window.ts';
import { flow, limitOf, pairOf } from '../../support/records/flows.ts';
import { limitIn, ofLimit } from '../../support/store/episodes.ts';

const window = (startMs: number, complete = true): Window =>
  emptyWindow(startMs, startMs + 10, 100, complete ? [] : [{ reason: 'not-captured' as const }]);
const add = (to: Window, bytes: number, source = '10.0.0.1', destination = '10.0.0.2'): Window => {
  addTo(to, pairOf(source, destination), bytes, 1);
  return to;
};
const closed = (startMs: number, bytes: number): Window => {
  const made = add(window(startMs), bytes);
  made.close();
  return made;
};
const max = limitOf('max', 100);
const trackerOf = (parts: Partial<TrackerParts> = {}): AlertTracker =>
  new AlertTracker({
    ...{
      identity: () => '1',
      isTaken: () => false,
      stepMs: 10,
      rules: plainRules,
      warnPercent: null,
      memories: new Map(),
      firing: [],
    },
    ...parts,
  });
const states = (alerts: readonly AlertTransition[]): string[] =>
  alerts.map((alert) => `${limitIn(alert).name} ${alert.state}`);
const at = epochMs(77);

/** Holds a window against rows of limits. */
const observe = (tracker: AlertTracker, window: Window, rows: readonly Limit[], knownAt: EpochMs) =>
  tracker.observe(new WindowVerdicts(new LimitTable(rows, 10).at(window.startMs), window), knownAt);

/** What a store would hold of a tracker that was new. */
const remembered = ({ changed }: AlertTracker): Map<string, AlertMemory> =>
  new Map([...changed].filter((entry): entry is [string, AlertMemory] => entry[1] !== null));

describe('an alert', () => {
  it('fires as soon as max is crossed, with what was observed, the limit, the window and its top pairs', () => {
    const tracker = trackerOf();
    const growing = add(window(20), 100);
    expect(observe(tracker, growing, [max], at)).toEqual([]);
    for (const last of [3, 4, 5, 6, 7]) add(growing, last, '10.0.0.1', `10.0.0.${last}`);
    const [alert, ...more] = observe(tracker, growing, [max], at);
    expect(more).toEqual([]);
    expect(alert).toMatchObject({
      ...{
        state: 'firing',
        subject: ofLimit(max),
        window: { startMs: 20, endMs: 30 },
        observed: 125,
        atMs: 77,
        firedMs: 77,
      },
    });
    expect(alert!.topPairs).toEqual([
      flow('10.0.0.1', '10.0.0.2', 100),
      ...[7, 6, 5, 4].map((last) => flow('10.0.0.1', `10.0.0.${last}`, last)),
    ]);
    expect(tracker.isFiring(max)).toBe(true);
  });

  it('keeps its id from firing to resolved, one transition each', () => {
    const tracker = trackerOf();
    const told = [closed(0, 101), closed(10, 500), closed(20, 100), closed(30, 1)].flatMap((one) =>
      observe(tracker, one, [max], one.endMs),
    );
    expect(states(told)).toEqual(['max firing', 'max resolved']);
    expect(told[1]).toMatchObject({ id: told[0]!.id, firedMs: 10, atMs: 30, observed: 500 });
    expect(told[1]!.resolvedBy).toEqual({ window: { startMs: 20, endMs: 30 }, observed: 100 });
    expect(tracker.isFiring(max)).toBe(false);
  });

  it('has the same id wherever the same is summed, whenever it is known', () => {
    const idAt = (atMs: number): string => observe(trackerOf(), closed(0, 101), [max], epochMs(atMs))[0]!.id;
    expect(idAt(7)).toBe(idAt(1_000_000));
  });

  it('has another id where an alert of that window is known already, stored or not', () => {
    const tracker = trackerOf();
    const one = closed(0, 101);
    const [fired] = observe(tracker, one, [max], at);
    const corrected = add(one, -60);
    expect(states(observe(tracker, corrected, [max], at))).toEqual(['max resolved']);
    const [again] = observe(tracker, add(corrected, 60), [max], at);
    const others = trackerOf({ isTaken: (id) => id === fired!.id });
    const [elsewhere] = observe(others, closed(0, 101), [max], at);
    expect(again!.id).not.toBe(fired!.id);
    expect(elsewhere!.id).toBe(again!.id);
  });

  it('has another id for another window, limit, scope or series', () => {
    const idOf = (series: string, startMs: number, limit: Limit): string =>
      observe(trackerOf({ identity: () => series }), closed(startMs, 101), [limit], at)[0]!.id;
    const ids = [
      idOf('1', 0, max),
      idOf('2', 0, max),
      idOf('1', 10, max),
      idOf('1', 0, limitOf('max', 100, { source: '10.0.0.1' })),
      idOf('1', 0, limitOf('max', 100, { destination: '10.0.0.2' })),
      idOf('1', 0, limitOf('min', 200)),
    ];
    expect(new Set(ids).size).toBe(ids.length);
    expect(idOf('1', 0, max)).toBe(ids[0]);
    expect(ids[0]).toMatch(/^[0-9a-f]{32}$/);
  });

  it('of one scope is judged apart from that of another, its pairs named alone', () => {
    const tracker = trackerOf();
    const hosts = [limitOf('max', 10, { source: '10.0.0.1' }), limitOf('max', 10, { source: '10.0.0.9' })];
    const both = add(add(window(0), 9), 11, '10.0.0.9');
    expect(observe(tracker, both, hosts, at).map((alert) => [limitIn(alert).source, alert.topPairs])).toEqual(
      [['10.0.0.9', [flow('10.0.0.9', '10.0.0.2', 11)]]],
    );
    expect(observe(tracker, add(both, 2), hosts, at).map((alert) => limitIn(alert).source)).toEqual([
      '10.0.0.1',
    ]);
    expect(hosts.map((host) => tracker.isFiring(host))).toEqual([true, true]);
  });

  it('is not told again for a window that is corrected after its end', () => {
    const tracker = trackerOf();
    const breached = closed(0, 101);
    observe(tracker, breached, [max], at);
    expect(states(observe(tracker, closed(10, 1), [max], at))).toEqual(['max resolved']);
    expect(observe(tracker, add(breached, 5), [max], at)).toEqual([]);
    const within = closed(5, 100);
    expect(states(observe(tracker, within, [max], at))).toEqual([]);
    expect(states(observe(tracker, add(within, 1), [max], at))).toEqual(['max firing', 'max resolved']);
    expect(states(observe(tracker, add(within, 1), [max], at))).toEqual([]);
  });

  it('of min fires on silence, and is resolved by a correction', () => {
    const tracker = trackerOf();
    const min = limitOf('min', 1);
    const silent = window(0);
    expect(observe(tracker, silent, [min], at)).toEqual([]);
    silent.close();
    expect(states(observe(tracker, silent, [min], at))).toEqual(['min firing']);
    expect(states(observe(tracker, add(silent, 1), [min], at))).toEqual(['min resolved']);
  });

  it('goes on after a restart: nothing is told twice', () => {
    const first = trackerOf();
    const open = add(window(0), 101);
    const [fired] = observe(first, open, [max], at);
    const second = trackerOf({ memories: remembered(first), firing: [fired!] });
    expect(observe(second, add(open, 1), [max], at)).toEqual([]);
    open.close();
    expect(observe(second, open, [max], at)).toEqual([]);
    const resolved = observe(second, closed(10, 0), [max], at);
    expect(resolved).toMatchObject([{ id: fired!.id, state: 'resolved', firedMs: fired!.firedMs }]);
  });
});

describe('an alert with rules', () => {
  it('fires when this many windows have breached in a row, as soon as the last one does', () => {
    const tracker = trackerOf({ rules: { forWindows: 3, clearPercent: 0 } });
    const told = [closed(0, 101), closed(10, 101), closed(20, 1), closed(30, 101), closed(40, 101)].map(
      (one) => observe(tracker, one, [max], at),
    );
    expect(told.flat()).toEqual([]);
    expect(tracker.pendingOf(max, epochMs(50))).toBe(2);
    const [fired] = observe(tracker, add(window(50), 101), [max], at);
    expect(fired).toMatchObject({ state: 'firing', began: { startMs: 30 }, windows: 3 });
    expect(tracker.pendingOf(max, epochMs(50))).toBe(0);
  });

  it('is resolved when a window closes far enough inside the limit', () => {
    const rules = { forWindows: 1, clearPercent: 10 };
    const tracker = trackerOf({ rules });
    const bytes = [101, 100, 91, 101, 90, 95];
    const told = bytes.map((one, i) => states(observe(tracker, closed(10 * i, one), [max], at)).join());
    expect(told).toEqual(['max firing', '', '', '', 'max resolved', '']);
    const min = limitOf('min', 100);
    const low = trackerOf({ rules });
    const lows = [99, 100, 109, 110].map((one, i) =>
      states(observe(low, closed(10 * i, one), [min], at)).join(),
    );
    expect(lows).toEqual(['min firing', '', '', 'min resolved']);
  });

  it('is resolved when its limit is lifted, however high the traffic is', () => {
    const tracker = trackerOf({ rules: { forWindows: 1, clearPercent: 50 } });
    observe(tracker, closed(0, 101), [max], at);
    expect(states(observe(tracker, closed(10, 101), [], at))).toEqual(['max resolved']);
  });
});

describe('a warning', () => {
  const warned = (tracker: AlertTracker): string[] =>
    tracker.warnings.map(({ window, observed }) => `${observed}@${window.startMs}`);

  it('is made once for each window that comes near its maximum, also after a restart', () => {
    const tracker = trackerOf({ warnPercent: 80 });
    const first = add(window(0), 79);
    observe(tracker, first, [max], at);
    expect(warned(tracker)).toEqual([]);
    observe(tracker, add(first, 1), [max], at);
    observe(tracker, add(first, 1), [max], at);
    expect(warned(tracker)).toEqual(['80@0']);
    const again = trackerOf({ warnPercent: 80, memories: remembered(tracker) });
    observe(again, add(first, 1), [max], at);
    observe(again, add(window(10), 90), [max], at);
    expect(warned(again)).toEqual(['90@10']);
    again.noteStored();
    expect([again.warnings, again.changed.size]).toEqual([[], 0]);
  });

  it('is not made of a breach, of a minimum, of a closed window, or while the alert is firing', () => {
    const tracker = trackerOf({ warnPercent: 80 });
    observe(tracker, add(window(0), 101), [max], at);
    observe(tracker, add(window(10), 90), [max], at);
    observe(tracker, add(window(20), 9), [limitOf('min', 10)], at);
    const late = trackerOf({ warnPercent: 80 });
    observe(late, closed(0, 90), [max], at);
    observe(late, window(10), [limitOf('max', 0)], at);
    expect([...warned(tracker), ...warned(late)]).toEqual([]);
  });

  it('is made from the share on that the limit itself names, whatever is said of all', () => {
    const own = limitOf('max', 100, { warnPercent: 50 });
    const trackers = [trackerOf({ warnPercent: null }), trackerOf({ warnPercent: 20 })];
    for (const tracker of trackers) {
      observe(tracker, add(window(0), 49), [own], at);
      observe(tracker, add(window(10), 50), [own], at);
      expect(warned(tracker)).toEqual(['50@10']);
    }
  });
});

describe('a limit that changes', () => {
  it('resolves its alert at once where it is lifted, but by no older window', () => {
    const tracker = trackerOf();
    const open = add(window(10), 101);
    observe(tracker, open, [max], at);
    const older = closed(0, 1);
    expect(observe(tracker, older, [], at)).toEqual([]);
    expect(states(observe(tracker, open, [], at))).toEqual(['max resolved']);
    open.close();
    expect(observe(tracker, open, [], at)).toEqual([]);
    expect(observe(tracker, closed(20, 500), [], at)).toEqual([]);
  });

  it('that breaches the same window anew is another alert', () => {
    const tracker = trackerOf();
    const corrected = closed(0, 150);
    const told = [100, 200, 100].flatMap((value, i) =>
      observe(tracker, corrected, [limitOf('max', value)], epochMs(i)),
    );
    expect(states(told)).toEqual(['max firing', 'max resolved', 'max firing']);
    expect(told[2]!.id).not.toBe(told[0]!.id);
  });

  it('is the same alert with another value', () => {
    const tracker = trackerOf();
    const [fired] = observe(tracker, closed(0, 101), [max], at);
    const raised = limitOf('max', 200);
    expect(observe(tracker, closed(10, 150), [raised], at)).toMatchObject([
      { id: fired!.id, state: 'resolved', subject: ofLimit(max), resolveReason: 'limit-changed' },
    ]);
  });
});

it('a tracker remembers in common the limits that are within', () => {
  const hosts = Array.from({ length: 50 }, (_, i) => limitOf('max', 100, { source: `10.0.0.${i}` }));
  const tracker = trackerOf();
  observe(tracker, closed(0, 1), hosts, at);
  observe(tracker, closed(10, 1), hosts, at);
  expect([...remembered(tracker)].map(([key, { withinMs }]) => [key, withinMs])).toEqual([
    ['max', 10],
    ['min', 10],
  ]);
  const late = observe(tracker, closed(0, 101), hosts, at);
  expect(states(late)).toEqual(['max firing', 'max resolved']);
  observe(tracker, closed(20, 101), hosts, at);
  expect(remembered(tracker).size).toBe(3);
  observe(tracker, closed(30, 1), hosts, at);
  expect(remembered(tracker).size).toBe(2);
  expect(tracker.changed.get('max|10.0.0.1||')).toBeNull();
});
