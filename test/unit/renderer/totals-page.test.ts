import { expect, it } from 'vitest';
import { MonitorError } from '../../../src-main/common/errors.ts';
import type { TotalRow } from '../../../src-main/common/model/totals.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { TotalsPage } from '../../../src-renderer/features/totals/totals-page.svelte.ts';
import { topNote } from '../../../src-renderer/features/totals/top-rows.ts';
import { periodText } from '../../../src-renderer/features/totals/totals-words.ts';
import { FakeClock } from '../../support/process/fake-clock.ts';

const hourMs = 3_600_000;
const at = (text: string) => epochMs(Date.parse(text));
const span = (text: string, hours: number) => ({
  ...{ startMs: at(text), endMs: epochMs(at(text) + hours * hourMs) },
});

it('writes periods in the zone in which they begin', () => {
  const now = at('2026-11-30T00:00Z');
  const text = (per: Parameters<typeof periodText>[1], from: string, hours: number, zone: string): string =>
    periodText(span(from, hours), per, now, zone);
  expect(text('day', '2026-11-27T15:00Z', 24, 'Asia/Tokyo')).toBe('Sat 28 Nov');
  expect(text('month', '2026-10-31T15:00Z', 720, 'Asia/Tokyo')).toBe('November 2026');
  expect(text('year', '2025-12-31T15:00Z', 8_760, 'Asia/Tokyo')).toBe('2026');
  expect(text('week', '2026-11-22T15:00Z', 168, 'Asia/Tokyo')).toBe('23 Nov – 29 Nov');
  // Clocks show two o'clock twice.
  expect(text('hour', '2026-10-25T00:00Z', 1, 'Europe/Berlin')).toMatch(/^25 Oct, 02:00–.*\(GMT\+02:00\)$/);
  expect(text('hour', '2026-10-25T01:00Z', 1, 'Europe/Berlin')).toMatch(/^25 Oct, 02:00–.*\(GMT\+01:00\)$/);
  expect(text('hour', '2026-10-25T02:00Z', 1, 'Europe/Berlin')).toBe('25 Oct, 03:00–04:00');
});

it('says where hosts and pairs are of all traffic, though one way is shown', () => {
  expect(topNote(0, null)).toBeNull();
  expect(topNote(0, 'in')).toBe('Of traffic in all directions.');
  expect(topNote(5, 'in')).toMatch(/all directions.*unknown/);
});

it('keeps saying why hosts and pairs of a period could not be read', async () => {
  const row: TotalRow = {
    ...{ ...span('2026-11-28T00:00Z', 24), bytes: 1, packets: 1, unknown: 0, closed: true, exact: true },
    ...{ lacks: [], projected: null, before: null, elapsed: null, beforeElapsed: null },
  };
  const totals = { per: 'day', timeZone: 'UTC', rows: [row], isCompared: false, isWhole: true };
  const clock = new FakeClock(at('2026-11-30T00:00Z'));
  const monitor = {
    getTotals: () => Promise.resolve(totals),
    getRangeTop: () => Promise.reject(new MonitorError('store/damaged', 'Broken')),
    getScopeHistory: () => Promise.reject(new Error('not asked')),
  };
  const page = new TotalsPage({ monitor, clock });
  await page.load();
  await page.select(row.startMs);
  await page.load();
  expect(page.topProblem).toMatchObject({ code: 'store/damaged' });
  expect(page.problem).toBeNull();
});
