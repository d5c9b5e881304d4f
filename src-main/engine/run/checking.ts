import { parseNetwork } from '../../common/address.ts';
import type { CheckStore } from '../alerts/check-store.ts';
import type { CheckerParts } from '../alerts/checker-parts.ts';
import { TrafficChecker } from '../alerts/traffic-checker.ts';
import { maxPairs } from '../windows/pair-sums.ts';
import type { CheckSettings } from './settings.ts';
import { systemClock } from './system-clock.ts';
import type { Series } from '../store/series-repository.ts';

/** An agent that is heard of no more for this long has fallen silent. */
const leaseMs = 30_000;

/** What differs between live traffic and a replay. */
export type Stream = Pick<
  CheckerParts,
  | 'log'
  | 'limits'
  | 'newestChange'
  | 'networks'
  | 'knownAt'
  | 'warnPercent'
  | 'own'
  | 'periods'
  | 'giveTurn'
  | 'isBehind'
> & {
  /** See {@link CheckerParts}; what the series' name says where it is left out. */
  readonly identity?: () => string;
} & Pick<CheckerParts['settings'], 'correctionMs' | 'coverage'>;

/** Builds the checker of a series. */
export function checkerOf(
  stream: Stream,
  store: CheckStore,
  series: Series,
  settings: CheckSettings,
): TrafficChecker {
  const { log, limits, newestChange, networks, knownAt, warnPercent, own, periods } = stream;
  const { correctionMs, coverage, giveTurn, isBehind } = stream;
  return new TrafficChecker({
    identity: stream.identity ?? ((): string => series.name),
    log,
    limits,
    newestChange,
    networks,
    knownAt,
    own,
    monotonic: () => systemClock.monotonic(),
    warnPercent,
    ...(periods && { periods }),
    ...(giveTurn && { giveTurn }),
    ...(isBehind && { isBehind }),
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
      coverage,
      leaseMs,
      maxPairs,
    },
  });
}
