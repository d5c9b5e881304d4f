import type { Limit, LimitVerdict, LimitVerdicts } from '../../common/model/limits.ts';
import type { PairTotal } from '../../common/model/windows.ts';
import { type LimitInForce, type LimitsInForce, totalScope } from '../limits/limits-in-force.ts';
import type { Judgement, Window } from '../windows/window.ts';
import { scopeOf, type Verdict, verdictOn } from './evaluator.ts';
import { largestPairs, largestPairsAt } from '../windows/largest-pairs.ts';
import type { Pane } from '../windows/pane.ts';
import { bytesInScopes } from './removed-limits.ts';
import { ScopeSums, type TouchedScopes } from './scope-sums.ts';
import type { RemovedLimit, Verdicts } from './verdicts.ts';

/** How far a window is; found once for all limits, as it takes a list of all that the window lacks. */
type Standing = Pick<Window, 'closed' | 'exact'>;

const standingOf = ({ closed, exact }: Window): Standing => ({ closed, exact });

const isBreached = ({ outcome }: LimitVerdict): boolean => outcome === 'breached';

/** Holds one window against the limits in force for it, time and again as it grows. */
export class WindowVerdicts implements Verdicts {
  readonly inForce: LimitsInForce;
  readonly window: Window;
  readonly #sumsOf: (pane: Pane) => ScopeSums;
  /** What is known of each pane, and which of its scopes are to be looked at. */
  readonly #parts = new Map<Pane, { readonly sums: ScopeSums; readonly touched: TouchedScopes }>();
  /** Whether it was exact when it was judged as closed; undefined before. */
  #judgedExact: boolean | undefined;
  /** Whether all that is stored of it was compared with the limits. */
  readonly #isJudged: boolean;
  /** Those on the limits that were in force until they changed: it goes on to sum for limits that are gone. */
  #former: WindowVerdicts | undefined;

  /**
   * @param sumsOf the sums of a pane by scope, which overlapping windows share
   * @param before the window's verdicts on the limits that were in force before; and how it had been judged by these
   *   when it was stored
   */
  constructor(
    inForce: LimitsInForce,
    window: Window,
    sumsOf = (pane: Pane): ScopeSums => new ScopeSums(inForce.scopes, pane),
    { former, judged }: { former?: WindowVerdicts | undefined; judged?: Judgement | undefined } = {},
  ) {
    this.inForce = inForce;
    this.window = window;
    this.#sumsOf = sumsOf;
    this.#former = former;
    this.#judgedExact = judged?.exact;
    this.#isJudged = judged !== undefined;
    if (former) former.#former = undefined;
  }

  /**
   * The verdicts that are notable, and those on limits that are known. In an open window, and in a closed one after
   * the first look at it, only limits whose scope was touched since the last look are judged: what a look costs does
   * not depend on how many limits there are, or how many of them are breached.
   *
   * @param isKnown whether something is remembered of the limit with this key
   * @param isNotable which verdicts are worth a look: of very many limits, few should be
   * @param waiting keys of limits that are to be judged whatever was touched
   */
  take(
    isKnown: (key: string) => boolean = () => false,
    isNotable: (verdict: Verdict) => boolean = isBreached,
    waiting: ReadonlySet<string> = new Set(),
  ): Verdict[] {
    const taken: Verdict[] = [];
    const judged = standingOf(this.window);
    for (const limit of this.#toLookAt(waiting)) {
      const verdict = this.#verdict(limit, judged);
      if (isNotable(verdict) || isKnown(limit.key)) taken.push(verdict);
    }
    return taken;
  }

