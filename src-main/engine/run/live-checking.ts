import { setImmediate } from 'node:timers/promises';
import type { NamedNetworks } from '../../common/named-networks.ts';
import type { TrafficChecker } from '../alerts/traffic-checker.ts';
import type { PeriodParts } from '../alerts/period-checker.ts';
import type { LimitsNow } from '../alerts/window-judge.ts';
import { checkerOf } from './checking.ts';
import type { DataFolder } from '../store/data-folder.ts';
import type { LimitSync } from '../limits/limit-sync.ts';
import type { MessageLog, Positions } from '../log/message-log.ts';
import type { Stream } from '../log/stream.ts';
import { formerName, groupName, seriesName, sourceName, summedName } from './series-name.ts';
import { correctionMs, type EngineSettings } from './settings.ts';
import type { CheckRepository } from '../store/check-repository.ts';
import type { CoverageKind } from '../windows/aggregator-settings.ts';
import type { Series } from '../store/series-repository.ts';
import { systemClock } from './system-clock.ts';

/**
 * The series that live traffic is summed into. One that an earlier version, or another order of options, named otherwise
 * goes on under its name of now.
 *
 * @param cluster the id of the brokers' cluster, as far as it is known
 */
export function liveSeries(
  folder: DataFolder,
  settings: EngineSettings,
  cluster: string | null = null,
): Series {
  const name = seriesName('live', sourceName(settings, cluster), settings);
  if (!folder.series.find(name)) {
    const brokers = settings.stream.kind === 'embedded' ? [] : settings.stream.brokers;
    const former = formerName(name, folder.series.liveNames(), brokers);
    if (former !== undefined) folder.series.rename(former, name);
  }
  return folder.series.open(
    name,
    { sizeMs: settings.windowMs, slideMs: settings.slideMs },
    systemClock.now(),
  );
}

/**
 * What the ids of alerts follow from beside limit and window. All checkers of a group have the same, and no others: the
 * cluster is known before anything is read of it.
 */
export function alertIdentity(folder: DataFolder, settings: EngineSettings): () => string {
  const { stream } = settings;
  const agent = folder.settings.agentId();
  if (stream.kind === 'embedded') {
    const own = `${agent}|${seriesName('live', sourceName(settings, null), settings)}`;
    return () => own;
  }
  const group = groupName(stream, agent);
  return () => {
    const cluster = folder.settings.clusterOf(stream.brokers) ?? '';
    return `${group}|${summedName(settings, `${stream.topic}@${cluster}`)}`;
  };
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
  /** What the log is read by. */
  readonly stream: Pick<Stream, 'isBehind'>;
  readonly sync: LimitSync;
  readonly checks: CheckRepository;
  readonly series: Series;
  /** As whom this process captures, if it does. */
  readonly own: string | undefined;
  readonly periods: PeriodParts;
  readonly networks: NamedNetworks;
  /** See {@link alertIdentity}. */
  readonly identity: () => string;
}

/** Builds the checker of live traffic. */
export function liveChecker(parts: LiveCheckerParts): TrafficChecker {
  const { settings, log, sync, checks, series, own, periods, identity } = parts;
  const { tellsWarnings, warnPercent } = settings.alerts;
  const stream = {
    ...{
      log,
      own,
      periods,
      identity,
      networks: parts.networks,
      correctionMs,
      coverage: coverageOf(settings),
    },
    ...limitsNow(sync),
    knownAt: () => systemClock.now(),
    isBehind: (positions: Positions) => parts.stream.isBehind(positions),
    giveTurn: () => setImmediate(),
    warnPercent: tellsWarnings ? warnPercent : null,
  };
  return checkerOf(stream, checks, series, settings);
}
