import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { LogMessage } from '../../../src-main/engine/log/message-log.ts';
import { batchOf, flow, limitOf } from '../../support/records/flows.ts';
import { PeriodRun } from './period-run.ts';

const begin = Date.parse('2026-05-01T08:00:00Z');
let sequence = 0;
const record = (minute: number, bytes: number, last = 1): LogMessage => ({
  ...{ kind: 'records', agent: 'ada', epoch: 1, firstSequence: sequence++ },
  batch: batchOf(begin + minute * 60_000, [flow(`10.0.0.${last}`, '10.9.9.9', bytes)]),
});

const kinds = ['1h', 'day', 'week', 'month', 'month@15', 'year'];

const limits = [
  limitOf('max', 1e12, { period: 'month', source: '10.0.0.1' }),
  limitOf('max', 1e12, { period: 'month', source: '10.0.0.1', hours: '08:00-09:00' }),
  limitOf('max', 1e12, { period: 'week', source: '10.0.0.0/24', destination: '10.9.9.9' }),
  limitOf('max', 1e12, { period: 'month@15', source: '10.0.0.1' }),
  limitOf('max', 1e12, { period: 'year', source: '10.0.0.1', hours: '08:00-09:00' }),
  limitOf('max', 1e12, { period: 'day', destination: '10.9.9.9' }),
  limitOf('max', 1e12, { period: 'day', hours: '09:00-23:00' }),
  limitOf('max', 1e12, { period: 'day', source: '10.0.0.1', agent: 'ada' }),
];

/** What is stored of the scopes. */
const scopesOf = (run: PeriodRun): unknown =>
  kinds.map((name) => [
    [...run.summedFrom(name)].sort(),
    run.periods(name).map(({ facts }) => [facts.startMs, facts.bytes, [...facts.scopes].sort()]),
  ]);

const step = fc.record({
  minute: fc.integer({ min: 0, max: 4_500 }),
  bytes: fc.integer({ min: 1, max: 1_000 }),
  last: fc.constantFrom(1, 1, 2),
  then: fc.constantFrom('nothing', 'drain', 'commit', 'ahead', 'forget windows', 'forget pairs'),
});

it('limits that are new have the same sums, whatever another thread has summed of them, and when', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
      const [run, other] = [new PeriodRun(), new PeriodRun()];
      for (const { minute, bytes, last, then } of steps) {
        const message = record(minute, bytes, last);
        for (const one of [run, other]) {
          await one.log.append([message]);
          if (then !== 'nothing') await one.checker.drain();
          if (then === 'commit' || then === 'ahead') one.checker.commit();
          if (then.startsWith('forget'))
            one.forget(begin + 600 * 60_000, then === 'forget pairs' ? 'pairs' : 'windows');
        }
        // Of what is forgotten afterwards more is known with it.
        if (then === 'ahead' && !steps.some((each) => each.then === 'forget pairs')) run.sumAhead(limits);
      }
      for (const one of [run, other]) one.relimit(limits, begin);
      expect(scopesOf(run)).toEqual(scopesOf(other));
      for (const one of [run, other]) {
        await one.log.append([record(1, 7), record(4_600, 5)]);
        await one.checker.drain();
        one.checker.finish();
      }
      expect(scopesOf(run)).toEqual(scopesOf(other));
      run.dispose();
      other.dispose();
    }),
    { seed: 15, numRuns: 30 },
  );
}, 120_000);

it('what another thread has summed is taken, and not summed again', async () => {
  const run = new PeriodRun();
  await run.log.append([record(0, 10), record(1, 20, 2), record(10, 30), record(20, 40)]);
  await run.checker.drain();
  run.checker.commit();
  run.sumAhead(limits);
  run.forget(begin + 600_000, 'pairs');
  run.relimit(limits, begin);
  for (const [name, scope, bytes, from] of [
    ['month', '10.0.0.1|||', 80, '2026-05-01'],
    ['week', '10.0.0.0/24|10.9.9.9||', 100, '2026-04-27'],
    ['month@15', '10.0.0.1|||', 80, '2026-04-15'],
    ['year', '10.0.0.1||08:00-09:00|', 80, '2026-01-01'],
  ] as const) {
    const [period] = run.periods(name);
    expect(period!.facts.scopes.get(scope)).toBe(bytes);
    expect(run.summedFrom(name).get(scope)).toBe(Date.parse(from));
  }
  run.dispose();
});
