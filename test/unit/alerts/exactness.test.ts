import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { epochMs } from '../../../src-main/common/units.ts';
import type { LogMessage } from '../../../src-main/engine/log/message-log.ts';
import type { InterfaceCoverage } from '../../../src-main/engine/flow-records/mark.ts';
import { batchOf, type Flow, flow, limitOf } from '../../support/records/flows.ts';
import { markOf, spanOf } from '../../support/records/marks.ts';
import { CheckerRun } from './checker-run.ts';
import { limitIn } from '../../support/store/episodes.ts';

const live = { coverage: 'marked' as const, latenessMs: 0 };
let sequence = 0;

const records = (second: number, flows: readonly Flow[], epoch = 1): LogMessage => {
  const firstSequence = sequence;
  sequence += flows.length;
  return { kind: 'records', agent: 'ada', epoch, firstSequence, batch: batchOf(second * 1_000, flows) };
};
/** Ada has captured all from one second up to another. */
const watched = (from: number, to: number, more: Partial<InterfaceCoverage> = {}, epoch = 1): LogMessage => ({
  kind: 'mark',
  mark: markOf('ada', sequence++, to * 1_000, [spanOf(from * 1_000, to * 1_000, more)], { epoch }),
});
const alertsOf = (run: CheckerRun): string[] =>
  run.alerts.map((alert) => {
    const { name, source } = limitIn(alert);
    return `${alert.state} ${name} ${source ?? ''}`.trim();
  });

describe('a minimum', () => {
  it('fires on a total below it that lacks nothing', async () => {
    const run = new CheckerRun([limitOf('min', 1_000)], live);
    await run.log.append([records(1, [flow('10.0.0.1', '10.0.0.2', 500)]), watched(0, 11)]);
    await run.checker.drain();
    expect(alertsOf(run)).toEqual(['firing min']);
    expect(run.windows[0]).toMatchObject({ status: 'below', exact: true });
  });

  it.each([
    ['packets were dropped', [watched(0, 5, { kernelDropped: 1 }), watched(5, 11)]],
    ['nobody counted drops', [watched(0, 11, { dropsKnown: false })]],
    ['the capture began in its midst', [watched(1, 11)]],
    ['the capture had a hole', [watched(0, 4), watched(6, 11)]],
  ])('is unchecked where %s', async (_why, marks) => {
    const run = new CheckerRun([limitOf('min', 1_000)], live);
    await run.log.append([records(1, [flow('10.0.0.1', '10.0.0.2', 500)]), ...marks]);
    await run.checker.drain();
    expect(run.alerts).toEqual([]);
    expect(run.windows[0]).toMatchObject({ status: 'unchecked', exact: false });
  });

  it('that is reached stays reached, whatever is missing', async () => {
    const run = new CheckerRun([limitOf('min', 100)], live);
    await run.log.append([records(1, [flow('10.0.0.1', '10.0.0.2', 500)]), watched(1, 11)]);
    await run.checker.drain();
    expect(run.windows[0]).toMatchObject({ status: 'within', exact: false });
  });
});

