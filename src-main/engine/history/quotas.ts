import type { Limit } from '../../common/model/limits.ts';
import type { NamedNetworks } from '../../common/named-networks.ts';
import {
  isQuota,
  type PreviousPeriod,
  type Quota,
  type Quotas,
  type QuotaSum,
  shareUsed,
} from '../../common/model/quotas.ts';
import type { Lack } from '../../common/model/windows.ts';
import { Calendar } from '../../common/periods/calendar.ts';
import type { Period, PeriodSpan } from '../../common/periods/period.ts';
import { type EpochMs, epochMs } from '../../common/units.ts';
import { periodOf } from '../limits/limit-period.ts';
import { LimitTable } from '../limits/limits-in-force.ts';
import { unjudgedReason } from '../limits/unjudged.ts';
import { periodScope } from '../periods/period-plan.ts';
import { PeriodSum, wholeScope } from '../periods/period-sum.ts';
import { tileMs } from '../periods/period-sums.ts';
import { projectionOf } from '../periods/projection.ts';
import type { DataFolder } from '../store/data-folder.ts';
import { kindOf, type PeriodKind, type PeriodRepository } from '../store/period-repository.ts';
import type { Series } from '../store/series-repository.ts';
import type { RollupRepository } from '../store/rollup-repository.ts';

/** Windows that end so long after they should have are not only late. */
const patienceMs = 60_000;

/**
 * The maxima on periods and what is used of them, as of the last checkpoint: those in force in the present periods, the
 * nearest to full first.
 *
 * @param count as many are listed
 */
export function readQuotas(folder: DataFolder, series: Series, count: number, now: EpochMs): Quotas {
  const reader = new QuotaReader(folder, series, now);
  const quotas = reader.all();
  const { presentMs: atMs, calendar } = reader;
  return { atMs, timeZone: calendar.timeZone, count: quotas.length, quotas: quotas.slice(0, count) };
}

/** A kind of periods with those of it that are looked at. */
interface KindOfPeriods {
  readonly period: Period;
  readonly present: PeriodSpan;
  readonly sum: PeriodSum | undefined;
  readonly previous: PeriodSum | undefined;
  readonly fromOf: (scope: string) => number;
}

class QuotaReader {
  readonly calendar: Calendar;
  /** What is replayed is of another time: its present is the end of its newest window. */
  readonly presentMs: EpochMs;
  readonly #series: Series;
  readonly #limits: readonly Limit[];
  readonly #periods: PeriodRepository;
  readonly #rollups: RollupRepository;
  readonly #networks: NamedNetworks;
  readonly #isLive: boolean;
  /** Up to when there are windows; undefined where there are none. */
  readonly #windowsToMs: number | undefined;

