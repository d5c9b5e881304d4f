import type { Clock } from '../../common/clock.ts';
import { RepeatedRun } from '../../common/repeated-run.ts';
import type { TrafficChecker } from '../alerts/traffic-checker.ts';
import type { PeriodStore } from '../periods/period-store.ts';
import type { History } from '../history/history.ts';

/** Windows that new periods are summed from before anything else is: some milliseconds. */
export const pastAtOnce = 2_000;
/** Windows in a piece that the history sums, and its sums are stored at once. */
const inPiece = 5_000;
/** Windows that the ingesting thread sums itself, where those of a piece won't keep still. */
const byItself = 500;
/** Between two pieces others have their turn. */
const pauseMs = 20;

interface Parts {
  readonly checker: Pick<TrafficChecker, 'nextPast' | 'takePast'>;
  /** Of the ingesting thread. */
  readonly store: Pick<PeriodStore, 'sumPast'>;
  readonly history: Pick<History, 'sumPast'>;
  readonly clock: Pick<Clock, 'after'>;
}

/**
 * Sums new periods from windows that an older data folder has, piece by piece beside the summing of what comes, the newest
 * first. Each piece is stored together with how far that has come: whoever ends it goes on from there.
 */
export class PeriodFilling {
  readonly #parts: Parts;
  readonly #signal: AbortSignal;
  readonly #run = new RepeatedRun(() => this.#fill());

  constructor(parts: Parts, signal: AbortSignal) {
    this.#parts = parts;
    this.#signal = signal;
  }

  /**
   * Fills what there is to fill.
   *
   * @throws what the history or the store throws; the next call goes on
   */
  run(): Promise<unknown> {
    return this.#run.ask();
  }

  async #fill(): Promise<boolean> {
    const { checker, history, clock } = this.#parts;
    for (let hasFilled = false; ; hasFilled = true) {
      const stretch = this.#signal.aborted ? undefined : checker.nextPast(inPiece);
      if (!stretch) return hasFilled;
      const sums = await history.sumPast(stretch);
      if (this.#signal.aborted) return hasFilled;
      if (!checker.takePast(stretch, sums)) this.#sumItself();
      await clock.after(pauseMs, this.#signal);
    }
  }

  #sumItself(): void {
    const { checker, store } = this.#parts;
    const stretch = checker.nextPast(byItself);
    if (stretch) checker.takePast(stretch, store.sumPast(stretch));
  }
}
