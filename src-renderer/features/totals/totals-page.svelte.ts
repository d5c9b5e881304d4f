import type { WallClock } from '../../../src-main/common/clock.ts';
import type { Direction } from '../../../src-main/common/direction.ts';
import { type ErrorData, MonitorError } from '../../../src-main/common/errors.ts';
import type {
  Comparison,
  RangeTop,
  ScopePart,
  Totals,
  TotalRow,
} from '../../../src-main/common/model/totals.ts';
import type { ScopeHistory } from '../../../src-main/common/model/windows.ts';
import { RepeatedRun } from '../../../src-main/common/repeated-run.ts';
import { type EpochMs, epochMs } from '../../../src-main/common/units.ts';
import type { Client } from '../../state/client.ts';
import type { HistoryScope } from '../history/history-range.svelte.ts';

/** Periods to choose from, with how many of them are shown. */
export const rowCounts = {
  hour: [24, 72, 168],
  day: [30, 90, 366],
  week: [12, 26, 104],
  month: [12, 24, 60],
  year: [10],
} as const;
export type TotalPeriod = keyof typeof rowCounts;
export const totalPeriods = Object.keys(rowCounts) as readonly TotalPeriod[];

/** Those that a period can be compared with, beside any other time. */
export const comparisonsOf = (per: TotalPeriod): readonly Comparison[] =>
  per === 'month' || per === 'year' ? ['previous', 'last-year'] : ['previous', 'last-week', 'last-year'];

/** Sums of all traffic are read again this often while somebody looks; those of pairs cost more. */
const followMs = 5_000;
const followPairsMs = 60_000;
/** As many hosts and pairs are named of a period. */
const named = 10;

interface TotalsPageOptions {
  readonly monitor: Pick<Client['monitor'], 'getTotals' | 'getRangeTop' | 'getScopeHistory'>;
  readonly clock: WallClock;
}

/** Who had most traffic in the chosen period: of all traffic, or with a host or network. */
export type TotalTop =
  | { readonly kind: 'all'; readonly top: RangeTop }
  | { readonly kind: 'scope'; readonly peers: Omit<ScopeHistory, 'parts'> };

/** What the view of totals shows: traffic by period, what it is compared with, and the period that is chosen. */
export class TotalsPage {
  per = $state<TotalPeriod>('day');
  count = $state<number>(rowCounts.day[0]);
  /** The last period begins before it; null for the present. */
  untilMs = $state<EpochMs | null>(null);
  /** Whose traffic it is; null for all. */
  scope = $state.raw<HistoryScope | null>(null);
  part = $state<ScopePart>('both');
  direction = $state<Direction | null>(null);
  compare = $state<Comparison | EpochMs | null>(null);
  totals = $state.raw<Totals | null>(null);
  problem = $state.raw<ErrorData | null>(null);
  /** Why hosts and pairs of the chosen period can't be read. */
  topProblem = $state.raw<ErrorData | null>(null);
  selectedMs = $state<EpochMs | null>(null);
  /** Null while it is read, and where none is chosen. */
  top = $state.raw<TotalTop | null>(null);
  readonly #options: TotalsPageOptions;
  readonly #reads = new RepeatedRun(() => this.#read());
  readonly #topReads = new RepeatedRun(() => this.#readTop());
  #followedMs = -Infinity;

  readonly rows: readonly TotalRow[] = $derived(this.totals?.rows ?? []);
  readonly selected: TotalRow | null = $derived(
    this.rows.find(({ startMs }) => startMs === this.selectedMs) ?? null,
  );

  constructor(options: TotalsPageOptions) {
    this.#options = options;
  }

  get isOfAll(): boolean {
    return this.scope === null && this.direction === null;
  }

  /** Shows periods of another length, the newest ones. */
  showPer(per: TotalPeriod): Promise<void> {
    if (this.compare === 'last-week' && !comparisonsOf(per).includes('last-week')) this.compare = null;
    return this.#show({ per, count: rowCounts[per][0], untilMs: null, selectedMs: null });
  }

