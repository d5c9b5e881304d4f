import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Quota } from '../../../src-main/common/model/quotas.ts';
import type { LogMessage } from '../../../src-main/engine/log/message-log.ts';
import { batchOf, flow, limitOf } from '../../support/records/flows.ts';
import { ownedRuns, type PeriodRun } from '../periods/period-run.ts';

const start = ownedRuns();

const at = (text: string): number => Date.parse(text);
const hourMs = 3_600_000;
const counted = '10.0.0.1';
let sequence = 0;
const record = (ms: number, bytes: number, source = counted): LogMessage => ({
  ...{ kind: 'records', agent: 'ada', epoch: 1, firstSequence: sequence++ },
  batch: batchOf(Math.floor(ms / 1000) * 1000, [flow(source, '10.0.0.2', bytes)]),
});

/** The number of the billing month that holds an instant, by the date that a clock on the wall shows. */
function billingMonth(ms: number, zone: string, firstDay: number): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone: zone, year: 'numeric', month: 'numeric', day: 'numeric', calendar: 'iso8601' },
  }).formatToParts(ms);
  const part = (type: string): number => Number(parts.find((one) => one.type === type)!.value);
  return part('year') * 12 + part('month') - (part('day') < firstDay ? 1 : 0);
}

/** A zone, and a time at which something is unusual in it or in its months. */
const times = [
  ['Europe/Berlin', '2026-03-29T01:00Z'],
  ['Europe/Berlin', '2026-10-25T01:00Z'],
  ['Europe/Berlin', '2024-02-29T12:00Z'],
  ['Europe/Berlin', '2025-02-28T12:00Z'],
  ['Europe/London', '2026-01-01T00:00Z'],
  ['America/New_York', '2026-03-08T07:00Z'],
  ['America/New_York', '2026-11-01T06:00Z'],
  // Its clocks go on by half an hour.
  ['Australia/Lord_Howe', '2026-10-03T15:30Z'],
  // On that day there was no midnight.
  ['America/Sao_Paulo', '2017-10-15T03:00Z'],
  ['Asia/Kolkata', '2025-12-31T18:30Z'],
] as const;

describe('a quota of a billing month', () => {
  it('is used to the byte as the base windows of that month say, in each zone and over each change of its clocks', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...times),
        fc.constantFrom(1, 15, 28),
        fc.integer({ min: -20 * 24, max: 20 * 24 }),
        fc.array(
          fc.record({
            minutesAgo: fc.integer({ min: 0, max: 62 * 1440 }),
            bytes: fc.integer({ min: 1, max: 1e12 }),
            isCounted: fc.boolean(),
            then: fc.constantFrom('drain', 'commit', 'kill'),
          }),
          { minLength: 1, maxLength: 20 },
        ),
        async ([zone, unusual], firstDay, hours, steps) => {
          const windowMs = /Lord_Howe|Kolkata/.test(zone) ? hourMs / 2 : hourMs;
          const period = firstDay === 1 ? 'month' : `month@${firstDay}`;
          const limits = [
            limitOf('max', 1e12, { period }),
            limitOf('max', 1e12, { period, source: counted }),
          ];
          const run = start({ zone, windowMs, limits });
          const now = at(unusual) + hours * hourMs + 7 * 60_000;
          for (const { minutesAgo, bytes, isCounted, then } of steps) {
            const source = isCounted ? counted : '10.0.0.9';
            await run.log.append([record(now - minutesAgo * 60_000, bytes, source)]);
            await run.checker.drain();
            if (then === 'commit') run.checker.commit();
            if (then === 'kill') run.restart();
          }
          await run.checker.drain();
          run.checker.commit();

          const monthOf = (ms: number): number => billingMonth(ms, zone, firstDay);
          const [present, windows] = [monthOf(now), run.windows()];
          const sum = (holds: (ms: number) => boolean): number =>
            windows.reduce((total, { startMs, bytes }) => total + (holds(startMs) ? bytes : 0), 0);
          const { quotas } = run.quotas(now);
          const all = quotas.find(({ limit }) => limit.source === null)!;
          expect(all.used).toBe(sum((ms) => monthOf(ms) === present));
          expect([all.startMs - 1, all.startMs, all.endMs - 1, all.endMs].map(monthOf)).toEqual([
            ...[present - 1, present, present, present + 1],
          ]);
          if (all.previous) {
            const { startMs, whole, elapsed } = all.previous;
            const toMs = startMs + Math.floor((now - all.startMs) / windowMs) * windowMs;
            expect(whole.bytes).toBe(sum((ms) => monthOf(ms) === present - 1));
            const gone = windows.filter(({ startMs: ms, closed }) => closed && ms >= startMs && ms < toMs);
            expect(elapsed?.bytes).toBe(
              gone.reduce(
                (total, { startMs: ms, bytes }) => total + (monthOf(ms) === present - 1 ? bytes : 0),
                0,
              ),
            );
          } else expect(sum((ms) => monthOf(ms) === present - 1)).toBe(0);
          const ofSource = (month: number): number =>
            steps.reduce((total, { minutesAgo, bytes, isCounted }) => {
              const ms = now - minutesAgo * 60_000;
              return total + (isCounted && monthOf(ms) === month ? bytes : 0);
            }, 0);
          const one = quotas.find(({ limit }) => limit.source !== null)!;
          expect(one.used).toBe(ofSource(present));
          expect(one.previous?.whole.bytes ?? 0).toBe(ofSource(present - 1));
          run.dispose();
        },
      ),
      { seed: 20, numRuns: 24 },
    );
  }, 120_000);
});

