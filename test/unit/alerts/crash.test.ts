import type { MemoryCheckStore } from '../../support/records/flows.ts';
import type { WindowFacts } from '../../../src-main/engine/windows/window.ts';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { durationMs } from '../../../src-main/common/units.ts';
import { batchOf, type Flow, flow, limitOf } from '../../support/records/flows.ts';
import { CheckerRun } from './checker-run.ts';

const limits = [
  limitOf('max', 150),
  limitOf('min', 40),
  limitOf('max', 60, { source: '10.0.0.1' }),
  limitOf('min', 5, { destination: '10.0.0.0/30' }),
];

type Step =
  | { kind: 'batch'; agent: string; behindMs: number; intervalMs: number; flows: Flow[] }
  | { kind: 'drain' | 'commit' | 'crash' | 'again' | 'unreadable' };

const host = fc.integer({ min: 1, max: 3 }).map((last) => `10.0.0.${last}`);
const flows = fc.array(
  fc.tuple(host, host, fc.integer({ min: 1, max: 60 })).map(([from, to, bytes]) => flow(from, to, bytes)),
  { minLength: 1, maxLength: 3 },
);
/** Mostly in order, now and then far behind; some are of longer than a window. */
const batch = fc.record({
  kind: fc.constant('batch' as const),
  agent: fc.constantFrom('a', 'b'),
  behindMs: fc.oneof(fc.nat(3_000), fc.nat(90_000)),
  intervalMs: fc.constantFrom(1_000, 1_000, 1_000, 12_000, 45_000),
  flows,
});
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: batch },
  {
    weight: 7,
    arbitrary: fc.record({
      kind: fc.constantFrom('drain', 'drain', 'commit', 'crash', 'crash', 'again', 'unreadable'),
    }),
  },
);

/** Plays the steps, with or without the crashes; all else is the same. */
async function play(
  steps: readonly Step[],
  correctionMs: number,
  slideMs: number,
  crashes: boolean,
): Promise<CheckerRun> {
  const run = new CheckerRun(limits, { correctionMs, shape: { sizeMs: 10_000, slideMs } });
  run.log.perRead = 2;
  let nowMs = 0;
  for (const one of steps) {
    if (one.kind === 'batch') {
      nowMs += 2_000;
      const firstSequence = await run.log.nextSequence(one.agent);
      await run.log.append([
        {
          ...{ kind: 'records', agent: one.agent, epoch: 1, firstSequence },
          batch: batchOf(nowMs - one.behindMs, one.flows, { intervalMs: durationMs(one.intervalMs) }),
        },
      ]);
    } else if (one.kind === 'again') {
      const [first] = run.log.deliveries;
      if (first?.kind === 'records')
        await run.log.append([{ kind: 'records', ...first.origin!, batch: first.batch }]);
    } else if (one.kind === 'unreadable') run.log.appendUnreadable(2, 'checksum differs');
    else if (one.kind === 'drain') await run.checker.drain();
    else if (one.kind === 'commit') run.checker.commit();
    else if (crashes) run.crash();
  }
  await run.checker.drain();
  run.checker.finish();
  return run;
}

/** The pairs of a window, summed over its panes. */
function pairsOf({ panes }: MemoryCheckStore, { startMs, endMs }: WindowFacts): Record<string, number> {
  const sums: Record<string, number> = {};
  for (let at: number = startMs; at < endMs; at += 1_000)
    for (const { pair, bytes } of panes.pairs(at)?.entries() ?? []) sums[pair] = (sums[pair] ?? 0) + bytes;
  return sums;
}

/** All that must not depend on crashes. How often a window is corrected does: by what came between two commits. */
const outcome = ({ store, checker, alerts, windows }: CheckerRun): unknown => ({
  windows: [...store.windows.values()]
    .map(({ facts }) => ({
      ...facts,
      reports: facts.reports > 0,
      breaches: [...facts.breaches].sort(),
      pairs: pairsOf(store, facts),
    }))
    .sort((a, b) => a.startMs - b.startMs),
  lastTold: Object.fromEntries(
    windows.map(({ startMs, bytes, packets, status }) => [startMs, { bytes, packets, status }]),
  ),
  // What is seen at one moment has no order.
  alerts: [...alerts].sort((a, b) => a.atMs - b.atMs || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)),
  late: checker.late,
  deadLetters: checker.deadLetters,
  letters: store.deadLetters.map(({ offset }) => offset),
});

it('has the same windows, alerts and totals whenever the consumer is killed, nothing told twice', async () => {
  const correctionMs = fc.constantFrom(0, 20_000, Infinity);
  const slideMs = fc.constantFrom(10_000, 5_000, 4_000);
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 40 }),
      correctionMs,
      slideMs,
      async (steps, correction, slide) => {
        const killed = await play(steps, correction, slide, true);
        const spared = await play(steps, correction, slide, false);
        expect(outcome(killed)).toEqual(outcome(spared));
        const transitions = killed.alerts.map(({ id, state }) => `${id} ${state}`);
        expect(new Set(transitions).size).toBe(transitions.length);
      },
    ),
    { numRuns: 400 },
  );
});
