import type { Limit } from '../../common/model/limits.ts';
import type { PairTotal } from '../../common/model/windows.ts';
import type { LimitInForce, LimitsInForce } from '../limits/limits-in-force.ts';
import { periodScope } from '../periods/period-plan.ts';
import { type PeriodSum, wholeScope } from '../periods/period-sum.ts';
import { type Verdict, verdictOn } from './evaluator.ts';
import type { RemovedLimit, Verdicts } from './verdicts.ts';

const scopesKnown = new WeakMap<LimitsInForce, ReadonlyMap<string, readonly LimitInForce[]>>();

/** The limits in force by what they are about. */
function byScope(inForce: LimitsInForce): ReadonlyMap<string, readonly LimitInForce[]> {
  const known = scopesKnown.get(inForce);
  if (known) return known;
  const grouped = Map.groupBy(inForce.limits.values(), ({ limit }) =>
    periodScope(limit, inForce.scopes.networks),
  );
  scopesKnown.set(inForce, grouped);
  return grouped;
}

/** Holds one period against the limits in force for it, time and again as it grows. */
export class PeriodVerdicts implements Verdicts {
  readonly inForce: LimitsInForce;
  readonly window: PeriodSum;
  readonly #hasHours: (limit: Limit) => boolean;
  /** Whether it was exact when it was judged as closed; undefined before. */
  #judgedExact: boolean | undefined;
  #isFirst = true;

  /** @param hasHours whether any window of the period lies in the hours of a limit */
  constructor(inForce: LimitsInForce, window: PeriodSum, hasHours: (limit: Limit) => boolean) {
    this.inForce = inForce;
    this.window = window;
    this.#hasHours = hasHours;
  }

  take(isKnown: (key: string) => boolean, isNotable: (verdict: Verdict) => boolean): Verdict[] {
    const verdicts = [...this.#toLookAt()].map((limit) => this.#verdict(limit));
    return verdicts.filter((verdict) => isNotable(verdict) || isKnown(verdict.key));
  }

  observed(key: string): number {
    const limit = this.inForce.limits.get(key)?.limit;
    return limit ? this.window.bytesOf(this.#scopeOf(limit)) : 0;
  }

  /** Pairs are kept by window. */
  largestPairs(): PairTotal[] {
    return [];
  }

  bytesIn(removed: readonly RemovedLimit[]): number[] {
    return removed.map(({ limit }) => this.window.bytesOf(this.#scopeOf(limit)));
  }

  /** In an open period only what was touched can have been crossed; at its end every limit is judged. */
  *#toLookAt(): Iterable<LimitInForce> {
    const touched = this.window.takeTouchedScopes();
    const { closed, exact } = this.window;
    if (this.#isFirst || (closed && this.#judgedExact !== exact)) {
      this.#isFirst = false;
      if (closed) this.#judgedExact = exact;
      return yield* this.inForce.limits.values();
    }
    const limits = byScope(this.inForce);
    for (const scope of [wholeScope, ...touched]) yield* limits.get(scope) ?? [];
  }

  #scopeOf(limit: Limit): string {
    return periodScope(limit, this.inForce.scopes.networks);
  }

  #verdict({ limit, key }: LimitInForce): Verdict {
    const scope = this.#scopeOf(limit);
    const observed = this.window.bytesOf(scope);
    const verdict = verdictOn(this.window, limit, key, observed, this.window.knows(scope));
    // Where none of its time counts, there is nothing that could be too little.
    const isIdle = verdict.outcome === 'breached' && limit.name === 'min' && !this.#hasHours(limit);
    return isIdle ? { ...verdict, outcome: 'unchecked' } : verdict;
  }
}
