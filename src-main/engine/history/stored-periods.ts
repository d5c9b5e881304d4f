import type { PeriodSummary } from '../../common/model/periods.ts';
import type { EpochMs } from '../../common/units.ts';
import { PeriodSum } from '../periods/period-sum.ts';
import { tileMs } from '../periods/period-sums.ts';
import { projectionOf } from '../periods/projection.ts';
import type { DataFolder } from '../store/data-folder.ts';
import type { PeriodRecord } from '../store/period-repository.ts';
import type { Series } from '../store/series-repository.ts';

/** Which periods are wanted. */
export interface PeriodQuery {
  /** Names of kinds; undefined for all. */
  readonly names?: readonly string[] | undefined;
  /** They start in `[from, to)`. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** At most so many of each kind: the newest. */
  readonly count?: number | undefined;
  readonly now: EpochMs;
}

/** The stored periods of a series, by kind, oldest first. */
export function* storedPeriods(
  folder: DataFolder,
  series: Series,
  { names, from = -Infinity, to = Infinity, count = -1, now }: PeriodQuery,
): Generator<PeriodSummary> {
  const repository = folder.periodRows(series);
  const kinds = repository.kinds();
  const timeZone = repository.timeZone();
  // What is replayed is of another time: its newest packet is its present.
  const isLive = series.name.startsWith('live|');
  const lastMs = folder.windows(series).span()?.lastMs;
  const present = isLive || lastMs === undefined ? now : lastMs;
  for (const kind of kinds) {
    if (names && !names.includes(kind.name)) continue;
    const summed = repository.summedFrom(kind);
    const fromOf = (scope: string): number => summed.get(scope) ?? Infinity;
    for (const record of repository.list(kind, from, to, count)) {
      const period = new PeriodSum(record.facts, { windowMs: tileMs(series), isLive, fromOf });
      yield summaryOf(record, period, timeZone, present);
    }
  }
}

const summaryOf = (
  { period: name, limits, status, timeZone: own }: PeriodRecord,
  period: PeriodSum,
  timeZone: string,
  now: EpochMs,
): PeriodSummary => {
  const { startMs, endMs, reports, closed, bytes, packets, exact, lacks } = period;
  return {
    ...{ period: name, timeZone: own === '' ? timeZone : own, startMs, endMs },
    ...{ revision: Math.max(0, reports - 1), closed, bytes, packets, status, exact, lacks, limits },
    projection: projectionOf(period, limits.max, now),
  };
};
