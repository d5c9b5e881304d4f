import type { PeriodParts } from '../alerts/period-checker.ts';
import { LimitSync } from '../limits/limit-sync.ts';
import { openSource } from '../limits/open-source.ts';
import { unjudgedOf } from '../limits/unjudged.ts';
import type { DataFolder } from '../store/data-folder.ts';
import type { EngineSettings } from './settings.ts';
import { systemClock } from './system-clock.ts';

/** The limits of a live run, which knows those that its windows can't sum. */
export const liveLimits = (
  folder: DataFolder,
  { refresh, windowMs, dataDir }: EngineSettings,
  { calendar, networks }: PeriodParts,
): LimitSync =>
  new LimitSync({
    ...{ repository: folder.limits, clock: systemClock, refresh, dataDir },
    unjudgedOf: (limits) => unjudgedOf(limits, { windowMs, calendar, now: systemClock.now(), networks }),
  });

/** How long the start waits for the first limits. */
const firstReadMs = 2_000;

/** Follows a source; a server that is slow to answer does not keep the capture from beginning. */
export async function followSource(sync: LimitSync, source: string): Promise<void> {
  const answered = new AbortController();
  const read = sync.follow(openSource(source, systemClock)).finally(() => answered.abort());
  await Promise.race([read, systemClock.after(firstReadMs, answered.signal)]);
}
