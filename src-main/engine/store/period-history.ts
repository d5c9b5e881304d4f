import type { Calendar } from '../../common/periods/calendar.ts';
import { parsePeriod, type Period, type PeriodSpan } from '../../common/periods/period.ts';
import type { DurationMs, EpochMs } from '../../common/units.ts';
import { everMs, type PastStretch, type PastSums } from '../periods/past-sums.ts';
import type { KindScopes, PastScopes } from '../periods/past-scopes.ts';
import type { PlannedPeriod, ScopeGroup } from '../periods/period-plan.ts';
import type { PeriodStore, StoredPeriod, SummedFrom } from '../periods/period-store.ts';
import { type PeriodFacts, wholeScope } from '../periods/period-sum.ts';
import { tileMs } from '../periods/period-sums.ts';
import type { DataFolder } from './data-folder.ts';
import type { Connection } from './database.ts';
import { PeriodBackfill } from './period-backfill.ts';
import { ScopeBackfill, type ScopesByPeriod } from './scope-backfill.ts';
import { kindOf, type PeriodKind, type PeriodRepository } from './period-repository.ts';
import type { Series } from './series-repository.ts';
import type { WindowRepository } from './window-repository.ts';

/** Pairs of stored windows are summed for so long when a limit on a part of the traffic is new: the rest is not known. */
const budgetMs = 500;
/** The same, where another thread sums them ahead. */
const aheadMs = 2_000;

/** What the sums of the past are made of. */
export interface HistoryParts {
  readonly connection: Connection;
  readonly series: Pick<Series, 'id' | 'sizeMs' | 'slideMs'>;
  readonly windows: WindowRepository;
  readonly periods: PeriodRepository;
  readonly calendar: Calendar;
  /** A clock that never jumps. */
  readonly monotonic: () => DurationMs;
  /** How many windows a new kind of periods is summed from at once: the newest. Others are left for later. */
  readonly atOnce: number;
}

type CalendarParts = Pick<HistoryParts, 'calendar' | 'monotonic'> & Partial<Pick<HistoryParts, 'atOnce'>>;

/** The periods of a series in one calendar; those that are new are summed from stored windows: the newest at once. */
export class PeriodHistory implements PeriodStore {
  readonly #parts: HistoryParts;
  readonly #backfill: PeriodBackfill;
  readonly #scopes: ScopeBackfill;
  #ahead: PastScopes = new Map();

  /**
   * The periods of a series of a data folder, as a calendar has them.
   *
   * @param monotonic a clock that never jumps
   * @param atOnce how many windows a new kind of periods is summed from at once
   */
  static of(
    folder: Pick<DataFolder, 'connection' | 'windows' | 'periodRows'>,
    series: Series,
    { calendar, monotonic, atOnce = Infinity }: CalendarParts,
  ): PeriodHistory {
    const { connection } = folder;
    const [windows, periods] = [folder.windows(series), folder.periodRows(series)];
    return new PeriodHistory({ connection, series, windows, periods, calendar, monotonic, atOnce });
  }

  constructor(parts: HistoryParts) {
    this.#parts = parts;
    this.#backfill = new PeriodBackfill(parts.connection, parts.series);
    this.#scopes = new ScopeBackfill(parts);
  }

  prepare(plan: readonly PlannedPeriod[]): ReadonlyMap<string, SummedFrom> {
    const { connection, periods } = this.#parts;
    return connection
      .transaction(() => {
        const kinds = plan.map((one) => ({ ...one, kind: this.#kindOf(one.period) }));
        for (const known of periods.kinds())
          if (!kinds.some(({ kind }) => isSame(kind, known))) periods.forget(known);
        for (const one of kinds) this.#prepareKind(one.kind, one);
        this.#ahead = new Map();
        return new Map(kinds.map(({ kind }) => [kind.name, periods.summedFrom(kind)]));
      })
      .immediate();
  }

  open(period: Period): StoredPeriod[] {
    return this.#parts.periods.open(this.#kindOf(period));
  }

  load(period: Period, startMs: EpochMs): StoredPeriod | undefined {
    return this.#parts.periods.load(this.#kindOf(period), startMs);
  }

  #kindOf(period: Period): PeriodKind {
    return kindOf(period, this.#parts.calendar.timeZone);
  }

  #prepareKind(kind: PeriodKind, { period, groups, scopes }: PlannedPeriod): void {
    const { periods } = this.#parts;
    let summed = periods.summedFrom(kind);
    if (!summed.has(wholeScope)) {
      periods.forget(kind);
      periods.saveFrom(kind, wholeScope, this.#sumTotals(period));
      summed = periods.summedFrom(kind);
    }
    for (const scope of summed.keys())
      if (scope !== wholeScope && !scopes.includes(scope)) periods.forgetScope(kind, scope);
    const missing = new Set(scopes.filter((scope) => !summed.has(scope)));
    if (missing.size > 0) this.#sumScopes(kind, groups, missing);
  }

  /**
   * Sums the newest stored windows by a period, of which the last one is open.
   *
   * @returns from when on the sums have all
   */
  #sumTotals({ name }: Period): number {
    const { series, windows, atOnce } = this.#parts;
    const span = windows.span();
    if (tileMs(series) === null) return span ? span.lastMs + series.sizeMs : everMs;
    const { fromMs, periods } = this.sumPast({ ...all, names: [name], count: atOnce });
    const sums = periods.get(name)!;
    for (const [i, facts] of sums.entries()) this.#save(name, { ...facts, closed: i < sums.length - 1 });
    return fromMs;
  }

  sumPast(stretch: Omit<PastStretch, 'timeZone'>): PastSums {
    const { calendar } = this.#parts;
    return this.#backfill.sum({ ...stretch, timeZone: calendar.timeZone }, calendar);
  }

  #save(name: string, facts: PeriodFacts): void {
    this.#parts.periods.save({
      ...{ period: parsePeriod(name), timeZone: this.#parts.calendar.timeZone, facts },
      ...{ reports: Number(facts.closed), status: 'unchecked' },
      ...{ limits: { min: null, max: null }, breachChanges: new Map(), scopes: new Map() },
    });
  }

