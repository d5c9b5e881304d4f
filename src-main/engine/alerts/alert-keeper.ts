import { createHash } from 'node:crypto';
import type { AlertFacts, AlertTransition } from '../../common/model/alerts.ts';
import type { Limit, LimitName } from '../../common/model/limits.ts';
import type { EpochMs } from '../../common/units.ts';
import { scopeKey } from '../limits/limit-rows.ts';
import type { Window } from '../windows/window.ts';
import { type AlertMemory, isWithin, step, withinMemory } from './alert-machine.ts';
import { type AlertRules, isClear, isNear } from './alert-rules.ts';
import { judge, type Verdict } from './evaluator.ts';
import type { WindowVerdicts } from './window-verdicts.ts';

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
  #warnings: AlertFacts[] = [];

  constructor({ series, rules, warnPercent, memories, firing }: KeeperParts) {
    this.#series = series;
    this.#rules = rules;
    this.#warnPercent = warnPercent;
    this.#memories = new Map(memories);
    this.#firing = new Map(firing.map((alert) => [scopeKey(alert.limit), alert]));
  }

  /** What is remembered anew since it was stored last; null for what is forgotten. */
  get changed(): ReadonlyMap<string, AlertMemory | null> {
    return new Map([...this.#changed].map((key) => [key, this.#memories.get(key) ?? null]));
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

  /** How many windows have breached in a row for a limit whose alert isn't firing yet. */
  pendingOf(limit: Limit): number {
    return this.#memories.get(scopeKey(limit))?.pending.length ?? 0;
  }

  isFiring(limit: Limit): boolean {
    return this.#firing.has(scopeKey(limit));
  }

  /** Holds a window against the limits in force for it; `at` is when this is known. */
  observe(verdicts: WindowVerdicts, at: EpochMs): AlertTransition[] {
    const { window, inForce } = verdicts;
    const notable = verdicts.take(
      (key) => this.#memories.has(key) || window.breaches.has(key),
      (verdict) => this.#isNotable(verdict),
    );
    const transitions = notable.flatMap((verdict) => this.#take(verdicts, verdict, at));
    if (!window.closed) return transitions;
    for (const [key, alert] of this.#firing) {
      if (!inForce.limits.has(key)) transitions.push(...this.#lift(verdicts, alert.limit, at));
    }
    this.#noteClosed(window);
    return transitions;
  }

  #isNotable(verdict: Verdict): boolean {
    const isNearly = this.#warnPercent !== null && isNear(verdict, this.#warnPercent);
    return verdict.outcome === 'breached' || isNearly;
  }

  #take(verdicts: WindowVerdicts, verdict: Verdict, at: EpochMs): AlertTransition[] {
    if (verdict.outcome === 'open') {
      this.#warn(verdicts, verdict, at);
      return [];
    }
    return this.#step(verdicts, verdict, isClear(verdict, this.#rules), at);
  }

  /** A limit that is no longer in force is not breached by anything. */
  #lift(verdicts: WindowVerdicts, limit: Limit, at: EpochMs): AlertTransition[] {
    return this.#step(verdicts, { ...judge(verdicts.window, limit), outcome: 'within' }, true, at);
  }

  #step(verdicts: WindowVerdicts, verdict: Verdict, clear: boolean, at: EpochMs): AlertTransition[] {
    const { window } = verdicts;
    const { key } = verdict;
    const { startMs, closed } = window;
    const breached = verdict.outcome === 'breached';
    const seen = { startMs, closed, breached, clear, told: window.breaches.has(key) };
    window.noteBreach(key, breached);
    const before = this.#memoryOf(verdict);
    const id = breached ? this.#idOf(key, window, at) : '';
    const { memory, fire, resolve } = step(before, seen, id, this.#rules.forWindows);
    this.#remember(verdict, before, memory);
    const transitions: AlertTransition[] = [];
    if (fire) transitions.push(this.#fire(verdicts, verdict, at));
    if (resolve) transitions.push(...this.#resolve(verdicts, verdict, at));
    return transitions;
  }

  /** Limits that are within share one memory for each name: there may be very many of them. */
  #memoryOf({ key, limit }: Pick<Verdict, 'key' | 'limit'>): AlertMemory {
    return this.#memories.get(key) ?? this.#sharedMemory(limit.name);
  }

  #sharedMemory(name: LimitName): AlertMemory {
    return this.#memories.get(name) ?? withinMemory;
  }

  #remember({ key, limit }: Verdict, before: AlertMemory, memory: AlertMemory): void {
    if (memory === before) return;
    if (isWithin(memory, this.#sharedMemory(limit.name))) this.#memories.delete(key);
    else this.#memories.set(key, memory);
    this.#changed.add(key);
  }

  /** All limits that are not remembered by themselves were within. A `min` is not judged on an incomplete window. */
  #noteClosed({ startMs, complete }: Window): void {
    for (const name of complete ? (['max', 'min'] as const) : (['max'] as const)) {
      const memory = this.#sharedMemory(name);
      if (memory.withinMs !== null && memory.withinMs >= startMs) continue;
      this.#memories.set(name, { ...memory, withinMs: startMs });
      this.#changed.add(name);
    }
  }

  /** Once for each window, and not while the alert is firing: then people know worse already. */
  #warn(verdicts: WindowVerdicts, verdict: Verdict, at: EpochMs): void {
    const { window } = verdicts;
    if (this.#warnPercent === null || window.closed || this.#firing.has(verdict.key)) return;
    const memory = this.#memoryOf(verdict);
    if (memory.warnedMs !== null && memory.warnedMs >= window.startMs) return;
    if (!isNear(verdict, this.#warnPercent)) return;
    this.#remember(verdict, memory, { ...memory, warnedMs: window.startMs });
    this.#warnings.push({ ...this.#facts(verdicts, verdict, at), firedMs: at });
  }

  #fire(verdicts: WindowVerdicts, verdict: Verdict, at: EpochMs): AlertTransition {
    const alert: AlertTransition = { ...this.#facts(verdicts, verdict, at), state: 'firing', firedMs: at };
    this.#firing.set(verdict.key, alert);
    return alert;
  }

  #resolve(verdicts: WindowVerdicts, verdict: Verdict, at: EpochMs): AlertTransition[] {
    const fired = this.#firing.get(verdict.key);
    if (!fired) return [];
    this.#firing.delete(verdict.key);
    const { id, firedMs } = fired;
    return [{ ...this.#facts(verdicts, verdict, at), id, state: 'resolved', firedMs }];
  }

  #facts(
    verdicts: WindowVerdicts,
    { limit, key, observed }: Verdict,
    at: EpochMs,
  ): Omit<AlertFacts, 'firedMs'> {
    const { startMs, endMs } = verdicts.window;
    const topPairs = verdicts.largestPairs(limit, key, pairsNamed);
    return {
      id: this.#idOf(key, verdicts.window, at),
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
