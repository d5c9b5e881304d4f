import { createHash } from 'node:crypto';
import type { AlertTransition, Limit } from '../../common/model.ts';
import type { EpochMs } from '../../common/units.ts';
import { scopeKey } from '../limits/limit-rows.ts';
import type { Window } from '../windows/window.ts';
import { type AlertMemory, step, withinMemory } from './alert-machine.ts';
import { judge, scopeOf, type Verdict } from './evaluator.ts';

/** Pairs that an alert names. */
const pairsNamed = 5;

/**
 * Runs the alert of each limit and scope, and gives back the transitions. An alert's id follows from the series,
 * the limit and the window, so that the same breach seen again after a crash is the same alert.
 */
export class AlertKeeper {
  readonly #series: string;
  readonly #memories: Map<string, AlertMemory>;
  readonly #firing: Map<string, AlertTransition>;

  constructor(
    series: string,
    memories: ReadonlyMap<string, AlertMemory>,
    firing: readonly AlertTransition[],
  ) {
    this.#series = series;
    this.#memories = new Map(memories);
    this.#firing = new Map(firing.map((alert) => [scopeKey(alert.limit), alert]));
  }

  get memories(): ReadonlyMap<string, AlertMemory> {
    return this.#memories;
  }

  get firing(): readonly AlertTransition[] {
    return [...this.#firing.values()];
  }

  /** Holds a window against the limits in force for it; `at` is when this is known. */
  observe(window: Window, inForce: readonly Limit[], at: EpochMs): AlertTransition[] {
    const keys = new Set(inForce.map(scopeKey));
    const transitions = inForce.flatMap((limit) => this.#take(window, judge(window, limit), at));
    for (const [key, alert] of this.#firing) {
      if (!keys.has(key) && window.closed)
        transitions.push(...this.#take(window, lifted(alert.limit, window), at));
    }
    return transitions;
  }

  #take(window: Window, verdict: Verdict, at: EpochMs): AlertTransition[] {
    if (verdict.outcome === 'open') return [];
    const key = scopeKey(verdict.limit);
    const breached = verdict.outcome === 'breached';
    const { startMs, closed } = window;
    const seen = { startMs, closed, breached, told: window.breaches.has(key) };
    window.noteBreach(key, breached);
    const result = step(this.#memories.get(key) ?? withinMemory, seen, this.#idOf(key, window));
    this.#memories.set(key, result.memory);
    const transitions: AlertTransition[] = [];
    if (result.fire) transitions.push(this.#fire(key, window, verdict, at));
    if (result.resolve) transitions.push(...this.#resolve(key, window, verdict, at));
    return transitions;
  }

  #fire(key: string, window: Window, { limit, observed }: Verdict, at: EpochMs): AlertTransition {
    const alert: AlertTransition = {
      id: this.#idOf(key, window),
      state: 'firing',
      limit,
      window: { startMs: window.startMs, endMs: window.endMs },
      observed,
      atMs: at,
      firedMs: at,
      topPairs: window.pairs.largest(pairsNamed, scopeOf(limit)),
    };
    this.#firing.set(key, alert);
    return alert;
  }

  #resolve(key: string, window: Window, { limit, observed }: Verdict, at: EpochMs): AlertTransition[] {
    const fired = this.#firing.get(key);
    if (!fired) return [];
    this.#firing.delete(key);
    const { startMs, endMs } = window;
    const topPairs = window.pairs.largest(pairsNamed, scopeOf(limit));
    return [{ ...fired, state: 'resolved', limit, window: { startMs, endMs }, observed, atMs: at, topPairs }];
  }

  #idOf(key: string, window: Window): string {
    const identity = `${this.#series}\n${key}\n${window.startMs}`;
    return createHash('sha256').update(identity).digest('hex').slice(0, 32);
  }
}

/** A limit that is no longer in force is not breached by anything. */
const lifted = (limit: Limit, window: Window): Verdict => ({ ...judge(window, limit), outcome: 'within' });
