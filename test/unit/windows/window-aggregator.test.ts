import { MemoryPanes } from '../../support/store/memory-panes.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseNetwork } from '../../../src-main/common/address.ts';
import { durationMs, epochMs } from '../../../src-main/common/units.ts';
import { everything } from '../../../src-main/engine/windows/selection.ts';
import type { Window } from '../../../src-main/engine/windows/window.ts';
import {
  type AggregatorSettings,
  WindowAggregator,
} from '../../../src-main/engine/windows/window-aggregator.ts';
import { longestIdleGap } from '../../../src-main/engine/windows/window-set.ts';
import { archiveOf, batchOf, type Flow, flow } from '../../support/records/flows.ts';
import { ModelAggregator } from './model-aggregator.ts';

const tumbling: AggregatorSettings = {
  shape: { sizeMs: 10_000, slideMs: 10_000 },
  selection: everything,
  latenessMs: 5_000,
  correctionMs: Infinity,
  maxPairs: 1_000,
  coverage: 'whole',
  leaseMs: 30_000,
};

/** An aggregator over an archive in memory, settled after each step as the checker does. */
function aggregatorOf(parts: Partial<AggregatorSettings> = {}) {
  const archived = new Map<number, Window>();
  const panes = new MemoryPanes();
  const closed: Window[] = [];
  const skipped: [number, number][] = [];
  const aggregator = new WindowAggregator({ ...tumbling, ...parts }, { ...archiveOf(archived), panes });
  aggregator.onGapSkipped = (from, to) => skipped.push([from, to]);
  const settle = (): void => {
    closed.push(...aggregator.closePassed());
    for (const pane of aggregator.changedPanes()) {
      panes.save({ startMs: pane.startMs, change: pane.change, final: null, scopes: null });
      pane.noteStored();
    }
    for (const window of aggregator.windows()) if (window.closed) archived.set(window.startMs, window);
    aggregator.release();
  };
  const all = (): Window[] =>
    [...archived.values(), ...aggregator.open()].sort((a, b) => a.startMs - b.startMs);
  const add = (fromMs: number, ...flows: Flow[]): number => {
    const late = aggregator.add(batchOf(fromMs, flows));
    settle();
    return late;
  };
  /** Moves the wall clock on, by which producers without marks are waited for. */
  const wall = (ms: number): void => {
    aggregator.advance(epochMs(ms), ms, new Map([[0, ms]]));
    settle();
  };
  return { aggregator, closed, skipped, settle, all, add, wall };
}

const one = flow('10.0.0.1', '10.0.0.2', 100, 2);
const starts = (windows: readonly Window[]): number[] => windows.map(({ startMs }) => startMs);
const sums = (windows: readonly Window[]): [number, number, boolean][] =>
  windows.map(({ startMs, bytes, closed }) => [startMs, bytes, closed]);

describe('a window', () => {
  it('closes when the watermark passes its end', () => {
    const { add, closed } = aggregatorOf();
    add(9_000, one);
    add(14_000, one);
    expect(closed).toEqual([]);
    add(15_000, one);
    expect(sums(closed)).toEqual([[0, 100, true]]);
  });

  it('closes on an idle link when the wall clock passes its end plus lateness, with total 0 if nothing came', () => {
    const { add, wall, closed } = aggregatorOf({ coverage: 'unknown' });
    add(0, one);
    wall(14_999);
    expect(closed).toEqual([]);
    wall(35_000);
    expect(sums(closed)).toEqual([
      [0, 100, true],
      [10_000, 0, true],
      [20_000, 0, true],
    ]);
  });

  it('exists from the first look at the clock on where producers write no marks, and says that it is not known', () => {
    const { aggregator, wall } = aggregatorOf({ coverage: 'unknown' });
    expect(aggregator.current()).toBeUndefined();
    wall(12_000);
    expect(aggregator.current()).toMatchObject({ startMs: 10_000, bytes: 0, complete: false, exact: false });
    wall(20_000);
    expect(aggregator.current()!.lacks).toEqual([
      { reason: 'coverage-unknown' },
      { reason: 'not-over', toMs: 30_000 },
    ]);
  });

  it('is corrected by a late record, while corrections last', () => {
    const { add, all, closed } = aggregatorOf({ correctionMs: 20_000 });
    add(0, one);
    add(34_000, one);
    expect(add(1_000, one)).toBe(0);
    expect(all()[0]).toMatchObject({ startMs: 0, bytes: 200, closed: true });
    add(35_000, one);
    expect(add(2_000, one)).toBe(2);
    expect(all()[0]).toMatchObject({ bytes: 200, packets: 4, late: 2 });
    expect(all()[0]!.reconciliation).toEqual({ captured: 6, aggregated: 4, late: 2, dropped: 0 });
    expect(closed.filter(({ startMs }) => startMs === 0)).toHaveLength(1);
  });

  it('takes no record that comes after corrections of its time have ended, even where there was no window', () => {
    const { add, all } = aggregatorOf({ correctionMs: 20_000 });
    add(100_000, one);
    expect(add(3_000, one)).toBe(2);
    expect(all()[0]).toMatchObject({ startMs: 0, bytes: 0, late: 2 });
  });

  it('holds only the selected pairs: sources OR-ed, source and destination AND-ed', () => {
    const networks = (...texts: string[]) => texts.map(parseNetwork);
    const selection = {
      sources: networks('10.0.0.0/8', '192.0.2.1'),
      destinations: networks('2001:db8::/32', '10.0.0.2'),
    };
    const { add, all } = aggregatorOf({ selection });
    add(
      0,
      one,
      flow('192.0.2.1', '10.0.0.2', 10),
      flow('192.0.2.2', '10.0.0.2', 1_000),
      flow('10.0.0.1', '10.0.0.3', 1_000),
    );
    expect(all()[0]).toMatchObject({ bytes: 110, packets: 3 });
    expect(all()[0]!.pairs.size).toBe(2);
  });
});

