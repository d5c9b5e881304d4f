import type { DirectionSums } from '../../../common/direction.ts';
import type { PeriodSummary } from '../../../common/model/periods.ts';
import type { WindowDetail } from '../../../common/model/windows.ts';
import type { MonitorApi } from '../../../common/contract/monitor.ts';
import { type NamedNetworks, plainNetworks } from '../../../common/named-networks.ts';
import { systemTimeZone } from '../../../common/periods/time-zone.ts';
import { ownNetworks } from '../../capture/own-networks.ts';
import type { DataFolder } from '../../store/data-folder.ts';
import { networksNamed } from '../../history/scope-sums.ts';
import { answer } from '../answer.ts';
import type { OpenedFolder } from './opened-folder.ts';

type HistoryCalls =
  'listSeries' | 'listVerdicts' | 'getTotals' | 'searchHosts' | 'getRange' | 'reportRange' | 'getSpace';

/** Which windows are read. */
export interface WindowRange {
  /** They start in `[fromMs, toMs)`. */
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
  /** The newest of them; all, where it is left out. */
  readonly count?: number | undefined;
  /** Pairs of each window: those with most bytes. */
  readonly pairs: number;
  readonly directions?: boolean | undefined;
}

/** Which periods are read. */
export interface PeriodRange extends Omit<WindowRange, 'pairs'> {
  /** Names of kinds; all, where they are left out. `count` is of each. */
  readonly names?: readonly string[] | undefined;
}

/** A period, with its bytes by direction where they are asked for. */
export type PeriodWithDirections = PeriodSummary & { readonly directions?: DirectionSums };

/**
 * The calls about what is stored, of the series that was used last. Where nothing was summed yet, they reject with
 * `request/invalid`; {@link listSeries} is empty then.
 */
export interface FolderHistory extends Pick<MonitorApi, HistoryCalls> {
  /** Windows, oldest first, a few of which are held at once; none where nothing was summed yet. */
  eachWindow(range: WindowRange): AsyncIterable<WindowDetail>;
  /** @throws MonitorError `request/invalid` for a group of networks that there is not; other names are anybody's */
  requireGroups(names: readonly (string | null | undefined)[]): Promise<void>;
  /** In which days and longer periods are summed; the system's where nothing was summed yet. */
  getTimeZone(): Promise<string>;
  /** Periods by kind, oldest first; none where nothing was summed yet. */
  listPeriods(range: PeriodRange): Promise<readonly PeriodWithDirections[]>;
}

/** The calls about what is stored over a folder. */
export const folderHistory = (opened: OpenedFolder): FolderHistory => ({
  listSeries: async () => (opened.series ? opened.history().listSeries() : []),
  listVerdicts: async (request) => opened.history().listVerdicts(request),
  async getTotals(request) {
    const { folder, series } = opened.summed();
    const { rangeReads } = await import('../../history/range-reads.ts');
    const networks = networksOf(folder, opened.home);
    return rangeReads(folder, series, opened.clock, () => networks).getTotals(request);
  },
  searchHosts: async (request) => opened.history().searchHosts(request),
  getRange: async (request) => opened.history().getRange(request),
  reportRange: async (request) => opened.history().reportRange(request),
  getSpace: async () => opened.history().getSpace(),
  async *eachWindow(range) {
    yield* await answer(() => windowsOf(opened, range));
  },
  requireGroups: (names) =>
    answer(() => {
      const networks = opened.reading ? networksOf(opened.reading, opened.home) : plainNetworks();
      for (const name of names) if (name) networksNamed(name, networks);
    }),
  getTimeZone: () => answer(() => opened.reading?.timeZoneOf(opened.series) ?? systemTimeZone()),
  listPeriods: (range) => periodsOf(opened, range),
});

/** The networks of a folder; home are others where they are named. */
const networksOf = ({ networks }: DataFolder, home: readonly string[] | undefined): NamedNetworks =>
  home === undefined ? networks.named : networks.namedWith(home, ownNetworks());

function* windowsOf(
  opened: OpenedFolder,
  { fromMs = -Infinity, toMs = Infinity, count, pairs, directions }: WindowRange,
): Generator<WindowDetail> {
  const [folder, series] = [opened.reading, opened.series];
  if (!folder || !series) return;
  const windows = folder.windows(series);
  const first = count === undefined ? fromMs : windows.list(fromMs, toMs, count)[0]?.startMs;
  const networks = directions ? networksOf(folder, opened.home) : undefined;
  if (first !== undefined) yield* windows.each(first, toMs, pairs, networks);
}

async function periodsOf(
  opened: OpenedFolder,
  { names, fromMs, toMs, count, directions }: PeriodRange,
): Promise<readonly PeriodWithDirections[]> {
  const [folder, series] = [opened.reading, opened.series];
  if (!folder || !series) return [];
  const { storedPeriods } = await import('../../history/stored-periods.ts');
  const query = { names, from: fromMs, to: toMs, count, now: opened.clock.now() };
  const periods = [...storedPeriods(folder, series, query)];
  if (!directions || periods.length === 0) return periods;
  const { directionsOfPeriods } = await import('../../history/direction-history.ts');
  return directionsOfPeriods(folder, series, periods, networksOf(folder, opened.home), opened.clock);
}
