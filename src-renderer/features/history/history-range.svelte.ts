import { type ErrorData, MonitorError } from '../../../src-main/common/errors.ts';
import type { ScopeHistory } from '../../../src-main/common/model/windows.ts';
import type { Direction, DirectionSums } from '../../../src-main/common/direction.ts';
import type { StoredSeries } from '../../../src-main/common/model/series.ts';
import type { UsualStep } from '../../../src-main/common/model/usual.ts';
import type { WallClock } from '../../../src-main/common/clock.ts';
import { type EpochMs, epochMs } from '../../../src-main/common/units.ts';
import type { ChartBar } from '../../charts/chart-model.ts';
import { drawnDirection, drawnWindow } from './drawn-bars.ts';
import { directionSumsOf, summedFromMsOf } from './history-directions.ts';
import type { HistoryBar } from './history-bar.ts';
import { type HistorySums, sumsOf } from './history-sums.ts';
import {
  type HistoryLevel,
  type HistoryScope,
  levelOf,
  type RangePicture,
  type RangeView,
  readPicture,
  usualKindOf,
} from './range-picture.ts';
import { pastOf, type RangePast } from './series-past.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Lengths of ranges to choose from. */
export const historySpans = [hourMs, 6 * hourMs, dayMs, 7 * dayMs, 30 * dayMs, 365 * dayMs] as const;
const longestMs = 50 * 365 * dayMs;

/** Windows of the present are fetched this often while they are followed. */
const followMs = 5_000;

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
  /** Whether is drawn what was usual. */
  showsUsual = $state(false);
  /** Whether it ends at the present and moves on with it, until the person moves it. */
  isLive = $state(true);
  bars = $state.raw<readonly HistoryBar[]>([]);
  /** The same time a week before, moved to the present range. */
  before = $state.raw<readonly HistoryBar[]>([]);
  /** What was usual at each hour or day of it. */
  usual = $state.raw<readonly UsualStep[]>([]);
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
  /** Whether what is usual is not told of what is shown, but would be of hours and days. */
  readonly hasUsualByHour: boolean = $derived(
    this.showsUsual && this.agent === null && this.level === 'window' && usualKindOf(this.#view) === null,
  );
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

  get #view(): RangeView {
    const { startMs, endMs, windowMs, scope, agent, direction, comparesWeek, showsUsual } = this;
    return { startMs, endMs, windowMs, scope, agent, direction, comparesWeek, showsUsual };
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
  showScope(scope: HistoryScope | null, direction = this.direction): Promise<void> {
    if (scope !== null) this.agent = null;
    this.scope = scope;
    this.direction = direction;
    this.clear();
    return this.load();
  }

  /** Shows what an agent recorded; null for all. Pairs are not kept by agent, so it is that of all hosts. */
  showAgent(agent: string | null): Promise<void> {
    [this.agent, this.scope] = [agent, null];
    this.clear();
    return this.load();
  }

  /** Shows what went one way; null for every way. */
  showDirection(direction: Direction | null): Promise<void> {
    this.direction = direction;
    // Of a host, other traffic is summed then.
    if (this.scope !== null) this.clear();
    this.usual = [];
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
    this.usual = [];
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
    const [past, view] = [this.#past, this.#view];
    const take = (picture: Partial<RangePicture>): boolean =>
      cleared === this.#cleared && Boolean(Object.assign(this, picture));
    try {
      if (this.#isWorthQuick(view)) {
        const { bars, before, usual } = await readPicture(past, view, true);
        take({ bars, before, usual });
      }
      if (!take(await readPicture(past, view, false))) return;
      this.#followedSpanMs = this.isLive ? this.spanMs : null;
      this.problem = null;
    } catch (thrown) {
      if (!(await this.#leavesLostSeries())) this.problem = MonitorError.from(thrown).toData();
    }
  }

  /** Whether what is known before pairs are summed, which takes longer, is shown first. */
  #isWorthQuick({ scope, agent, direction }: RangeView): boolean {
    // A chart of one direction has nothing to draw before.
    if (agent !== null || direction !== null) return false;
    if (scope !== null) return this.level === 'day' && this.seen === null;
    // What is followed stays until all of it is here.
    return !this.#isFollowing;
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

  /** Whether the range is what is shown already, moved on with the present. */
  get #isFollowing(): boolean {
    return this.isLive && this.spanMs === this.#followedSpanMs;
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
