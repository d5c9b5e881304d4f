import { type ErrorData, MonitorError } from '../../../src-main/common/errors.ts';
import type { ScopeHistory } from '../../../src-main/common/model/windows.ts';
import type { Direction, DirectionSums } from '../../../src-main/common/direction.ts';
import type { StoredSeries } from '../../../src-main/common/model/series.ts';
import type { WallClock } from '../../../src-main/common/clock.ts';
import { type EpochMs, epochMs } from '../../../src-main/common/units.ts';
import type { ChartBar } from '../../charts/chart-model.ts';
import { directionSumsOf, summedFromMsOf } from './history-directions.ts';
import { daysLater, localEdges } from '../../instants.ts';
import type { HistoryBar } from './history-bar.ts';
import { barOf, barOfAgent, barOfScope, barsOfDirections, laterByAWeek } from './history-sum-bars.ts';
import { type HistorySums, sumsOf } from './history-sums.ts';
import { pastOf, type RangePast } from './series-past.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Lengths of ranges to choose from. */
export const historySpans = [hourMs, 6 * hourMs, dayMs, 7 * dayMs, 30 * dayMs, 365 * dayMs] as const;
const longestMs = 50 * 365 * dayMs;
/** As many bars as a chart can tell apart: with more, windows are taken together. */
const barBound = 800;

/** Windows of the present are fetched this often while they are followed. */
const followMs = 5_000;

/** What a bar stands for: one window, or the windows of an hour or a day. */
export type HistoryLevel = 'window' | 'hour' | 'day';

/** The finest level at which a range has a number of bars that can be told apart. */
export function levelOf(spanMs: number, windowMs: number): HistoryLevel {
  if (spanMs / windowMs <= barBound || windowMs >= dayMs) return 'window';
  return spanMs / hourMs <= barBound && windowMs < hourMs ? 'hour' : 'day';
}

/** Whose past is shown: of a host or network, alone or with one of its peers. */
export interface HistoryScope {
  readonly host: string;
  readonly peer: string | null;
}

/** How many peers are named. */
const namedPeers = 50;

/** A bar as the chart of windows draws it: as high as its largest window, so that the limits fit beside it. */
export function drawnWindow(bar: HistoryBar): ChartBar {
  if (bar.window) return bar.window;
  const { startMs, endMs, bytes, windows, most, packets, above, below, incomplete, inexact, limits } = bar;
  const { scope } = bar;
  return {
    ...(scope && { scope }),
    together: { bytes, windows, above, below, inexact },
    ...{ startMs, endMs, bytes: most, packets, limits, revision: 0, closed: true, missed: 0, pairCount: 0 },
    ...{ complete: incomplete === 0, dropsKnown: true, interfaces: [] },
    exact: inexact === 0 && (scope?.unknown ?? 0) === 0,
    lacks: incomplete === 0 ? [] : [{ reason: 'not-captured' }],
    status:
      above > 0
        ? 'above'
        : below > 0
          ? 'below'
          : limits.max === null && limits.min === null
            ? 'unchecked'
            : 'within',
    reconciliation: { captured: packets, aggregated: packets, late: 0, dropped: 0 },
  };
}

/**
 * A bar as the chart draws what went one way; what is not known of it is missing.
 *
 * @param isSummed whether there was time to sum its pairs
 */
export function drawnDirection(bar: HistoryBar, direction: Direction, isSummed = true): ChartBar {
  const bytes = bar.directions?.[direction] ?? 0;
  const unknown = bar.directions?.unknown ?? bar.bytes;
  const none = { min: null, max: null };
  const sums = { bytes, least: bytes, most: bytes, above: 0, below: 0, limits: none, window: null };
  const drawn = drawnWindow({ ...bar, ...sums });
  if (unknown === 0) return drawn;
  return { ...drawn, exact: false, lacks: [...drawn.lacks, ...(isSummed ? [notKept] : [])] };
}

const notKept = { reason: 'not-kept' } as const;

