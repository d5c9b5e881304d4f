import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AlertTransition } from '../../../src-main/common/model/alerts.ts';
import type { LogMessage } from '../../../src-main/engine/log/message-log.ts';
import type { PeriodRecord } from '../../../src-main/engine/store/period-repository.ts';
import { batchOf, flow, limitOf } from '../../support/records/flows.ts';
import { ownedRuns, type PeriodRun, type RunParts } from './period-run.ts';

const start = ownedRuns();

const noon = Date.parse('2026-03-29T12:00:00Z');
let sequence = 0;
const record = (minute: number, bytes: number): LogMessage => ({
  ...{ kind: 'records', agent: 'ada', epoch: 1, firstSequence: sequence++ },
  batch: batchOf(noon + minute * 60_000, [flow('10.0.0.1', '10.0.0.2', bytes)]),
});

const names = ['1h', 'day', 'month', 'week', 'year'];
const parts = {
  zone: 'Europe/Berlin',
  named: names,
  limits: [
    limitOf('max', 3_000_000, { period: 'day' }),
    limitOf('max', 4_000_000, { period: 'month', source: '10.0.0.1' }),
  ],
} satisfies RunParts;

const minutes = (from: number, to: number, most: number) =>
  fc.array(fc.tuple(fc.integer({ min: from * 60, max: to * 60 }), fc.nat(1_000_000)), {
    minLength: 1,
    maxLength: most,
  });

/** An older data folder: windows, and no periods. */
async function olderFolder(before: readonly (readonly [number, number])[]): Promise<PeriodRun> {
  const run = start(parts, false);
  await run.log.append(before.map(([minute, bytes]) => record(minute, bytes)));
  await run.checker.drain();
  run.checker.commit();
  return run;
}

const sums = (run: PeriodRun): unknown =>
  names.map((name) => run.periods(name).map(({ facts }) => ({ ...facts, reports: 0, breaches: [] })));

const firing = (run: PeriodRun): string[] =>
  run.alerts
    .filter((alert) => alert.state === 'firing' && isLive(alert))
    .map(({ subject, began }) => JSON.stringify([subject, began.startMs]))
    .sort();

/** Alerts of what is not over when the folder is opened: what was over then is only judged when it is corrected. */
const isLive = ({ began }: AlertTransition): boolean => began.endMs > noon;

/** What of the past a run is to do, one thing after the other. */
const doings = ['fill', 'fill', 'race', 'race', 'ask', 'kill', 'commit', 'drain'] as const;

describe('periods of an older data folder', () => {
  it('are the same to the byte, filled piece by piece among live records and kills, as in one go', async () => {
    await fc.assert(
      fc.asyncProperty(
        minutes(-24 * 8, 0, 30),
        fc.array(
          fc.record({
            minute: fc.oneof(
              fc.integer({ min: 0, max: 24 * 60 }),
              fc.integer({ min: -24 * 8 * 60, max: 0 }),
              fc.constant(null),
            ),
            bytes: fc.nat(1_000_000),
            then: fc.constantFrom(...doings),
          }),
          { maxLength: 20 },
        ),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 700 }),
        async (before, steps, atOnce, count) => {
          const [whole, pieces] = [await olderFolder(before), await olderFolder(before)];
          whole.restart();
          pieces.restart({ atOnce });
          let asked: ReturnType<typeof ask> | undefined;
          const ask = () => {
            const stretch = pieces.checker.nextPast(count);
            return stretch && { stretch, sums: pieces.sumPast(stretch) };
          };
          const take = () => asked && pieces.checker.takePast(asked.stretch, asked.sums);
          for (const { minute, bytes, then } of steps) {
            // A record comes after the past was read, and before it is taken.
            if (then === 'race' || then === 'ask') asked = ask();
            if (minute !== null)
              for (const run of [whole, pieces]) await run.log.append([record(minute, bytes)]);
            if (then === 'drain' || then === 'commit' || then === 'race')
              for (const run of [whole, pieces]) await run.checker.drain();
            if (then === 'commit') pieces.checker.commit();
            if (then === 'fill') asked = ask();
            if (then === 'fill' || then === 'race') take();
            if (then === 'kill') pieces.restart();
            for (const name of names)
              for (const { facts, status } of pieces.periods(name))
                if (status !== 'unchecked') expect(facts.bytes).toBeLessThanOrEqual(trueSum(pieces, facts));
          }
          for (const run of [whole, pieces]) await run.checker.drain();
          for (asked = ask(); asked; asked = ask()) take();
          for (const run of [whole, pieces]) run.checker.finish();
          expect(sums(pieces)).toEqual(sums(whole));
          expect(firing(pieces)).toEqual(firing(whole));
          const told = pieces.reports.flatMap(({ lacks }) => lacks.map(({ reason }) => reason));
          expect(told).not.toContain('not-summed');
          for (const run of [whole, pieces]) run.dispose();
        },
      ),
      { seed: 15, numRuns: 20, endOnFailure: true },
    );
  }, 120_000);
});

const trueSum = (run: PeriodRun, { startMs, endMs }: PeriodRecord['facts']): number =>
  run
    .windows()
    .filter((window) => window.startMs >= startMs && window.startMs < endMs)
    .reduce((sum, { bytes }) => sum + bytes, 0);