describe('silence between records', () => {
  it('has windows of total 0, before the first record known too', () => {
    const { add, all } = aggregatorOf();
    add(50_000, one);
    add(80_000, one);
    add(20_000, one);
    expect(starts(all())).toEqual([20_000, 30_000, 40_000, 50_000, 60_000, 70_000, 80_000]);
  });

  it('of 10,000 windows is kept', () => {
    const { add, all, skipped } = aggregatorOf();
    add(0, one);
    add((longestIdleGap + 1) * 10_000, one);
    expect(skipped).toEqual([]);
    expect(all()).toHaveLength(longestIdleGap + 2);
  });

  it('of more than 10,000 windows is skipped and told, in either direction', () => {
    const { add, all, skipped } = aggregatorOf();
    const far = (longestIdleGap + 2) * 10_000;
    add(0, one);
    add(far, one);
    expect(sums(all())).toEqual([
      [0, 100, true],
      [far, 100, false],
    ]);
    expect(skipped).toEqual([[10_000, far]]);
    add(-far, one);
    expect(starts(all())).toEqual([-far, 0, far]);
    expect(skipped).toHaveLength(2);
  });
});

describe('any stream of batches, late, out of order, in part known already', () => {
  const host = fc.integer({ min: 1, max: 4 }).map((last) => `10.0.${last}.1`);
  const flows = fc.array(
    fc.tuple(host, host, fc.nat(1_500), fc.integer({ min: 1, max: 3 })).map((parts) => flow(...parts)),
    { minLength: 1, maxLength: 4 },
  );
  const at = fc.integer({ min: -60, max: 200 });
  const step = fc.record({ at, flows, from: fc.nat(4) });
  const size = fc.integer({ min: 1, max: 30 });
  const settings = fc
    .record({
      sizes: fc.tuple(size, size),
      latenessMs: fc.nat(30),
      correctionMs: fc.oneof(fc.constant(Infinity), fc.nat(40)),
      sources: fc.array(host, { maxLength: 2 }),
    })
    .map(({ sizes, sources, ...rest }) => ({
      ...rest,
      shape: { sizeMs: Math.max(...sizes), slideMs: Math.min(...sizes) },
      selection: { sources: sources.map(parseNetwork), destinations: [] },
      ...{ maxPairs: 100, coverage: 'whole' as const, leaseMs: 30_000 },
    }));

  it('gives the totals, the idle windows and the closings of a plain model', () => {
    fc.assert(
      fc.property(settings, fc.array(step, { maxLength: 30 }), (chosen, steps) => {
        const { aggregator, settle, all } = aggregatorOf(chosen);
        const model = new ModelAggregator(chosen);
        for (const one of steps) {
          const late = aggregator.add(
            batchOf(one.at, one.flows, { intervalMs: durationMs(1) }),
            Math.min(one.from, one.flows.length),
          );
          expect(late).toBe(model.add(one.at, one.flows.slice(one.from)));
          settle();
          expect(all().map(plain)).toEqual(model.windows());
        }
      }),
      { numRuns: 300 },
    );
  }, 60_000);

  const plain = (window: Window): unknown => {
    const { startMs, endMs, bytes, packets, late, closed, reconciliation } = window;
    expect(reconciliation.captured).toBe(packets + late);
    expect(window.pairs.bytesWhere(() => true)).toBe(bytes);
    expect(window.interfaces.reduce((sum, share) => sum + share.packets, 0)).toBe(packets);
    return { startMs, endMs, bytes, packets, late, closed };
  };
});
