import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TotalRow } from '../../../src-main/common/model/totals.ts';
import { differenceOf } from '../../../src-main/common/model/totals.ts';
import { Calendar } from '../../../src-main/common/periods/calendar.ts';
import { parsePeriod } from '../../../src-main/common/periods/period.ts';
import { readInstant } from '../../../src-main/common/effective-date.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { missingTime } from '../../../src-main/engine/history/period-totals.ts';
import type { PeriodRun } from '../periods/period-run.ts';
import { at, record, summedRuns, totalsOf, type TotalsRequest } from './totals-run.ts';

const filled = summedRuns();

const [hourMs, dayMs] = [3_600_000, 86_400_000];
/** What the windows of a run come to by period. */
function windowSums(run: PeriodRun, zone: string, per: string): Map<number, number> {
  const [calendar, period] = [new Calendar(zone), parsePeriod(per)];
  const sums = new Map<number, number>();
  for (const { startMs, bytes } of run.windows()) {
    const of = calendar.periodAt(epochMs(startMs), period).startMs;
    sums.set(of, (sums.get(of) ?? 0) + bytes);
  }
  return sums;
}

const short = ({ startMs, bytes, closed, exact }: TotalRow): string =>
  `${new Date(startMs).toISOString().slice(0, 13)} ${bytes}${closed ? '' : '…'}${exact ? '' : ' ?'}`;

const days = [
  ['Europe/Berlin', '2026-03-29'],
  ['Europe/Berlin', '2026-10-25'],
  ['Europe/Berlin', '2024-02-29'],
  ['America/New_York', '2026-11-01'],
  ['Australia/Lord_Howe', '2026-10-04'],
  // On that day there was no midnight.
  ['America/Sao_Paulo', '2017-10-15'],
  ['Asia/Kolkata', '2026-12-31'],
] as const;

