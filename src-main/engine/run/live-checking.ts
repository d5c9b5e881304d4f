import type { TrafficChecker } from '../alerts/traffic-checker.ts';
import type { LimitsNow } from '../alerts/window-judge.ts';
import { checkerOf, seriesName } from './checking.ts';
import type { DataFolder } from '../store/data-folder.ts';
import type { LimitSync } from '../limits/limit-sync.ts';
import type { MessageLog } from '../log/message-log.ts';
import { sourceName } from './open-stream.ts';
import { correctionMs, type EngineSettings } from './settings.ts';
import type { CheckRepository } from '../store/check-repository.ts';
import type { Series } from '../store/series-repository.ts';
import { systemClock } from './system-clock.ts';

/** The series that live traffic is summed into. */
export function liveSeries(folder: DataFolder, settings: EngineSettings): Series {
  const name = seriesName('live', sourceName(settings), settings);
  return folder.series.open(
    name,
    { sizeMs: settings.windowMs, slideMs: settings.slideMs },
    systemClock.now(),
  );
}

/**
 * From when on windows are complete: from now where this engine captures. Where others do, the topic has all that came
 * since it was first read, also of a time in which nobody checked.
 */
const coverageFrom = ({ captures }: EngineSettings, positions: ReadonlyMap<number, number>): number =>
  captures || positions.size === 0 ? systemClock.now() : -Infinity;

const limitsNow = (sync: LimitSync): LimitsNow => ({
  limits: () => sync.limits,
  newestChange: () => sync.status.lastChange?.id ?? 0,
});

interface LiveCheckerParts {
  readonly settings: EngineSettings;
  readonly log: MessageLog;
  readonly sync: LimitSync;
  readonly checks: CheckRepository;
  readonly series: Series;
  readonly dropsKnown: boolean;
}

/** Builds the checker of live traffic. */
export function liveChecker(parts: LiveCheckerParts): TrafficChecker {
  const { settings, log, sync, checks, series, dropsKnown } = parts;
  const { tellsWarnings, warnPercent } = settings.alerts;
  const stream = {
    ...{ log, correctionMs, dropsKnown },
    ...limitsNow(sync),
    knownAt: () => systemClock.now(),
    warnPercent: tellsWarnings ? warnPercent : null,
    coverageFromMs: coverageFrom(settings, checks.restore().positions),
  };
  return checkerOf(stream, checks, series, settings);
}
