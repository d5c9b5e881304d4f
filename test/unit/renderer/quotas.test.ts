import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Quota, Quotas } from '../../../src-main/common/model/quotas.ts';
import { createClient } from '../../../src-renderer/state/client.ts';
import { QuotaList } from '../../../src-renderer/features/quotas/quota-list.svelte.ts';
import { quotaBar } from '../../../src-renderer/features/quotas/quota-bar.ts';
import { periodText, quotaScope, quotaState } from '../../../src-renderer/features/quotas/quota-words.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { FakeClock } from '../../support/process/fake-clock.ts';
import { limitOf } from '../../support/records/flows.ts';
import { FakeBridge } from './fake-bridge.ts';

const hourMs = 3_600_000;
const quota = (parts: Partial<Quota> = {}): Quota => ({
  ...{ limit: limitOf('max', 1_000, { period: 'day' }), period: 'day' },
  ...{ startMs: epochMs(0), endMs: epochMs(24 * hourMs), used: 400, exact: true, lacks: [] },
  ...{ projection: { bytes: 800, reachesMs: null }, previous: null },
  ...parts,
});

describe('the bar of a quota', () => {
  it('shows what is used, what will be, the time that has gone and where to warn', () => {
    expect(quotaBar(quota(), 80, 12 * hourMs)).toEqual({
      ...{ fill: 40, ahead: 40, excess: 0, timeMark: 50, warnMark: 80 },
    });
  });

  it('keeps to its length, whatever is used', () => {
    const property = fc.property(
      fc.nat(1e15),
      fc.nat(1e15),
      fc.option(fc.nat(1e15)),
      fc.integer({ min: 1, max: 100 }),
      fc.integer({ min: -50, max: 50 }),
      (used, value, expected, warn, hours) => {
        const projection = expected === null ? null : { bytes: used + expected, reachesMs: null };
        const parts = { used, projection, limit: limitOf('max', value) };
        const { fill, ahead, excess, timeMark, warnMark } = quotaBar(quota(parts), warn, hours * hourMs);
        for (const length of [fill, ahead, excess, timeMark, warnMark]) {
          expect(length).toBeGreaterThanOrEqual(0);
          expect(length).toBeLessThanOrEqual(100);
        }
        expect(fill + ahead + excess).toBeLessThanOrEqual(100.000001);
        expect(excess > 0).toBe(used > value);
      },
    );
    fc.assert(property);
  });
});

describe('a quota in words', () => {
  const at = new Date(2026, 4, 10).getTime();

  it.each([
    [{ used: 1_001 }, 'Used up', 'bad'],
    [{ used: 1_000 }, 'Above the warning level of 80 %', 'warning'],
    [
      { projection: { bytes: 2_000, reachesMs: at + 50 * 24 * hourMs } },
      'Used up by 29 Jun at this rate',
      'warning',
    ],
    [
      { projection: { bytes: 2_000, reachesMs: at + 14 * hourMs } },
      'Used up by 14:00 at this rate',
      'warning',
    ],
    [{ projection: null }, 'No projection yet', 'neutral'],
    [{}, 'On track at this rate', 'good'],
    [{ exact: false }, 'On track, as far as counted', 'neutral'],
  ])('says what it comes to: %j', (parts, text, tone) => {
    expect(quotaState(quota(parts as Partial<Quota>), 80, at)).toMatchObject({ text, tone });
  });

  it('names its period and its traffic', () => {
    expect(
      ['month', 'month@1', 'month@2', 'month@11', 'month@15', 'month@23', '6h', 'week'].map(periodText),
    ).toEqual([
      ...['Month', 'Month', 'Month from the 2nd', 'Month from the 11th', 'Month from the 15th'],
      ...['Month from the 23rd', 'Every 6h', 'Week'],
    ]);
    const label = (address: string): string => `<${address}>`;
    expect(quotaScope(limitOf('max', 1, { period: 'day', warnPercent: 3 }), label)).toBe('all traffic');
    const terms = { period: 'day', source: '10.0.0.1', hours: '08:00-18:00' };
    expect(quotaScope(limitOf('max', 1, terms), label)).toBe('<10.0.0.1> → any, 08:00-18:00 only');
  });
});

describe('the list of quotas', () => {
  it('is read no more than every five seconds while it is followed, and at once when asked', async () => {
    const clock = new FakeClock(1_000);
    const found: Quotas = { atMs: epochMs(1), timeZone: 'UTC', count: 0, quotas: [] };
    const bridge = new FakeBridge({ listQuotas: () => found });
    const list = new QuotaList({ ...createClient(bridge), clock });
    for (let second = 0; second < 11; second += 1) {
      await list.follow();
      clock.advance(1_000);
    }
    expect([bridge.requests('listQuotas').length, list.found]).toEqual([3, found]);
    await list.load();
    expect(bridge.requests('listQuotas')).toHaveLength(4);
  });

  it('says why it can not be read, and keeps what it knew', async () => {
    let fails = false;
    const found: Quotas = { atMs: epochMs(1), timeZone: 'UTC', count: 0, quotas: [] };
    const listQuotas = (): Quotas => {
      if (fails) throw new Error('thread ended');
      return found;
    };
    const list = new QuotaList({ ...createClient(new FakeBridge({ listQuotas })), clock: new FakeClock(0) });
    await list.load();
    fails = true;
    await list.load();
    expect([list.found, list.problem?.message]).toEqual([found, expect.stringContaining('thread ended')]);
    fails = false;
    await list.load();
    expect(list.problem).toBe(null);
  });

  it('shows those of a chosen period, and all where that has none any more', async () => {
    const quotas = ['day', 'month', 'day'].map((period, i) => quota({ period, used: i }));
    let found: Quotas = { atMs: epochMs(1), timeZone: 'UTC', count: 3, quotas };
    const list = new QuotaList({
      ...createClient(new FakeBridge({ listQuotas: () => found })),
      clock: new FakeClock(0),
    });
    await list.load();
    expect(list.shown).toEqual(quotas);
    list.period = 'month';
    expect(list.shown).toEqual([quotas[1]]);
    found = { ...found, count: 2, quotas: [quotas[0]!, quotas[2]!] };
    await list.load();
    expect(list.shown).toEqual(found.quotas);
  });
});
