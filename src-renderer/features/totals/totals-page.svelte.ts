import type { Clock } from '../../../src-main/common/clock.ts';
import type { Direction } from '../../../src-main/common/direction.ts';
import type { WrittenInstant } from '../../../src-main/common/effective-date.ts';
import { type ErrorData, MonitorError } from '../../../src-main/common/errors.ts';
import type {
  Comparison,
  ScopePart,
  Totals,
  TotalRow,
  TotalTop,
} from '../../../src-main/common/model/totals.ts';
import type { UsualStep } from '../../../src-main/common/model/usual.ts';
import { RepeatedRun } from '../../../src-main/common/repeated-run.ts';
import { type EpochMs, epochMs } from '../../../src-main/common/units.ts';
import type { Client } from '../../state/client.ts';
import type { HistoryScope } from '../history/range-picture.ts';

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
/** A read takes at most this share of the time. */
const shareOfTime = 0.05;
/** But no pause is longer. */
const longestPauseMs = 300_000;
/** As many hosts and pairs are named of a period. */
const named = 10;

interface TotalsPageOptions {
  readonly monitor: Pick<Client['monitor'], 'getTotals'>;
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
}

/** What was asked for, of which rows are the answer. */
type Asked = Pick<TotalsPage, 'per' | 'scope' | 'part' | 'direction'>;

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
  compare = $state.raw<Comparison | WrittenInstant | null>(null);
  /** Whether is told what was usual: of hours and days. */
  showsUsual = $state(false);
  totals = $state.raw<Totals | null>(null);
  /** What the totals that are shown answer, while something else was chosen and is read. */
  shown = $state.raw<Asked>({ per: 'day', scope: null, part: 'both', direction: null });
  problem = $state.raw<ErrorData | null>(null);
  /** Why hosts and pairs of the chosen period can't be read. */
  topProblem = $state.raw<ErrorData | null>(null);
  selectedMs = $state<EpochMs | null>(null);
  /** Who had most of the chosen period, as of the moment of the rows; null while it is read, and where none is chosen. */
  top = $state.raw<TotalTop | null>(null);
  readonly #options: TotalsPageOptions;
  readonly #reads = new RepeatedRun(() => this.#read());
  #followedMs = -Infinity;
  #tookMs = 0;
  /** Whether what is shown answers another question. */
  #isOther = false;
  /** Counts questions: what answers an earlier one is of no use. */
  #asked = 0;

  readonly rows: readonly TotalRow[] = $derived(this.totals?.rows ?? []);
  readonly usual: readonly UsualStep[] = $derived(this.totals?.usual ?? []);
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

  /** Shows what a host, a network or a group of them sent and received; null for all traffic. */
  showScope(scope: HistoryScope | null): Promise<void> {
    return this.#show({ scope, ...(scope === null && { part: 'both' }) });
  }

  showPart(part: ScopePart): Promise<void> {
    return this.#show({ part });
  }

  /** Shows what went one way; null for every way. */
  showDirection(direction: Direction | null): Promise<void> {
    return this.#show({ direction });
  }

  compareWith(compare: Comparison | WrittenInstant | null): Promise<void> {
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
    if (startMs !== null) await this.load();
  }

  async load(): Promise<void> {
    await this.#reads.ask();
  }

  /** Keeps up with the present, if called from time to time. */
  async follow(): Promise<void> {
    const costMs = Math.min(this.#tookMs / shareOfTime, longestPauseMs);
    const pauseMs = Math.max(this.isOfAll ? followMs : followPairsMs, costMs);
    if (this.untilMs !== null || this.#options.clock.monotonic() - this.#followedMs < pauseMs) return;
    await this.load();
  }

  async #show(choices: Partial<TotalsPage>): Promise<void> {
    this.top = this.topProblem = null;
    Object.assign(this, choices);
    this.#isOther = true;
    this.#asked += 1;
    await this.load();
    if (this.selected === null) this.selectedMs = null;
  }

  async #read(): Promise<boolean> {
    const { clock } = this.#options;
    const begunMs = (this.#followedMs = clock.monotonic());
    const asked = this.#asked;
    const isWanted = (): boolean => asked === this.#asked;
    try {
      await this.#take(isWanted);
    } catch (thrown) {
      if (isWanted()) this.problem = MonitorError.from(thrown).toData();
    }
    this.#tookMs = clock.monotonic() - begunMs;
    return true;
  }

  /** @param isWanted whether no other question has come meanwhile: that one is answered next */
  async #take(isWanted: () => boolean): Promise<void> {
    const { selectedMs } = this;
    // Who had most takes longer.
    if (this.#isOther && selectedMs !== null) {
      const { totals } = await this.#readWith(null);
      if (!isWanted()) return;
      this.#answer(totals);
    }
    this.#isOther = false;
    const read = await this.#readWith(selectedMs);
    if (!isWanted()) return;
    // Another one was chosen meanwhile: that is read next.
    const isChosen = selectedMs === this.selectedMs;
    this.#answer(read.totals);
    this.top = isChosen ? (read.totals.top ?? null) : null;
    this.topProblem = isChosen ? read.topProblem : null;
    this.problem = null;
  }

  /** Shows totals with what was asked for. */
  #answer(totals: Totals): void {
    const { per, scope, part, direction } = this;
    this.totals = totals;
    this.shown = { per, scope, part, direction };
  }

  /** Totals and who had most of one of them; where that can't be read, the totals alone. */
  async #readWith(selectedMs: EpochMs | null): Promise<{ totals: Totals; topProblem: ErrorData | null }> {
    const { per, count, scope, part, direction, compare, untilMs } = this;
    const request = {
      ...{ per, count, fromMs: null, toMs: untilMs, direction, compare, hasDirections: false },
      hasUsual: this.showsUsual && (per === 'hour' || per === 'day'),
      scope: scope && { ...scope, part },
    };
    const { monitor } = this.#options;
    if (selectedMs === null) return { totals: await monitor.getTotals(request), topProblem: null };
    try {
      const top = { startMs: selectedMs, count: named };
      return { totals: await monitor.getTotals({ ...request, top }), topProblem: null };
    } catch (thrown) {
      const topProblem = MonitorError.from(thrown).toData();
      return { totals: await monitor.getTotals(request), topProblem };
    }
  }
}
