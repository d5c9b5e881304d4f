import type { Clock } from '../../common/clock.ts';
import type { RangeReport, ReportTotal } from '../../common/model/report.ts';
import type { Lack, WindowRollup, WindowSummary } from '../../common/model/windows.ts';
import { parsePeriod, type PeriodSpan } from '../../common/periods/period.ts';
import type { EpochMs } from '../../common/units.ts';
import type { DataFolder } from '../store/data-folder.ts';
import type { Series } from '../store/series-repository.ts';
import { missingTime, PeriodTotals } from './period-totals.ts';
import { readQuotas } from './quotas.ts';
import { hostsOfRange, type RangeHosts } from './range-hosts.ts';

/** Alerts and windows that are looked at. */
const most = { alerts: 10_000, windows: 110_000, quotas: 100 };

/** What is reported, and as of when. */
export interface ReportRequest {
  readonly period: string;
  /** An instant of the period. */
  readonly at: EpochMs;
  readonly now: EpochMs;
  readonly hosts: number;
}

/** Sums up a period of the calendar: totals, quotas, hosts, alerts, and what was not captured. */
export async function reportOf(
  folder: DataFolder,
  series: Series,
  request: ReportRequest,
  clock: Pick<Clock, 'monotonic'>,
): Promise<RangeReport> {
  const facts = folder.transaction(() => factsOf(folder, series, request));
  const wanted = { count: request.hosts, clock, budgetMs: Infinity };
  return { ...facts, ...(await hostsOfRange(folder, series, facts.span, wanted)) };
}

function factsOf(
  folder: DataFolder,
  series: Series,
  { period, at, now }: ReportRequest,
): Omit<RangeReport, keyof RangeHosts> {
  const totals = new PeriodTotals(folder, series, now);
  const { timeZone } = totals.calendar;
  const span = totals.calendar.periodAt(at, parsePeriod(period));
  const isPresent = span.startMs <= now && now < span.endMs;
  const alerts = folder.alerts.within(series.id, span, most.alerts, now);
  return {
    ...{ period, timeZone, span, total: totalOf(folder, series, totals, { period, span }) },
    quotas: isPresent ? readQuotas(folder, series, most.quotas, now).quotas : [],
    ...{ alerts: alerts.newest.reverse(), alertCount: alerts.count },
  };
}

function totalOf(
  folder: DataFolder,
  series: Series,
  totals: PeriodTotals,
  { period, span }: Pick<RangeReport, 'period' | 'span'>,
): ReportTotal | null {
  const range = { fromMs: span.startMs, toMs: span.endMs, count: 1 };
  const windows = folder.windows(series).rollups.between([span.startMs, span.endMs])[0];
  const { above, below } = windows ?? { above: 0, below: 0 };
  const counts = { windows: windows?.windows ?? 0, above, below };
  const total = totals.sums(parsePeriod(period)) ? totals.list(parsePeriod(period), range)[0] : undefined;
  if (total) {
    const { bytes, packets, closed, lacks } = total;
    return { bytes, packets, closed, lacks, ...counts };
  }
  if (!windows || series.sizeMs !== series.slideMs) return null;
  const { bytes, packets } = windows;
  const closed = span.endMs <= totals.presentMs;
  return {
    bytes,
    packets,
    closed,
    ...counts,
    lacks: lacksOfWindows(folder, series, span, { totals, windows }),
  };
}

/** Of a period that is not summed: what its windows lack, and the time of which there are none. */
function lacksOfWindows(
  folder: DataFolder,
  series: Series,
  { startMs, endMs }: PeriodSpan,
  { totals, windows }: { totals: PeriodTotals; windows: WindowRollup },
): Lack[] {
  const isOver = endMs <= totals.presentMs;
  const listed = folder.windows(series).list(startMs, endMs, most.windows);
  const isWhole = !totals.isLive || !isOver || windows.windows * series.sizeMs >= endMs - startMs;
  const keptFromMs = folder.history.keptFromMs(series.id) ?? startMs;
  return [
    ...listed.flatMap((window) => (window.closed ? lacksInTime(window) : [])),
    ...(isWhole
      ? []
      : gapsOf(listed, { startMs, endMs }).flatMap((gap) => missingTime(gap.startMs, gap.endMs, keptFromMs))),
    ...(isOver ? [] : [{ reason: 'not-over' as const, toMs: endMs }]),
  ];
}

/** What a window lacks, each with its time. */
const lacksInTime = ({ lacks, startMs: fromMs, endMs: toMs }: WindowSummary): Lack[] =>
  lacks.map((lack) => ({ fromMs, toMs, ...lack }));

/** The times of a period of which there are no windows. @param listed its windows, oldest first */
function gapsOf(listed: readonly WindowSummary[], { startMs, endMs }: PeriodSpan): PeriodSpan[] {
  const ends = [startMs, ...listed.map((window) => window.endMs)];
  const starts = [...listed.map((window) => window.startMs), endMs];
  return ends.flatMap((from, i) => (from < starts[i]! ? [{ startMs: from, endMs: starts[i]! }] : []));
}