  constructor(folder: DataFolder, series: Series, now: EpochMs) {
    const windows = folder.windows(series);
    const lastMs = windows.span()?.lastMs;
    this.#series = series;
    this.#networks = folder.networks.named;
    this.#isLive = series.name.startsWith('live|');
    this.#limits = (this.#isLive ? undefined : folder.series.limitsOf(series.id)) ?? folder.limits.current();
    this.#periods = folder.periodRows(series);
    this.#rollups = windows.rollups;
    this.#windowsToMs = lastMs === undefined ? undefined : lastMs + series.sizeMs;
    const isReplayed = !this.#isLive && this.#windowsToMs !== undefined;
    this.presentMs = isReplayed ? epochMs(this.#windowsToMs - 1) : now;
    this.calendar = new Calendar(this.#periods.timeZone());
  }

  all(): Quota[] {
    const { sizeMs: windowMs } = this.#series;
    const judging = {
      ...{ windowMs, calendar: this.calendar },
      ...{ now: this.presentMs, networks: this.#networks },
    };
    const maxima = this.#limits.filter(
      (limit) => isQuota(limit, windowMs) && !unjudgedReason(limit, judging),
    );
    const byPeriod = Map.groupBy(maxima, (limit) => periodOf(limit, windowMs).name);
    const quotas = [...byPeriod.values()].flatMap((limits) => this.#quotasOf(limits));
    return quotas.sort((a, b) => shareUsed(b) - shareUsed(a) || a.endMs - b.endMs);
  }

  /** @param limits on one kind of periods */
  #quotasOf(limits: readonly Limit[]): Quota[] {
    const { sizeMs } = this.#series;
    const kind = this.#kindOf(periodOf(limits[0]!, sizeMs));
    const table = new LimitTable(limits, sizeMs, () => true, this.#networks);
    const inForce = [...table.at(kind.present.startMs).limits.values()];
    const elapsed = inForce.length > 0 ? this.#elapsed(kind) : null;
    return inForce.map(({ limit }) => this.#quota(limit, kind, elapsed));
  }

  #kindOf(period: Period): KindOfPeriods {
    const kind = kindOf(period, this.calendar.timeZone);
    const summed = this.#periods.summedFrom(kind);
    const fromOf = (scope: string): number => summed.get(scope) ?? Infinity;
    const present = this.calendar.periodAt(this.presentMs, period);
    const { startMs: previousMs } = this.calendar.periodAt(epochMs(present.startMs - 1), period);
    return {
      ...{ period, present, fromOf },
      sum: this.#load(kind, present.startMs, fromOf),
      previous: this.#load(kind, previousMs, fromOf),
    };
  }

  #load(kind: PeriodKind, startMs: EpochMs, fromOf: (scope: string) => number): PeriodSum | undefined {
    const stored = this.#periods.load(kind, startMs);
    if (!stored) return undefined;
    const sum = new PeriodSum(stored, { windowMs: tileMs(this.#series), isLive: this.#isLive, fromOf });
    sum.resumeScopes(stored.scopes);
    return sum;
  }

  #quota(limit: Limit, kind: KindOfPeriods, elapsed: QuotaSum | null): Quota {
    const { period, present, sum, fromOf } = kind;
    const scope = periodScope(limit, this.#networks);
    const used = sum?.bytesOf(scope) ?? 0;
    const lacks = this.#lacksOf(kind, scope);
    const { endMs } = present;
    const sinceMs = sum?.sinceMs == null ? null : epochMs(Math.max(sum.sinceMs, fromOf(scope)));
    return {
      ...{ limit, period: period.name, startMs: present.startMs, endMs, used, lacks },
      exact: sinceMs !== null && lacks.length === 0,
      projection:
        sinceMs === null || sinceMs >= this.presentMs
          ? null
          : projectionOf({ bytes: used, endMs, sinceMs, closed: false }, limit.value, this.presentMs),
      previous: previousOf(kind, scope, elapsed),
    };
  }

  /** What a sum lacks of what has passed so far. */
  #lacksOf({ present: { startMs }, sum, fromOf }: KindOfPeriods, scope: string): Lack[] {
    const summedMs = fromOf(scope);
    const windowsToMs = this.#windowsToMs ?? Infinity;
    const isBehind = this.#isLive && this.presentMs - windowsToMs > this.#series.sizeMs + patienceMs;
    return [
      ...(sum?.lacks.filter(({ reason }) => reason !== 'not-over') ?? []),
      // What its own total lacks, the sum says itself.
      ...((scope !== wholeScope || !sum) && summedMs > startMs
        ? [
            {
              reason: summedMs === Infinity ? 'not-summed' : 'not-kept',
              fromMs: startMs,
              toMs: epochMs(Math.min(summedMs, this.presentMs)),
            } as const,
          ]
        : []),
      ...(isBehind
        ? [
            {
              reason: 'coverage-unknown',
              fromMs: epochMs(Math.max(startMs, windowsToMs)),
              toMs: this.presentMs,
            } as const,
          ]
        : []),
    ];
  }

  /** As much of the previous period as has gone of the present one: windows say so, where they don't overlap. */
  #elapsed({ present, previous }: KindOfPeriods): QuotaSum | null {
    const { sizeMs, slideMs } = this.#series;
    if (!previous || sizeMs !== slideMs) return null;
    const goneMs = Math.floor((this.presentMs - present.startMs) / sizeMs) * sizeMs;
    const toMs = Math.min(previous.endMs, previous.startMs + goneMs);
    if (toMs <= previous.startMs) return { bytes: 0, exact: true };
    const [sum] = this.#rollups.between([previous.startMs, toMs]);
    if (!sum) return { bytes: 0, exact: !this.#isLive };
    const areAll = !this.#isLive || sum.windows * sizeMs === toMs - previous.startMs;
    return { bytes: sum.bytes, exact: areAll && sum.inexact === 0 };
  }
}

function previousOf(
  { previous, fromOf }: KindOfPeriods,
  scope: string,
  elapsed: QuotaSum | null,
): PreviousPeriod | null {
  if (!previous || fromOf(scope) >= previous.endMs) return null;
  const { startMs, endMs, exact } = previous;
  const whole = { bytes: previous.bytesOf(scope), exact: exact && previous.knows(scope) };
  return { startMs, endMs, whole, elapsed: scope === wholeScope ? elapsed : null };
}