  /** The first `count` verdicts as of the last look: breaches, then limits on all traffic, then the rest. */
  list(count: number): LimitVerdicts {
    const judged = standingOf(this.window);
    return listVerdicts(this.inForce, count, (limit) => this.#verdict(limit, judged));
  }

  /** Bytes in the scope of a limit in force, as of the last look. */
  observed(key: string): number {
    return this.#bytesIn(key) ?? 0;
  }

  /** The `count` largest pairs that a limit is about. */
  largestPairs(limit: Limit, key: string, count: number): PairTotal[] {
    const { pairs } = this.window;
    const scope = this.inForce.limits.get(key)?.scope;
    if (scope === totalScope) return largestPairs(pairs, count);
    const [only, ...others] = this.#parts.values();
    if (scope === undefined || !only || others.length > 0 || this.window.hasOpenPairs)
      return largestPairs(pairs, count, scopeOf(limit, this.inForce.scopes.networks));
    return largestPairsAt(pairs, only.sums.placesOf(scope), count);
  }

  bytesIn(removed: readonly RemovedLimit[]): number[] {
    const former = this.#former;
    if (former) former.#update();
    const known = removed.map(({ key }) => (former ? former.#bytesIn(key) : undefined));
    const others = removed.filter((_, i) => known[i] === undefined).map(({ limit }) => limit);
    const summed = others.length > 0 ? bytesInScopes(others, this.window, this.inForce.scopes.networks) : [];
    let next = 0;
    return known.map((bytes) => bytes ?? summed[next++]!);
  }

  /** Bytes in the scope of a limit, as of the last update; undefined where it isn't in force. */
  #bytesIn(key: string): number | undefined {
    const limit = this.inForce.limits.get(key);
    return limit && this.#sumOf(limit.scope).bytes;
  }

  /** In an open window only what was touched can have been crossed; at its end every limit is judged. */
  *#toLookAt(waiting: ReadonlySet<string>): Iterable<LimitInForce> {
    const touched = this.#update();
    const { closed, exact } = this.window;
    if (closed && this.#judgedExact !== exact) {
      this.#judgedExact = exact;
      return yield* this.inForce.limits.values();
    }
    const { byScope, limits } = this.inForce;
    yield* byScope.get(totalScope) ?? [];
    for (const scope of touched) yield* byScope.get(scope) ?? [];
    if (waiting.size === 0) return;
    const looked = new Set([totalScope, ...touched]);
    for (const key of waiting) {
      const limit = limits.get(key);
      if (limit && !looked.has(limit.scope)) yield limit;
    }
  }

  /** Takes over what changed in the panes; gives the scopes that it touched, each once. */
  #update(): Iterable<number> {
    if (this.inForce.scopes.size === 0) return [];
    for (const pane of this.window.panes) {
      let part = this.#parts.get(pane);
      if (part) part.sums.update();
      else {
        const sums = this.#sumsOf(pane);
        sums.update();
        part = { sums, touched: sums.read(this.#isJudged) };
        this.#parts.set(pane, part);
      }
    }
    const touched = [...this.#parts.values()].map((part) => part.touched.take());
    return touched.length === 1 ? touched[0]! : new Set(touched.flat());
  }

  #verdict({ limit, key, scope }: LimitInForce, judged: Standing): Verdict {
    const { bytes, isWhole } = this.#sumOf(scope);
    return verdictOn(judged, limit, key, bytes, isWhole);
  }

  /** Bytes of a scope as of the last look, and whether these are all. */
  #sumOf(scope: number): { readonly bytes: number; readonly isWhole: boolean } {
    if (scope === totalScope) return { bytes: this.window.bytes, isWhole: true };
    let [bytes, isWhole] = [0, true];
    for (const { sums } of this.#parts.values()) {
      bytes += sums.bytesOf(scope);
      isWhole &&= sums.knows(scope);
    }
    return { bytes, isWhole };
  }
}

/** The first `count` verdicts on the limits in force: breaches, then limits on all traffic, then the rest. */
export function listVerdicts(
  inForce: LimitsInForce,
  count: number,
  verdictOn: (limit: LimitInForce) => LimitVerdict,
): LimitVerdicts {
  const ranked: LimitVerdict[][] = [[], [], []];
  for (const limit of inForce.limits.values()) {
    const verdict = verdictOn(limit);
    const peers = ranked[isBreached(verdict) ? 0 : limit.scope === totalScope ? 1 : 2]!;
    if (peers.length < count) peers.push(verdict);
  }
  const verdicts = ranked.flat().slice(0, count);
  return {
    inForce: inForce.limits.size,
    verdicts: verdicts.map(({ limit, observed, outcome }) => ({ limit, observed, outcome })),
  };
}
