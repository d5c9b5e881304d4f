import { MonitorError } from '../../common/errors.ts';
import { type Disposable } from '../../common/disposable.ts';
import { Emitter } from '../../common/event.ts';
import type { BadRow, Limit, LimitsPreview, LimitsStatus, StoredLimit } from '../../common/model.ts';
import { type Clock, type EpochMs, epochMs } from '../../common/units.ts';
import { scopeKey } from './limit-rows.ts';
import type { LimitSource } from './limit-source.ts';

/** When the source is read again: at each change (and every 20 minutes), every so often, or only when told. */
export type Refresh =
  | { readonly mode: 'continuous' }
  | { readonly mode: 'every'; readonly periodMs: number }
  | { readonly mode: 'manual' };

/** How often a watched source is read even where no change was announced. */
const safetyPeriodMs = 20 * 60_000;
/** How soon a failed read is tried again. */
const retryMs = 5_000;
/** The longest that a timer can wait. */
const longestTimerMs = 2 ** 31 - 1;
/** Changes that come this close together are one. */
const settleMs = 50;

/** Where limits are kept. */
export interface LimitRepository {
  current(): StoredLimit[];
  /** Makes `limits` the current ones, in one transaction; every version stays in the history. */
  replace(limits: readonly Limit[], origin: string, at: EpochMs): void;
}

/**
 * Keeps the stored limits as the source has them. A source that fails keeps the last good limits in force, is
 * shown, and is tried again.
 */
export class LimitSync implements Disposable {
  readonly #repository: LimitRepository;
  readonly #clock: Clock;
  readonly #refresh: Refresh;
  readonly #changed = new Emitter<readonly StoredLimit[]>();
  readonly #statusChanged = new Emitter<void>();
  #source: LimitSource | undefined;
  #watching: AbortController | undefined;
  #timer: NodeJS.Timeout | undefined;
  #applied: string | undefined;
  #lastSyncMs: EpochMs | null = null;
  #nextSyncMs: EpochMs | null = null;
  #problem: MonitorError | null = null;
  #current: readonly StoredLimit[];
  /** Ends with the newest read: two at a time could apply the older rows last. */
  #syncing = Promise.resolve();
  readonly onChanged = this.#changed.event;
  readonly onStatusChanged = this.#statusChanged.event;

  constructor(parts: { repository: LimitRepository; clock: Clock; refresh: Refresh }) {
    this.#repository = parts.repository;
    this.#clock = parts.clock;
    this.#refresh = parts.refresh;
    this.#current = parts.repository.current();
  }

  /** The limits as they are stored now. */
  get limits(): readonly StoredLimit[] {
    return this.#current;
  }

  get status(): LimitsStatus {
    return {
      source: this.#source?.origin ?? null,
      limitCount: this.#current.length,
      lastSyncMs: this.#lastSyncMs,
      nextSyncMs: this.#nextSyncMs,
      problem: this.#problem?.toData() ?? null,
    };
  }

  /** Follows a source from now on; resolves after its first read, whether that went well or not. */
  async follow(source: LimitSource): Promise<void> {
    this.#unwatch();
    this.#source = source;
    this.#applied = undefined;
    await this.sync();
  }

  /** Reads the source now. What is wrong with it is in {@link status}; the last good limits stay in force. */
  sync(): Promise<void> {
    this.#syncing = this.#syncing.then(() => this.#syncNow());
    return this.#syncing;
  }

  async #syncNow(): Promise<void> {
    const source = this.#source;
    if (!source) return;
    clearTimeout(this.#timer);
    try {
      const unwatched = this.#watchAgain(source);
      const { limits, badRows } = await source.read();
      if (source !== this.#source) return;
      if (badRows.length > 0) throw badRowsError(source.origin, badRows);
      this.#apply(limits, source.origin);
      this.#lastSyncMs = this.#clock.now();
      this.#problem = unwatched;
    } catch (thrown) {
      this.#problem = MonitorError.from(thrown);
    }
    this.#schedule();
    this.#statusChanged.fire();
  }

  /** What an import of the source would change. */
  async preview(source: LimitSource): Promise<LimitsPreview> {
    const { limits, badRows } = await source.read();
    return { origin: source.origin, badRows, ...difference(this.#current, limits) };
  }

  /** Reads the limits again that another process stored. */
  reload(): void {
    this.#current = this.#repository.current();
    this.#changed.fire(this.#current);
  }

  dispose(): void {
    this.#unwatch();
    this.#source = undefined;
  }

  #apply(limits: readonly Limit[], origin: string): void {
    const content = JSON.stringify(limits);
    if (content === this.#applied) return;
    this.#repository.replace(limits, origin, this.#clock.now());
    this.#applied = content;
    this.reload();
  }

  /**
   * A watch ends when the file's folder is replaced; each read begins a new one. A source that can't be watched is
   * read all the same, as often as one that failed.
   */
  #watchAgain(source: LimitSource): MonitorError | null {
    if (this.#refresh.mode !== 'continuous') return null;
    try {
      this.#watch(source);
      return null;
    } catch (thrown) {
      return MonitorError.from(thrown);
    }
  }

  #watch(source: LimitSource): void {
    this.#watching?.abort();
    this.#watching = new AbortController();
    let settling: NodeJS.Timeout | undefined;
    source.watch(this.#watching.signal)(() => {
      clearTimeout(settling);
      settling = setTimeout(() => void this.sync(), settleMs);
    });
  }

  #schedule(): void {
    const periodMs = this.#periodMs();
    this.#nextSyncMs = periodMs === undefined ? null : epochMs(this.#clock.now() + periodMs);
    if (periodMs !== undefined && this.#source) this.#timer = setTimeout(() => void this.sync(), periodMs);
  }

  #periodMs(): number | undefined {
    if (this.#refresh.mode === 'manual') return undefined;
    if (this.#problem) return retryMs;
    return this.#refresh.mode === 'every' ? Math.min(this.#refresh.periodMs, longestTimerMs) : safetyPeriodMs;
  }

  #unwatch(): void {
    clearTimeout(this.#timer);
    this.#watching?.abort();
    this.#watching = undefined;
  }
}

/** Bad rows that an error names; the rest is counted. */
const rowsNamed = 20;

/** The error that names the bad rows, of which nothing was applied. */
export function badRowsError(origin: string, badRows: readonly BadRow[]): MonitorError {
  const named = badRows.slice(0, rowsNamed).map(({ row, reason }) => `row ${row}: ${reason}`);
  const more = badRows.length > rowsNamed ? ` (and ${badRows.length - rowsNamed} more)` : '';
  return new MonitorError('limits/bad-rows', `${origin}: ${named.join('; ')}${more}`, {
    remedy: 'mend these rows; nothing of the file was applied',
  });
}

const fullKey = (limit: Limit): string => `${scopeKey(limit)}|${limit.effectiveMs}|${limit.value}`;

/** What replaces what, by the whole row. */
export function difference(
  before: readonly Limit[],
  after: readonly Limit[],
): Pick<LimitsPreview, 'added' | 'unchanged' | 'removed'> {
  const old = new Set(before.map(fullKey));
  const now = new Set(after.map(fullKey));
  return {
    added: after.filter((limit) => !old.has(fullKey(limit))),
    unchanged: after.filter((limit) => old.has(fullKey(limit))),
    removed: before.filter((limit) => !now.has(fullKey(limit))),
  };
}
