import Database from 'better-sqlite3';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { epochMs } from '../../../src-main/common/units.ts';
import { judge, type Verdict } from '../../../src-main/engine/alerts/evaluator.ts';
import { WindowJudge } from '../../../src-main/engine/alerts/window-judge.ts';
import { scopeKey } from '../../../src-main/common/limit-scope.ts';
import { migrations } from '../../../src-main/engine/store/migrations.ts';
import { PaneRepository } from '../../../src-main/engine/store/pane-repository.ts';
import { SeriesRepository } from '../../../src-main/engine/store/series-repository.ts';
import { Pane } from '../../../src-main/engine/windows/pane.ts';
import { Window } from '../../../src-main/engine/windows/window.ts';
import { limitOf, pairOf } from '../../support/records/flows.ts';

const startMs = epochMs(0);
const rows = [1, 2, 3, 4, 5, 6, 7].map((last) => limitOf('max', 40, { source: `10.0.0.${last}` }));
const shape = { sizeMs: 10, slideMs: 10 };

/** A pane on a real store, and a window of it that closed with `records` in it. */
function setUp(maxPairs: number) {
  const connection = new Database(':memory:');
  for (const step of migrations) connection.exec(step);
  const series = new SeriesRepository(connection).open('live', shape, startMs);
  const panes = new PaneRepository(connection, series, maxPairs);
  let limits = rows;
  let change = 1;
  let judgedWith = change;
  const judgeOf = () => new WindowJudge({ limits: () => limits, newestChange: () => change }, 10);
  let pane: Pane;
  let window: Window;
  let now = judgeOf();
  /** Goes on from what is stored. */
  const begin = (bytes: number): void => {
    now = judgeOf();
    pane = new Pane(startMs, panes, maxPairs);
    pane.scopes = () => now.inForce({ startMs }).scopes;
    window = new Window(
      { ...Window.noFacts(startMs, epochMs(10)), bytes, closed: true, judgedWith },
      () => [pane],
      maxPairs,
    );
  };
  begin(0);
  const take = (last: number, bytes: number): void => {
    pane.add(pairOf(`10.0.0.${last}`, '10.9.9.9'), bytes, 1);
    window.add(bytes, 1);
  };
  return {
    take,
    add: (last: number, bytes: number): Verdict[] => {
      take(last, bytes);
      return now.verdicts(window).take();
    },
    store: (): void => {
      judgedWith = now.judged(window, 1).judgedWith!;
      pane.fold();
      panes.save(now.changed(pane, true));
      pane.noteStored(true);
      now.noteStored(pane);
    },
    restart: (): void => begin(window.bytes),
    setLimits: (count: number): void => {
      limits = rows.slice(0, count);
      change += 1;
    },
    limits: () => limits,
    verdicts: () => now.verdicts(window),
    /** What is looked at, by the last numbers of its hosts. */
    look: (): string[] =>
      now
        .verdicts(window)
        .take(() => true)
        .map(({ limit }) => limit.source!.slice(-1)),
    window: () => window,
    isWhole: () => pane.isWhole,
    dispose: () => connection.close(),
  };
}

type Run = ReturnType<typeof setUp>;

it('holds a late record against limits on hosts without a look at the pairs', () => {
  const run = setUp(100);
  run.add(1, 30);
  run.add(2, 5);
  run.store();
  run.restart();
  const [breached] = run.add(1, 11);
  expect([run.isWhole(), run.verdicts().observed(scopeKey(rows[0]!)), breached]).toMatchObject([
    false,
    41,
    { observed: 41, outcome: 'breached' },
  ]);
  expect(run.verdicts().largestPairs(rows[0]!, scopeKey(rows[0]!), 1)).toMatchObject([{ bytes: 41 }]);
  run.dispose();
});

it.each([
  ['only what a late record touches', () => {}, ['1']],
  ['all where the limits are others', (run: Run) => run.setLimits(3), ['1', '2', '3']],
  [
    'all where it is exact no longer',
    (run: Run) => run.window().addGap({ reason: 'coverage-unknown' }),
    ['1', '2', '3', '4', '5', '6', '7'],
  ],
])('of a stored window that was judged looks at %s', (_, change, wanted) => {
  const run = setUp(100);
  run.add(1, 30);
  run.add(2, 5);
  run.store();
  run.restart();
  change(run);
  run.take(1, 1);
  expect(run.look()).toEqual(wanted);
  run.dispose();
});

const step = fc.oneof(
  fc.record({
    kind: fc.constant('add' as const),
    last: fc.integer({ min: 1, max: 9 }),
    bytes: fc.integer({ min: 1, max: 30 }),
  }),
  fc.record({ kind: fc.constantFrom('store' as const, 'restart' as const, 'removed' as const) }),
  fc.record({ kind: fc.constant('limits' as const), count: fc.integer({ min: 0, max: 7 }) }),
);

it('gives each limit what the pairs give, also one that is gone, however the pane was stored and whatever limits there were', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), fc.constantFrom(3, 100), (steps, maxPairs) => {
      const run = setUp(maxPairs);
      for (const one of steps) {
        if (one.kind === 'add') run.add(one.last, one.bytes);
        else if (one.kind === 'limits') run.setLimits(one.count);
        else if (one.kind === 'removed') {
          const removed = rows.slice(run.limits().length).map((limit) => ({ key: scopeKey(limit), limit }));
          const sums = run.verdicts().bytesIn(removed);
          expect(sums).toEqual(removed.map(({ limit }) => judge(run.window(), limit).observed));
        } else {
          run.store();
          if (one.kind === 'restart') run.restart();
        }
        const verdicts = run.verdicts();
        verdicts.take();
        if (one.kind === 'store' || (one.kind === 'add' && one.bytes > 9)) continue;
        const observed = run.limits().map((limit) => verdicts.observed(scopeKey(limit)));
        const listed = verdicts.list(9).verdicts.map(({ outcome }) => outcome);
        const wanted = run.limits().map((limit) => judge(run.window(), limit));
        expect(observed).toEqual(wanted.map((one) => one.observed));
        expect(listed.toSorted()).toEqual(wanted.map(({ outcome }) => outcome).toSorted());
      }
      run.dispose();
    }),
    { numRuns: 150 },
  );
});
