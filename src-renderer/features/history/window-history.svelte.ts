import type { Disposable } from '../../../src-main/common/disposable.ts';
import { type ErrorData, MonitorError } from '../../../src-main/common/errors.ts';
import { readRange } from '../../../src-main/common/contract/replay.ts';
import type { UsualStep } from '../../../src-main/common/model/usual.ts';
import type { WindowSummary } from '../../../src-main/common/model/windows.ts';
import type { WallClock } from '../../../src-main/common/clock.ts';
import { type EpochMs, epochMs } from '../../../src-main/common/units.ts';
import type { Client } from '../../state/client.ts';
import type { MonitorStore } from '../monitor/monitor-store.svelte.ts';
import { rangeSpans } from './history-ranges.ts';
import { mergeWindows } from './window-list.ts';

const maxWindows = 20_000;

const hourOf = (ms: number): number => Math.ceil(ms / 3_600_000);

interface WindowHistoryOptions extends Client {
  readonly store: MonitorStore;
  readonly clock: WallClock;
}

/** The windows of the shown range, the open one included. It follows the present unless it is held. */
export class WindowHistory implements Disposable {
  #range = $state(0);
  #heldEndMs = $state<EpochMs | null>(null);
  #loaded = $state.raw<readonly WindowSummary[]>([]);
  /** What was usual at each hour of it, where that is shown. */
  usual = $state.raw<readonly UsualStep[]>([]);
  /** Whether is shown what was usual. */
  #showsUsual = false;
  /** Up to which hour the range went that was fetched. */
  #loadedHour = -Infinity;
  /** Why the newest load failed. */
  problem = $state.raw<ErrorData | null>(null);

  readonly #monitor: Client['monitor'];
  readonly #store: MonitorStore;
  readonly #clock: WallClock;
  readonly #subscriptions: readonly Disposable[];

  /** Lengths of the ranges to choose from, by the range's number. */
  readonly spans: readonly number[] = $derived.by(() => rangeSpans(this.#windowMs));
  readonly spanMs: number = $derived(this.spans[this.#range] ?? 0);
  readonly endMs: EpochMs = $derived.by(() => this.#heldEndMs ?? this.#liveEndMs());
  readonly startMs: EpochMs = $derived(epochMs(this.endMs - this.spanMs));
  readonly windows: readonly WindowSummary[] = $derived(
    this.#loaded.filter((window) => window.endMs > this.startMs && window.startMs < this.endMs),
  );

  constructor({ monitor, store, clock }: WindowHistoryOptions) {
    this.#monitor = monitor;
    this.#store = store;
    this.#clock = clock;
    this.#subscriptions = [
      monitor.onWindowClosed((window) => this.#merge([window])),
      monitor.onStatusChanged(({ window }) => {
        if (window) this.#merge([window]);
        // Another hour has come into the range.
        if (this.#showsUsual && this.isLive && hourOf(this.endMs) > this.#loadedHour) void this.load();
      }),
    ];
  }

  /** Number of the chosen range. */
  get range(): number {
    return this.#range;
  }

  /** Where the range ends; null where it follows the present. */
  get heldEndMs(): EpochMs | null {
    return this.#heldEndMs;
  }

  /** Takes up what another window showed; it is fetched with all else at the start. */
  resume(range: number, heldEndMs: EpochMs | null): void {
    this.#range = range;
    this.#heldEndMs = heldEndMs;
  }

  /** Whether the range ends at the present and moves on with it. */
  get isLive(): boolean {
    return this.#heldEndMs === null;
  }

  get #windowMs(): number {
    return this.#store.status?.windowMs ?? 300_000;
  }

  #liveEndMs(): EpochMs {
    const open = this.#store.status?.window;
    return open?.endMs ?? epochMs(Math.ceil(this.#clock.now() / this.#windowMs) * this.#windowMs);
  }

  #merge(reports: readonly WindowSummary[]): void {
    const keptFromMs = this.startMs - this.spanMs;
    this.#loaded = mergeWindows(this.#loaded, reports)
      .filter(({ endMs }) => endMs > keptFromMs)
      .slice(-maxWindows);
  }

  /** Shows what was usual, or no longer. */
  async showUsual(shows: boolean): Promise<void> {
    if (shows === this.#showsUsual) return;
    this.#showsUsual = shows;
    await this.load();
  }

  async setRange(range: number): Promise<void> {
    this.#range = range;
    await this.load();
  }

  /** Moves the range so that it holds a window, with some of what came before and after it. */
  async reveal(startMs: EpochMs): Promise<void> {
    if (startMs >= this.startMs && startMs < this.endMs) return;
    const endMs = Math.min(this.#liveEndMs(), startMs + this.spanMs / 2);
    this.#heldEndMs = epochMs(Math.ceil(endMs / this.#windowMs) * this.#windowMs);
    await this.load();
  }

  async followPresent(): Promise<void> {
    this.#heldEndMs = null;
    await this.load();
  }

  /** Fetches the range anew. */
  async load(): Promise<void> {
    const { startMs, endMs } = this;
    this.#loadedHour = hourOf(endMs);
    try {
      const { range, usual } = await readRange(this.#monitor, {
        edges: [startMs - this.#windowMs, endMs],
        of: { kind: 'totals', windows: maxWindows },
        ...{ before: null, usual: this.#showsUsual ? { of: 'windows', direction: null } : null },
      });
      if (this.startMs < startMs || this.endMs < endMs) return;
      const open = this.#store.status?.window;
      this.#loaded = mergeWindows(range.windows, open ? [open] : []);
      this.usual = usual;
      this.problem = null;
    } catch (thrown) {
      this.problem = MonitorError.from(thrown).toData();
    }
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }
}
