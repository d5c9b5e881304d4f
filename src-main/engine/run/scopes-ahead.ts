import type { Clock } from '../../common/clock.ts';
import type { Limit } from '../../common/model/limits.ts';
import type { Calendar } from '../../common/periods/calendar.ts';
import type { History } from '../history/history.ts';
import { isForWindows } from '../limits/limit-period.ts';
import { isForWhole } from '../periods/period-plan.ts';
import type { PeriodStore } from '../periods/period-store.ts';
import type { CheckSettings } from './settings.ts';

/** Limits wait for so long to be in force; then what of the past is not summed is summed where the traffic is. */
const patienceMs = 3_000;

interface Parts {
  readonly settings: Pick<CheckSettings, 'windowMs'>;
  readonly calendar: Pick<Calendar, 'timeZone'>;
  readonly store: Pick<PeriodStore, 'takeAhead'>;
  readonly history: Pick<History, 'sumScopes'>;
  readonly clock: Pick<Clock, 'after'>;
}

/** Has the history sum what new limits on a part of the traffic need of stored windows, before they are in force. */
export class ScopesAhead {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Resolves when the store has what could be summed for these limits. */
  async sum(limits: readonly Limit[]): Promise<void> {
    const { settings, calendar, store, history, clock } = this.#parts;
    const { timeZone } = calendar;
    const isOnPart = (limit: Limit): boolean => !isForWindows(limit, settings.windowMs) && !isForWhole(limit);
    if (!limits.some(isOnPart)) return;
    const summed = new AbortController();
    const ahead = await Promise.race([
      // The next thread that is asked sums it, if this one has failed.
      history.sumScopes({ timeZone, limits }).catch(() => undefined),
      clock.after(patienceMs, summed.signal).then(() => undefined),
    ]);
    summed.abort();
    if (ahead) store.takeAhead(ahead);
  }
}