interface HistoryRangeOptions {
  readonly monitor: RangePast;
  /** The series to choose from. */
  readonly listSeries?: () => Promise<readonly StoredSeries[]>;
  readonly clock: WallClock;
  readonly windowMs: () => number;
}

/** The stretch of the past that the history shows, from minutes to years. */
export class HistoryRange {
  startMs = $state<EpochMs>(epochMs(0));
  endMs = $state<EpochMs>(epochMs(0));
  comparesWeek = $state(false);
  /** Whether it ends at the present and moves on with it, until the person moves it. */
  isLive = $state(true);
  bars = $state.raw<readonly HistoryBar[]>([]);
  /** The same time a week before, moved to the present range. */
  before = $state.raw<readonly HistoryBar[]>([]);
  problem = $state.raw<ErrorData | null>(null);
  /** Whose past it is; null for all traffic. */
  scope = $state.raw<HistoryScope | null>(null);
  /** What this agent recorded is shown, or agents by a pattern; null for all. */
  agent = $state<string | null>(null);
  /** Which way that went which the chart shows; null for all. */
  direction = $state<Direction | null>(null);
  /** Another series than the one that is summed now; null for that. */
  series = $state.raw<StoredSeries | null>(null);
  /** Whether the one that was chosen is no longer stored. */
  hasLostSeries = $state(false);
  allSeries = $state.raw<readonly StoredSeries[]>([]);
  /** Whether there was time to read all of the range. */
  isWhole = $state(true);
  /** What else is known of the scope in the range. */
  seen = $state.raw<Omit<ScopeHistory, 'parts'> | null>(null);

  readonly #monitor: HistoryRangeOptions['monitor'];
  readonly #clock: WallClock;
  readonly #windowMs: () => number;
  readonly #listSeries: HistoryRangeOptions['listSeries'];
  #loading: Promise<void> | undefined;
  #isStale = false;
  #followedMs = -Infinity;
  /** How long the range was that was fetched last, where it ended at the present. */
  #followedSpanMs: number | null = null;
  /** What was asked before it goes up is of no use. */
  #cleared = 0;

