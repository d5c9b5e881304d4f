import type { WallClock } from '../common/clock.ts';
import type { MonitorApi } from '../common/contract/monitor.ts';
import type { Limit } from '../common/model/limits.ts';
import { isQuota, type Quota } from '../common/model/quotas.ts';

/** What is used is asked for so often at most: the history's thread sleeps meanwhile. Less than between two looks. */
const pauseMs = 25_000;

interface Parts {
  readonly clock: WallClock;
  readonly engine: Pick<MonitorApi, 'listLimits' | 'listQuotas'>;
  readonly onChanged: () => void;
}

/** The quota that is nearest to full, as it was a short while ago. Where there is none, nobody is asked. */
export class NearestQuota {
  readonly #parts: Parts;
  #quota: Quota | null = null;
  #hasAny = false;
  #askedMs = -Infinity;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Null where there is none, or it is not known yet. */
  get quota(): Quota | null {
    return this.#quota;
  }

  /** An engine has begun. */
  async begin(): Promise<void> {
    this.#quota = null;
    const limits = await this.#parts.engine.listLimits().catch(() => null);
    if (limits !== null) this.takeLimits(limits);
  }

  /** These limits hold from now on. */
  takeLimits(limits: readonly Limit[]): void {
    this.#hasAny = limits.some((limit) => isQuota(limit));
    this.#askedMs = -Infinity;
    if (this.#hasAny) return this.look();
    this.#quota = null;
    this.#parts.onChanged();
  }

  /** To be called from time to time. */
  look(): void {
    const now = this.#parts.clock.now();
    if (!this.#hasAny || Math.abs(now - this.#askedMs) < pauseMs) return;
    this.#askedMs = now;
    void this.#read();
  }

  async #read(): Promise<void> {
    // Of an engine that is gone, the next one tells.
    const found = await this.#parts.engine.listQuotas({ count: 1 }).catch(() => null);
    if (found === null) return;
    this.#quota = this.#hasAny ? (found.quotas[0] ?? null) : null;
    this.#parts.onChanged();
  }
}
