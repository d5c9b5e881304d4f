import { describe, expect, it } from 'vitest';
import type { UsualStep } from '../../../src-main/common/model/usual.ts';
import { plainNetworks } from '../../../src-main/common/named-networks.ts';
import type { UsualWanted } from '../../../src-main/common/model/range.ts';
import type { History } from '../../../src-main/engine/history/history.ts';
import { UsualAnswers, type UsualRequest } from '../../../src-main/engine/history/usual.ts';
import type { LogMessage } from '../../../src-main/engine/log/message-log.ts';
import { batchOf, flow } from '../../support/records/flows.ts';
import { ownedRuns, type PeriodRun } from '../periods/period-run.ts';

const start = ownedRuns();
const [hourMs, dayMs] = [3_600_000, 86_400_000];
const at = (text: string): number => Date.parse(text);

/** Of what is asked what was usual. */
interface Asked extends UsualWanted {
  readonly fromMs: number;
  readonly toMs: number;
  readonly scope: { readonly host: string; readonly peer: string | null } | null;
}

async function usualIn(
  history: History,
  {
    fromMs,
    toMs,
    of,
    scope = null,
    direction = null,
  }: Partial<Asked> & Pick<Asked, 'fromMs' | 'toMs' | 'of'>,
): Promise<readonly UsualStep[]> {
  const way = direction && { direction };
  const { usual } = await history.getRange({
    of: scope ? { kind: 'scope', ...scope, ...way, peers: 0 } : { kind: 'totals', windows: 0 },
    ...{ edges: [fromMs, toMs], before: null, usual: { of, direction: scope ? null : direction } },
  });
  return usual;
}

let sequence = 0;
const record = (ms: number, bytes: number): LogMessage => ({
  ...{ kind: 'records', agent: 'ada', epoch: 1, firstSequence: sequence++ },
  batch: batchOf(ms, [flow('10.0.0.1', '8.8.8.8', bytes)]),
});

/** Windows of an hour from a day on, for so many days. */
async function filled(
  zone: string,
  firstMs: number,
  days: number,
  bytesAt: (ms: number) => number,
): Promise<PeriodRun> {
  const run = start({ zone, windowMs: hourMs });
  const windows = Array.from({ length: days * 24 }, (_, i) => firstMs + i * hourMs);
  await run.log.append(windows.map((ms) => record(ms, bytesAt(ms))));
  await run.checker.drain();
  run.checker.commit();
  return run;
}

/** Tells the time of the day and the kind of day in a zone, by another way than the product's. */
function wallIn(zone: string): (ms: number) => { time: string; isWeekend: boolean } {
  const writer = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone: zone, weekday: 'short', hour: '2-digit', minute: '2-digit' },
  });
  return (ms) => {
    const parts = writer.formatToParts(ms);
    const part = (type: string): string => parts.find((one) => one.type === type)!.value;
    return { time: `${part('hour')}:${part('minute')}`, isWeekend: part('weekday').startsWith('S') };
  };
}

const nearest = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.ceil(share * values.length) - 1]!;

