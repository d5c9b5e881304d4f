import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Calendar } from '../../../src-main/common/periods/calendar.ts';
import { parsePeriod } from '../../../src-main/common/periods/period.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import type { LogMessage } from '../../../src-main/engine/log/message-log.ts';
import { batchOf, flow, limitOf } from '../../support/records/flows.ts';
import { ownedRuns, type PeriodRun } from './period-run.ts';

const start = ownedRuns();

const at = (text: string): number => Date.parse(text);
let sequence = 0;
const record = (ms: number, bytes: number, parts: { agent?: string; source?: string } = {}): LogMessage => ({
  ...{ kind: 'records', agent: parts.agent ?? 'ada', epoch: 1, firstSequence: sequence++ },
  batch: batchOf(Math.floor(ms / 1000) * 1000, [flow(parts.source ?? '10.0.0.1', '10.0.0.2', bytes)]),
});
const sumBy = (run: PeriodRun, zone: string, name: string): Map<number, number> => {
  const [calendar, period] = [new Calendar(zone), parsePeriod(name)];
  const sums = new Map<number, number>();
  for (const { startMs, bytes } of run.windows()) {
    const { startMs: of } = calendar.periodAt(epochMs(startMs), period);
    sums.set(of, (sums.get(of) ?? 0) + bytes);
  }
  return sums;
};
const stored = (run: PeriodRun, name: string): Map<number, number> =>
  new Map(run.periods(name).map(({ facts }) => [facts.startMs as number, facts.bytes]));

const names = ['1h', 'day', 'month', 'week', 'month@15', 'year', '6h'];
const days = [
  ['Europe/Berlin', '2026-03-29'],
  ['Europe/Berlin', '2026-10-25'],
  ['Europe/Berlin', '2024-02-29'],
  ['America/New_York', '2026-03-08'],
  ['America/New_York', '2026-11-01'],
  ['Australia/Lord_Howe', '2026-04-05'],
  ['Australia/Lord_Howe', '2026-10-04'],
  ['Asia/Kolkata', '2026-12-31'],
] as const;

