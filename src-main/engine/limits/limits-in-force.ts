import { isOff } from '../../common/limit-switch.ts';
import type { Limit } from '../../common/model/limits.ts';
import { plainNetworks } from '../../common/named-networks.ts';
import type { MinMax } from '../../common/model/windows.ts';
import type { EpochMs } from '../../common/units.ts';
import { isForWindows } from './limit-period.ts';
import { scopeKey } from '../../common/limit-scope.ts';
import { ScopeIndex } from './scope-index.ts';

/** A limit in force. */
export interface LimitInForce {
  readonly limit: Limit;
  /** Its name, scope and window length as one text. */
  readonly key: string;
  /** Number of its scope in the index; {@link totalScope} for the window's total. */
  readonly scope: number;
}

/** What a window is compared with. */
export interface LimitsInForce {
  /** Of each name and scope the row with the newest effective date that is not after the window's start, by its key. */
  readonly limits: ReadonlyMap<string, LimitInForce>;
  readonly byScope: ReadonlyMap<number, readonly LimitInForce[]>;
  /** The limits on the window's total; where several apply, the strictest. */
  readonly total: MinMax;
  /** Finds the scopes that hold a pair. */
  readonly scopes: ScopeIndex;
}

/** The scope of limits that are about a window's total. */
export const totalScope = -1;

/** Times between two effective dates whose limits are remembered: more than open windows touch. */
const erasKnown = 16;

/** The rows that apply to windows of one length, ready to be asked for many windows. */
export class LimitTable {
  /** The rows of each name and scope, by effective date. */
  readonly #histories: ReadonlyMap<string, readonly Limit[]>;
  readonly #scopeNumbers = new Map<string, number>();
  readonly #scopes: ScopeIndex;
  /** All effective dates: between two of them the same limits are in force. */
  readonly #dates: readonly EpochMs[];
  /** What is in force, by the number of effective dates that have passed. */
  readonly #known = new Map<number, LimitsInForce>();

  /**
   * @param applies which rows it is made of; those on all of a window of that length, unless others are named
   * @param networks what directions and groups mean; rows of a group that there is not are left out
   */
  constructor(
    rows: readonly Limit[],
    windowMs: number,
    applies = (limit: Limit): boolean => isForWindows(limit, windowMs),
    networks = plainNetworks(),
  ) {
    this.#scopes = new ScopeIndex(networks);
    const applying = rows.filter(
      (limit) => applies(limit) && networks.knows(limit.source) && networks.knows(limit.destination),
    );
    this.#histories = Map.groupBy(applying, scopeKey);
    for (const [key, history] of this.#histories) {
      (history as Limit[]).sort((a, b) => a.effectiveMs - b.effectiveMs);
      this.#scopeNumbers.set(key, isForTotal(history[0]!) ? totalScope : this.#scopes.add(history[0]!));
    }
    this.#dates = [...new Set(applying.map(({ effectiveMs }) => effectiveMs))].sort((a, b) => a - b);
  }

  /** The limits in force for the window that starts then; the same object while they are the same. */
  at(startMs: EpochMs): LimitsInForce {
    const era = countUpTo(this.#dates, startMs, (date) => date);
    const known = this.#known.get(era);
    if (known) return known;
    if (this.#known.size >= erasKnown) this.#known.clear();
    const inForce = this.#inForce(startMs);
    this.#known.set(era, inForce);
    return inForce;
  }

  #inForce(startMs: EpochMs): LimitsInForce {
    const limits = new Map<string, LimitInForce>();
    for (const [key, history] of this.#histories) {
      const limit = history[countUpTo(history, startMs, ({ effectiveMs }) => effectiveMs) - 1];
      if (limit && !isOff(limit)) limits.set(key, { limit, key, scope: this.#scopeNumbers.get(key)! });
    }
    const byScope = Map.groupBy(limits.values(), ({ scope }) => scope);
    return { limits, byScope, total: totalLimits(byScope.get(totalScope) ?? []), scopes: this.#scopes };
  }
}

/** How many of the items, sorted by date, are not after an instant: by bisection. */
function countUpTo<T>(items: readonly T[], at: EpochMs, dateOf: (item: T) => EpochMs): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (dateOf(items[middle]!) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether a limit is for the window's total rather than for a source, a destination or a direction. */
export const isForTotal = ({ source, destination, direction }: Limit): boolean =>
  source === null && destination === null && direction === undefined;

/** Whether it is on all agents, at all hours. */
const isForAll = ({ agent, hours }: Limit): boolean => agent === undefined && hours === undefined;

function totalLimits(forTotal: readonly LimitInForce[]): MinMax {
  const values = (name: Limit['name']): number[] =>
    forTotal.flatMap(({ limit }) => (limit.name === name && isForAll(limit) ? [limit.value] : []));
  const min = values('min');
  const max = values('max');
  return {
    min: min.length > 0 ? Math.max(...min) : null,
    max: max.length > 0 ? Math.min(...max) : null,
  };
}
