import type { RangeReport } from '../../common/model/report.ts';
import { Calendar } from '../../common/periods/calendar.ts';
import { parsePeriod } from '../../common/periods/period.ts';
import { systemTimeZone } from '../../common/periods/time-zone.ts';
import type { EpochMs } from '../../common/units.ts';
import type { DataFolder } from '../store/data-folder.ts';
import type { Series } from '../store/series-repository.ts';
import { readQuotas } from './quotas.ts';
import { hostsOfRange } from './range-hosts.ts';

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
export function reportOf(
  folder: DataFolder,
  series: Series,
  { period, at, now, hosts }: ReportRequest,
): RangeReport {
  const kinds = folder.periodRows(series).kinds();
  const timeZone = kinds.find((kind) => kind.timeZone !== '')?.timeZone ?? systemTimeZone();
  const span = new Calendar(timeZone).periodAt(at, parsePeriod(period));
  const windows = folder.windows(series);
  const isPresent = span.startMs <= now && now < span.endMs;
  return {
    ...{ period, timeZone, span },
    total: windows.rollups.between([span.startMs, span.endMs])[0] ?? null,
    lacks: windows
      .list(span.startMs, span.endMs, most.windows)
      .flatMap((window) => (window.closed ? window.lacks : [])),
    quotas: isPresent ? readQuotas(folder, series, most.quotas, now).quotas : [],
    ...hostsOfRange(folder, series, span, hosts),
    alerts: folder.alerts
      .newest(series.id, most.alerts, now)
      .filter(({ began, latest }) => began.startMs < span.endMs && latest.window.endMs > span.startMs)
      .reverse(),
  };
}
