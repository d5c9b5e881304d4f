import type { PeriodParts } from '../alerts/period-checker.ts';
import { LimitSync } from '../limits/limit-sync.ts';
import { unjudgedOf } from '../limits/unjudged.ts';
import type { DataFolder } from '../store/data-folder.ts';
import type { EngineSettings } from './settings.ts';
import { systemClock } from './system-clock.ts';

/** The limits of a live run, which knows those that its windows can't sum. */
export const liveLimits = (
  folder: DataFolder,
  { refresh, windowMs, dataDir }: EngineSettings,
  { calendar }: PeriodParts,
): LimitSync =>
  new LimitSync({
    ...{ repository: folder.limits, clock: systemClock, refresh, dataDir },
    unjudgedOf: (limits) => unjudgedOf(limits, { windowMs, calendar, now: systemClock.now() }),
  });
