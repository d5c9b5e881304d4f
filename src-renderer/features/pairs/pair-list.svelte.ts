import type { Disposable } from '../../../src-main/common/disposable.ts';
import { type ErrorData, MonitorError } from '../../../src-main/common/errors.ts';
import type {
  PairOrder,
  PairPage,
  PairTotal,
  WindowSummary,
} from '../../../src-main/common/model/windows.ts';
import type { PastApi } from '../../../src-main/common/contract/replay.ts';
import type { EpochMs } from '../../../src-main/common/units.ts';
import { RowPages } from './row-pages.ts';

/** Rows that are fetched at a time; the engine sorts and filters. */
export const pageRows = 200;
/** A window that grows is fetched again this often while it is shown. */
const refreshMs = 2_000;
/** Pages that are kept; the engine has them all. */
const pageBound = 60;

interface PairListOptions {
  readonly monitor: Pick<PastApi, 'listPairs'>;
  /** Start of the present window; null while there is none. */
  readonly presentMs: () => EpochMs | null;
  /** Puts addresses in the place of hosts' names in a filter. */
  readonly inAddresses: (filter: string) => string;
}

/** All pairs of one window, page by page as they come into sight. */
export class PairList implements Disposable {
  order = $state<PairOrder>('bytes');
  descending = $state(true);
  filter = $state('');
  /** The window that was picked; null follows the present one. */
  pickedMs = $state<EpochMs | null>(null);
  /** What the newest page says of all of them. */
  summary = $state.raw<Omit<PairPage, 'pairs'> | null>(null);
  problem = $state.raw<ErrorData | null>(null);
  #pages = $state.raw(new RowPages<PairTotal>(pageRows));

  readonly #monitor: PairListOptions['monitor'];
  readonly #presentMs: () => EpochMs | null;
  readonly #inAddresses: (filter: string) => string;
  /** Answers to what was asked before the newest change are of no use. */
  #asked = 0;
  #inSight = { first: 0, last: 0 };
  /** Pages on their way, with the change for which they were asked. */
  #loading: readonly string[] = [];
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor({ monitor, presentMs, inAddresses }: PairListOptions) {
    this.#monitor = monitor;
    this.#presentMs = presentMs;
    this.#inAddresses = inAddresses;
  }

  get window(): WindowSummary | null {
    return this.summary?.window ?? null;
  }

  get count(): number {
    return this.summary?.matching ?? 0;
  }

  /** The pair in a row; undefined until its page is here. */
  row(index: number): PairTotal | undefined {
    return this.#pages.row(index);
  }

  /** Fetches, and keeps a window that grows up to date, while the view is shown. */
  watch(): () => void {
    void this.reload();
    this.#timer = setInterval(() => {
      if (this.window?.closed !== true || this.pickedMs === null) void this.reload();
    }, refreshMs);
    return () => clearInterval(this.#timer);
  }

  sortBy(order: PairOrder): void {
    this.descending = this.order === order ? !this.descending : order === 'bytes' || order === 'packets';
    this.order = order;
    void this.reload();
  }

  filterBy(filter: string): void {
    this.filter = filter;
    void this.reload();
  }

  pick(startMs: EpochMs | null): void {
    this.pickedMs = startMs;
    void this.reload();
  }

  /** Shows nothing, until a window is picked. */
  clear(): void {
    this.#asked += 1;
    this.pickedMs = null;
    this.summary = null;
    this.#pages = new RowPages(pageRows);
  }

  /** Fetches the rows that are in sight, as far as they are not here. */
  show(first: number, last: number): void {
    this.#inSight = { first, last };
    for (const page of this.#pagesInSight()) if (!this.#pages.has(page)) void this.#load(page, this.#asked);
  }

  /** Fetches anew what is in sight; what is shown stays until then. */
  async reload(): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    const pages = this.#pagesInSight();
    const answers = await Promise.all(pages.map((page) => this.#fetch(page)));
    if (asked !== this.#asked) return;
    const isGone = this.problem === null && answers.every((answer) => answer === null);
    // Other settings have other windows.
    if (isGone && this.pickedMs !== null && this.#presentMs() !== null) return this.pick(null);
    const found = answers.flatMap((answer, i) => (answer ? [[pages[i]!, answer.pairs] as const] : []));
    this.#pages = new RowPages(pageRows, found);
    this.summary = answers.find((answer) => answer !== null) ?? null;
  }

  dispose(): void {
    clearInterval(this.#timer);
  }

  #pagesInSight(): readonly number[] {
    const first = Math.floor(this.#inSight.first / pageRows);
    const last = Math.floor(this.#inSight.last / pageRows);
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  }

  async #load(page: number, asked: number): Promise<void> {
    const name = `${asked}/${page}`;
    if (this.#loading.includes(name)) return;
    this.#loading = [...this.#loading, name];
    const answer = await this.#fetch(page);
    this.#loading = this.#loading.filter((one) => one !== name);
    if (answer === null || asked !== this.#asked) return;
    this.#pages = this.#pages.with(page, answer.pairs, pageBound);
  }

  async #fetch(page: number): Promise<PairPage | null> {
    const startMs = this.pickedMs ?? this.#presentMs();
    if (startMs === null) return null;
    const { order, descending } = this;
    const filter = this.#inAddresses(this.filter);
    const request = { startMs, order, descending, filter, offset: page * pageRows, count: pageRows };
    try {
      const answer = await this.#monitor.listPairs(request);
      this.problem = null;
      return answer;
    } catch (thrown) {
      this.problem = MonitorError.from(thrown).toData();
      return null;
    }
  }
}
