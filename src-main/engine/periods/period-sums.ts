import type { Lack } from '../../common/model/windows.ts';
import type { Calendar } from '../../common/periods/calendar.ts';
import type { Hours } from '../../common/periods/hours.ts';
import type { PeriodSpan } from '../../common/periods/period.ts';
import { type EpochMs, epochMs } from '../../common/units.ts';
import type { PairKey } from '../flow-records/layout.ts';
import type { WindowShape } from '../../common/window-shape.ts';
import { lacksWithin } from './counted-lacks.ts';
import { everMs, type PastStretch, type PastSums } from './past-sums.ts';
import type { PlannedPeriod, ScopeGroup } from './period-plan.ts';
import type { PeriodStore, StoredPeriod, SummedFrom } from './period-store.ts';
import { type PeriodFacts, PeriodSum, wholeScope, type WindowsWithin } from './period-sum.ts';

/** Scopes of pairs that a group remembers: most pairs come again and again. */
const pairsKnown = 100_000;

/** Scopes of pairs that came before, as the networks were then. */
interface KnownScopes {
  readonly byPair: Map<PairKey, readonly number[]>;
  version: number;
}

/** A window, as far as periods are sums of it. */
export interface WindowPart extends PeriodSpan {
  readonly lacks: readonly Lack[];
  readonly closed: boolean;
  /** What periods were told that it lacks; undefined while they know nothing of it. */
  toldLacks: readonly Lack[] | undefined;
}

/** Where and how periods are summed. */
export interface PeriodSumsParts {
  readonly calendar: Calendar;
  readonly shape: WindowShape;
  /** Whether time of which there is no window is time in which nothing was captured. */
  readonly isLive: boolean;
  readonly store: PeriodStore;
}

/** The periods of one kind in memory. */
export class KindSums {
  readonly plan: PlannedPeriod;
  readonly held = new Map<number, PeriodSum>();
  readonly within: WindowsWithin;
  readonly scopesOfPairs = new Map<ScopeGroup, KnownScopes>();
  #fromMs: number;
  /** Whether {@link fromMs} is as it is stored. */
  isFromStored = true;

  constructor(plan: PlannedPeriod, from: SummedFrom, { shape, isLive }: PeriodSumsParts) {
    this.plan = plan;
    this.#fromMs = from.get(wholeScope) ?? Infinity;
    const fromOf = (scope: string): number =>
      scope === wholeScope ? this.#fromMs : (from.get(scope) ?? Infinity);
    this.within = { windowMs: tileMs(shape), isLive, fromOf };
    for (const group of plan.groups) this.scopesOfPairs.set(group, { byPair: new Map(), version: 0 });
  }

  /** From when on the totals have all windows: those before are stored, and are yet to be summed. */
  get fromMs(): number {
    return this.within.windowMs === null ? everMs : this.#fromMs;
  }

  /** Adds what was summed of stored windows, back to an instant. */
  fill(
    sums: readonly PeriodFacts[],
    fromMs: number,
    load: (startMs: EpochMs) => StoredPeriod | undefined,
  ): void {
    for (const facts of sums) this.#past(facts, load).addPast(facts);
    const unfilled = [...this.held.values()].filter((period) => !period.isFilled);
    this.#fromMs = fromMs;
    this.isFromStored = false;
    for (const period of unfilled) if (period.isFilled && !period.closed) period.touch();
  }

  #past(facts: PeriodFacts, load: (startMs: EpochMs) => StoredPeriod | undefined): PeriodSum {
    const held = this.held.get(facts.startMs);
    if (held) return held;
    const stored = load(facts.startMs);
    const period = stored ? this.hold(stored) : PeriodSum.past(facts, this.within);
    if (period.closed) period.touched = false;
    this.held.set(facts.startMs, period);
    return period;
  }

  hold({ scopes, ...facts }: StoredPeriod): PeriodSum {
    const period = new PeriodSum(facts, this.within);
    period.resumeScopes(scopes);
    this.held.set(period.startMs, period);
    return period;
  }
}

/** The length of windows that lie side by side; of overlapping ones, of those that do; null where none do. */
export const tileMs = ({ sizeMs, slideMs }: WindowShape): number | null =>
  sizeMs % slideMs === 0 ? sizeMs : null;

/**
 * Sums traffic by hours, days, months and whatever is planned, as records arrive. Holds the open periods and those that
 * changed since the last {@link PeriodSums.release}; closed ones lie in the store.
 */
