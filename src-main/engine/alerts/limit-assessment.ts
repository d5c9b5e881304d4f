import type { Limit, LimitsAssessment } from '../../common/model/limits.ts';
import type { WindowSpan } from '../../common/model/windows.ts';
import type { EpochMs } from '../../common/units.ts';
import type { LimitTable } from '../limits/limits-in-force.ts';
import type { Window } from '../windows/window.ts';
import type { Verdict } from './evaluator.ts';
import { WindowVerdicts } from './window-verdicts.ts';

/** Limits of which an assessment tells the breaches. */
const limitsListed = 1_000;

/** How many windows there were, and from when to when they started. */
class Span {
  #windows = 0;
  #fromMs: EpochMs | null = null;
  #toMs: EpochMs | null = null;

  add({ startMs }: Pick<Window, 'startMs'>): void {
    this.#windows += 1;
    if (this.#fromMs === null || startMs < this.#fromMs) this.#fromMs = startMs;
    if (this.#toMs === null || startMs > this.#toMs) this.#toMs = startMs;
  }

  get result(): WindowSpan {
    return { windows: this.#windows, fromMs: this.#fromMs, toMs: this.#toMs };
  }
}

/** Holds stored windows against a table of limits, as if it had been in force when they closed. */
export class LimitAssessment {
  readonly #table: LimitTable;
  readonly #all = new Span();
  readonly #breached = new Span();
  readonly #otherwise = new Span();
  readonly #breaches = new Map<string, { limit: Limit; windows: number }>();

  constructor(table: LimitTable) {
    this.#table = table;
  }

  add(window: Window): void {
    const verdicts = new WindowVerdicts(this.#table.at(window.startMs), window).take();
    this.#all.add(window);
    if (verdicts.length > 0) this.#breached.add(window);
    if (isJudgedOtherwise(window, verdicts)) this.#otherwise.add(window);
    for (const { key, limit } of verdicts) {
      const windows = (this.#breaches.get(key)?.windows ?? 0) + 1;
      this.#breaches.set(key, { limit, windows });
    }
  }

  /** @param isWhole whether all windows were added. */
  result(isWhole: boolean): LimitsAssessment {
    const breaches = [...this.#breaches.values()].sort((a, b) => b.windows - a.windows);
    return {
      examined: this.#all.result,
      isWhole,
      breached: this.#breached.result,
      breaches: breaches.slice(0, limitsListed),
      judgedOtherwise: this.#otherwise.result,
    };
  }
}

/** Whether a window left other limits than those that it was found to have left. */
const isJudgedOtherwise = ({ breaches }: Window, verdicts: readonly Verdict[]): boolean =>
  breaches.size !== verdicts.length || verdicts.some(({ key }) => !breaches.has(key));
