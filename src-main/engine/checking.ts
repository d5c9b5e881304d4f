import { parseNetwork } from '../common/address.ts';
import type { CheckStore } from './alerts/check-store.ts';
import { type CheckerParts, TrafficChecker } from './alerts/traffic-checker.ts';
import { type CheckSettings, maxPairs } from './settings.ts';
import type { Series } from './store/series-repository.ts';

/** What differs between live traffic and a replay. */
export type Stream = Pick<CheckerParts, 'log' | 'limits' | 'newestChange' | 'knownAt' | 'warnPercent'> &
  Pick<CheckerParts['settings'], 'correctionMs' | 'coverageFromMs' | 'dropsKnown'>;

/** Builds the checker of a series. */
export function checkerOf(
  stream: Stream,
  store: CheckStore,
  series: Series,
  settings: CheckSettings,
): TrafficChecker {
  const { log, limits, newestChange, knownAt, warnPercent } = stream;
  const { correctionMs, coverageFromMs, dropsKnown } = stream;
  return new TrafficChecker({
    series: `${series.id}`,
    log,
    limits,
    newestChange,
    knownAt,
    warnPercent,
    rules: settings.rules,
    store,
    settings: {
      shape: { sizeMs: settings.windowMs, slideMs: settings.slideMs },
      latenessMs: settings.latenessMs,
      selection: {
        sources: settings.sources.map(parseNetwork),
        destinations: settings.destinations.map(parseNetwork),
      },
      correctionMs,
      coverageFromMs,
      dropsKnown,
      maxPairs,
    },
  });
}