  showCount(count: number): Promise<void> {
    return this.#show({ count });
  }

  /** Shows what a host or network sent and received; null for all traffic. */
  showScope(scope: HistoryScope | null): Promise<void> {
    return this.#show({ scope, direction: null, ...(scope === null && { part: 'both' }) });
  }

  showPart(part: ScopePart): Promise<void> {
    return this.#show({ part });
  }

  /** Shows what went one way; null for every way. */
  showDirection(direction: Direction | null): Promise<void> {
    return this.#show({ direction, scope: null, part: 'both' });
  }

  compareWith(compare: Comparison | EpochMs | null): Promise<void> {
    return this.#show({ compare });
  }

  /** Shows the periods before those that are shown. */
  async goBack(): Promise<void> {
    const [first] = this.rows;
    if (first && this.rows.length >= this.count)
      await this.#show({ untilMs: first.startMs, selectedMs: null });
  }

  /** Shows the periods after those that are shown, up to the present. */
  async goForth(): Promise<void> {
    const [first, last] = [this.rows[0], this.rows.at(-1)];
    if (!first || !last || this.untilMs === null) return;
    const untilMs = last.endMs + (last.endMs - first.startMs);
    await this.#show({
      untilMs: untilMs > this.#options.clock.now() ? null : epochMs(untilMs),
      selectedMs: null,
    });
  }

  goToPresent(): Promise<void> {
    return this.#show({ untilMs: null, selectedMs: null });
  }

  /** Chooses a period, whose hosts and pairs are read; null for none. */
  async select(startMs: EpochMs | null): Promise<void> {
    this.selectedMs = startMs;
    this.top = null;
    this.topProblem = null;
    if (startMs !== null) await this.#topReads.ask();
  }

  async load(): Promise<void> {
    await this.#reads.ask();
  }

  /** Keeps up with the present, if called from time to time. */
  async follow(): Promise<void> {
    const pauseMs = this.isOfAll ? followMs : followPairsMs;
    if (this.untilMs !== null || Math.abs(this.#options.clock.now() - this.#followedMs) < pauseMs) return;
    await this.load();
  }

  async #show(choices: Partial<TotalsPage>): Promise<void> {
    Object.assign(this, choices);
    await this.load();
    if (this.selected === null) this.selectedMs = null;
    if (this.selectedMs !== null) await this.select(this.selectedMs);
  }

  async #read(): Promise<boolean> {
    const { per, count, scope, part, direction, compare, untilMs } = this;
    this.#followedMs = this.#options.clock.now();
    try {
      this.totals = await this.#options.monitor.getTotals({
        ...{ per, count, fromMs: null, toMs: untilMs, direction, compare, hasDirections: false },
        scope: scope && { ...scope, part },
      });
      this.problem = null;
    } catch (thrown) {
      this.problem = MonitorError.from(thrown).toData();
    }
    return true;
  }

  async #readTop(): Promise<boolean> {
    const { selected: row, scope } = this;
    if (row === null) return false;
    try {
      const top = await this.#topOf(row, scope);
      if (row.startMs !== this.selectedMs || scope !== this.scope) return true;
      this.top = top;
      this.topProblem = null;
    } catch (thrown) {
      if (row.startMs === this.selectedMs) this.topProblem = MonitorError.from(thrown).toData();
    }
    return true;
  }

  async #topOf({ startMs: fromMs, endMs: toMs }: TotalRow, scope: HistoryScope | null): Promise<TotalTop> {
    const { monitor } = this.#options;
    if (scope === null)
      return { kind: 'all', top: await monitor.getRangeTop({ fromMs, toMs, count: named }) };
    const { parts: _parts, ...peers } = await monitor.getScopeHistory({
      ...{ ...scope, edges: [fromMs, toMs], peers: named },
    });
    return { kind: 'scope', peers };
  }
}
