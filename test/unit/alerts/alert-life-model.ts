import type { Limit } from '../../../src-main/common/model/limits.ts';
import type { AlertRules } from '../../../src-main/engine/alerts/alert-rules.ts';
import { scopeKey } from '../../../src-main/common/limit-scope.ts';

/** Bytes of the two sources in one window. */
interface ModelWindow {
  bytes: [number, number];
  closed: boolean;
}

/** An alert that is on: what was observed in each of its windows. */
interface ModelEpisode {
  last: number;
  windows: Map<number, number>;
  /** Whether corrections took something back: then nobody keeps all windows, to find the next worst. */
  isCorrected: boolean;
}

/** What is known of one limit: all windows that breached it, the newest one within it, and the alert that is on. */
interface ModelAlert {
  breached: Set<number>;
  /** What was observed in windows that have breached while it isn't on. */
  pending: Map<number, number>;
  within: number;
  firing: ModelEpisode | null;
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
  /** Open windows that have breached a limit whose alert is on, while a window before them is open: it may end it. */
  readonly #waiting = new Set<number>();
  /** Whether it has begun anew since the last look: open windows may not have been looked at. */
  #isFresh = false;

  constructor(limits: readonly Limit[], rules: AlertRules, shape: { sizeMs: number; latenessMs: number }) {
    this.limits = limits;
    this.#rules = rules;
    this.#sizeMs = shape.sizeMs;
    this.#latenessMs = shape.latenessMs;
  }

  /**
   * Each transition as `firing limit window` or `resolved limit window: first–last windows peak`, in the order in which
   * it must be told; `?` for an episode that was corrected.
   */
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
    if (this.#isFresh) this.rejudge();
    this.#isFresh = false;
    for (; this.#now.read < this.#traffic.length; this.#now.read += 1) {
      const { at, source, bytes } = this.#traffic[this.#now.read]!;
      const start = this.#reach(at);
      this.#now.windows.get(start)!.bytes[source - 1]! += bytes;
      this.#closePassed();
      this.#observe(start);
    }
  }

  /** The limits are others: the windows that are open are compared with them. */
  rejudge(): void {
    for (const [start, { closed }] of this.#sorted()) if (!closed) this.#observe(start);
  }

  store(): void {
    this.#stored = structuredClone(this.#now);
  }

  kill(): void {
    this.#now = structuredClone(this.#stored);
    this.#waiting.clear();
    this.#isFresh = true;
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
    const passed = this.#sorted().filter(
      ([start, { closed }]) => !closed && start + this.#sizeMs <= this.#clock - this.#latenessMs,
    );
    for (const [, window] of passed) window.closed = true;
    for (const [start] of passed) this.#observe(start);
    if (passed.length > 0) for (const start of [...this.#waiting].sort((a, b) => a - b)) this.#observe(start);
  }

  #observe(start: number): void {
    const { bytes, closed } = this.#now.windows.get(start)!;
    this.#waiting.delete(start);
    for (const limit of this.limits) {
      const observed = limit.source === null ? bytes[0] + bytes[1] : bytes[0];
      this.#judge(start, closed, limit, observed);
    }
    const inForce = new Set(this.limits.map(scopeKey));
    for (const [key, alert] of this.#now.alerts)
      if (!inForce.has(key)) this.#removed(key, alert, start, closed);
    if (closed) this.#now.closed = Math.max(this.#now.closed, start);
  }

  /** A limit that is not in force is not breached, and ends what it said of the windows before. */
  #removed(key: string, alert: ModelAlert, start: number, closed: boolean): void {
    alert.breached.delete(start);
    if (alert.firing) this.#within(key, start, true);
    else if (!closed) return;
    else if ([...alert.pending.keys()].every((one) => one < start)) alert.pending.clear();
  }

  #judge(start: number, closed: boolean, { value, ...limit }: Limit, observed: number): void {
    const key = scopeKey(limit);
    const isMax = limit.name === 'max';
    if (isMax ? observed > value : closed && observed < value)
      return this.#breach(key, start, observed, closed);
    const inside = isMax ? value - observed : observed - value;
    if (closed) this.#within(key, start, inside >= (value * this.#rules.clearPercent) / 100);
  }

