import { containsAddress, parseNetwork } from '../../common/address.ts';
import { captureFilterOf } from '../../common/capture-filter.ts';
import type {
  AlertAnswer,
  AlertExplanation,
  AlertPair,
  PeakCoverage,
} from '../../common/model/alert-answer.ts';
import { type AlertFacts, isOfLimit, type OfLimit } from '../../common/model/alerts.ts';
import type { Limit } from '../../common/model/limits.ts';
import type { PairTotal, WindowDetail } from '../../common/model/windows.ts';
import { parsePeriod } from '../../common/periods/period.ts';
import type { EpochMs } from '../../common/units.ts';
import { destinationOf, type PairKey, sourceOf } from '../flow-records/layout.ts';
import type { DataFolder } from '../store/data-folder.ts';
import { limitVersions } from '../store/limit-versions.ts';
import type { Series } from '../store/series-repository.ts';
import type { WindowRepository } from '../store/window-repository.ts';
import { maxPairs } from '../windows/pair-sums.ts';
import { storedPeriods } from './stored-periods.ts';

/** Windows before an alert that tell what is usual. */
const comparedWindows = 12;

/**
 * Says all that there is to say of an alert: who made it, what changed when it began, and what people wrote; to be called
 * in a transaction.
 *
 * @param prefix the alert's id, or its beginning
 * @param count pairs that are told of each kind
 * @throws MonitorError `request/invalid` unless there is exactly one such alert
 */
export function explainAlert(
  folder: DataFolder,
  prefix: string,
  count: number,
  now: EpochMs,
): AlertExplanation {
  const { notifiedMs: _, ...alert } = folder.alerts.find(prefix, now);
  const series = folder.series.at(folder.alerts.seriesOf(alert.id)!)!;
  const answer = isOfLimit(alert) ? answerAlert(folder, series, alert, count, now) : null;
  return { alert, answer, comments: folder.comments.of(alert.id) };
}

/** Says who made an alert, and what changed when it began; `count` pairs of each. */
function answerAlert(
  folder: DataFolder,
  series: Series,
  alert: OfLimit<AlertFacts>,
  count: number,
  now: EpochMs,
): AlertAnswer {
  const { limit } = alert.subject;
  const versions = limitVersions(folder.connection, limit);
  const captureFilter = captureFilterOf(limit, alert.topPairs);
  const isByWindow = alert.window.endMs - alert.window.startMs === series.sizeMs && isOfPairs(limit);
  const pairsAt = isByWindow ? readerOf(folder.windows(series), matcherOf(limit)) : () => undefined;
  const before = isByWindow ? windowsBefore(folder.windows(series), series, alert.began.startMs) : [];
  const usual = before.map(pairsAt).filter((pairs) => pairs !== undefined);
  const told = (pair: PairTotal): AlertPair => ({
    ...{ source: pair.source, destination: pair.destination, bytes: pair.bytes },
    usual: middleOf(usual.map((pairs) => pairs.get(keyOf(pair))?.bytes ?? 0)),
  });
  const peak = pairsAt(alert.window.startMs);
  const began = usual.length > 0 ? pairsAt(alert.began.startMs) : undefined;
  return {
    peak: coverageOf(folder, series, alert, now),
    who: (peak ? [...peak.values()] : alert.topPairs).slice(0, count).map(told),
    changed: grownMost([...(began?.values() ?? [])].map(told), count),
    comparedWith: usual.length > 0 ? { startMs: before[0]!, endMs: alert.began.startMs } : null,
    ...{ comparedWindows: usual.length, versions, captureFilter },
  };
}

/** Whether all is known of the window or period with the peak. */
function coverageOf(
  folder: DataFolder,
  series: Series,
  { subject, window }: OfLimit<AlertFacts>,
  now: EpochMs,
): PeakCoverage | null {
  const { period } = subject.limit;
  if (period === undefined) return withoutSums(folder.windows(series).detail(window.startMs, 0));
  const [found] = storedPeriods(folder, series, {
    ...{ names: [parsePeriod(period).name], from: window.startMs, to: window.startMs + 1, count: 1, now },
  });
  return withoutSums(found);
}

const withoutSums = (coverage: PeakCoverage | undefined | null): PeakCoverage | null =>
  coverage ? { closed: coverage.closed, exact: coverage.exact, lacks: coverage.lacks } : null;

/** Whether the pairs alone tell what a limit counts. */
const isOfPairs = ({ source, destination, hours, agent, direction }: Limit): boolean =>
  ![source, destination].some((end) => end?.startsWith('@')) &&
  hours === undefined &&
  agent === undefined &&
  direction === undefined;

function matcherOf({ source, destination }: Limit): (pair: PairKey) => boolean {
  const [from, to] = [source, destination].map((end) => (end === null ? null : parseNetwork(end)));
  return (pair) =>
    pair !== '' &&
    (!from || containsAddress(from, sourceOf(pair))) &&
    (!to || containsAddress(to, destinationOf(pair)));
}

/** Starts of windows that end before an instant, the oldest first. */
const windowsBefore = (windows: WindowRepository, { sizeMs }: Series, atMs: EpochMs): EpochMs[] =>
  windows.list(-Infinity, atMs - sizeMs + 1, comparedWindows).map(({ startMs }) => startMs);

const keyOf = ({ source, destination }: PairTotal): string => `${source} ${destination}`;

/** Gives the pairs of a window that a limit counts, the largest first; undefined where they are no longer kept. */
function readerOf(windows: WindowRepository, matches: (pair: PairKey) => boolean) {
  return (startMs: EpochMs): ReadonlyMap<string, PairTotal> | undefined => {
    const window = windows.detail(startMs, maxPairs + 1, matches);
    if (!window || arePairsGone(windows, window)) return undefined;
    return new Map(window.pairs.map((pair) => [keyOf(pair), pair]));
  };
}

const arePairsGone = (windows: WindowRepository, { startMs, packets, pairs }: WindowDetail): boolean =>
  packets > 0 && pairs.length === 0 && windows.detail(startMs, 1)?.pairs.length === 0;

function middleOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}

const grownMost = (pairs: readonly AlertPair[], count: number): AlertPair[] =>
  pairs
    .filter(({ bytes, usual }) => bytes > usual)
    .sort((a, b) => b.bytes - b.usual - (a.bytes - a.usual))
    .slice(0, count);
