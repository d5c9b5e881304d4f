import { describe, expect, test } from 'vitest';
import { epochMs } from '../../../src-main/common/units.ts';
import { App } from '../../../src-renderer/state/app.svelte.ts';
import { keepPlace, takePlace } from '../../../src-renderer/features/kept-place.ts';
import { features } from '../../../src-renderer/features/features.ts';
import { FakeClock } from '../../support/process/fake-clock.ts';
import { FakeBridge } from './fake-bridge.ts';

/** What several windows, one after the other, remember. */
function memoryOf() {
  const values = new Map<string, string>();
  return {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
  };
}

const windowWith = (memory: ReturnType<typeof memoryOf>): App =>
  new App({
    ...{
      bridge: new FakeBridge({ suggestLimits: () => [] }),
      clock: new FakeClock(1_800_000_000_000),
      memory,
    },
    ...{ isMac: false, isSeen: () => true, isNarrow: () => false, language: 'en' },
    features,
  });

describe('the place of a window that was let go', () => {
  test('is taken up by the next one', () => {
    const memory = memoryOf();
    const before = windowWith(memory);
    before.layout.show('pairs');
    before.history.resume(2, epochMs(1_700_000_000_000));
    before.selection.startMs = epochMs(1_699_999_000_000);
    before.historyRange.resume(epochMs(1_600_000_000_000), epochMs(1_600_003_600_000), false);
    before.historyRange.scope = { host: '192.0.2.1', peer: null };
    Object.assign(before.totalsPage, { per: 'month', count: 24, compare: 'last-year' });
    before.pairList.filter = 'src:10.0.0.0/8';
    before.pairList.order = 'packets';
    Object.assign(before.alertsPage, { query: 'office', subject: '["router-1"]' });
    Object.assign(before.limitGroups, { terms: '[300]', traffic: '[null,null]' });
    before.alertsPage.order = { column: 'observed', descending: true };
    void before.openAlert.open('a');
    before.openAlert.comment = 'it was the backup';
    before.openAlert.close();
    before.settingsPage.query = 'tray';
    before.problemBoard.dismiss('agents/silent');
    keepPlace(before, memory, 240);
    const after = windowWith(memory);
    expect(takePlace(after, memory)).toBe(240);
    expect(after.layout.view).toBe('pairs');
    expect([after.history.range, after.history.heldEndMs]).toEqual([2, 1_700_000_000_000]);
    expect(after.selection.startMs).toBe(1_699_999_000_000);
    expect(after.historyRange).toMatchObject({
      ...{ startMs: 1_600_000_000_000, endMs: 1_600_003_600_000, isLive: false },
      scope: { host: '192.0.2.1', peer: null },
    });
    expect(after.totalsPage).toMatchObject({ per: 'month', count: 24, compare: 'last-year', scope: null });
    expect(after.pairList).toMatchObject({ filter: 'src:10.0.0.0/8', order: 'packets', descending: true });
    expect(after.alertsPage).toMatchObject({
      ...{ query: 'office', subject: '["router-1"]', order: { column: 'observed' } },
    });
    expect(after.limitGroups).toMatchObject({ terms: '[300]', traffic: '[null,null]' });
    expect(after.settingsPage.query).toBe('tray');
    expect([...after.openAlert.drafts]).toEqual([['a', 'it was the backup']]);
    expect([...after.problemBoard.dismissed]).toEqual(['agents/silent']);
  });

  test('has the agent whose history was shown', () => {
    const memory = memoryOf();
    const before = windowWith(memory);
    before.historyRange.agent = 'office-*';
    keepPlace(before, memory, 0);
    const after = windowWith(memory);
    takePlace(after, memory);
    expect(after.historyRange).toMatchObject({ agent: 'office-*', scope: null });
  });

  test('has the first steps open that were open, and says no more than before whether they were asked for', () => {
    const memory = memoryOf();
    const before = windowWith(memory);
    before.welcome.meet(0);
    keepPlace(before, memory, 0);
    const after = windowWith(memory);
    takePlace(after, memory);
    expect(after.welcome.kept).toBe('unasked');
    void after.welcome.open();
    keepPlace(after, memory, 0);
    const third = windowWith(memory);
    takePlace(third, memory);
    third.welcome.giveWay();
    expect(third.welcome.kept).toBe('asked');
    third.welcome.close();
    keepPlace(third, memory, 0);
    const last = windowWith(memory);
    takePlace(last, memory);
    expect(last.welcome.kept).toBeNull();
  });

  test('is taken up once, and not if it can not be read', () => {
    const memory = memoryOf();
    const before = windowWith(memory);
    before.settingsPage.query = 'tray';
    keepPlace(before, memory, 0);
    takePlace(windowWith(memory), memory);
    const third = windowWith(memory);
    expect(takePlace(third, memory)).toBe(0);
    expect(third.settingsPage.query).toBe('');
    memory.setItem('place', '{"pairs":7}');
    expect(takePlace(third, memory)).toBe(0);
  });

  test('of a live history moves on to the present', () => {
    const memory = memoryOf();
    const before = windowWith(memory);
    before.historyRange.resume(epochMs(0), epochMs(7_200_000), true);
    keepPlace(before, memory, 0);
    const after = windowWith(memory);
    takePlace(after, memory);
    expect(after.historyRange.spanMs).toBe(7_200_000);
    expect(after.historyRange.endMs).toBeGreaterThanOrEqual(1_800_000_000_000);
  });
});
