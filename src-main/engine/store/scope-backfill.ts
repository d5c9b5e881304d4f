import type { Calendar } from '../../common/periods/calendar.ts';
import type { PeriodSpan } from '../../common/periods/period.ts';
import type { DurationMs } from '../../common/units.ts';
import { everMs } from '../periods/past-sums.ts';
import type { ScopeGroup } from '../periods/period-plan.ts';
import { tileMs } from '../periods/period-sums.ts';
import type { Window } from '../windows/window.ts';
import type { Connection } from './database.ts';
import type { Series } from './series-repository.ts';
import type { WindowRepository } from './window-repository.ts';

interface BackfillParts {
  readonly connection: Connection;
  readonly series: Pick<Series, 'id' | 'sizeMs' | 'slideMs'>;
  readonly windows: WindowRepository;
  readonly calendar: Calendar;
  /** A clock that never jumps. */
  readonly monotonic: () => DurationMs;
}

/** Which windows are summed, and for how long at most. */
export interface ScopeStretch {
  readonly fromMs: number;
  readonly beforeMs: number;
  readonly budgetMs: number;
}

/** Bytes by scope, by the start of the period that the windows are in. */
export type ScopesByPeriod = ReadonlyMap<number, Map<string, number>>;

/** Sums scopes of periods from the pairs of stored windows. It only reads. */
export class ScopeBackfill {
  readonly #parts: BackfillParts;
  readonly #stamp;

  constructor(parts: BackfillParts) {
    this.#parts = parts;
    this.#stamp = parts.connection
      .prepare(
        `SELECT count(*) || ' ' || coalesce(sum(bytes), 0) || ' ' || coalesce(sum(packets), 0) FROM windows
         WHERE series_id = ? AND start_ms >= ? AND start_ms < ?`,
      )
      .pluck();
  }

  /** Another one once windows that start in `[fromMs, beforeMs)` hold something else, or are there no more. */
  stamp(fromMs: number, beforeMs: number): string {
    return this.#stamp.get(this.#parts.series.id, fromMs, beforeMs) as string;
  }

  /** Where the newest stored window ends. */
  get endMs(): number {
    const { windows, series } = this.#parts;
    const span = windows.span();
    return span ? span.lastMs + series.sizeMs : everMs;
  }

  /** Stored windows before it are closed. */
  get closedMs(): number {
    return this.#parts.windows.open()[0]?.startMs ?? this.endMs;
  }

  /**
   * Sums windows into the periods that hold them, the newest first, as far as their pairs are kept.
   *
   * @returns from when on the sums have all
   */
  sum(
    groups: readonly ScopeGroup[],
    periods: readonly PeriodSpan[],
    sums: ScopesByPeriod,
    stretch: ScopeStretch,
  ): number {
    const { windows, monotonic, series } = this.#parts;
    const begun = monotonic();
    const windowMs = tileMs(series);
    for (const startMs of windows.startsFrom(stretch.fromMs)) {
      if (startMs >= stretch.beforeMs) continue;
      if (windowMs === null) return startMs + series.sizeMs;
      if (startMs % windowMs !== 0) continue;
      const window = windows.load(startMs);
      const period = periods.find((one) => one.startMs <= startMs && startMs < one.endMs);
      if (!window || !period) continue;
      const isSummed = this.#sumWindow(window, groups, sums.get(period.startMs)!);
      if (!isSummed || monotonic() - begun > stretch.budgetMs) return isSummed ? startMs : window.endMs;
    }
    return stretch.fromMs;
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
      for (let place = 0; index.size > 0 && place < pairs.end; place += 1) {
        if (!pairs.holds(place) || pairs.familyAt(place) === 0) continue;
        for (const scope of index.scopesOf(pairs.pairAt(place))) add(keys[scope]!, pairs.bytesAt(place));
      }
    }
    return true;
  }
}