export class PeriodSums {
  readonly #parts: PeriodSumsParts;
  readonly #kinds: readonly KindSums[];
  readonly #hasGroups: boolean;
  /** The stretch of the past that is being summed. */
  #asked: PastStretch | undefined;
  /** The newest instant of what came since, and is yet to be summed with its stored window. */
  #unsummedMs = -Infinity;
  /** No open period ends before it: most records close nothing. */
  #earliestEndMs = Infinity;
  /** Whether the window that was asked for last lies in some hours. */
  readonly #inHours = new Map<string, { readonly startMs: number; readonly isInside: boolean }>();

  constructor(parts: PeriodSumsParts, plan: readonly PlannedPeriod[]) {
    this.#parts = parts;
    const from = parts.store.prepare(plan);
    this.#kinds = plan.map((one) => new KindSums(one, from.get(one.period.name) ?? new Map(), parts));
    this.#hasGroups = plan.some(({ groups }) => groups.length > 0);
    for (const kind of this.#kinds)
      for (const stored of parts.store.open(kind.plan.period)) this.#noteEnd(kind.hold(stored));
  }

  get kinds(): readonly KindSums[] {
    return this.#kinds;
  }

  /** Adds what was summed of an interval to the periods that hold it. */
  add(at: EpochMs, bytes: number, packets: number): void {
    for (const kind of this.#kinds) if (this.#isSummed(kind, at)) this.#at(kind, at).add(bytes, packets);
  }

  /** Whether there are stored windows that periods are yet to be summed from. */
  get hasPast(): boolean {
    return this.#kinds.some(({ fromMs }) => fromMs > everMs);
  }

  /**
   * What of the past is to be summed next; to be called while all that was summed is stored. Kinds that have come so far
   * go on together.
   *
   * @param count how many windows at most
   */
  nextPast(count: number): PastStretch | undefined {
    if (!this.hasPast) return undefined;
    const [beforeMs, notBeforeMs = everMs] = [...new Set(this.#kinds.map(({ fromMs }) => fromMs))].sort(
      (a, b) => b - a,
    );
    const kinds = this.#kinds.filter(({ fromMs }) => fromMs === beforeMs);
    const names = kinds.map(({ plan }) => plan.period.name);
    this.#unsummedMs = -Infinity;
    const { timeZone } = this.#parts.calendar;
    this.#asked = { timeZone, names, notBeforeMs, beforeMs: beforeMs!, count };
    return this.#asked;
  }

  /**
   * Adds what was summed of the stretch that was named last.
   *
   * @returns false where its windows have changed meanwhile, or another one was named: nothing is added
   */
  fill(stretch: PastStretch, { fromMs, periods }: PastSums): boolean {
    if (stretch !== this.#asked || this.#unsummedMs >= fromMs) return false;
    this.#asked = undefined;
    for (const kind of this.#kinds) {
      const { period } = kind.plan;
      const load = (startMs: EpochMs) => this.#parts.store.load(period, startMs);
      if (stretch.names.includes(period.name)) kind.fill(periods.get(period.name) ?? [], fromMs, load);
    }
    this.#findEarliestEnd();
    return true;
  }

  /** Whether what is of an instant belongs to the sums; else it will be read with the window that holds it. */
  #isSummed({ fromMs }: KindSums, at: EpochMs): boolean {
    if (at < fromMs) this.#unsummedMs = Math.max(this.#unsummedMs, at);
    return at >= fromMs;
  }

  /**
   * Takes the flows of an interval, for the sums by scope.
   *
   * @param agent who recorded them; null where that is not known
   * @returns undefined where no scope can hold any of them
   */
  flowsAt(at: EpochMs, agent: string | null): ((pair: PairKey, bytes: number) => void) | undefined {
    if (!this.#hasGroups) return undefined;
    const takers = this.#kinds.flatMap((kind) => this.#takersOf(kind, at, agent));
    if (takers.length === 0) return undefined;
    return (pair, bytes) => {
      for (const take of takers) take(pair, bytes);
    };
  }

  /** A window closed, or what is known of a closed one changed: its periods have it, and lack what it lacks. */
  takeWindow(window: WindowPart): void {
    const windowMs = tileMs(this.#parts.shape);
    if (windowMs !== null && window.startMs % windowMs !== 0) return;
    const { lacks } = window;
    const [before, after] = [window.toldLacks ?? [], lacks].map((list) => lacksWithin(list, window));
    for (const kind of this.#kinds) {
      if (!this.#isSummed(kind, window.startMs)) continue;
      const period = this.#at(kind, window.startMs);
      if (window.toldLacks === undefined) period.addWindow(window.startMs);
      period.replaceLacks(before!, after!);
    }
    window.toldLacks = lacks;
  }

  /** Whether a period would close. */
  closesUpTo(ms: number): boolean {
    return ms >= this.#earliestEndMs;
  }

  /** Closes the periods that end up to an instant: all windows in them have closed. */
  closeUpTo(ms: number): PeriodSum[] {
    if (!this.closesUpTo(ms)) return [];
    const closed = this.#all().filter((period) => isRunning(period) && period.endMs <= ms);
    for (const period of closed) period.close();
    this.#findEarliestEnd();
    return closed;
  }

  #findEarliestEnd(): void {
    this.#earliestEndMs = Infinity;
    for (const period of this.#all()) this.#noteEnd(period);
  }

  /** Whether a window in a period lies in some hours: else nothing in it can count. */
  hasHours({ startMs, endMs }: PeriodSpan, hours: Hours): boolean {
    const { sizeMs } = this.#parts.shape;
    for (let at: number = startMs; at < endMs; at += sizeMs)
      if (this.#parts.calendar.isInside(windowAt(at, sizeMs), hours)) return true;
    return false;
  }

  /** Lets go of the closed periods, once they are stored: but for those that are to be told of when they are filled. */
  release(): void {
    for (const { held } of this.#kinds)
      for (const [startMs, period] of held)
        if (period.closed && (period.isFilled || !period.changed)) held.delete(startMs);
  }

  #all(): PeriodSum[] {
    return this.#kinds.flatMap(({ held }) => [...held.values()]);
  }

  #at(kind: KindSums, at: EpochMs): PeriodSum {
    const span = this.#parts.calendar.periodAt(at, kind.plan.period);
    const held = kind.held.get(span.startMs);
    if (held) return held;
    const stored = this.#parts.store.load(kind.plan.period, span.startMs);
    if (stored) return kind.hold(stored);
    const period = PeriodSum.empty(span, kind.within);
    kind.held.set(span.startMs, period);
    this.#noteEnd(period);
    return period;
  }

  #openAt(kind: KindSums, at: EpochMs): PeriodSum | undefined {
    const { startMs } = this.#parts.calendar.periodAt(at, kind.plan.period);
    const held = kind.held.get(startMs);
    return held?.closed ? undefined : held;
  }

  #noteEnd(period: PeriodSum): void {
    if (isRunning(period)) this.#earliestEndMs = Math.min(this.#earliestEndMs, period.endMs);
  }

  #takersOf(kind: KindSums, at: EpochMs, agent: string | null): ((pair: PairKey, bytes: number) => void)[] {
    const groups = kind.plan.groups.filter(
      (group) =>
        (group.agent === undefined || group.agent === agent) &&
        (group.hours === undefined || this.#isInHours(at, group.hours)),
    );
    if (groups.length === 0) return [];
    // Scopes of what is open are summed back to its start from the first on.
    const period = this.#isSummed(kind, at) ? this.#at(kind, at) : this.#openAt(kind, at);
    if (!period) return [];
    return groups.map((group) => takerOf(period, group, kind.scopesOfPairs.get(group)!));
  }

  #isInHours(at: EpochMs, hours: Hours): boolean {
    const window = windowAt(at, this.#parts.shape.sizeMs);
    const known = this.#inHours.get(hours.text);
    if (known?.startMs === window.startMs) return known.isInside;
    const isInside = this.#parts.calendar.isInside(window, hours);
    this.#inHours.set(hours.text, { startMs: window.startMs, isInside });
    return isInside;
  }
}

/** One that ends when its windows have: before it is filled it can't be told of. */
const isRunning = (period: PeriodSum): boolean => !period.closed && period.isFilled;

const windowAt = (at: number, sizeMs: number): PeriodSpan => {
  const startMs = Math.floor(at / sizeMs) * sizeMs;
  return { startMs: epochMs(startMs), endMs: epochMs(startMs + sizeMs) };
};

function takerOf(
  period: PeriodSum,
  { index, keys, wholeKey }: ScopeGroup,
  known: KnownScopes,
): (pair: PairKey, bytes: number) => void {
  const { byPair } = known;
  if (known.version !== index.networks.version) byPair.clear();
  known.version = index.networks.version;
  return (pair, bytes) => {
    if (wholeKey !== undefined) period.addScope(wholeKey, bytes);
    if (index.size === 0) return;
    let scopes = byPair.get(pair);
    if (scopes === undefined) {
      scopes = index.scopesOf(pair);
      if (byPair.size >= pairsKnown) byPair.clear();
      byPair.set(pair, scopes);
    }
    for (const scope of scopes) period.addScope(keys[scope]!, bytes);
  };
}
