import { createHash } from 'node:crypto';
import type { AlertFacts, AlertTransition, Limit } from '../../common/model.ts';
import type { EpochMs } from '../../common/units.ts';
import { scopeKey } from '../limits/limit-rows.ts';
import type { Window } from '../windows/window.ts';
import { type AlertMemory, step, withinMemory } from './alert-machine.ts';
import { type AlertRules, isClear, isNear } from './alert-rules.ts';
import { judge, scopeOf, type Verdict } from './evaluator.ts';

/** Pairs that an alert names. */
const pairsNamed = 5;

/** What a keeper goes on from. */
export interface KeeperParts {
  /** Name of the series of windows; part of each alert's id. */
  readonly series: string;
  readonly rules: AlertRules;
  /** At which share of a maximum a warning is made, in percent; null for none. */
  readonly warnPercent: number | null;
  readonly memories: ReadonlyMap<string, AlertMemory>;
  readonly firing: readonly AlertTransition[];
}

/**
 * Runs the alert of each limit and scope, and gives back the transitions. An alert's id follows from the series,
 * the limit, the window and the moment at which it fired, so that a replay gives the same ids each time.
 */
export class AlertKeeper {
  readonly #series: string;
  readonly #rules: AlertRules;
  readonly #warnPercent: number | null;
  readonly #memories: Map<string, AlertMemory>;
  readonly #changed = new Set<string>();
  readonly #firing: Map<string, AlertTransition>;
  readonly #observed = new Map<string, { readonly startMs: EpochMs; readonly observed: number }>();
  #warnings: AlertFacts[] = [];

  constructor({ series, rules, warnPercent, memories, firing }: KeeperParts) {
    this.#series = series;
    this.#rules = rules;
    this.#warnPercent = warnPercent;
    this.#memories = new Map(memories);
    this.#firing = new Map(firing.map((alert) => [scopeKey(alert.limit), alert]));
  }

  /** What is remembered anew since it was stored last. */
  get changed(): ReadonlyMap<string, AlertMemory> {
    return new Map([...this.#changed].map((key) => [key, this.#memories.get(key)!]));
  }

  /** Warnings that are not stored yet: at most one for each window and limit. */
  get warnings(): readonly AlertFacts[] {
    return this.#warnings;
  }

  /** Takes note that {@link changed} and {@link warnings} are stored. */
  noteStored(): void {
    this.#changed.clear();
    this.#warnings = [];
  }

  /** Bytes that were seen last for a limit in the window that starts then. */
  observedOf(limit: Limit, startMs: EpochMs): number {
    const seen = this.#observed.get(scopeKey(limit));
    return seen?.startMs === startMs ? seen.observed : 0;
  }

  /** How many windows have breached in a row for a limit whose alert isn't firing yet. */
  pendingOf(limit: Limit): number {
    return this.#memories.get(scopeKey(limit))?.pending.length ?? 0;
  }

  isFiring(limit: Limit): boolean {
    return this.#firing.has(scopeKey(limit));
  }

  /** Holds a window against the limits in force for it; `at` is when this is known. */
  observe(window: Window, inForce: readonly Limit[], at: EpochMs): AlertTransition[] {
    const keys = new Set(inForce.map(scopeKey));
    const transitions = inForce.flatMap((limit) => this.#take(window, judge(window, limit), at));
    for (const [key, alert] of this.#firing) {
      if (!keys.has(key) && window.closed) transitions.push(...this.#lift(key, window, alert.limit, at));
    }
    return transitions;
  }

  #take(window: Window, verdict: Verdict, at: EpochMs): AlertTransition[] {
    const key = scopeKey(verdict.limit);
    this.#note(key, window.startMs, verdict.observed);
    if (verdict.outcome === 'open') {
      this.#warn(key, window, verdict, at);
      return [];
    }
    return this.#step(key, window, verdict, isClear(verdict, this.#rules), at);
  }

  /** Of the newest window that was seen. */
  #note(key: string, startMs: EpochMs, observed: number): void {
    if (startMs >= (this.#observed.get(key)?.startMs ?? -Infinity))
      this.#observed.set(key, { startMs, observed });
  }

  /** A limit that is no longer in force is not breached by anything. */
  #lift(key: string, window: Window, limit: Limit, at: EpochMs): AlertTransition[] {
    return this.#step(key, window, { ...judge(window, limit), outcome: 'within' }, true, at);
  }

  #step(key: string, window: Window, verdict: Verdict, clear: boolean, at: EpochMs): AlertTransition[] {
    const { startMs, closed } = window;
    const breached = verdict.outcome === 'breached';
    const seen = { startMs, closed, breached, clear, told: window.breaches.has(key) };
    window.noteBreach(key, breached);
    const before = this.#memories.get(key) ?? withinMemory;
    const { memory, fire, resolve } = step(before, seen, this.#idOf(key, window, at), this.#rules.forWindows);
    this.#remember(key, before, memory);
    const transitions: AlertTransition[] = [];
    if (fire) transitions.push(this.#fire(key, window, verdict, at));
    if (resolve) transitions.push(...this.#resolve(key, window, verdict, at));
    return transitions;
  }

  #remember(key: string, before: AlertMemory, memory: AlertMemory): void {
    if (memory === before) return;
    this.#memories.set(key, memory);
    this.#changed.add(key);
  }

  /** Once for each window, and not while the alert is firing: then people know worse already. */
  #warn(key: string, window: Window, verdict: Verdict, at: EpochMs): void {
    if (this.#warnPercent === null || window.closed || this.#firing.has(key)) return;
    const memory = this.#memories.get(key) ?? withinMemory;
    if (memory.warnedMs !== null && memory.warnedMs >= window.startMs) return;
    if (!isNear(verdict, this.#warnPercent)) return;
    this.#remember(key, memory, { ...memory, warnedMs: window.startMs });
    this.#warnings.push({ ...this.#facts(key, window, verdict, at), firedMs: at });
  }

  #fire(key: string, window: Window, verdict: Verdict, at: EpochMs): AlertTransition {
    const alert: AlertTransition = { ...this.#facts(key, window, verdict, at), state: 'firing', firedMs: at };
    this.#firing.set(key, alert);
    return alert;
  }

  #resolve(key: string, window: Window, verdict: Verdict, at: EpochMs): AlertTransition[] {
    const fired = this.#firing.get(key);
    if (!fired) return [];
    this.#firing.delete(key);
    const { id, firedMs } = fired;
    return [{ ...this.#facts(key, window, verdict, at), id, state: 'resolved', firedMs }];
  }

  #facts(
    key: string,
    window: Window,
    { limit, observed }: Verdict,
    at: EpochMs,
  ): Omit<AlertFacts, 'firedMs'> {
    const { startMs, endMs, pairs } = window;
    const topPairs = pairs.largest(pairsNamed, scopeOf(limit));
    return {
      id: this.#idOf(key, window, at),
      limit,
      window: { startMs, endMs },
      observed,
      atMs: at,
      topPairs,
    };
  }

  /** The moment is part of it: a window that was corrected back and forth fires anew, as another alert. */
  #idOf(key: string, window: Window, at: EpochMs): string {
    const identity = `${this.#series}\n${key}\n${window.startMs}\n${at}`;
    return createHash('sha256').update(identity).digest('hex').slice(0, 32);
  }
}
