import { parseNetwork } from '../common/address.ts';
import { type CheckerParts, TrafficChecker } from './alerts/traffic-checker.ts';
import type { DataFolder } from './data-folder.ts';
import { type CheckSettings, maxPairs } from './settings.ts';
import type { Series } from './store/series-repository.ts';

/** What differs between live traffic and a replay. */
export type Stream = Pick<CheckerParts, 'log' | 'limits' | 'knownAt'> &
  Pick<CheckerParts['settings'], 'correctionMs' | 'coverageFromMs'> & {
    /** Whether its alerts are put into the outbox. */
    readonly announced: boolean;
  };

/** Builds the checker of a series. */
export function checkerOf(
  stream: Stream,
  folder: DataFolder,
  series: Series,
  settings: CheckSettings,
): TrafficChecker {
  const { log, limits, knownAt, correctionMs, coverageFromMs, announced } = stream;
  return new TrafficChecker({
    series: `${series.id}`,
    log,
    limits,
    knownAt,
    store: folder.checks(series, announced),
    settings: {
      shape: { sizeMs: settings.windowMs, slideMs: settings.slideMs },
      latenessMs: settings.latenessMs,
      selection: {
        sources: settings.sources.map(parseNetwork),
        destinations: settings.destinations.map(parseNetwork),
      },
      correctionMs,
      coverageFromMs,
      maxPairs,
    },
  });
}
