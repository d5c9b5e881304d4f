import { describe, expect, test } from 'vitest';
import { epochMs } from '../../../src-main/common/units.ts';
import {
  alertBound,
  sortAlerts,
  withAlert,
  withFiring,
} from '../../../src-renderer/features/alerts/alert-list.ts';
import { nowMs, sampleAlert } from './samples.ts';

describe('the list of alerts', () => {
  const older = sampleAlert({ id: 'older', state: 'resolved', atMs: epochMs(nowMs - 2) });
  const newer = sampleAlert({ id: 'newer', state: 'resolved', atMs: epochMs(nowMs - 1) });
  const firing = sampleAlert({ id: 'firing', atMs: epochMs(nowMs - 9) });

  test('has firing ones first, then the newest', () => {
    expect(sortAlerts([older, newer, firing])).toEqual([firing, newer, older]);
  });

  test('holds an alert once, in its newest state', () => {
    const resolved = { ...firing, state: 'resolved' as const, atMs: nowMs };
    expect(withAlert([firing, newer], resolved)).toEqual([resolved, newer]);
  });

  test('has alerts by their last window, whatever the clock said', () => {
    const window = { startMs: epochMs(nowMs), endMs: epochMs(nowMs + 300_000) };
    const last = sampleAlert({
      id: 'last',
      state: 'resolved',
      latest: { window, observed: 1 },
      atMs: epochMs(0),
    });
    expect(sortAlerts([newer, last])).toEqual([last, newer]);
  });

  test('has those that are firing as they are now, and is the same list where nothing went on', () => {
    const list = [firing, older];
    const grown = { ...firing, observed: 9_999, windows: 2 };
    expect(withFiring(list, [grown])).toEqual([grown, older]);
    expect(withFiring(list, [{ ...firing }, { ...older, state: 'firing', windows: 5 }])).toBe(list);
  });

  test('is bounded', () => {
    const many = Array.from({ length: alertBound + 5 }, (_, i) => sampleAlert({ id: String(i) }));
    expect(sortAlerts(many)).toHaveLength(alertBound);
  });
});