describe('what is usual at an hour', () => {
  it('is median and quartiles of the same hour of like days in the four weeks before, over changed clocks', async () => {
    const zone = 'Europe/Berlin';
    const firstMs = at('2026-03-08T00:00Z');
    const bytesAt = (ms: number): number => 1 + (((ms / (hourMs / 2)) * 7_919) % 1_009);
    const run = await filled(zone, firstMs, 35, bytesAt);
    const [fromMs, toMs] = [at('2026-04-10T00:00Z'), at('2026-04-12T00:00Z')];
    const steps = await usualIn(run.history(toMs), { fromMs, toMs, of: 'windows' });
    expect(steps).toHaveLength(48);
    const wall = wallIn(zone);
    const seen = Array.from({ length: 35 * 24 }, (_, i) => firstMs + i * hourMs);
    for (const step of steps) {
      const own = wall(step.startMs);
      const all = seen.filter((ms) => {
        const daysAgo = Math.round((step.startMs - ms) / dayMs);
        return wall(ms).time === own.time && daysAgo >= 1 && daysAgo <= 28;
      });
      const alike = all.filter((ms) => wall(ms).isWeekend === own.isWeekend);
      // On a Sunday there was no two o'clock: seven days are too few.
      const hours = alike.length < 8 ? all : alike;
      const values = hours.map(bytesAt);
      expect(step).toEqual({
        ...{ startMs: step.startMs, endMs: step.startMs + hourMs, dayCount: hours.length },
        ...{ lower: nearest(values, 0.25), median: nearest(values, 0.5), upper: nearest(values, 0.75) },
        days: hours === all ? 'all' : own.isWeekend ? 'weekend' : 'workdays',
      });
    }
    expect(steps.filter(({ days }) => days === 'all')).toHaveLength(1);
    for (const of of ['hours', 'largest'] as const)
      expect(await usualIn(run.history(toMs), { fromMs, toMs, of })).toEqual(steps);
  });

  it('is not told from fewer than 8 days, and from all days where those of its kind are too few', async () => {
    const firstMs = at('2026-03-02T00:00Z'); // a Monday
    const run = await filled('UTC', firstMs, 13, () => 5);
    const days = async (day: string): Promise<UsualStep[]> => {
      const fromMs = at(`${day}T12:00Z`);
      return [...(await usualIn(run.history(fromMs), { fromMs, toMs: fromMs + hourMs, of: 'windows' }))];
    };
    expect(await days('2026-03-09')).toEqual([]);
    expect(await days('2026-03-10')).toMatchObject([{ days: 'all', dayCount: 8, median: 5 }]);
    expect(await days('2026-03-12')).toMatchObject([{ days: 'workdays', dayCount: 8 }]);
    expect(await days('2026-03-14')).toMatchObject([{ days: 'all', dayCount: 12 }]);
    expect(await days('2026-05-01')).toEqual([]);
  });

  it('is told of the days of a host and of one way, to the byte, where all of its pairs are known', async () => {
    const run = start({ zone: 'Europe/Berlin', windowMs: hourMs });
    const firstMs = at('2026-02-28T23:00Z');
    const hours = Array.from({ length: 40 * 24 }, (_, i) => firstMs + i * hourMs);
    const bytesAt = (ms: number): number => 1 + (((ms / hourMs) * 7_919) % 1_009);
    await run.log.append(
      hours.map((ms): LogMessage => ({
        // As many records as flows.
        ...{ kind: 'records', agent: 'ada', epoch: 1, firstSequence: (sequence += 4) },
        batch: batchOf(ms, [
          flow('10.0.0.1', '8.8.8.8', bytesAt(ms)),
          ...[
            flow('8.8.8.8', '10.0.0.1', 3),
            flow('10.0.0.2', '10.0.0.1', 70),
            flow('10.0.0.2', '9.9.9.9', 5),
          ],
        ]),
      })),
    );
    await run.checker.drain();
    run.checker.commit();
    const [fromMs, toMs] = [at('2026-04-02T22:00Z'), at('2026-04-04T22:00Z')];
    const scope = { host: '10.0.0.1', peer: null };
    const history = run.history(toMs);
    const dates = Map.groupBy(hours, (ms) =>
      new Date(ms).toLocaleDateString('sv', { timeZone: 'Europe/Berlin' }),
    );
    const isWeekend = (date: string): boolean => [0, 6].includes(new Date(date).getUTCDay());
    const expected = (date: string, bytesOf: (ms: number) => number) => {
      const ago = (other: string): number => (Date.parse(date) - Date.parse(other)) / dayMs;
      const days = [...dates].filter(
        ([other]) => ago(other) >= 1 && ago(other) <= 28 && isWeekend(other) === isWeekend(date),
      );
      const values = days.map(([, own]) => own.reduce((sum, ms) => sum + bytesOf(ms), 0));
      return {
        ...{ lower: nearest(values, 0.25), median: nearest(values, 0.5), upper: nearest(values, 0.75) },
        ...{ dayCount: days.length, days: isWeekend(date) ? 'weekend' : 'workdays' },
      };
    };
    const ask = { fromMs, toMs, of: 'days' as const };
    const tellOf = (bytesOf: (ms: number) => number) =>
      ['2026-04-03', '2026-04-04'].map((date) => expected(date, bytesOf));
    expect(await usualIn(history, ask)).toMatchObject(tellOf((ms) => bytesAt(ms) + 78));
    expect(await usualIn(history, { ...ask, scope })).toMatchObject(tellOf((ms) => bytesAt(ms) + 73));
    expect(await usualIn(history, { ...ask, direction: 'in' })).toMatchObject(tellOf(() => 3));
    expect(await usualIn(history, { ...ask, scope, direction: 'out' })).toMatchObject(tellOf(bytesAt));
    const totals = await history.getTotals({
      ...{ per: 'day', fromMs, toMs, count: 9, direction: 'out', hasDirections: false, compare: null },
      scope: { ...scope, part: 'both' },
      hasUsual: true,
    });
    expect(totals.usual).toEqual(await usualIn(history, { ...ask, scope, direction: 'out' }));
    const hour = { fromMs: toMs - hourMs, toMs, of: 'hours' as const };
    expect(await usualIn(history, { ...hour, scope, direction: 'in' })).toMatchObject([
      { median: 3, dayCount: 8 },
    ]);
    run.forget(at('2026-04-01T00:00Z'), 'pairs');
    expect(await usualIn(run.history(toMs), { ...ask, scope })).toEqual([]);
    expect(await usualIn(run.history(toMs), ask)).toHaveLength(2);
  });

  it('is not told of a longer range than there is time for', async () => {
    const firstMs = at('2026-03-02T00:00Z');
    const run = await filled('UTC', firstMs, 9, () => 5);
    const toMs = firstMs + 9 * dayMs;
    const tell = (days: number) =>
      usualIn(run.history(toMs), { fromMs: toMs - days * dayMs, toMs, of: 'hours' });
    expect([(await tell(62)).length > 0, await tell(63)]).toEqual([true, []]);
  });

  it('is told anew once a window has closed', async () => {
    const firstMs = at('2026-03-02T00:00Z');
    const run = await filled('UTC', firstMs, 9, () => 5);
    const fromMs = at('2026-03-11T00:00Z');
    const history = run.history(fromMs);
    const usual = () => usualIn(history, { fromMs, toMs: fromMs + hourMs, of: 'windows' });
    const before = await usual();
    expect(await usual()).toBe(before);
    await run.log.append([record(fromMs, 5), record(fromMs + hourMs, 5)]);
    await run.checker.drain();
    run.checker.commit();
    expect(await usual()).not.toBe(before);
  });
});

