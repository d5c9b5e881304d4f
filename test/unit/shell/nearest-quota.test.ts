import { expect, it } from 'vitest';
import type { MonitorApi } from '../../../src-main/common/contract/monitor.ts';
import { NearestQuota } from '../../../src-main/shell/nearest-quota.ts';
import { FakeClock } from '../../support/process/fake-clock.ts';
import { limitOf } from '../../support/records/flows.ts';

const month = limitOf('max', 5, { period: 'month' });

function start(limits = [month]) {
  const clock = new FakeClock(1_000);
  const asked: string[] = [];
  const told: (number | undefined)[] = [];
  let used = 1;
  const engine = {
    listLimits: () => Promise.resolve(asked.push('listLimits') && limits),
    listQuotas: () => Promise.resolve(asked.push('listQuotas') && { quotas: [{ used }] }),
  } as unknown as MonitorApi;
  const nearest: NearestQuota = new NearestQuota({
    ...{ clock, engine },
    onChanged: () => told.push(nearest.quota?.used),
  });
  return { clock, asked, told, nearest, use: (bytes: number) => (used = bytes) };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('the quota nearest to full is read at the start, and no more often than every 25 seconds', async () => {
  const { clock, asked, told, nearest, use } = start();
  await nearest.begin();
  await settled();
  expect([asked, told]).toEqual([['listLimits', 'listQuotas'], [1]]);
  use(2);
  for (let second = 1; second <= 60; second += 1) {
    clock.advance(1_000);
    nearest.look();
    await settled();
  }
  expect([asked.length, told]).toEqual([4, [1, 2, 2]]);
});

it('the quota is read at each look where somebody looks a little less than every 30 seconds', async () => {
  const { clock, asked, nearest } = start();
  await nearest.begin();
  for (let look = 1; look <= 4; look += 1) {
    clock.advance(29_500);
    nearest.look();
    await settled();
  }
  expect(asked).toEqual(['listLimits', ...Array.from({ length: 5 }, () => 'listQuotas')]);
});

it('nobody is asked where no limit is a quota, and one that is new is read at once', async () => {
  const { asked, told, nearest } = start([limitOf('max', 5), limitOf('min', 5, { period: 'day' })]);
  await nearest.begin();
  nearest.look();
  await settled();
  expect([asked, told]).toEqual([['listLimits'], [undefined]]);
  nearest.takeLimits([month]);
  await settled();
  nearest.takeLimits([]);
  expect([asked, told]).toEqual([
    ['listLimits', 'listQuotas'],
    [undefined, 1, undefined],
  ]);
});
