import { describe, expect, it } from 'vitest';
import type { LogMessage } from '../../../src-main/engine/log/message-log.ts';
import { batchOf, flow, limitOf } from '../../support/records/flows.ts';
import { markOf, spanOf } from '../../support/records/marks.ts';
import { ownedRuns, type PeriodRun } from './period-run.ts';

const start = ownedRuns();

const at = (text: string): number => Date.parse(text);
let sequence = 0;
const record = (ms: number, bytes: number, source = '10.0.0.1', agent = 'ada'): LogMessage => ({
  ...{ kind: 'records', agent, epoch: 1, firstSequence: sequence++ },
  batch: batchOf(ms, [flow(source, '10.0.0.2', bytes)]),
});
const mark = (ms: number, fromMs: number): LogMessage => ({
  kind: 'mark',
  mark: markOf('ada', sequence++, ms, [spanOf(fromMs, ms)]),
});
const take = async (run: PeriodRun, ...messages: LogMessage[]): Promise<void> => {
  await run.log.append(messages);
  await run.checker.drain();
  run.checker.commit();
};
/** Alerts in short: `state start observed`. */
const toldBy = ({ alerts }: PeriodRun): string[] =>
  alerts.map(
    ({ state, window, observed }) =>
      `${state} ${new Date(window.startMs).toISOString().slice(0, 10)} ${observed}`,
  );

describe('a limit on a period', () => {
  it('of most fires as soon as it is crossed, once, also after a restart, and ends with a period within it', async () => {
    const run = start({ limits: [limitOf('max', 100, { period: 'day' })] });
    await take(run, record(at('2026-05-01T08:00:00Z'), 60));
    expect(toldBy(run)).toEqual([]);
    await take(run, record(at('2026-05-01T09:00:00Z'), 60));
    expect(toldBy(run)).toEqual(['firing 2026-05-01 120']);
    run.restart();
    await take(run, record(at('2026-05-01T10:00:00Z'), 60), record(at('2026-05-02T10:00:00Z'), 60));
    expect(run.alerts).toHaveLength(1);
    await take(run, record(at('2026-05-03T10:00:00Z'), 60));
    expect(toldBy(run)).toEqual(['firing 2026-05-01 120', 'resolved 2026-05-01 180']);
    expect(run.told('day')).toEqual(['2026-05-01T00:00 180/0 above', '2026-05-02T00:00 60/0 within']);
  });

  it('of least is judged at its end, where nothing is missing', async () => {
    const run = start({ limits: [limitOf('min', 100, { period: 'day' })] });
    await take(run, record(at('2026-05-01T08:00:00Z'), 60), record(at('2026-05-02T08:00:00Z'), 60));
    expect(toldBy(run)).toEqual(['firing 2026-05-01 60']);
    const begin = at('2026-05-01T22:00:00Z');
    const live = start({ limits: [limitOf('min', 100, { period: 'day' })], coverage: 'marked' });
    await take(live, record(begin, 60), mark(begin + 3 * 3_600_000, begin));
    expect(toldBy(live)).toEqual([]);
    const [day] = live.reports.filter(({ period }) => period === 'day');
    expect(day).toMatchObject({
      ...{ bytes: 60, status: 'unchecked', exact: false },
      lacks: [{ reason: 'not-captured', fromMs: at('2026-05-01T00:00:00Z'), toMs: begin }],
    });
  });

  it('that is corrected away is resolved, and told again with the next revision', async () => {
    const run = start({ limits: [limitOf('min', 100, { period: 'day' })] });
    await take(run, record(at('2026-05-01T08:00:00Z'), 60), record(at('2026-05-02T08:00:00Z'), 160));
    expect(run.told('day')).toEqual(['2026-05-01T00:00 60/0 below']);
    await take(run, record(at('2026-05-01T09:00:00Z'), 60));
    expect(toldBy(run)).toEqual(['firing 2026-05-01 60', 'resolved 2026-05-01 60']);
    expect(run.told('day')[1]).toBe('2026-05-01T00:00 120/1 within');
  });

  it('on some hours counts only windows that lie wholly inside, in local time', async () => {
    const limit = limitOf('max', 100, { period: 'day', hours: 'Mon-Fri 08:00-18:00' });
    const run = start({ limits: [limit], zone: 'Europe/Berlin' });
    // Friday the 1st: 05:59 and 16:00 UTC are 07:59 and 18:00 in Berlin.
    await take(run, ...['05:59', '16:00'].map((time) => record(at(`2026-05-01T${time}:00Z`), 200)));
    expect(toldBy(run)).toEqual([]);
    await take(run, record(at('2026-05-01T06:00:00Z'), 101), record(at('2026-05-02T10:00:00Z'), 200));
    expect(toldBy(run)).toEqual(['firing 2026-04-30 101']);
  });

  it('of least on some hours says nothing of a day without any of them', async () => {
    const limit = limitOf('min', 100, { period: 'day', hours: 'Mon-Fri 08:00-18:00' });
    const run = start({ limits: [limit] });
    const days = ['2026-05-02', '2026-05-03', '2026-05-04', '2026-05-05'];
    await take(run, ...days.map((day) => record(at(`${day}T07:00:00Z`), 200)));
    expect(toldBy(run)).toEqual(['firing 2026-05-04 0']);
  });

  it('on an agent counts what that agent recorded', async () => {
    const run = start({ limits: [limitOf('max', 100, { agent: 'eve' })] });
    const ms = at('2026-05-01T08:00:00Z');
    await take(run, record(ms, 200), record(ms, 100, '10.0.0.1', 'eve'));
    expect(toldBy(run)).toEqual([]);
    await take(run, record(ms + 1_000, 1, '10.0.0.1', 'eve'));
    expect(toldBy(run)).toEqual(['firing 2026-05-01 101']);
  });

  it('of another length than the windows is summed, too', async () => {
    const run = start({ limits: [limitOf('max', 100, { windowSeconds: 3_600 })] });
    const ms = at('2026-05-01T08:00:00Z');
    await take(run, record(ms, 60), record(ms + 1_800_000, 60));
    expect(toldBy(run)).toEqual(['firing 2026-05-01 120']);
  });

  it('on a host that is new in mid-period sums what is stored of it', async () => {
    const run = start();
    const ms = at('2026-05-01T08:00:00Z');
    await take(run, record(ms, 60), record(ms + 600_000, 60), record(ms + 600_000, 500, '10.0.0.9'));
    const limits = [limitOf('max', 100, { period: 'month', source: '10.0.0.1' })];
    run.relimit(limits, ms + 600_000);
    expect(toldBy(run)).toEqual(['firing 2026-05-01 120']);
    await take(run, record(ms + 1_200_000, 60));
    run.restart();
    const [month] = run.periods('month');
    expect(month!.facts.scopes.get('10.0.0.1|||')).toBe(180);
    run.relimit([], ms + 1_200_000);
    expect(run.alerts.at(-1)).toMatchObject({ state: 'resolved', resolveReason: 'limit-removed' });
  });

  it('warns from its own share on', async () => {
    const run = start({ limits: [limitOf('max', 100, { period: 'day', warnPercent: 50 })] });
    const warned: number[] = [];
    const commit = run.store.commit.bind(run.store);
    run.store.commit = (checkpoint) => {
      warned.push(...checkpoint.warnings.map(({ observed }) => observed));
      commit(checkpoint);
    };
    const ms = at('2026-05-01T08:00:00Z');
    await take(run, record(ms, 49));
    expect(warned).toEqual([]);
    await take(run, record(ms, 2));
    await take(run, record(ms, 3));
    expect(warned).toEqual([51]);
  });
});
