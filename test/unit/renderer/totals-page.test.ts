import { expect, it } from 'vitest';
import { MonitorError } from '../../../src-main/common/errors.ts';
import type { TotalRow, Totals } from '../../../src-main/common/model/totals.ts';
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

it('says how much is not known of hosts and pairs', () => {
  expect(topNote(0)).toBeNull();
  expect(topNote(5)).toMatch(/unknown/);
});

it('keeps saying why hosts and pairs of a period could not be read', async () => {
  const row: TotalRow = {
    ...{ ...span('2026-11-28T00:00Z', 24), bytes: 1, packets: 1, unknown: 0, closed: true, exact: true },
    ...{ lacks: [], projected: null, before: null, elapsed: null, beforeElapsed: null },
  };
  const totals = { per: 'day', timeZone: 'UTC', rows: [row], isCompared: false, isWhole: true };
  const clock = new FakeClock(at('2026-11-30T00:00Z'));
  const monitor = {
    getTotals: ({ top }: { readonly top?: unknown }) =>
      top ? Promise.reject(new MonitorError('store/damaged', 'Broken')) : Promise.resolve(totals),
  };
  const page = new TotalsPage({ monitor, clock });
  await page.load();
  await page.select(row.startMs);
  await page.load();
  expect(page.topProblem).toMatchObject({ code: 'store/damaged' });
  expect(page.problem).toBeNull();
});

it('takes a period and who had most of it from one answer, whatever came before', async () => {
  const row = (bytes: number): TotalRow => ({
    ...{ ...span('2026-11-28T00:00Z', 24), bytes, packets: 1, unknown: 0, closed: false, exact: true },
    ...{ lacks: [], projected: null, before: null, elapsed: null, beforeElapsed: null },
  });
  let bytes = 0;
  const top = () => ({
    kind: 'all' as const,
    top: {
      ...{ hosts: [{ address: '10.0.0.1', sent: bytes, received: 0, firstMs: 0, lastMs: 0 }], hostCount: 1 },
      ...{ hostsUnknown: 0, pairs: [], pairCount: 0, pairsUnknown: 0 },
    },
  });
  const monitor = {
    getTotals: (request: { readonly top?: unknown }) => {
      bytes += 100;
      const totals = { per: 'day', timeZone: 'UTC', rows: [row(bytes)], isCompared: false, isWhole: true };
      return Promise.resolve({ ...totals, ...(request.top ? { top: top() } : {}) });
    },
  };
  const clock = new FakeClock(at('2026-11-28T12:00Z'));
  const page = new TotalsPage({ monitor, clock });
  const shown = (): unknown => [
    page.selected?.bytes,
    page.top?.kind === 'all' && page.top.top.hosts[0]!.sent,
  ];
  await page.load();
  await page.select(row(0).startMs);
  expect(shown()).toEqual([200, 200]);
  clock.advance(6_000);
  await page.follow();
  expect(shown()).toEqual([300, 300]);
});

const day = (bytes: number): TotalRow => ({
  ...{ ...span('2026-11-28T00:00Z', 24), bytes, packets: 1, unknown: 0, closed: false, exact: true },
  ...{ lacks: [], projected: null, before: null, elapsed: null, beforeElapsed: null },
});
const dayOf = (bytes: number): Totals => ({
  ...{ per: 'day', timeZone: 'UTC', rows: [day(bytes)], isCompared: false, isWhole: true },
});

it('shows nothing of a host that is no longer the one that is meant', async () => {
  const answers: (() => void)[] = [];
  const asked: (string | undefined)[] = [];
  const monitor = {
    getTotals: ({ scope }: { readonly scope: { readonly host: string } | null }) => {
      asked.push(scope?.host);
      return new Promise<Totals>((resolve) =>
        answers.push(() => resolve(dayOf(scope?.host === 'a' ? 1 : 2))),
      );
    },
  };
  const page = new TotalsPage({ monitor, clock: new FakeClock(at('2026-11-28T12:00Z')) });
  const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  void page.showScope({ host: 'a', peer: null });
  await settled();
  void page.showScope({ host: 'b', peer: null });
  answers[0]!();
  await settled();
  expect(asked).toEqual(['a', 'b']);
  expect(page.totals).toBeNull();
  answers[1]!();
  await settled();
  expect(page.rows[0]!.bytes).toBe(2);
});

it('follows the present again a few minutes after a read that took long', async () => {
  const clock = new FakeClock(at('2026-11-28T12:00Z'));
  let [reads, tookMs] = [0, 60_000];
  const monitor = {
    getTotals: () => {
      clock.advance(tookMs);
      return Promise.resolve(dayOf((reads += 1)));
    },
  };
  const page = new TotalsPage({ monitor, clock });
  await page.load();
  clock.advance(200_000);
  await page.follow();
  expect(reads).toBe(1);
  clock.advance(100_000);
  tookMs = 0;
  await page.follow();
  expect(reads).toBe(2);
  // Somebody sets the time of day while it reads.
  const asleep = { getTotals: () => (clock.set(at('2026-11-29T12:00Z')), monitor.getTotals()) };
  const other = new TotalsPage({ monitor: asleep, clock });
  await other.load();
  clock.advance(6_000);
  await other.follow();
  expect(reads).toBe(4);
});

it('says of what is shown what it is of, while something else is read, or where that fails', async () => {
  let fails = false;
  const monitor = {
    getTotals: ({ scope }: { readonly scope: { readonly host: string } | null }) =>
      fails
        ? Promise.reject(new MonitorError('store/damaged', 'Broken'))
        : Promise.resolve(dayOf(scope === null ? 9 : 2)),
  };
  const page = new TotalsPage({ monitor, clock: new FakeClock(at('2026-11-28T12:00Z')) });
  await page.load();
  const host = { host: '10.0.0.1', peer: null };
  const [read] = [page.showScope(host), page.showDirection('in')];
  expect([page.scope, page.direction]).toEqual([host, 'in']);
  expect([page.rows[0]!.bytes, page.shown]).toEqual([
    9,
    { per: 'day', scope: null, part: 'both', direction: null },
  ]);
  await read;
  expect([page.rows[0]!.bytes, page.shown]).toEqual([
    2,
    { per: 'day', scope: host, part: 'both', direction: 'in' },
  ]);
  fails = true;
  await page.showPer('hour');
  expect(page.problem).not.toBeNull();
  expect([page.per, page.shown.per]).toEqual(['hour', 'day']);
});
