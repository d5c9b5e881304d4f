import { setImmediate as breathe } from 'node:timers/promises';
import type { Clock } from '../../common/clock.ts';
import { type NamedNetworks, plainNetworks } from '../../common/named-networks.ts';
import type { Limit, LimitsAssessment, LimitSuggestion } from '../../common/model/limits.ts';
import { type EpochMs, epochMs } from '../../common/units.ts';
import { LimitAssessment } from '../alerts/limit-assessment.ts';
import { scopeOf } from '../alerts/evaluator.ts';
import { neverCancelled, requireGoingOn } from '../limits/cancellable.ts';
import { suggestLimits } from '../alerts/limit-suggestion.ts';
import { isForTotal, LimitTable } from '../limits/limits-in-force.ts';
import type { Series } from '../store/series-repository.ts';
import type { WindowRepository } from '../store/window-repository.ts';
import type { Window } from '../windows/window.ts';

/** How far back is looked. */
const pastMs = 30 * 86_400_000;
/** A look at the past ends after this long, with the newest windows seen. */
const budgetMs = 3_000;
/** Other work gets its turn this often. */
const sliceMs = 20;

/** The stored windows of a series, to learn from. */
export class PastWindows {
  readonly #windows: WindowRepository;
  readonly #windowMs: number;
  readonly #slideMs: number;
  readonly #clock: Clock;
  readonly #networks: NamedNetworks;

  constructor(
    windows: WindowRepository,
    { sizeMs, slideMs }: Pick<Series, 'sizeMs' | 'slideMs'>,
    clock: Clock,
    networks = plainNetworks(),
  ) {
    this.#networks = networks;
    this.#clock = clock;
    this.#windows = windows;
    this.#windowMs = sizeMs;
    this.#slideMs = slideMs;
  }

  /**
   * What limits would have found in the windows of the last 30 days.
   *
   * @throws MonitorError `request/cancelled` after the signal aborts
   */
  async assess(limits: readonly Limit[], now: EpochMs, signal = neverCancelled): Promise<LimitsAssessment> {
    const assessment = new LimitAssessment(new LimitTable(limits, this.#windowMs, undefined, this.#networks));
    const isWhole = await this.#visit(now, !limits.every(isForTotal), (window) => {
      requireGoingOn(signal);
      assessment.add(window);
    });
    return assessment.result(isWhole);
  }

  /** Limits that the last 30 days suggest for the traffic of a scope, in force from the newest window on. */
  async suggest(scope: Pick<Limit, 'source' | 'destination'>, now: EpochMs): Promise<LimitSuggestion[]> {
    const about = { ...scope, windowSeconds: this.#windowMs % 1000 === 0 ? this.#windowMs / 1000 : null };
    const probe: Limit = { ...about, name: 'max', value: 0, effectiveMs: now };
    const totals: number[] = [];
    await this.#visit(now, !isForTotal(probe), ({ complete, bytes, pairs }) => {
      if (complete) totals.push(isForTotal(probe) ? bytes : pairs.bytesWhere(scopeOf(probe, this.#networks)));
    });
    return suggestLimits(totals, about, epochMs(now - (now % this.#slideMs)));
  }

  /**
   * Visits closed windows, newest first, while there is time; where pairs are wanted, those that still have theirs.
   *
   * @returns whether all were visited
   */
  async #visit(now: EpochMs, withPairs: boolean, visit: (window: Window) => void): Promise<boolean> {
    const begun = this.#clock.monotonic();
    let breathedAt = begun;
    let isWhole = true;
    for (const startMs of this.#windows.closedStarts(epochMs(now - pastMs))) {
      const window = this.#windows.load(startMs);
      if (withPairs && window && arePairsGone(window)) isWhole = false;
      else if (window) visit(window);
      if (this.#clock.monotonic() - breathedAt < sliceMs) continue;
      if (this.#clock.monotonic() - begun > budgetMs) return false;
      await breathe();
      breathedAt = this.#clock.monotonic();
    }
    return isWhole;
  }
}

/** Whether the pairs of a window, which was loaded with them, are no longer kept. */
export const arePairsGone = ({ packets, pairs }: Window): boolean => packets > 0 && pairs.size === 0;