  /**
   * Sums the scopes that are new in a plan from all windows that are closed. It only reads: another thread may do it for
   * {@link takeAhead}.
   */
  sumAhead(plan: readonly PlannedPeriod[]): PastScopes {
    const ahead = new Map<string, KindScopes>();
    for (const { period, groups, scopes } of plan) {
      const kind = this.#kindOf(period);
      const summed = this.#parts.periods.summedFrom(kind);
      const open = summed.has(wholeScope) ? this.#parts.periods.open(kind) : this.#firstOpen(period);
      const past = groups.filter(isPast);
      if (past.length === 0 || open.length === 0 || scopes.every((scope) => summed.has(scope))) continue;
      const sums = emptySums(open);
      const [oldestMs, beforeMs] = [open[0]!.startMs, this.#scopes.closedMs];
      const stamp = this.#scopes.stamp(oldestMs, beforeMs);
      const stretch = { fromMs: oldestMs, beforeMs, budgetMs: aheadMs };
      const fromMs = this.#scopes.sum(past, open, sums, stretch);
      ahead.set(kind.name, { scopes: past.flatMap(scopesIn), beforeMs, fromMs, stamp, sums });
    }
    return ahead;
  }

  /** What will be open of periods of which none is summed yet: the one that {@link #sumTotals} comes to last. */
  #firstOpen(period: Period): PeriodSpan[] {
    const { series, windows, calendar } = this.#parts;
    const span = windows.span();
    return span && tileMs(series) !== null ? [calendar.periodAt(span.lastMs, period)] : [];
  }

  takeAhead(ahead: PastScopes): void {
    this.#ahead = ahead;
  }

  /** Sums scopes of the open periods of a kind from the pairs of their windows, newest first, as far as they are kept. */
  #sumScopes(kind: PeriodKind, groups: readonly ScopeGroup[], missing: ReadonlySet<string>): void {
    const { periods } = this.#parts;
    const open = periods.open(kind);
    const nextMs = this.#scopes.endMs;
    const past = groups.filter(isPast);
    const sums = emptySums(open);
    // What is over when a scope is new is not summed by it.
    const overMs = periods.list(kind, -Infinity, Infinity, 1)[0]?.facts.endMs ?? everMs;
    const fromMs = past.length > 0 && open.length > 0 ? this.#sumPast(kind, past, open, sums) : nextMs;
    for (const scope of missing) {
      // Who recorded what is not kept.
      const isOfAgent = groups.some((group) => !isPast(group) && hasScope(group, scope));
      periods.saveFrom(kind, scope, open.length === 0 ? overMs : isOfAgent ? nextMs : fromMs);
    }
    for (const { startMs } of open)
      for (const [scope, bytes] of sums.get(startMs)!)
        if (missing.has(scope)) periods.saveScope(kind, startMs, scope, bytes);
  }

  /** @returns from when on the sums have all */
  #sumPast(
    { name }: PeriodKind,
    groups: readonly ScopeGroup[],
    open: readonly StoredPeriod[],
    sums: ScopesByPeriod,
  ): number {
    const oldestMs = open[0]!.startMs;
    const ahead = this.#fitting(this.#ahead.get(name), groups, open);
    const sinceMs = ahead?.beforeMs ?? oldestMs;
    const fromMs = this.#scopes.sum(groups, open, sums, { fromMs: sinceMs, beforeMs: Infinity, budgetMs });
    if (!ahead || fromMs > sinceMs) return fromMs;
    for (const [startMs, scopes] of ahead.sums) {
      const own = sums.get(startMs);
      for (const [scope, bytes] of own ? scopes : []) own!.set(scope, (own!.get(scope) ?? 0) + bytes);
    }
    return ahead.fromMs;
  }

  /** What was summed ahead, where it is of all that is asked for, and of what is stored now. */
  #fitting(
    ahead: KindScopes | undefined,
    groups: readonly ScopeGroup[],
    open: readonly PeriodSpan[],
  ): KindScopes | undefined {
    const oldestMs = open[0]!.startMs;
    if (!ahead || ahead.beforeMs < oldestMs || !ahead.sums.has(oldestMs)) return undefined;
    const hasPeriods = open.every(({ startMs }) => ahead.beforeMs <= startMs || ahead.sums.has(startMs));
    const hasAll = groups.flatMap(scopesIn).every((scope) => ahead.scopes.includes(scope));
    return hasPeriods && hasAll && this.#scopes.stamp(oldestMs, ahead.beforeMs) === ahead.stamp
      ? ahead
      : undefined;
  }
}

const isPast = ({ agent }: ScopeGroup): boolean => agent === undefined;

const emptySums = (open: readonly PeriodSpan[]): ScopesByPeriod =>
  new Map(open.map(({ startMs }) => [startMs as number, new Map<string, number>()]));

const scopesIn = ({ keys, wholeKey }: ScopeGroup): string[] =>
  wholeKey === undefined ? [...keys] : [...keys, wholeKey];

/** All stored windows. */
const all = { notBeforeMs: everMs, beforeMs: Infinity };

const isSame = (a: PeriodKind, b: PeriodKind): boolean => a.name === b.name && a.timeZone === b.timeZone;

const hasScope = (group: ScopeGroup, scope: string): boolean => scopesIn(group).includes(scope);
