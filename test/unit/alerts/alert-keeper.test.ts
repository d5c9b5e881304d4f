import { addTo, emptyWindow } from '../../support/store/windows.ts';
import { describe, expect, it } from 'vitest';
import type { AlertTransition } from '../../../src-main/common/model/alerts.ts';
import type { Limit } from '../../../src-main/common/model/limits.ts';
import { type EpochMs, epochMs } from '../../../src-main/common/units.ts';
import type { AlertMemory } from '../../../src-main/engine/alerts/alert-machine.ts';
import { AlertKeeper, type KeeperParts } from '../../../src-main/engine/alerts/alert-keeper.ts';
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
const keeperOf = (parts: Partial<KeeperParts> = {}): AlertKeeper =>
  new AlertKeeper({
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
const observe = (keeper: AlertKeeper, window: Window, rows: readonly Limit[], knownAt: EpochMs) =>
  keeper.observe(new WindowVerdicts(new LimitTable(rows, 10).at(window.startMs), window), knownAt);

/** What a store would hold of a keeper that was new. */
const remembered = ({ changed }: AlertKeeper): Map<string, AlertMemory> =>
  new Map([...changed].filter((entry): entry is [string, AlertMemory] => entry[1] !== null));

describe('an alert', () => {
  it('fires as soon as max is crossed, with what was observed, the limit, the window and its top pairs', () => {
    const keeper = keeperOf();
    const growing = add(window(20), 100);
    expect(observe(keeper, growing, [max], at)).toEqual([]);
    for (const last of [3, 4, 5, 6, 7]) add(growing, last, '10.0.0.1', `10.0.0.${last}`);
    const [alert, ...more] = observe(keeper, growing, [max], at);
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
    expect(keeper.isFiring(max)).toBe(true);
  });

  it('keeps its id from firing to resolved, one transition each', () => {
    const keeper = keeperOf();
    const told = [closed(0, 101), closed(10, 500), closed(20, 100), closed(30, 1)].flatMap((one) =>
      observe(keeper, one, [max], one.endMs),
    );
    expect(states(told)).toEqual(['max firing', 'max resolved']);
    expect(told[1]).toMatchObject({ id: told[0]!.id, firedMs: 10, atMs: 30, observed: 500 });
    expect(told[1]!.resolvedBy).toEqual({ window: { startMs: 20, endMs: 30 }, observed: 100 });
    expect(keeper.isFiring(max)).toBe(false);
  });

  it('has the same id wherever the same is summed, whenever it is known', () => {
    const idAt = (atMs: number): string => observe(keeperOf(), closed(0, 101), [max], epochMs(atMs))[0]!.id;
    expect(idAt(7)).toBe(idAt(1_000_000));
  });

  it('has another id where an alert of that window is known already, stored or not', () => {
    const keeper = keeperOf();
    const one = closed(0, 101);
    const [fired] = observe(keeper, one, [max], at);
    const corrected = add(one, -60);
    expect(states(observe(keeper, corrected, [max], at))).toEqual(['max resolved']);
    const [again] = observe(keeper, add(corrected, 60), [max], at);
    const others = keeperOf({ isTaken: (id) => id === fired!.id });
    const [elsewhere] = observe(others, closed(0, 101), [max], at);
    expect(again!.id).not.toBe(fired!.id);
    expect(elsewhere!.id).toBe(again!.id);
  });

  it('has another id for another window, limit, scope or series', () => {
    const idOf = (series: string, startMs: number, limit: Limit): string =>
      observe(keeperOf({ identity: () => series }), closed(startMs, 101), [limit], at)[0]!.id;
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
    const keeper = keeperOf();
    const hosts = [limitOf('max', 10, { source: '10.0.0.1' }), limitOf('max', 10, { source: '10.0.0.9' })];
    const both = add(add(window(0), 9), 11, '10.0.0.9');
    expect(observe(keeper, both, hosts, at).map((alert) => [limitIn(alert).source, alert.topPairs])).toEqual([
      ['10.0.0.9', [flow('10.0.0.9', '10.0.0.2', 11)]],
    ]);
    expect(observe(keeper, add(both, 2), hosts, at).map((alert) => limitIn(alert).source)).toEqual([
      '10.0.0.1',
    ]);
    expect(hosts.map((host) => keeper.isFiring(host))).toEqual([true, true]);
  });

  it('is not told again for a window that is corrected after its end', () => {
    const keeper = keeperOf();
    const breached = closed(0, 101);
    observe(keeper, breached, [max], at);
    expect(states(observe(keeper, closed(10, 1), [max], at))).toEqual(['max resolved']);
    expect(observe(keeper, add(breached, 5), [max], at)).toEqual([]);
    const within = closed(5, 100);
    expect(states(observe(keeper, within, [max], at))).toEqual([]);
    expect(states(observe(keeper, add(within, 1), [max], at))).toEqual(['max firing', 'max resolved']);
    expect(states(observe(keeper, add(within, 1), [max], at))).toEqual([]);
  });

  it('of min fires on silence, and is resolved by a correction', () => {
    const keeper = keeperOf();
    const min = limitOf('min', 1);
    const silent = window(0);
    expect(observe(keeper, silent, [min], at)).toEqual([]);
    silent.close();
    expect(states(observe(keeper, silent, [min], at))).toEqual(['min firing']);
    expect(states(observe(keeper, add(silent, 1), [min], at))).toEqual(['min resolved']);
  });

  it('goes on after a restart: nothing is told twice', () => {
    const first = keeperOf();
    const open = add(window(0), 101);
    const [fired] = observe(first, open, [max], at);
    const second = keeperOf({ memories: remembered(first), firing: [fired!] });
    expect(observe(second, add(open, 1), [max], at)).toEqual([]);
    open.close();
    expect(observe(second, open, [max], at)).toEqual([]);
    const resolved = observe(second, closed(10, 0), [max], at);
    expect(resolved).toMatchObject([{ id: fired!.id, state: 'resolved', firedMs: fired!.firedMs }]);
  });
});

describe('an alert with rules', () => {
  it('fires when this many windows have breached in a row, as soon as the last one does', () => {
    const keeper = keeperOf({ rules: { forWindows: 3, clearPercent: 0 } });
    const told = [closed(0, 101), closed(10, 101), closed(20, 1), closed(30, 101), closed(40, 101)].map(
      (one) => observe(keeper, one, [max], at),
    );
    expect(told.flat()).toEqual([]);
    expect(keeper.pendingOf(max, epochMs(50))).toBe(2);
    const [fired] = observe(keeper, add(window(50), 101), [max], at);
    expect(fired).toMatchObject({ state: 'firing', began: { startMs: 30 }, windows: 3 });
    expect(keeper.pendingOf(max, epochMs(50))).toBe(0);
  });

  it('is resolved when a window closes far enough inside the limit', () => {
    const rules = { forWindows: 1, clearPercent: 10 };
    const keeper = keeperOf({ rules });
    const bytes = [101, 100, 91, 101, 90, 95];
    const told = bytes.map((one, i) => states(observe(keeper, closed(10 * i, one), [max], at)).join());
    expect(told).toEqual(['max firing', '', '', '', 'max resolved', '']);
    const min = limitOf('min', 100);
    const low = keeperOf({ rules });
    const lows = [99, 100, 109, 110].map((one, i) =>
      states(observe(low, closed(10 * i, one), [min], at)).join(),
    );
    expect(lows).toEqual(['min firing', '', '', 'min resolved']);
  });

  it('is resolved when its limit is lifted, however high the traffic is', () => {
    const keeper = keeperOf({ rules: { forWindows: 1, clearPercent: 50 } });
    observe(keeper, closed(0, 101), [max], at);
    expect(states(observe(keeper, closed(10, 101), [], at))).toEqual(['max resolved']);
  });
});

describe('a warning', () => {
  const warned = (keeper: AlertKeeper): string[] =>
    keeper.warnings.map(({ window, observed }) => `${observed}@${window.startMs}`);

  it('is made once for each window that comes near its maximum, also after a restart', () => {
    const keeper = keeperOf({ warnPercent: 80 });
    const first = add(window(0), 79);
    observe(keeper, first, [max], at);
    expect(warned(keeper)).toEqual([]);
    observe(keeper, add(first, 1), [max], at);
    observe(keeper, add(first, 1), [max], at);
    expect(warned(keeper)).toEqual(['80@0']);
    const again = keeperOf({ warnPercent: 80, memories: remembered(keeper) });
    observe(again, add(first, 1), [max], at);
    observe(again, add(window(10), 90), [max], at);
    expect(warned(again)).toEqual(['90@10']);
    again.noteStored();
    expect([again.warnings, again.changed.size]).toEqual([[], 0]);
  });

  it('is not made of a breach, of a minimum, of a closed window, or while the alert is firing', () => {
    const keeper = keeperOf({ warnPercent: 80 });
    observe(keeper, add(window(0), 101), [max], at);
    observe(keeper, add(window(10), 90), [max], at);
    observe(keeper, add(window(20), 9), [limitOf('min', 10)], at);
    const late = keeperOf({ warnPercent: 80 });
    observe(late, closed(0, 90), [max], at);
    observe(late, window(10), [limitOf('max', 0)], at);
    expect([...warned(keeper), ...warned(late)]).toEqual([]);
  });

  it('is made from the share on that the limit itself names, whatever is said of all', () => {
    const own = limitOf('max', 100, { warnPercent: 50 });
    const keepers = [keeperOf({ warnPercent: null }), keeperOf({ warnPercent: 20 })];
    for (const keeper of keepers) {
      observe(keeper, add(window(0), 49), [own], at);
      observe(keeper, add(window(10), 50), [own], at);
      expect(warned(keeper)).toEqual(['50@10']);
    }
  });
});

describe('a limit that changes', () => {
  it('resolves its alert at once where it is lifted, but by no older window', () => {
    const keeper = keeperOf();
    const open = add(window(10), 101);
    observe(keeper, open, [max], at);
    const older = closed(0, 1);
    expect(observe(keeper, older, [], at)).toEqual([]);
    expect(states(observe(keeper, open, [], at))).toEqual(['max resolved']);
    open.close();
    expect(observe(keeper, open, [], at)).toEqual([]);
    expect(observe(keeper, closed(20, 500), [], at)).toEqual([]);
  });

  it('that breaches the same window anew is another alert', () => {
    const keeper = keeperOf();
    const corrected = closed(0, 150);
    const told = [100, 200, 100].flatMap((value, i) =>
      observe(keeper, corrected, [limitOf('max', value)], epochMs(i)),
    );
    expect(states(told)).toEqual(['max firing', 'max resolved', 'max firing']);
    expect(told[2]!.id).not.toBe(told[0]!.id);
  });

  it('is the same alert with another value', () => {
    const keeper = keeperOf();
    const [fired] = observe(keeper, closed(0, 101), [max], at);
    const raised = limitOf('max', 200);
    expect(observe(keeper, closed(10, 150), [raised], at)).toMatchObject([
      { id: fired!.id, state: 'resolved', subject: ofLimit(max), resolveReason: 'limit-changed' },
    ]);
  });
});

it('a keeper remembers in common the limits that are within', () => {
  const hosts = Array.from({ length: 50 }, (_, i) => limitOf('max', 100, { source: `10.0.0.${i}` }));
  const keeper = keeperOf();
  observe(keeper, closed(0, 1), hosts, at);
  observe(keeper, closed(10, 1), hosts, at);
  expect([...remembered(keeper)].map(([key, { withinMs }]) => [key, withinMs])).toEqual([
    ['max', 10],
    ['min', 10],
  ]);
  const late = observe(keeper, closed(0, 101), hosts, at);
  expect(states(late)).toEqual(['max firing', 'max resolved']);
  observe(keeper, closed(20, 101), hosts, at);
  expect(remembered(keeper).size).toBe(3);
  observe(keeper, closed(30, 1), hosts, at);
  expect(remembered(keeper).size).toBe(2);
  expect(keeper.changed.get('max|10.0.0.1||')).toBeNull();
});
