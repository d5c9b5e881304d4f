import type { Lack } from '../../common/model/windows.ts';
import type { PeriodSpan } from '../../common/periods/period.ts';
import { type EpochMs, epochMs } from '../../common/units.ts';
import { type CountedLack, CountedLacks } from './counted-lacks.ts';

/** What a period remembers; as it is stored. */
export interface PeriodFacts extends PeriodSpan {
  readonly bytes: number;
  readonly packets: number;
  /** How many windows in it have closed, and when the first of them began; null before it. */
  readonly windows: number;
  readonly firstMs: EpochMs | null;
  /** How often its totals were reported; the next report has this revision. */
  readonly reports: number;
  readonly closed: boolean;
  readonly lacks: readonly CountedLack[];
  /** Limits that it has left, by their key. */
  readonly breaches: readonly string[];
}

/** How windows fill a period. */
export interface WindowsWithin {
  /** Their length; null where they don't lie side by side in it. */
  readonly windowMs: number | null;
  /** Whether time of which there is no window is time in which nothing was captured. */
  readonly isLive: boolean;
  /** From when on a scope is summed; the empty one for the total. */
  readonly fromOf: (scope: string) => number;
}

/** The scope of limits that are about all of a period's traffic. */
export const wholeScope = '';

/** One period while it is in memory: the sum of all records and windows in it. */
export class PeriodSum implements PeriodSpan {
  readonly startMs: EpochMs;
  readonly endMs: EpochMs;
  bytes: number;
  packets: number;
  #windows: number;
  #firstMs: EpochMs | null;
  reports: number;
  closed: boolean;
  readonly #lacks: CountedLacks;
  readonly #breaches: Set<string>;
  readonly #breachChanges = new Map<string, boolean>();
  readonly #scopes = new Map<string, number>();
  readonly #changedScopes = new Set<string>();
  readonly #touchedScopes = new Set<string>();
  readonly #within: WindowsWithin;
  /** Whether something changed since it was last stored. */
  dirty = false;
  /** Whether its totals changed since they were last reported. */
  changed = false;
  /** Whether its total was touched since it was looked at last. */
  touched = true;

  constructor(facts: PeriodFacts, within: WindowsWithin) {
    this.startMs = facts.startMs;
    this.endMs = facts.endMs;
    this.bytes = facts.bytes;
    this.packets = facts.packets;
    this.#windows = facts.windows;
    this.#firstMs = facts.firstMs;
    this.reports = facts.reports;
    this.closed = facts.closed;
    this.#lacks = new CountedLacks(facts.lacks);
    this.#breaches = new Set(facts.breaches);
    this.#within = within;
  }

  /** A period without a packet. */
  static empty({ startMs, endMs }: PeriodSpan, within: WindowsWithin): PeriodSum {
    const nothing = { bytes: 0, packets: 0, windows: 0, firstMs: null, reports: 0, closed: false };
    const period = new PeriodSum({ startMs, endMs, ...nothing, lacks: [], breaches: [] }, within);
    period.#change();
    return period;
  }

  /** A period that was over before its kind was summed: nobody is told of it unless it is corrected. */
  static past({ startMs, endMs }: PeriodSpan, within: WindowsWithin): PeriodSum {
    const period = PeriodSum.empty({ startMs, endMs }, within);
    Object.assign(period, { closed: true, reports: 1, changed: false, touched: false });
    return period;
  }

  /** Adds what was summed; what the total could not hold exactly it lacks from then on. */
  add(bytes: number, packets: number): void {
    this.#change();
    if (this.bytes + bytes > Number.MAX_SAFE_INTEGER || this.packets + packets > Number.MAX_SAFE_INTEGER) {
      this.#lacks.replace([], [{ reason: 'refused' }]);
      return;
    }
    this.bytes += bytes;
    this.packets += packets;
  }

