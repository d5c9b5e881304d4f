import type { Limit, MinMax } from '../../common/model.ts';
import type { EpochMs } from '../../common/units.ts';
import { scopeKey } from './limit-rows.ts';

/** What a window is held against. */
export interface LimitsInForce {
  /** Of each name and scope the row with the newest effective date that is not after the window's start. */
  readonly limits: readonly Limit[];
  /** The limits on the window's total; where several apply, the strictest. */
  readonly total: MinMax;
}

/** Starts whose limits are remembered: more than are open at once. */
const startsKnown = 1_000;

/** The rows that apply to windows of one length, ready to be asked for many windows. */
export class LimitTable {
  /** The rows of each name and scope, by effective date. */
  readonly #histories: readonly (readonly Limit[])[];
  readonly #known = new Map<EpochMs, LimitsInForce>();

  constructor(rows: readonly Limit[], windowMs: number) {
    const applying = rows.filter(
      ({ windowSeconds }) => windowSeconds === null || windowSeconds * 1000 === windowMs,
    );
    const scopes = Map.groupBy(applying, scopeKey);
    this.#histories = [...scopes.values()].map((history) =>
      history.toSorted((a, b) => a.effectiveMs - b.effectiveMs),
    );
  }

  /** The limits in force for the window that starts then. */
  at(startMs: EpochMs): LimitsInForce {
    const known = this.#known.get(startMs);
    if (known) return known;
    const limits = this.#histories
      .map((history) => newestUpTo(history, startMs))
      .filter((limit) => limit !== undefined);
    const inForce = { limits, total: totalLimits(limits) };
    if (this.#known.size >= startsKnown) this.#known.clear();
    this.#known.set(startMs, inForce);
    return inForce;
  }
}

/** The last row whose effective date is not after the instant, by bisection. */
function newestUpTo(history: readonly Limit[], at: EpochMs): Limit | undefined {
  let [low, high] = [0, history.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (history[middle]!.effectiveMs <= at) low = middle + 1;
    else high = middle;
  }
  return history[low - 1];
}

/** Whether a limit is for the window's total rather than for a source or destination. */
export const isForTotal = ({ source, destination }: Limit): boolean =>
  source === null && destination === null;

function totalLimits(inForce: readonly Limit[]): MinMax {
  const values = (name: Limit['name']): number[] =>
    inForce.filter((limit) => limit.name === name && isForTotal(limit)).map(({ value }) => value);
  const min = values('min');
  const max = values('max');
  return {
    min: min.length > 0 ? Math.max(...min) : null,
    max: max.length > 0 ? Math.min(...max) : null,
  };
}