const ask: UsualRequest = { fromMs: 0, toMs: hourMs, of: 'hours', scope: null, direction: null };

it('is told anew where a window closed while it was summed', async () => {
  const answers = new UsualAnswers();
  const { home } = plainNetworks();
  const [before, after] = [1, 2].map((closedMs) => ({ closedMs, home }));
  const summed = Promise.withResolvers<readonly UsualStep[]>();
  const first = answers.of(ask, before!, () => summed.promise);
  await answers.of({ ...ask, toMs: dayMs }, after!, () => Promise.resolve([]));
  summed.resolve([]);
  await first;
  let told = 0;
  const tell = (): Promise<readonly UsualStep[]> => Promise.resolve((told++, []));
  await answers.of(ask, after!, tell);
  await answers.of(ask, after!, tell);
  expect(told).toBe(1);
});

it('is told anew where other networks are in a group, or are home', async () => {
  const run = start({ windowMs: hourMs });
  const firstMs = at('2026-03-02T00:00Z');
  const hosts = ['10.1.0.1', '10.2.0.1'].map((host, i) => flow(host, '8.8.8.8', 10 ** i));
  const hours = Array.from({ length: 13 * 24 }, (_, i) => firstMs + i * hourMs);
  await run.log.append(
    hours.map((ms): LogMessage => ({
      ...{ kind: 'records', agent: 'ada', epoch: 1, firstSequence: (sequence += 2) },
      batch: batchOf(ms, hosts),
    })),
  );
  await run.checker.drain();
  run.checker.commit();
  const toMs = at('2026-03-14T00:00Z');
  const history = run.history(toMs);
  const usual = async (asked: object): Promise<number | undefined> => {
    const [step] = await usualIn(history, { fromMs: toMs - hourMs, toMs, of: 'hours', ...asked });
    return step?.median;
  };
  const office = { scope: { host: '@office', peer: null } };
  const setNetworks = (host: string, home: string): void =>
    run.setNetworks({ home: [home], groups: { office: [host] } });
  setNetworks('10.1.0.1', '10.1.0.0/16');
  expect([await usual(office), await usual({ direction: 'out' })]).toEqual([1, 1]);
  setNetworks('10.2.0.1', '10.1.0.0/16');
  expect([await usual(office), await usual({ direction: 'out' })]).toEqual([10, 1]);
  setNetworks('10.2.0.1', '10.0.0.0/8');
  expect([await usual(office), await usual({ direction: 'out' })]).toEqual([10, 11]);
});