/** 1,000 bytes in each hour of a stretch, and nothing in the hour behind it, which is left open. */
async function fill(run: PeriodRun, from: string, to: string): Promise<void> {
  const hours = (at(to) - at(from)) / hourMs;
  const records = Array.from({ length: hours }, (_, i) => record(at(from) + i * hourMs, 1_000));
  await run.log.append([...records, record(at(to), 0)]);
  await run.checker.drain();
  run.checker.commit();
}

const only = ({ quotas }: { quotas: readonly Quota[] }): Quota => {
  expect(quotas).toHaveLength(1);
  return quotas[0]!;
};

describe('quotas', () => {
  const windowMs = hourMs;

  it('say what is used, when it will be used up, and what it was the month before', async () => {
    const run = start({ windowMs, limits: [limitOf('max', 600_000, { period: 'month@15' })] });
    await fill(run, '2026-04-15T00:00Z', '2026-05-25T00:00Z');
    expect(only(run.quotas(at('2026-05-25T00:00Z')))).toMatchObject({
      ...{ period: 'month@15', startMs: at('2026-05-15T00:00Z'), endMs: at('2026-06-15T00:00Z') },
      ...{ used: 240_000, exact: true, lacks: [] },
      projection: { bytes: 744_000, reachesMs: at('2026-06-09T00:00:03.600Z') },
      previous: {
        whole: { bytes: 720_000, exact: true },
        elapsed: { bytes: 240_000, exact: true },
      },
    });
  });

  it('come nearest to full first, and no more than are asked for', async () => {
    const limits = [
      limitOf('max', 100_000, { period: 'month' }),
      limitOf('max', 20_000, { period: 'day' }),
      limitOf('max', 1_000_000, { period: 'week' }),
      limitOf('max', 0, { period: 'year' }),
    ];
    const run = start({ windowMs, limits });
    await fill(run, '2026-05-04T00:00Z', '2026-05-05T12:00Z');
    const found = run.quotas(at('2026-05-05T12:00Z'));
    expect(found.quotas.map(({ period }) => period)).toEqual(['year', 'day', 'month', 'week']);
    expect(run.quotas(at('2026-05-05T12:00Z'), 2)).toEqual({ ...found, quotas: found.quotas.slice(0, 2) });
  });

  it('are the maxima in force on more than a window', async () => {
    const later = limitOf('max', 7, { period: 'month', effectiveMs: at('2026-05-02T00:00Z') as never });
    const limits = [
      limitOf('max', 1),
      limitOf('max', 2, { period: '1h' }),
      limitOf('min', 3, { period: 'day' }),
      limitOf('max', 4, { period: '90m' }),
      limitOf('max', 5, { period: 'month' }),
      later,
    ];
    const run = start({ windowMs, limits });
    await fill(run, '2026-05-04T00:00Z', '2026-05-04T12:00Z');
    expect(run.quotas(at('2026-05-04T12:00Z')).quotas.map(({ limit }) => limit.value)).toEqual([5]);
    expect(run.quotas(at('2026-06-01T00:00Z')).quotas.map(({ limit }) => limit.value)).toEqual([7]);
  });

  it('are lower bounds where something lacks, and project nothing before a window has closed', async () => {
    const run = start({ windowMs, limits: [limitOf('max', 100_000, { period: 'day' })] });
    await run.log.append([record(at('2026-05-04T06:10Z'), 500)]);
    await run.checker.drain();
    run.checker.commit();
    expect(only(run.quotas(at('2026-05-04T06:20Z')))).toMatchObject({
      ...{ used: 500, exact: false, projection: null, previous: null },
    });
    await fill(run, '2026-05-04T07:00Z', '2026-05-04T12:00Z');
    const found = only(run.quotas(at('2026-05-04T12:00Z')));
    expect(found).toMatchObject({
      ...{ used: 5_500, exact: false },
      lacks: [{ reason: 'not-captured', fromMs: at('2026-05-04T00:00Z'), toMs: at('2026-05-04T06:00Z') }],
      projection: { bytes: 16_500, reachesMs: null },
    });
  });

  it('know nothing of the time since the engine stopped', async () => {
    const run = start({ windowMs, limits: [limitOf('max', 100_000, { period: 'day' })] });
    await fill(run, '2026-05-03T23:00Z', '2026-05-04T12:00Z');
    expect(only(run.quotas(at('2026-05-04T13:00Z'))).lacks).toEqual([]);
    const stopped = only(run.quotas(at('2026-05-04T18:00Z')));
    expect([stopped.exact, stopped.lacks]).toEqual([
      false,
      [{ reason: 'coverage-unknown', fromMs: at('2026-05-04T13:00Z'), toMs: at('2026-05-04T18:00Z') }],
    ]);
    expect(only(run.quotas(at('2026-05-06T18:00Z')))).toMatchObject({ used: 0, exact: false });
  });

  it('on a part of the traffic know no more than was summed of it', async () => {
    const run = start({ windowMs });
    await fill(run, '2026-05-03T00:00Z', '2026-05-05T12:00Z');
    run.relimit([limitOf('max', 100_000, { period: 'day', source: counted })], at('2026-05-05T12:00Z'));
    run.checker.commit();
    const { used, exact, previous } = only(run.quotas(at('2026-05-05T12:00Z')));
    expect({ used, exact, previous }).toEqual({ used: 12_000, exact: true, previous: null });
    await fill(run, '2026-05-05T12:00Z', '2026-05-06T06:00Z');
    expect(only(run.quotas(at('2026-05-06T06:00Z')))).toMatchObject({
      used: 6_000,
      previous: { whole: { bytes: 24_000, exact: true }, elapsed: null },
    });
  });

  it('of ten thousand limits are read in a moment', async () => {
    const limits = Array.from({ length: 10_000 }, (_, i) =>
      limitOf('max', 1e9 + i, { period: 'month', source: `10.${i >> 8}.${i & 255}.1` }),
    );
    const run = start({ windowMs, limits });
    await fill(run, '2026-05-04T00:00Z', '2026-05-04T12:00Z');
    run.quotas(at('2026-05-04T12:00Z'));
    const begunMs = performance.now();
    const { count, quotas } = run.quotas(at('2026-05-04T12:00Z'), 3);
    expect([count, quotas.length]).toEqual([10_000, 3]);
    expect(performance.now() - begunMs).toBeLessThan(2_000);
  });
});
