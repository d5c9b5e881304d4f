import type { Limit } from '../../../src-main/common/model/limits.ts';
import type { AlertRules } from '../../../src-main/engine/alerts/alert-rules.ts';
import { scopeKey } from '../../../src-main/engine/limits/limit-rows.ts';

/** Bytes of the two sources in one window. */
interface ModelWindow {
  bytes: [number, number];
  closed: boolean;
}

/** What is known of one limit: all windows that breached it, the newest one within it, and the alert that is on. */
interface ModelAlert {
  breached: Set<number>;
  within: number;
  firing: { first: number; last: number } | null;
}

interface State {
  windows: Map<number, ModelWindow>;
  alerts: Map<string, ModelAlert>;
  /** Which alerts are on, with the limit as it was at the breach. */
  told: string[];
  read: number;
  /** Newest window that closed: for a limit of which nothing is known, also one that came later, it was within. */
  closed: number;
}

/**
 * What people must be told, worked out in the plainest way: sums in a table, sets of windows, no checkpoints. A kill
 * takes it back to what was stored last.
 */
export class AlertLifeModel {
  limits: readonly Limit[];
  readonly #rules: AlertRules;
  readonly #sizeMs: number;
  readonly #latenessMs: number;
  readonly #traffic: { at: number; source: number; bytes: number }[] = [];
  #now: State = { windows: new Map(), alerts: new Map(), told: [], read: 0, closed: -Infinity };
  #stored: State = structuredClone(this.#now);
  #clock = 0;

  constructor(limits: readonly Limit[], rules: AlertRules, shape: { sizeMs: number; latenessMs: number }) {
    this.limits = limits;
    this.#rules = rules;
    this.#sizeMs = shape.sizeMs;
    this.#latenessMs = shape.latenessMs;
  }

  /** Each transition as `firing|resolved limit window`, in the order in which it must be told. */
  get told(): readonly string[] {
    return this.#now.told;
  }

  send(at: number, source: number, bytes: number): void {
    this.#traffic.push({ at, source, bytes });
  }

  /** The clock moves on, then what was sent is read. */
  look(clock: number): void {
    this.#clock = clock;
    this.#reach(clock);
    this.#closePassed();
    for (; this.#now.read < this.#traffic.length; this.#now.read += 1) {
      const { at, source, bytes } = this.#traffic[this.#now.read]!;
      const start = this.#reach(at);
      this.#now.windows.get(start)!.bytes[source - 1]! += bytes;
      this.#closePassed();
      this.#observe(start);
    }
  }

  /** The limits are others: the windows that are open are held against them. */
  rejudge(): void {
    for (const [start, { closed }] of this.#sorted()) if (!closed) this.#observe(start);
  }

  store(): void {
    this.#stored = structuredClone(this.#now);
  }

  kill(): void {
    this.#now = structuredClone(this.#stored);
  }

  #sorted(): [number, ModelWindow][] {
    return [...this.#now.windows].sort(([a], [b]) => a - b);
  }

  /** Every window between the known ones and an instant exists. */
  #reach(at: number): number {
    const start = Math.floor(at / this.#sizeMs) * this.#sizeMs;
    const starts = [start, ...this.#now.windows.keys()];
    for (let one = Math.min(...starts); one <= Math.max(...starts); one += this.#sizeMs) {
      if (!this.#now.windows.has(one)) this.#now.windows.set(one, { bytes: [0, 0], closed: false });
    }
    return start;
  }

  #closePassed(): void {
    for (const [start, window] of this.#sorted()) {
      if (window.closed || start + this.#sizeMs > this.#clock - this.#latenessMs) continue;
      window.closed = true;
      this.#observe(start);
    }
  }

  #observe(start: number): void {
    const { bytes, closed } = this.#now.windows.get(start)!;
    for (const limit of this.limits) {
      const observed = limit.source === null ? bytes[0] + bytes[1] : bytes[0];
      this.#judge(start, closed, limit, observed);
    }
    const inForce = new Set(this.limits.map(scopeKey));
    for (const [key, { firing }] of this.#now.alerts) {
      if (firing && closed && !inForce.has(key)) this.#within(key, start, true);
    }
    if (closed) this.#now.closed = Math.max(this.#now.closed, start);
  }

  #judge(start: number, closed: boolean, { value, ...limit }: Limit, observed: number): void {
    const key = scopeKey(limit);
    const isMax = limit.name === 'max';
    if (isMax ? observed > value : closed && observed < value) return this.#breach(key, start);
    const inside = isMax ? value - observed : observed - value;
    if (closed) this.#within(key, start, inside >= (value * this.#rules.clearPercent) / 100);
  }

  #breach(key: string, start: number): void {
    const alert = this.#alert(key);
    const isNew = !alert.breached.has(start);
    const isKnown = alert.firing !== null || [...alert.breached].some((one) => one >= alert.within);
    if (!isKnown) alert.within = Math.max(alert.within, this.#now.closed);
    alert.breached.add(start);
    if (alert.firing) {
      alert.firing.last = Math.max(alert.firing.last, start);
    } else if (isNew && alert.within > start) {
      if (this.#rules.forWindows === 1)
        this.#now.told.push(`firing ${key} ${start}`, `resolved ${key} ${start}`);
    } else if (isNew) {
      const row = [...alert.breached].filter((one) => one >= alert.within);
      if (row.length < this.#rules.forWindows) return;
      alert.firing = { first: start, last: Math.max(...row) };
      this.#now.told.push(`firing ${key} ${start}`);
    }
  }

  #within(key: string, start: number, isClear: boolean): void {
    const alert = this.#alert(key);
    alert.breached.delete(start);
    alert.within = Math.max(alert.within, start);
    if (!alert.firing || !isClear || start < alert.firing.last) return;
    alert.firing = null;
    this.#now.told.push(`resolved ${key} ${start}`);
  }

  #alert(key: string): ModelAlert {
    const alert = this.#now.alerts.get(key) ?? { breached: new Set(), within: -Infinity, firing: null };
    this.#now.alerts.set(key, alert);
    return alert;
  }
}