describe('the sum of a limit’s scope', () => {
  const others = [2, 3, 4, 5, 6, 7, 8, 9].map((i) => flow(`10.0.0.${i}`, '10.9.9.9', 1_000 * i));

  it('stays exact where its pairs are folded into one', async () => {
    const limits = [
      limitOf('min', 501, { source: '10.0.0.1' }),
      limitOf('max', 499, { source: '10.0.0.0/31' }),
    ];
    const run = new CheckerRun(limits, { ...live, maxPairs: 4 });
    await run.log.append([records(1, [flow('10.0.0.1', '10.9.9.9', 500), ...others]), watched(0, 11)]);
    await run.checker.drain();
    expect(run.alerts.map((alert) => `${limitIn(alert).name} ${alert.observed}`).sort()).toEqual([
      'max 500',
      'min 500',
    ]);
    expect(run.windows[0]!.pairs.map(({ source }) => source)).toContain('other');
  });

  it('survives a restart, and a correction of the closed window', async () => {
    const run = new CheckerRun([limitOf('max', 700, { source: '10.0.0.1' })], { ...live, maxPairs: 4 });
    await run.log.append([records(1, [flow('10.0.0.1', '10.9.9.9', 500), ...others]), watched(0, 11)]);
    await run.checker.drain();
    run.checker.commit();
    run.crash();
    await run.log.append([records(2, [flow('10.0.0.1', '10.9.9.9', 201)])]);
    await run.checker.drain();
    run.checker.commit();
    expect(run.alerts.map(({ observed }) => observed)).toContain(701);
  });

  it('is not known of a limit that came after pairs were folded: neither within nor below', async () => {
    const run = new CheckerRun([], { ...live, maxPairs: 4 });
    await run.log.append([records(1, [flow('10.0.0.1', '10.9.9.9', 500), ...others])]);
    await run.checker.drain();
    run.limits = [limitOf('min', 501, { source: '10.0.0.1' }), limitOf('max', 499, { source: '10.0.0.1' })];
    await run.log.append([watched(0, 11)]);
    await run.checker.drain();
    expect(run.alerts).toEqual([]);
  });

  it('is that of all its records, however many pairs are folded and when', async () => {
    const host = fc.integer({ min: 1, max: 12 });
    const second = fc.array(fc.tuple(host, host, fc.nat(500)), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(second, { maxLength: 9 }),
        host,
        fc.nat(2_000),
        async (seconds, one, value) => {
          const limit = limitOf('max', value, { source: `10.0.0.${one}` });
          const run = new CheckerRun([limit], { ...live, maxPairs: 3 });
          let sum = 0;
          for (const [i, flows] of seconds.entries()) {
            for (const [from, , bytes] of flows) if (from === one) sum += bytes;
            if (flows.length > 0)
              await run.log.append([
                records(
                  i,
                  flows.map(([from, to, bytes]) => flow(`10.0.0.${from}`, `10.1.0.${to}`, bytes)),
                ),
              ]);
            await run.checker.drain();
            if (i % 3 === 2) run.checker.commit();
            if (i === 5) run.crash();
          }
          await run.log.append([watched(0, 11)]);
          await run.checker.drain();
          run.checker.commit();
          expect(run.alerts.map(({ state }) => state)).toEqual(sum > value ? ['firing'] : []);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('an agent whose data folder went back', () => {
  it('is not taken for one that repeats itself: it lives another life', async () => {
    const run = new CheckerRun([], live);
    await run.log.append([records(1, [flow('10.0.0.1', '10.0.0.2', 100)]), watched(0, 3)]);
    sequence = 0;
    await run.log.append([records(5, [flow('10.0.0.1', '10.0.0.2', 70)], 2), watched(4, 11, {}, 2)]);
    await run.checker.drain();
    run.checker.commit();
    expect(run.windows[0]).toMatchObject({ bytes: 170, exact: false });
    expect(run.windows[0]!.lacks).toMatchObject([{ reason: 'not-captured', fromMs: 3_000, toMs: 4_000 }]);
    expect(run.checker.duplicates).toBe(0);
  });

  it('is passed over, and counted, where it only says again what is known', async () => {
    const run = new CheckerRun([], live);
    const message = records(1, [flow('10.0.0.1', '10.0.0.2', 100), flow('10.0.0.1', '10.0.0.3', 1)]);
    await run.log.append([message, message, watched(0, 11)]);
    await run.checker.drain();
    expect(run.windows[0]).toMatchObject({ bytes: 101, exact: true });
    expect(run.checker.duplicates).toBe(2);
  });
});

describe('records that were deleted before they were read', () => {
  const lost = (run: CheckerRun): void => {
    const offset = run.log.end;
    const reason = 'deleted by the brokers before they were read';
    run.log.deliveries.push({ kind: 'lost', partition: 0, offset, nextOffset: offset + 5, reason });
  };

  it('are missing from their windows, also where the reader is killed before the next mark', async () => {
    const run = new CheckerRun([], live);
    await run.log.append([watched(0, 8)]);
    lost(run);
    await run.checker.drain();
    run.checker.commit();
    run.crash();
    await run.log.append([watched(8, 31)]);
    await run.checker.drain();
    run.checker.commit();
    const exact = new Map(run.windows.map((window) => [window.startMs, window.exact]));
    expect(exact.get(epochMs(0))).toBe(false);
    expect([...run.store.agents.values()][0]!.lost.size).toBe(0);
  });

  it('may be of an agent that was not known then', async () => {
    const run = new CheckerRun([], live);
    await run.log.append([watched(0, 8)]);
    lost(run);
    const stranger = markOf('bob', 7, 9_000, [spanOf(2_000, 9_000)]);
    await run.log.append([{ kind: 'mark', mark: stranger }, watched(8, 9)]);
    await run.checker.drain();
    const owners = run.checker.growing!.lacks.filter(({ reason }) => reason === 'records-lost');
    expect(owners.map(({ agent }) => agent)).toEqual(['ada', 'bob']);
  });
});

it('reads again from the start what it was handed while it let go of what it had summed', async () => {
  const run = new CheckerRun([], live);
  await run.log.append([records(1, [flow('10.0.0.1', '10.0.0.2', 100)])]);
  await run.checker.drain();
  await run.log.append([records(2, [flow('10.0.0.1', '10.0.0.2', 70)]), watched(0, 11)]);
  const draining = run.checker.drain();
  // Limits that throw when they are looked at, between the reading and the summing.
  const limits = run.limits;
  Object.defineProperty(run, 'limits', {
    configurable: true,
    get: () => {
      throw new Error('a defect');
    },
  });
  expect(() => run.checker.rejudge(epochMs(0))).toThrow('a defect');
  Object.defineProperty(run, 'limits', { value: limits });
  await draining;
  run.checker.commit();
  expect(run.windows.map(({ bytes }) => bytes)).toEqual([170]);
});