  readonly level: HistoryLevel = $derived.by(() => levelOf(this.endMs - this.startMs, this.windowMs));
  /** From when on there was time to sum what bars tell beside their totals; null where there was for all. */
  readonly summedFromMs: EpochMs | null = $derived(this.isWhole ? null : summedFromMsOf(this.bars));
  readonly drawn: readonly ChartBar[] = $derived(this.bars.map((bar) => this.#drawn(bar)));
  readonly drawnBefore: readonly ChartBar[] = $derived(this.before.map((bar) => this.#drawn(bar)));
  readonly directions: DirectionSums | null = $derived(directionSumsOf(this.bars));
  readonly sums: HistorySums = $derived(sumsOf(this.bars));
  readonly sumsBefore: HistorySums = $derived(sumsOf(this.before));

  constructor({ monitor, clock, windowMs, listSeries }: HistoryRangeOptions) {
    this.#listSeries = listSeries;
    this.#monitor = monitor;
    this.#clock = clock;
    this.#windowMs = windowMs;
    this.#takeLast(6 * hourMs);
  }

  get windowMs(): number {
    return this.series?.windowMs ?? this.#windowMs();
  }

  get #past(): RangePast {
    return this.series === null ? this.#monitor : pastOf(this.#monitor, this.series.id);
  }

  /** Looks which series there are to choose from. */
  async loadSeries(): Promise<void> {
    try {
      this.allSeries = (await this.#listSeries?.()) ?? [];
    } catch (thrown) {
      this.problem = MonitorError.from(thrown).toData();
    }
  }

  /** Shows another series at its end; null for the one that is summed now, at the present. */
  showSeries(series: StoredSeries | null): Promise<void> {
    const { spanMs } = this;
    this.hasLostSeries = false;
    this.series = series?.isOwn === false ? series : null;
    // What agents recorded is known of the series that is summed now.
    if (this.series !== null) this.agent = null;
    this.clear();
    return this.showLast(spanMs);
  }

  get spanMs(): number {
    return this.endMs - this.startMs;
  }

  /** Shows so much of the time up to now, and moves on with it; of another series, of the time up to its end. */
  showLast(spanMs: number): Promise<void> {
    this.isLive = true;
    this.#takeLast(spanMs);
    return this.load();
  }

  /** Keeps up with the present if called from time to time: with each window's growth, or with each window that ends. */
  async follow(): Promise<void> {
    const pauseMs = this.level === 'window' ? followMs : this.windowMs;
    const now = this.#clock.now();
    if (!this.isLive || this.series !== null || Math.abs(now - this.#followedMs) < pauseMs) return;
    await this.showLast(this.spanMs);
  }

  show(startMs: number, endMs: number): Promise<void> {
    this.isLive = false;
    this.#take(startMs, endMs);
    return this.load();
  }

  /** Takes up what another window showed; it is fetched when the view is shown. */
  resume(startMs: EpochMs, endMs: EpochMs, isLive: boolean): void {
    this.isLive = isLive;
    if (isLive) this.#takeLast(endMs - startMs);
    else this.#take(startMs, endMs);
  }

  /** Makes the range `factor` times as long, with the instant `aroundMs` staying where it is. */
  zoom(factor: number, aroundMs = (this.startMs + this.endMs) / 2): Promise<void> {
    const spanMs = Math.min(longestMs, Math.max(2 * this.windowMs, this.spanMs * factor));
    const share = (aroundMs - this.startMs) / this.spanMs;
    return this.show(aroundMs - share * spanMs, aroundMs + (1 - share) * spanMs);
  }

  /** Moves the range by a part of its length. */
  pan(share: number): Promise<void> {
    const shift = share * this.spanMs;
    return this.show(this.startMs + shift, this.endMs + shift);
  }

  /** Shows the past of a host or network; null for that of all traffic. */
  showScope(scope: HistoryScope | null): Promise<void> {
    if (scope !== null) this.agent = null;
    this.scope = scope;
    this.clear();
    return this.load();
  }

  /** Shows what an agent recorded; null for all. Pairs are not kept by agent, so it is that of all hosts. */
  showAgent(agent: string | null): Promise<void> {
    [this.agent, this.scope] = [agent, null];
    this.clear();
    return this.load();
  }

  #drawn(bar: HistoryBar): ChartBar {
    return this.direction === null || this.scope !== null || this.agent !== null
      ? drawnWindow(bar)
      : drawnDirection(bar, this.direction, bar.startMs >= (this.summedFromMs ?? -Infinity));
  }

  compareWeek(compares: boolean): Promise<void> {
    this.comparesWeek = compares;
    return this.load();
  }

  /** Shows nothing. */
  clear(): void {
    this.#cleared += 1;
    this.#followedSpanMs = null;
    this.bars = [];
    this.before = [];
    this.seen = null;
    this.isWhole = true;
    this.problem = null;
  }

  /**
   * Fetches the range; what is shown stays until it is here. Of many calls, as while the chart is dragged, one is on
   * its way at a time, and the last one that waits follows it.
   */
  load(): Promise<void> {
    this.#isStale = true;
    this.#loading ??= this.#loadAll().finally(() => (this.#loading = undefined));
    return this.#loading;
  }

  async #loadAll(): Promise<void> {
    while (this.#isStale) {
      this.#isStale = false;
      await this.#loadOnce();
    }
  }

  async #loadOnce(): Promise<void> {
    const cleared = this.#cleared;
    try {
      const { bars, seen, isWhole } = await this.#fetch(this.startMs, this.endMs, (totals) => {
        if (cleared === this.#cleared) this.bars = totals;
      });
      const { bars: before } = this.comparesWeek
        ? await this.#fetch(daysLater(this.startMs, -7), daysLater(this.endMs, -7))
        : { bars: [] };
      if (cleared !== this.#cleared) return;
      this.bars = bars;
      this.seen = seen;
      this.isWhole = isWhole;
      this.before = before.map(laterByAWeek);
      this.#followedSpanMs = this.isLive ? this.spanMs : null;
      this.problem = null;
    } catch (thrown) {
      if (!(await this.#leavesLostSeries())) this.problem = MonitorError.from(thrown).toData();
    }
  }

  /** Goes back to the series that is summed now, where the chosen one is no longer stored. */
  async #leavesLostSeries(): Promise<boolean> {
    const { series } = this;
    if (series === null) return false;
    await this.loadSeries();
    if (series !== this.series || this.allSeries.some(({ id }) => id === series.id)) return false;
    void this.showSeries(null);
    this.hasLostSeries = true;
    return true;
  }

  /** @param showTotals shows what is known before pairs are summed, which takes longer */
  async #fetch(
    startMs: number,
    endMs: number,
    showTotals?: (bars: readonly HistoryBar[]) => void,
  ): Promise<FetchedRange> {
    const { scope, agent } = this;
    const edges = this.#edges(startMs, endMs);
    if (agent !== null && this.#past.getAgentHistory) {
      const { parts, isWhole } = await this.#past.getAgentHistory({ edges, agent });
      return { bars: parts.map(barOfAgent), seen: null, isWhole };
    }
    if (scope === null) {
      // A chart of one direction has nothing to draw before.
      if (showTotals && this.direction === null && !this.#isFollowing)
        showTotals(await this.#fetchAll(startMs, endMs));
      return this.#fetchDirected(edges, levelOf(endMs - startMs, this.windowMs));
    }
    if (showTotals && levelOf(endMs - startMs, this.windowMs) === 'day' && this.seen === null) {
      const { parts } = await this.#past.getScopeHistory({ ...scope, edges, peers: 0 });
      showTotals(parts.map(barOfScope));
    }
    const { parts, ...seen } = await this.#past.getScopeHistory({ ...scope, edges, peers: namedPeers });
    return { bars: parts.map(barOfScope), seen, isWhole: seen.isWhole };
  }

  /** Whether the range is what is shown already, moved on with the present. */
  get #isFollowing(): boolean {
    return this.isLive && this.spanMs === this.#followedSpanMs;
  }

  #edges(startMs: number, endMs: number): number[] {
    const windowMs = this.windowMs;
    const level = levelOf(endMs - startMs, windowMs);
    if (level !== 'window') return localEdges(startMs, endMs, level);
    const firstMs = Math.floor(startMs / windowMs) * windowMs;
    const count = Math.ceil((endMs - firstMs) / windowMs);
    return Array.from({ length: count + 1 }, (_, i) => firstMs + i * windowMs);
  }

  async #fetchAll(startMs: number, endMs: number): Promise<readonly HistoryBar[]> {
    const level = levelOf(endMs - startMs, this.windowMs);
    if (level === 'window') {
      const request = { fromMs: startMs - this.windowMs, toMs: endMs, count: 2 * barBound };
      return (await this.#past.listWindows(request)).map(barOf);
    }
    const edges = this.#edges(startMs, endMs);
    return (await this.#past.listRollups({ edges })).map((rollup) => ({ ...rollup, window: null }));
  }

  /** Bars of all traffic, with the way that it went, of one moment. */
  async #fetchDirected(edges: number[], level: HistoryLevel): Promise<FetchedRange> {
    const isByWindow = level === 'window';
    const windows = isByWindow ? 2 * barBound : 0;
    const past = await this.#past.listDirections({ edges, windows });
    return { bars: barsOfDirections(past, isByWindow), seen: null, isWhole: past.isWhole };
  }

  #takeLast(spanMs: number): void {
    const now = this.#clock.now();
    this.#followedMs = now;
    const lastMs = this.series?.lastMs ?? null;
    const endMs =
      (lastMs === null ? Math.ceil(now / this.windowMs) : lastMs / this.windowMs + 1) * this.windowMs;
    this.#take(endMs - spanMs, endMs);
  }

  #take(startMs: number, endMs: number): void {
    this.startMs = epochMs(Math.round(startMs));
    this.endMs = epochMs(Math.round(endMs));
  }
}

interface FetchedRange {
  readonly bars: readonly HistoryBar[];
  readonly seen: Omit<ScopeHistory, 'parts'> | null;
  readonly isWhole: boolean;
}
