import type { TrafficChecker } from '../alerts/traffic-checker.ts';
import type { LimitsNow } from '../alerts/window-judge.ts';
import { checkerOf, seriesName } from './checking.ts';
import type { DataFolder } from '../store/data-folder.ts';
import type { LimitSync } from '../limits/limit-sync.ts';
import type { MessageLog } from '../log/message-log.ts';
import { sourceName } from './open-stream.ts';
import { correctionMs, type EngineSettings } from './settings.ts';
import type { CheckRepository } from '../store/check-repository.ts';
import type { CoverageKind } from '../windows/window-aggregator.ts';
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

/** Whose marks say what a stream lacks: those of this engine's own capture, or whoever writes to the topic. */
const coverageOf = ({ captures, stream }: EngineSettings): CoverageKind => {
  const marksItself = captures && (stream.kind === 'embedded' || stream.mode === 'record');
  return marksItself ? 'marked' : 'unknown';
};

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
}

/** Builds the checker of live traffic. */
export function liveChecker(parts: LiveCheckerParts): TrafficChecker {
  const { settings, log, sync, checks, series } = parts;
  const { tellsWarnings, warnPercent } = settings.alerts;
  const stream = {
    ...{ log, correctionMs, coverage: coverageOf(settings) },
    ...limitsNow(sync),
    knownAt: () => systemClock.now(),
    warnPercent: tellsWarnings ? warnPercent : null,
  };
  return checkerOf(stream, checks, series, settings);
}
