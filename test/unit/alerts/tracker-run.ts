import { addTo, emptyWindow } from '../../support/store/windows.ts';
import type { AlertTransition } from '../../../src-main/common/model/alerts.ts';
import type { Limit } from '../../../src-main/common/model/limits.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { AlertTracker } from '../../../src-main/engine/alerts/alert-tracker.ts';
import type { AlertMemory } from '../../../src-main/engine/alerts/alert-machine.ts';
import { type AlertRules, plainRules } from '../../../src-main/engine/alerts/alert-rules.ts';
import { WindowVerdicts } from '../../../src-main/engine/alerts/window-verdicts.ts';
import { LimitTable } from '../../../src-main/engine/limits/limits-in-force.ts';
import type { Window } from '../../../src-main/engine/windows/window.ts';
import { pairOf } from '../../support/records/flows.ts';

/** From the start of one window to the start of the next; they don't overlap. */
export const stepMs = 10;

/** A tracker and the windows that it looks at, all held against the same limits. */
export class TrackerRun {
  tracker: AlertTracker;
  limits: readonly Limit[];
  #table: LimitTable;
  readonly #verdicts = new Map<Window, WindowVerdicts>();
  readonly #windows = new Map<number, Window>();
  readonly #rules: AlertRules;
  /** What a store holds. */
  readonly #memories = new Map<string, AlertMemory>();
  readonly #alerts = new Map<string, AlertTransition>();

  constructor(limits: readonly Limit[], rules = plainRules) {
    this.limits = limits;
    this.#table = new LimitTable(limits, stepMs);
    this.#rules = rules;
    this.tracker = this.#begin();
  }

  /** Goes on with what was stored, as after the end of a process. */
  restart(): void {
    this.stored();
    this.tracker = this.#begin();
  }

  #begin(): AlertTracker {
    const firing = [...this.#alerts.values()].filter(({ state }) => state === 'firing');
    const memories = new Map(this.#memories);
    return new AlertTracker({
      identity: () => '1',
      isTaken: () => false,
      stepMs,
      rules: this.#rules,
      warnPercent: null,
      memories,
      firing,
    });
  }

  set(limits: readonly Limit[]): void {
    this.limits = limits;
    this.#table = new LimitTable(limits, stepMs);
    this.#verdicts.clear();
  }

  window(startMs: number, complete = true): Window {
    const known = this.#windows.get(startMs);
    const window =
      known ??
      emptyWindow(startMs, startMs + stepMs, 100, complete ? [] : [{ reason: 'not-captured' as const }]);
    this.#windows.set(startMs, window);
    return window;
  }

  /** Traffic in a window, and a look at it. */
  add(startMs: number, bytes: number, source = '10.0.0.1', destination = '10.0.0.2'): AlertTransition[] {
    addTo(this.window(startMs), pairOf(source, destination), bytes, 1);
    return this.look(startMs);
  }

  close(startMs: number): AlertTransition[] {
    this.window(startMs).close();
    return this.look(startMs);
  }

  /** A window with so much traffic, from its beginning to its end. */
  whole(startMs: number, bytes: number): AlertTransition[] {
    return [...(bytes > 0 ? this.add(startMs, bytes) : []), ...this.close(startMs)];
  }

  look(startMs: number): AlertTransition[] {
    const window = this.window(startMs);
    const verdicts = this.#verdicts.get(window) ?? new WindowVerdicts(this.#table.at(window.startMs), window);
    this.#verdicts.set(window, verdicts);
    const told = this.tracker.observe(verdicts, epochMs(startMs + stepMs));
    for (const alert of told) this.#alerts.set(alert.id, alert);
    return told;
  }

  /** What a store would take over now. */
  stored(): readonly AlertTransition[] {
    const { grown, memories } = this.tracker.unstored;
    for (const alert of grown) this.#alerts.set(alert.id, alert);
    for (const [key, memory] of memories) {
      if (memory === null) this.#memories.delete(key);
      else this.#memories.set(key, memory);
    }
    this.tracker.noteStored();
    return grown;
  }
}
