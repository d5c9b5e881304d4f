import type { Calendar } from '../../common/periods/calendar.ts';
import { parsePeriod, type Period } from '../../common/periods/period.ts';
import type { DurationMs, EpochMs } from '../../common/units.ts';
import { everMs, type PastStretch, type PastSums } from '../periods/past-sums.ts';
import type { PlannedPeriod, ScopeGroup } from '../periods/period-plan.ts';
import type { PeriodStore, StoredPeriod, SummedFrom } from '../periods/period-store.ts';
import { type PeriodFacts, wholeScope } from '../periods/period-sum.ts';
import { tileMs } from '../periods/period-sums.ts';
import type { Window } from '../windows/window.ts';
import type { Connection } from './database.ts';
import { PeriodBackfill } from './period-backfill.ts';
import { kindOf, type PeriodKind, type PeriodRepository } from './period-repository.ts';
import type { Series } from './series-repository.ts';
import type { WindowRepository } from './window-repository.ts';

/** Pairs of stored windows are summed for so long when a limit on a part of the traffic is new: the rest is not known. */
const budgetMs = 500;

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

/** The periods of a series in one calendar; those that are new are summed from stored windows: the newest at once. */
export class PeriodHistory implements PeriodStore {
  readonly #parts: HistoryParts;
  readonly #backfill: PeriodBackfill;

  constructor(parts: HistoryParts) {
    this.#parts = parts;
    this.#backfill = new PeriodBackfill(parts.connection, parts.series);
  }

  prepare(plan: readonly PlannedPeriod[]): ReadonlyMap<string, SummedFrom> {
    const { connection, periods } = this.#parts;
    return connection
      .transaction(() => {
        const kinds = plan.map((one) => ({ ...one, kind: this.#kindOf(one.period) }));
        for (const known of periods.kinds())
          if (!kinds.some(({ kind }) => isSame(kind, known))) periods.forget(known);
        for (const one of kinds) this.#prepareKind(one.kind, one);
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

  /** Sums scopes of the open periods of a kind from the pairs of their windows, newest first, as far as they are kept. */
  #sumScopes(kind: PeriodKind, groups: readonly ScopeGroup[], missing: ReadonlySet<string>): void {
    const { periods, windows, series } = this.#parts;
    const open = periods.open(kind);
    const span = windows.span();
    const nextMs = span ? span.lastMs + series.sizeMs : everMs;
    const past = groups.filter(({ agent }) => agent === undefined);
    const sums = new Map(open.map(({ startMs }) => [startMs as number, new Map<string, number>()]));
    // What is over when a scope is new is not summed by it.
    const overMs = periods.list(kind, -Infinity, Infinity, 1)[0]?.facts.endMs ?? everMs;
    const fromMs = past.length > 0 && open.length > 0 ? this.#sumPast(past, open, sums) : nextMs;
    for (const scope of missing) {
      // Who recorded what is not kept.
      const isOfAgent = groups.some((group) => group.agent !== undefined && hasScope(group, scope));
      periods.saveFrom(kind, scope, open.length === 0 ? overMs : isOfAgent ? nextMs : fromMs);
    }
    for (const { startMs } of open)
      for (const [scope, bytes] of sums.get(startMs)!)
        if (missing.has(scope)) periods.saveScope(kind, startMs, scope, bytes);
  }

  /** @returns from when on the sums have all */
  #sumPast(
    groups: readonly ScopeGroup[],
    open: readonly StoredPeriod[],
    sums: ReadonlyMap<number, Map<string, number>>,
  ): number {
    const { windows, monotonic, series } = this.#parts;
    const begun = monotonic();
    const windowMs = tileMs(series);
    const oldestMs = open[0]!.startMs;
    for (const startMs of windows.startsFrom(oldestMs)) {
      if (windowMs === null) return startMs + series.sizeMs;
      if (startMs % windowMs !== 0) continue;
      const window = windows.load(startMs);
      const period = open.find((one) => one.startMs <= startMs && startMs < one.endMs);
      if (!window || !period) continue;
      const isSummed = this.#sumWindow(window, groups, sums.get(period.startMs)!);
      if (!isSummed || monotonic() - begun > budgetMs) return isSummed ? startMs : window.endMs;
    }
    return oldestMs;
  }

  /** @returns whether all scopes of it are known */
  #sumWindow(window: Window, groups: readonly ScopeGroup[], sums: Map<string, number>): boolean {
    const { pairs, packets } = window;
    if (packets > 0 && pairs.size === 0) return false;
    const inForce = groups.filter(({ hours }) => !hours || this.#parts.calendar.isInside(window, hours));
    const isKnown = inForce.every(({ index }) => index.keys.every((key) => pairs.knows(key)));
    if (!isKnown) return false;
    const add = (scope: string, bytes: number): void => void sums.set(scope, (sums.get(scope) ?? 0) + bytes);
    for (const { index, keys, wholeKey } of inForce) {
      if (wholeKey !== undefined) add(wholeKey, window.bytes);
      index.keys.forEach((key, scope) => add(keys[scope]!, pairs.folded?.get(key) ?? 0));
      for (const { pair, bytes } of index.size > 0 ? pairs.entries() : [])
        if (pair !== '') for (const scope of index.scopesOf(pair)) add(keys[scope]!, bytes);
    }
    return true;
  }
}

/** All stored windows. */
const all = { notBeforeMs: everMs, beforeMs: Infinity };

const isSame = (a: PeriodKind, b: PeriodKind): boolean => a.name === b.name && a.timeZone === b.timeZone;

const hasScope = ({ keys, wholeKey }: ScopeGroup, scope: string): boolean =>
  wholeKey === scope || keys.includes(scope);