describe('totals', () => {
  it('are the sums of the base windows to the byte, in each zone, for each period and part of the traffic', async () => {
    const hosts = ['10.0.0.1', '10.0.0.2', '8.8.8.8'];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...days),
        fc.constantFrom(900_000, 1_800_000),
        fc.array(
          fc.record({
            minute: fc.integer({ min: -18 * 1440, max: 18 * 1440 }),
            bytes: fc.nat(1_000_000_000),
            from: fc.nat(2),
            to: fc.nat(2),
          }),
          { minLength: 1, maxLength: 20 },
        ),
        async ([zone, day], windowMs, flows) => {
          const noon = at(`${day}T12:00:00Z`);
          const records = flows.map(({ minute, bytes, from, to }) =>
            record(noon + minute * 60_000, bytes, [hosts[from]!, hosts[to]!]),
          );
          const run = await filled({ zone, windowMs }, records);
          const now = noon + 19 * dayMs;
          for (const per of ['hour', 'day', 'week', 'month', 'month@15', 'year', '6h']) {
            const { rows, timeZone } = await totalsOf(run, now, { per });
            expect(timeZone).toBe(zone);
            const sums = windowSums(run, zone, per);
            const seen = rows.filter(({ startMs, bytes }) => bytes > 0 || sums.has(startMs));
            expect(new Map(seen.map((row) => [row.startMs, row.bytes]))).toEqual(sums);
            // They follow on each other without holes.
            rows.slice(1).forEach((row, i) => expect(row.startMs).toBe(rows[i]!.endMs));
          }
          const scope = { host: hosts[0]!, peer: null, part: 'sent' } as const;
          const sent = await totalsOf(run, now, { per: 'month', scope });
          const listed = (rows: readonly TotalRow[]): number =>
            rows.reduce((sum, row) => sum + (row.closed ? row.bytes + row.unknown : 0), 0);
          const closedUntil = Math.max(0, ...sent.rows.filter((row) => row.closed).map((row) => row.endMs));
          const truth = flows.filter(
            ({ minute, from }) => from === 0 && noon + minute * 60_000 < closedUntil,
          );
          expect(listed(sent.rows)).toBe(truth.reduce((sum, { bytes }) => sum + bytes, 0));
          run.dispose();
        },
      ),
      { seed: 20, numRuns: 20 },
    );
  }, 120_000);

  it('say of each row what it lacks: what is not over, not kept or not captured', async () => {
    const run = await filled({ windowMs: hourMs }, [
      record(at('2026-05-06T10:00Z'), 5), // a Wednesday
      record(at('2026-05-06T11:00Z'), 6),
      record(at('2026-05-19T10:00Z'), 7),
    ]);
    const { rows } = await totalsOf(run, at('2026-05-19T10:30Z'), { per: 'week' });
    expect(rows.map(short)).toEqual(['2026-05-04T00 11 ?', '2026-05-11T00 0', '2026-05-18T00 7… ?']);
    expect(rows[0]!.lacks).toMatchObject([
      { reason: 'not-captured', fromMs: at('2026-05-04'), toMs: at('2026-05-06T10:00Z') },
    ]);
    expect(rows[2]!.lacks).toEqual([{ reason: 'not-over', toMs: at('2026-05-25') }]);
  });

  it('tell what was not captured from what was let go of', async () => {
    const run = await filled({ windowMs: hourMs }, [
      record(at('2026-04-28T10:00Z'), 1), // a Tuesday
      record(at('2026-05-04T10:00Z'), 2),
      record(at('2026-05-06T10:00Z'), 5),
      record(at('2026-05-19T10:00Z'), 7),
    ]);
    const week = async (): Promise<unknown> => {
      const { rows } = await totalsOf(run, at('2026-05-19T10:30Z'), { per: 'week' });
      return rows.find(({ startMs }) => startMs === at('2026-05-04'))!.lacks;
    };
    expect(JSON.stringify(await week())).not.toContain('not-kept');
    run.forget(at('2026-05-05T12:00Z'));
    expect(await week()).toEqual([{ reason: 'not-kept', fromMs: at('2026-05-04'), toMs: at('2026-05-05') }]);
    // Time on both sides of the instant before which windows were let go of is told apart.
    const [from, to, kept] = [epochMs(10), epochMs(30), epochMs(20)];
    expect(missingTime(from, to, kept)).toEqual([
      { reason: 'not-kept', fromMs: 10, toMs: 20 },
      { reason: 'not-captured', fromMs: 20, toMs: 30 },
    ]);
    expect(missingTime(from, to, to)).toEqual([{ reason: 'not-kept', fromMs: 10, toMs: 30 }]);
    expect(missingTime(from, to, from)).toEqual([{ reason: 'not-captured', fromMs: 10, toMs: 30 }]);
  });

  it('are the newest ones in a range, whole ones, and none where nothing is stored', async () => {
    const run = await filled(
      { windowMs: hourMs },
      [1, 2, 3, 4, 5].map((day) => record(at(`2026-05-0${day}T12:00Z`), day)),
    );
    const now = at('2026-05-05T13:00Z');
    const { rows } = await totalsOf(run, now, {
      ...{ fromMs: at('2026-05-01T01:00Z'), toMs: at('2026-05-04T01:00Z'), count: 2 },
    });
    expect(rows.map(short)).toEqual(['2026-05-03T00 3', '2026-05-04T00 4']);
    expect(await totalsOf(await filled({}, []), now, {})).toMatchObject({ rows: [], isWhole: true });
    await expect(totalsOf(run, now, { per: '90m' })).rejects.toThrow(/no totals per 90m/);
    await expect(totalsOf(run, now, { per: 'fortnight' })).rejects.toThrow(/not a valid period/);
  });

  it('tell what a host and its peer sent and received, and what went one way', async () => {
    const run = await filled({ windowMs: hourMs }, [
      record(at('2026-05-01T10:00Z'), 5, ['10.0.0.1', '8.8.8.8']),
      record(at('2026-05-01T11:00Z'), 60, ['8.8.8.8', '10.0.0.1']),
      record(at('2026-05-01T12:00Z'), 700, ['10.0.0.2', '10.0.0.1']),
      record(at('2026-05-02T02:00Z'), 1, ['9.9.9.9', '7.7.7.7']),
    ]);
    const now = at('2026-05-02T03:00Z');
    const first = async (request: Partial<TotalsRequest>): Promise<TotalRow> =>
      (await totalsOf(run, now, request)).rows[0]!;
    const host = '10.0.0.1';
    expect(await first({ scope: { host, peer: null, part: 'both' } })).toMatchObject({
      ...{ bytes: 765, sent: 5, received: 760, packets: 3, unknown: 0 },
    });
    expect(await first({ scope: { host, peer: '8.8.8.8', part: 'sent' } })).toMatchObject({ bytes: 5 });
    expect(await first({ scope: { host, peer: '8.8.8.0/24', part: 'received' } })).toMatchObject({
      bytes: 60,
    });
    expect(await first({ direction: 'in' })).toMatchObject({ bytes: 60, packets: null, unknown: 0 });
    expect(await first({ hasDirections: true })).toMatchObject({
      ...{ bytes: 765, directions: { in: 60, out: 5, local: 700, passing: 0, unknown: 0 } },
    });
    run.forget(at('2026-05-01T12:30Z'), 'pairs');
    const row = await first({ scope: { host, peer: null, part: 'both' } });
    expect(row).toMatchObject({ bytes: 700, unknown: 65, exact: false });
    expect(await first({ direction: 'local' })).toMatchObject({ bytes: 700, unknown: 65, exact: false });
  });

  it('stand beside the periods before, a week or a year before, or from any instant on', async () => {
    const zone = 'Europe/Berlin';
    const begin = at('2026-03-20T23:00Z'); // midnight
    const hours = Array.from({ length: 24 * 11 + 3 }, (_, i) => record(begin + i * hourMs, i + 1));
    const run = await filled({ zone, windowMs: hourMs }, hours);
    const now = begin + hours.length * hourMs - hourMs / 2;
    const midnight = at('2026-03-30T22:00Z');
    const compared = async (
      compare: TotalsRequest['compare'],
      per = 'hour',
      fromMs: number | null = midnight,
    ) => {
      const { rows } = await totalsOf(run, now, { per, fromMs, toMs: midnight + dayMs, compare });
      return rows[0]?.before?.startMs;
    };
    // Summer time began on 29 March: the same time of the day is an hour less ago.
    expect(await compared('last-week')).toBe(at('2026-03-23T23:00Z'));
    expect(await compared('last-year')).toBeUndefined();
    expect(await compared(readInstant('2026-03-20T23:00Z')!)).toBe(begin);
    // Without a zone, it is read in that of the periods.
    expect(await compared(readInstant('2026-03-21')!)).toBe(begin);
    expect(await compared('previous', 'day')).toBe(at('2026-03-29T22:00Z'));
    await expect(compared('last-week', 'month', null)).rejects.toThrow(/longer than a week/);
    const { rows } = await totalsOf(run, now, { per: 'day', count: 1, compare: 'previous' });
    const sums = windowSums(run, zone, 'day');
    const [row] = rows;
    expect(row!.before).toMatchObject({ bytes: sums.get(row!.before!.startMs) });
    // What is open is compared with as much time of the other one: in both, windows that are over.
    const gone = Math.floor((now - row!.startMs) / hourMs) * hourMs;
    const closedSum = (startMs: number): number =>
      run
        .windows()
        .filter((window) => window.startMs >= startMs && window.startMs < startMs + gone)
        .reduce((sum, window) => sum + window.bytes, 0);
    const [own, bytes] = [closedSum(row!.startMs), closedSum(row!.before!.startMs)];
    expect(own).toBeLessThan(row!.bytes);
    expect(row!.elapsed).toEqual({ bytes: own, exact: true });
    expect(row!.beforeElapsed).toEqual({ bytes, exact: true });
    expect(differenceOf(row!)).toMatchObject({ bytes: own - bytes, exact: true });
  });

  it('compare an hour with as many closed windows of the one before, and not before its first is over', async () => {
    const begin = at('2026-05-01T10:00Z');
    const records = [0, 5, 10, 55, 60, 64, 65, 69].map((minute, i) =>
      record(begin + minute * 60_000, 10 ** i),
    );
    const lastHour = async (count: number): Promise<[TotalRow, ReturnType<typeof differenceOf>][]> => {
      const run = await filled({ windowMs: 300_000 }, records.slice(0, count));
      const now = begin + [0, 5, 10, 55, 60, 64, 65, 69][count - 1]! * 60_000 + 1_000;
      const parts = [
        {},
        { scope: { host: '10.0.0.1', peer: null, part: 'both' } },
        { direction: 'out' },
      ] as const;
      const all = await Promise.all(
        parts.map((part) => totalsOf(run, now, { per: 'hour', count: 1, compare: 'previous', ...part })),
      );
      return all.map(({ rows }) => [rows.at(-1)!, differenceOf(rows.at(-1)!)]);
    };
    // At 11:04 no window of the hour is over; at 11:09 the first one is.
    for (const [row, difference] of await lastHour(6)) {
      expect(row.before).not.toBeNull();
      expect(difference).toBeNull();
    }
    for (const [row, difference] of await lastHour(8)) {
      expect(row).toMatchObject({ elapsed: { bytes: 110_000 }, beforeElapsed: { bytes: 1 } });
      expect(difference).toMatchObject({ bytes: 109_999, exact: true });
    }
  });
});