describe('periods', () => {
  it('are the sums of their windows to the byte, whatever is late, thrown or killed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...days),
        fc.constantFrom(300_000, 900_000, 1_800_000),
        fc.array(
          fc.record({
            minute: fc.integer({ min: -3 * 1440, max: 3 * 1440 }),
            bytes: fc.nat(1_000_000),
            then: fc.constantFrom('nothing', 'nothing', 'drain', 'commit', 'kill', 'fail'),
          }),
          { minLength: 1, maxLength: 25 },
        ),
        async ([zone, day], windowMs, steps) => {
          const limits = [limitOf('max', 1e12, { period: 'day', source: '10.0.0.1' })];
          const run = start({ zone, windowMs, named: names, limits });
          const commit = run.store.commit.bind(run.store);
          for (const { minute, bytes, then } of steps) {
            const source = bytes % 2 === 0 ? '10.0.0.1' : '10.0.0.9';
            await run.log.append([record(at(`${day}T12:00:00Z`) + minute * 60_000, bytes, { source })]);
            if (then === 'fail') {
              run.store.commit = () => {
                throw new Error('disk full');
              };
              await run.checker.drain().catch(() => undefined);
              run.store.commit = commit;
            } else if (then !== 'nothing') await run.checker.drain();
            if (then === 'commit') run.checker.commit();
            if (then === 'kill') run.restart();
          }
          await run.checker.drain();
          run.checker.finish();
          for (const name of names) expect([name, stored(run, name)]).toEqual([name, sumBy(run, zone, name)]);
          const scoped = run
            .periods('day')
            .reduce((sum, { facts }) => sum + (facts.scopes.get('10.0.0.1|||') ?? 0), 0);
          expect(scoped).toBe(steps.reduce((sum, { bytes }) => sum + (bytes % 2 === 0 ? bytes : 0), 0));
          for (const { facts } of run.periods('day')) expect([facts.closed, facts.lacks]).toEqual([true, []]);
          run.dispose();
        },
      ),
      { seed: 15, numRuns: 40 },
    );
  }, 120_000);

  it('have 23 and 25 hours where daylight saving time changes', async () => {
    const run = start({ zone: 'Europe/Berlin', windowMs: 3_600_000 });
    const begin = at('2026-03-28T12:00:00Z');
    await run.log.append(Array.from({ length: 48 }, (_, i) => record(begin + i * 3_600_000, 1)));
    await run.checker.drain();
    run.checker.finish();
    expect(run.told('day').map((text) => text.replace(' unchecked', ''))).toEqual([
      '2026-03-27T23:00 11/0',
      '2026-03-28T23:00 23/0',
      '2026-03-29T22:00 14/0',
    ]);
  });

  it('close when their last window has, once, and are told again with the next revision when corrected', async () => {
    const run = start({ windowMs: 300_000 });
    await run.log.append([record(at('2026-05-01T23:50:00Z'), 10), record(at('2026-05-02T00:01:00Z'), 5)]);
    await run.checker.drain();
    run.checker.commit();
    expect(run.told('day')).toEqual(['2026-05-01T00:00 10/0 unchecked']);
    await run.log.append([record(at('2026-05-01T07:00:00Z'), 7)]);
    await run.checker.drain();
    run.checker.commit();
    run.checker.commit();
    expect(run.told('day')).toEqual(['2026-05-01T00:00 10/0 unchecked', '2026-05-01T00:00 17/1 unchecked']);
    run.restart();
    run.checker.finish();
    expect(run.told('day').slice(2)).toEqual(['2026-05-02T00:00 5/0 unchecked']);
    expect(run.told('month')).toEqual(['2026-05-01T00:00 22/0 unchecked']);
  });

  it('are summed from stored windows after an upgrade, and when a period is new', async () => {
    const run = start({ zone: 'Europe/Berlin' }, false);
    const begin = at('2026-03-01T00:00:00Z');
    const minutes = Array.from({ length: 300 }, (_, i) => i * 207);
    await run.log.append(minutes.map((minute) => record(begin + minute * 60_000, minute)));
    await run.checker.drain();
    run.checker.commit();
    run.restart();
    await run.log.append([record(begin + 300 * 207 * 60_000, 99)]);
    await run.checker.drain();
    run.checker.commit();
    for (const name of ['1h', 'day', 'month'])
      expect(stored(run, name)).toEqual(sumBy(run, 'Europe/Berlin', name));
    run.restart({ named: ['week', 'month@15'], zone: 'America/New_York' });
    run.checker.finish();
    for (const name of ['day', 'week', 'month@15'])
      expect(stored(run, name)).toEqual(sumBy(run, 'America/New_York', name));
  });

  it('are the same to the byte after a change of the time zone in mid-month, and so is what is used of a limit', async () => {
    const limits = [limitOf('max', 1_000_000, { period: 'month', effectiveMs: epochMs(0) })];
    const run = start({ zone: 'Europe/Berlin', windowMs: 3_600_000, limits });
    // In Tokyo the month began seven hours before that of Berlin.
    const begin = at('2026-04-30T12:00:00Z');
    const send = (from: number, to: number): Promise<unknown> =>
      run.log.append(
        Array.from({ length: to - from }, (_, i) => record(begin + (from + i) * 3_600_000, from + i)),
      );
    await send(1, 300);
    await run.checker.drain();
    run.checker.commit();
    run.restart({ zone: 'Asia/Tokyo' });
    await send(300, 500);
    await run.checker.drain();
    run.checker.commit();
    for (const name of ['1h', 'day', 'month'])
      expect(stored(run, name)).toEqual(sumBy(run, 'Asia/Tokyo', name));
    const monthMs = at('2026-04-30T15:00:00Z');
    const { quotas, timeZone } = run.quotas(begin + 500 * 3_600_000);
    expect([timeZone, quotas[0]!.startMs]).toEqual(['Asia/Tokyo', monthMs]);
    expect(quotas[0]!.used).toBe(sumBy(run, 'Asia/Tokyo', 'month').get(monthMs));
  });

  it('leave out what windows do not fit, and sum overlapping windows once', async () => {
    const run = start({ windowMs: 7 * 60_000 });
    await run.log.append([record(at('2026-05-01T23:50:00Z'), 10)]);
    await run.checker.drain();
    run.checker.finish();
    expect([run.periods('1h'), run.periods('day')]).toEqual([[], []]);
    const hopping = start({ windowMs: 600_000, slideMs: 120_000 });
    await hopping.log.append([0, 3, 7, 11, 59, 61].map((minute) => record(minute * 60_000, 10)));
    await hopping.checker.drain();
    hopping.checker.finish();
    expect(hopping.periods('1h').map(({ facts }) => [facts.bytes, facts.lacks])).toEqual([
      [50, []],
      [10, []],
    ]);
  });
});

it('goes with the windows of its time', async () => {
  const run = start();
  await run.log.append(['2026-05-01', '2026-05-02'].map((day) => record(at(`${day}T08:00:00Z`), 10)));
  await run.checker.drain();
  run.checker.finish();
  run.forget(at('2026-05-02T12:00:00Z'));
  expect(run.periods('day').map(({ facts }) => facts.startMs)).toEqual([at('2026-05-02T00:00:00Z')]);
});
