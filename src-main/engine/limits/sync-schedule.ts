import { BackOff } from '../../common/back-off.ts';
import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/disposable.ts';
import type { LimitsRefresh } from '../../common/model/limits.ts';
import { type DurationMs, type EpochMs, epochMs } from '../../common/units.ts';
import type { LimitWatch } from './limit-source.ts';

/** A failed read is tried again after the first of these, then after twice as long, up to the longest. */
const retries = { firstMs: 1_000, longestMs: 30_000 };
/** Changes that come this close together are one, … */
const settleMs = 50;
/** … but changes that never end are not waited for longer than this. */
const longestSettleMs = 1_000;

interface ScheduleParts {
  readonly clock: Clock;
  readonly refresh: LimitsRefresh;
  /** Reads the source. */
  readonly read: () => void;
}

/** When a followed source is read next: by its period, once its changes have settled, or again after a failure. */
export class SyncSchedule {
  readonly #parts: ScheduleParts;
  readonly #backOff = new BackOff(retries);
  #timer: Disposable | undefined;
  #settling: Disposable | undefined;
  /** When the first of the changes came that are waited for now; undefined for none. */
  #unsettledSince: DurationMs | undefined;
  #nextMs: EpochMs | null = null;

  constructor(parts: ScheduleParts) {
    this.#parts = parts;
  }

  /** When it is read by itself; null for never. */
  get nextMs(): EpochMs | null {
    return this.#nextMs;
  }

  /** Reads once changes have settled, of which one came just now. */
  settle(): void {
    const { clock, read } = this.#parts;
    this.#settling?.dispose();
    this.#unsettledSince ??= clock.monotonic();
    const leftMs = Math.max(0, this.#unsettledSince + longestSettleMs - clock.monotonic());
    this.#settling = clock.once(Math.min(settleMs, leftMs), read);
  }

  /** Plans the next read after one that went well or not. */
  plan(hasFailed: boolean, watch: LimitWatch | undefined): void {
    const { clock, read } = this.#parts;
    if (!hasFailed) this.#backOff.reset();
    const periodMs = this.#periodMs(hasFailed ? this.#backOff.next(0) : undefined, watch);
    this.#nextMs = periodMs === undefined ? null : epochMs(clock.now() + periodMs);
    if (periodMs !== undefined) this.#timer = clock.once(periodMs, read);
  }

  /** Waits for nothing any more. */
  rest(): void {
    this.#timer?.dispose();
    this.#settling?.dispose();
    this.#unsettledSince = undefined;
  }

  /** Begins anew, with another source. */
  reset(): void {
    this.rest();
    this.#backOff.reset();
    this.#nextMs = null;
  }

  /** @param retryMs how long to wait after a read that went wrong; undefined after one that went well */
  #periodMs(retryMs: number | undefined, watch: LimitWatch | undefined): number | undefined {
    const { refresh } = this.#parts;
    if (refresh.mode === 'manual') return undefined;
    if (retryMs !== undefined) return retryMs;
    return refresh.mode === 'every' ? refresh.periodMs : watch?.periodMs;
  }
}