  #breach(key: string, start: number, observed: number, closed: boolean): void {
    const alert = this.#alert(key);
    const isNew = !alert.breached.has(start);
    const isEarly = !closed && this.#sorted().some(([one, window]) => one < start && !window.closed);
    if (isNew && isEarly && alert.firing && alert.firing.last < start) return void this.#waiting.add(start);
    if (!alert.firing && alert.pending.size === 0) alert.within = Math.max(alert.within, this.#now.closed);
    alert.breached.add(start);
    if (alert.firing) return this.#goOn(alert.firing, key, start, { observed, isNew });
    if (alert.pending.has(start)) {
      if (closed) alert.pending.set(start, observed);
    } else if (isNew && alert.within > start) {
      if (this.#rules.forWindows === 1)
        this.#now.told.push(
          `firing ${key} ${start}`,
          `resolved ${key} at once: ${start}–${start} 1 ${observed}`,
        );
    } else if (isNew) this.#count(alert, key, start, observed);
  }

  /** One more window of an alert that is on; an older one is of it only next to its first, and if no alert had it. */
  #goOn(
    episode: ModelEpisode,
    key: string,
    start: number,
    { observed, isNew }: { observed: number; isNew: boolean },
  ): void {
    episode.last = Math.max(episode.last, start);
    const { windows } = episode;
    const first = Math.min(...windows.keys());
    if (start < first - this.#sizeMs || (start < first && !isNew)) return;
    const before = windows.get(start);
    episode.isCorrected ||= before !== undefined && isMin(key) && before !== observed;
    windows.set(start, observed);
  }

  /** Fires where enough windows follow on each other, without one that is missing. */
  #count(alert: ModelAlert, key: string, start: number, observed: number): void {
    const { pending } = alert;
    const { forWindows } = this.#rules;
    pending.set(start, observed);
    for (const one of pending.keys())
      if (Math.abs(one - start) >= 2 * forWindows * this.#sizeMs) pending.delete(one);
    let [first, last] = [start, start];
    while (pending.has(first - this.#sizeMs)) first -= this.#sizeMs;
    while (pending.has(last + this.#sizeMs)) last += this.#sizeMs;
    if ((last - first) / this.#sizeMs + 1 < forWindows) return;
    const windows = new Map([...pending].filter(([one]) => one >= first));
    alert.firing = { last: Math.max(...windows.keys()), windows, isCorrected: false };
    pending.clear();
    this.#now.told.push(`firing ${key} ${alert.firing.last}`);
  }

  #within(key: string, start: number, isClear: boolean): void {
    const alert = this.#alert(key);
    const { firing, pending } = alert;
    const wasBreached = alert.breached.delete(start);
    alert.within = Math.max(alert.within, start);
    for (const one of pending.keys()) if (one <= start) pending.delete(one);
    if (!firing) return;
    firing.isCorrected ||= wasBreached;
    if (!isClear || start < firing.last) return;
    alert.firing = null;
    this.#now.told.push(`resolved ${key} ${start}: ${episodeText(key, firing)}`);
  }

  #alert(key: string): ModelAlert {
    const fresh = { breached: new Set<number>(), pending: new Map<number, number>() };
    const alert = this.#now.alerts.get(key) ?? { ...fresh, within: -Infinity, firing: null };
    this.#now.alerts.set(key, alert);
    return alert;
  }
}

const isMin = (key: string): boolean => key.startsWith('min');

function episodeText(key: string, { windows, isCorrected }: ModelEpisode): string {
  if (isCorrected) return '?';
  const starts = [...windows.keys()];
  const peak = isMin(key) ? Math.min(...windows.values()) : Math.max(...windows.values());
  return `${Math.min(...starts)}–${Math.max(...starts)} ${windows.size} ${peak}`;
}