  /** Adds to a scope; none holds more than the total does, unless that refused it. */
  addScope(scope: string, bytes: number): void {
    const sum = (this.#scopes.get(scope) ?? 0) + bytes;
    this.#scopes.set(scope, Math.min(sum, Number.MAX_SAFE_INTEGER));
    this.#changedScopes.add(scope);
    this.#touchedScopes.add(scope);
    this.#change();
  }

  /** Bytes of a scope, or of all. */
  bytesOf(scope: string): number {
    return scope === wholeScope ? this.bytes : (this.#scopes.get(scope) ?? 0);
  }

  /** Whether all of a scope is in its sum. */
  knows(scope: string): boolean {
    return this.#within.fromOf(scope) <= this.startMs;
  }

  /** Goes on from sums by scope that are stored. */
  resumeScopes(scopes: Iterable<readonly [string, number]>): void {
    for (const [scope, bytes] of scopes) {
      this.#scopes.set(scope, bytes);
      this.#touchedScopes.add(scope);
    }
  }

  /** Sums by scope that changed since they were stored. */
  get changedScopes(): ReadonlyMap<string, number> {
    return new Map([...this.#changedScopes].map((scope) => [scope, this.#scopes.get(scope)!]));
  }

  /** Scopes that were touched since the last call. */
  takeTouchedScopes(): string[] {
    const touched = [...this.#touchedScopes];
    this.#touchedScopes.clear();
    return touched;
  }

  /** A window in it closed. */
  addWindow(startMs: EpochMs): void {
    this.#windows += 1;
    this.#firstMs = this.#firstMs === null ? startMs : epochMs(Math.min(this.#firstMs, startMs));
    this.#change();
  }

  /** Adds windows that had been stored before its kind was summed: of one that is over, that is not news. */
  addPast({ bytes, packets, windows, firstMs, lacks }: PeriodFacts): void {
    const { changed, touched } = this;
    this.add(bytes, packets);
    this.#windows += windows;
    if (firstMs !== null) this.#firstMs = epochMs(Math.min(this.#firstMs ?? firstMs, firstMs));
    this.#lacks.join(lacks);
    if (this.closed) Object.assign(this, { changed, touched });
  }

  /** Has it looked at, and stored, once more. */
  touch(): void {
    this.dirty = true;
    this.touched = true;
  }

  /** Whether it has all windows that were stored before its kind was summed. */
  get isFilled(): boolean {
    return this.#within.windowMs === null || this.knows(wholeScope);
  }

  /** A window in it lacks something else than it was known to lack. */
  replaceLacks(before: readonly Lack[], after: readonly Lack[]): void {
    if (this.#lacks.replace(before, after)) this.#change();
  }

  /** All that its total lacks, or may lack. */
  get lacks(): Lack[] {
    const fromMs = this.#fromMs;
    const reason = this.isFilled ? 'not-kept' : 'not-summed';
    return [
      ...(fromMs > this.startMs ? [{ reason, fromMs: this.startMs, toMs: fromMs } as const] : []),
      ...this.#lacks.list,
      ...this.#missingWindows,
      ...(this.closed ? [] : [{ reason: 'not-over' as const, toMs: this.endMs }]),
    ];
  }

  /** From when on it is summed. */
  get #fromMs(): EpochMs {
    return epochMs(Math.max(this.startMs, this.#within.fromOf(wholeScope)));
  }

  /** Time of which there is no window. */
  get #missingWindows(): Lack[] {
    const { windowMs, isLive } = this.#within;
    const fromMs = this.#fromMs;
    if (!isLive || windowMs === null || this.#firstMs === null) return this.#neverSeen(isLive, fromMs);
    const before: Lack[] =
      this.#firstMs > fromMs ? [{ reason: 'not-captured', fromMs, toMs: this.#firstMs }] : [];
    if (!this.closed || this.#windows >= (this.endMs - this.#firstMs) / windowMs) return before;
    return [{ reason: 'not-captured' }];
  }

  #neverSeen(isLive: boolean, fromMs: EpochMs): Lack[] {
    return isLive && this.closed && this.#windows === 0
      ? [{ reason: 'not-captured', fromMs, toMs: this.endMs }]
      : [];
  }

  /** Whether its total has every packet that passed, and will have no other. */
  get exact(): boolean {
    return this.lacks.length === 0;
  }

  /** Limits that it has left, by their key. */
  get breaches(): ReadonlySet<string> {
    return this.#breaches;
  }

  /** Of these, those that changed since they were stored: whether it has left them. */
  get breachChanges(): ReadonlyMap<string, boolean> {
    return this.#breachChanges;
  }

  /** Records whether it has left a limit. */
  noteBreach(key: string, breached: boolean): void {
    if (this.#breaches.has(key) === breached) return;
    this.#breachChanges.set(key, breached);
    if (breached) this.#breaches.add(key);
    else this.#breaches.delete(key);
    this.dirty = true;
  }

  /** Ends it; what comes now is a correction. */
  close(): void {
    this.closed = true;
    this.#change();
  }

  /** What {@link reports} will be after the next report: the same totals told again are not a new revision. */
  get nextReports(): number {
    return this.changed || this.reports === 0 ? this.reports + 1 : this.reports;
  }

  /** Records that it was stored, and reported where it was to be. */
  noteStored(isReported: boolean): void {
    if (isReported) {
      this.reports = this.nextReports;
      this.changed = false;
    }
    this.dirty = false;
    this.#breachChanges.clear();
    this.#changedScopes.clear();
  }

  /** What {@link PeriodSum} is made of again. */
  get facts(): PeriodFacts {
    const { startMs, endMs, bytes, packets, reports, closed } = this;
    return {
      ...{ startMs, endMs, bytes, packets, reports, closed },
      ...{ windows: this.#windows, firstMs: this.#firstMs },
      ...{ lacks: this.#lacks.stored, breaches: [...this.#breaches] },
    };
  }

  /** From when on there are windows in it; null before the first of them has closed. */
  get sinceMs(): EpochMs | null {
    return this.#firstMs === null ? null : epochMs(Math.max(this.#fromMs, this.#firstMs));
  }

  #change(): void {
    this.dirty = true;
    this.changed = true;
    this.touched = true;
  }
}
