import { describe, expect, it } from 'vitest';
import type { RangeTop } from '../../../src-main/common/model/totals.ts';
import type { Clock } from '../../../src-main/common/clock.ts';
import { durationMs } from '../../../src-main/common/units.ts';
import { FakeClock } from '../../support/process/fake-clock.ts';
import type { PeriodRun } from '../periods/period-run.ts';
import { allTotals, at, record, summedRuns, totalsOf } from './totals-run.ts';

const filled = summedRuns();

const hourMs = 3_600_000;
/** Who had most on the first of May. */
async function topOf(run: PeriodRun, now: string, clock?: Clock): Promise<RangeTop | undefined> {
  const top = { startMs: at('2026-05-01'), count: 2 };
  const { top: found } = await run.history(at(now), clock).getTotals({ ...allTotals, top });
  return found?.kind === 'all' ? found.top : undefined;
}

describe('who had most of a total', () => {
  it('name the hosts and pairs of a range, and how much is not known of it', async () => {
    const run = await filled({ windowMs: hourMs }, [
      record(at('2026-05-01T10:00Z'), 5, ['10.0.0.1', '8.8.8.8']),
      record(at('2026-05-01T11:00Z'), 60, ['8.8.8.8', '10.0.0.1']),
      record(at('2026-05-01T12:00Z'), 700, ['10.0.0.2', '10.0.0.1']),
      record(at('2026-05-01T13:00Z'), 8, ['10.0.0.1', '8.8.8.8']),
      record(at('2026-05-02T02:00Z'), 1, ['9.9.9.9', '7.7.7.7']),
    ]);
    const top = () => topOf(run, '2026-05-02T03:00Z');
    expect(await top()).toMatchObject({
      hosts: [
        { address: '10.0.0.1', sent: 13, received: 760 },
        { address: '10.0.0.2', sent: 700 },
      ],
      ...{ hostCount: 3, hostsUnknown: 0, pairCount: 3, pairsUnknown: 0 },
      pairs: [
        { source: '10.0.0.2', bytes: 700 },
        { source: '8.8.8.8', bytes: 60 },
      ],
    });
    run.forget(at('2026-05-01T11:30Z'), 'pairs');
    expect(await top()).toMatchObject({ pairsUnknown: 5 });
  });

  it('name the hosts and pairs of one way, and how much may go that way or not', async () => {
    const run = await filled({ windowMs: hourMs }, [
      record(at('2026-05-01T10:00Z'), 5, ['10.0.0.1', '8.8.8.8']),
      record(at('2026-05-01T11:00Z'), 60, ['8.8.8.8', '10.0.0.1']),
      record(at('2026-05-01T12:00Z'), 700, ['10.0.0.2', '10.0.0.1']),
      record(at('2026-05-01T13:00Z'), 8, ['9.9.9.9', '10.0.0.2']),
      record(at('2026-05-02T02:00Z'), 1, ['9.9.9.9', '7.7.7.7']),
    ]);
    const request = { direction: 'in' as const, top: { startMs: at('2026-05-01'), count: 9 } };
    const into = async () => (await totalsOf(run, at('2026-05-02T03:00Z'), request)).top;
    expect(await into()).toMatchObject({
      top: {
        hosts: [
          ...[
            { address: '8.8.8.8', sent: 60 },
            { address: '10.0.0.1', received: 60 },
          ],
          ...[
            { address: '9.9.9.9', sent: 8 },
            { address: '10.0.0.2', received: 8 },
          ],
        ],
        pairs: [
          { source: '8.8.8.8', bytes: 60 },
          { source: '9.9.9.9', bytes: 8 },
        ],
        ...{ hostCount: 4, hostsUnknown: 0, pairCount: 2, pairsUnknown: 0 },
      },
    });
    run.forget(at('2026-05-01T11:30Z'), 'pairs');
    expect(await into()).toMatchObject({ top: { pairCount: 2, hostsUnknown: 5, pairsUnknown: 5 } });
  });

  it('count each byte of overlapping windows once, where hosts and pairs are named', async () => {
    const run = await filled({ windowMs: 2 * hourMs, slideMs: hourMs }, [
      record(at('2026-05-01T10:00Z'), 5),
      record(at('2026-05-01T12:00Z'), 700),
      record(at('2026-05-02T05:00Z'), 1),
    ]);
    const top = () => topOf(run, '2026-05-02T06:00Z');
    expect(await top()).toMatchObject({
      pairs: [{ bytes: 705 }],
      ...{ hostsUnknown: 0, pairsUnknown: 0 },
    });
    run.forget(at('2026-05-01T12:30Z'), 'pairs');
    expect(await top()).toMatchObject({ pairs: [{ bytes: 700 }], hostsUnknown: 5, pairsUnknown: 5 });
  });

  it('leave hosts and pairs unknown for which there is no time', async () => {
    const run = await filled({ windowMs: hourMs }, [
      record(at('2026-05-01T10:00Z'), 5),
      record(at('2026-05-01T12:00Z'), 700),
      record(at('2026-05-02T05:00Z'), 1),
    ]);
    const slow = new FakeClock(at('2026-05-02T06:00Z'));
    let ms = 0;
    slow.monotonic = () => durationMs((ms += 3_000));
    expect(await topOf(run, '2026-05-02T06:00Z', slow)).toMatchObject({
      ...{ pairs: [{ bytes: 700 }], hostsUnknown: 5, pairsUnknown: 5 },
    });
  });
});
