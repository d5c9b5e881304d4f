import type { Clock } from '../../common/clock.ts';
import type { NamedNetworks } from '../../common/named-networks.ts';
import type { Limit } from '../../common/model/limits.ts';
import type { Calendar } from '../../common/periods/calendar.ts';
import { epochMs } from '../../common/units.ts';
import { neverCancelled, untilCancelled } from '../limits/cancellable.ts';
import type { DataFolder } from '../store/data-folder.ts';
import type { Series } from '../store/series-repository.ts';
import type { KeptSpace } from '../store/space-forecast.ts';
import { maxPairs } from '../windows/pair-sums.ts';
import type { History } from './history.ts';
import { HostLists } from './host-lists.ts';
import type { HostSearch } from './host-search.ts';
import { PairPages } from './pair-pages.ts';
import { PastWindows } from './past-windows.ts';
import { rangeReads } from './range-reads.ts';
import { seriesHistories } from './series-histories.ts';
import type { Upkeep } from './upkeep.ts';
import { WindowJudgements } from './window-judgements.ts';

/** The history of a series, read by whoever asks, and what can be asked of others beside it. */
export function storedHistory(folder: DataFolder, series: Series, clock: Clock, kept?: KeptSpace): History {
  const own = historyOf(folder, series, clock, kept);
  const of = (one: Series): History => (one.id === series.id ? own : historyOf(folder, one, clock, kept));
  return { ...own, ...seriesHistories(folder, series, of) };
}

function historyOf(folder: DataFolder, series: Series, clock: Clock, kept?: KeptSpace): History {
  const windows = folder.windows(series);
  const judgements = new WindowJudgements(folder, series);
  const past = (): PastWindows => new PastWindows(windows, series, clock, folder.networks.named);
  const networks = (): NamedNetworks => folder.networks.named;
  const hosts = new HostLists(
    (startMs) => windows.load(startMs),
    () => clock.monotonic(),
  );
  const pages = new PairPages(
    (startMs, matches) => windows.detail(epochMs(startMs), maxPairs + 1, matches),
    networks,
    () => clock.now(),
  );
  /** What is read is of one checkpoint. */
  const atOnce = <T>(read: () => T): Promise<T> => Promise.resolve(folder.transaction(read));
  return {
    listSeries: () => Promise.resolve([]),
    listWindows: ({ fromMs, toMs, count }) => Promise.resolve(windows.list(fromMs, toMs, count)),
    getWindow: ({ startMs, pairs }) => atOnce(() => windows.detail(epochMs(startMs), pairs)),
    listPairs: ({ offset, count, ...query }) => atOnce(() => pages.page(query, offset, count)),
    listTopHosts: ({ startMs, count }) => atOnce(() => hosts.top(epochMs(startMs), count)),
    listRollups: ({ edges }) => Promise.resolve(windows.rollups.between(edges)),
    ...rangeReads(folder, series, clock),
    getScopeRules: rulesOf(folder, series, clock),
    searchHosts: searchOf(folder, series, clock),
    listVerdicts: ({ startMs, count }) => atOnce(() => judgements.of(epochMs(startMs), count)),
    suggestLimits: (scope) => past().suggest(scope, clock.now()),
    previewLimit: previewOf(folder, series, clock),
    listQuotas: quotasOf(folder, series, clock),
    explainAlert: explainerOf(folder, clock),
    reportRange: reporterOf(folder, series, clock),
    assessLimits: assessorOf(folder, past, clock),
    getSpace: () => Promise.resolve(folder.history.space(series, kept)),
    convertOlder: () => Promise.resolve(folder.older.convert()),
    sumPast: sumPastOf(folder, series),
    sumScopes: scopesOf(folder, series, clock),
    tend: tendOf(folder, series, clock),
  };
}

/** Its code is loaded where periods are new in an older folder. */
function sumPastOf(folder: DataFolder, series: Series): History['sumPast'] {
  let calendar: Calendar | undefined;
  return async (stretch) => {
    const { Calendar } = await import('../../common/periods/calendar.ts');
    const { PeriodBackfill } = await import('../store/period-backfill.ts');
    calendar ??= new Calendar(stretch.timeZone);
    const backfill = new PeriodBackfill(folder.connection, series);
    return folder.transaction(() => backfill.sum(stretch, calendar!));
  };
}

/** Its code is loaded where a limit on a part of a period's traffic is new. */
const scopesOf =
  (folder: DataFolder, series: Series, clock: Clock): History['sumScopes'] =>
  async ({ timeZone, limits }) => {
    const { Calendar } = await import('../../common/periods/calendar.ts');
    const { planPeriods } = await import('../periods/period-plan.ts');
    const { PeriodHistory } = await import('../store/period-history.ts');
    const calendar = new Calendar(timeZone);
    const plan = planPeriods(limits, {
      ...{ windowMs: series.sizeMs, calendar, now: clock.now() },
      networks: folder.networks.named,
    });
    const periods = PeriodHistory.of(folder, series, { calendar, monotonic: () => clock.monotonic() });
    return folder.transaction(() => periods.sumAhead(plan));
  };

/** Its code is loaded where a history is kept small: not by a replay. */
function tendOf(folder: DataFolder, series: Series, clock: Clock): History['tend'] {
  let upkeep: Promise<Upkeep> | undefined;
  return async (settings) => {
    upkeep ??= import('./upkeep.ts').then((code) => new code.Upkeep(folder, series, clock));
    return (await upkeep).step(settings);
  };
}

const assessorOf =
  (folder: DataFolder, past: () => PastWindows, clock: Clock): History['assessLimits'] =>
  async ({ source }, signal = neverCancelled) => {
    const limits =
      source === null ? folder.limits.current() : await untilCancelled(rowsOf(source, clock), signal);
    return past().assess(limits, clock.now(), signal);
  };

/** What reads files and tables of limits is loaded when one is read. */
const rowsOf = async (source: string, clock: Clock): Promise<readonly Limit[]> =>
  (await import('../limits/open-source.ts')).readLimits(source, clock);

/** Its code is loaded when somebody looks at quotas. */
const quotasOf =
  (folder: DataFolder, series: Series, clock: Clock): History['listQuotas'] =>
  async ({ count }) => {
    const { readQuotas } = await import('./quotas.ts');
    return folder.transaction(() => readQuotas(folder, series, count, clock.now()));
  };

/** Its code is loaded when somebody looks at an alert. */
const explainerOf =
  (folder: DataFolder, clock: Clock): History['explainAlert'] =>
  async ({ id, count }) => {
    const { explainAlert } = await import('./alert-answer.ts');
    return folder.transaction(() => explainAlert(folder, id, count, clock.now()));
  };

/** Its code is loaded when somebody wants a report. */
const reporterOf =
  (folder: DataFolder, series: Series, clock: Clock): History['reportRange'] =>
  async ({ period, atMs, hosts }) => {
    const { reportOf } = await import('./range-report.ts');
    const now = clock.now();
    const at = atMs === null ? now : epochMs(atMs);
    return folder.snapshot((of) => reportOf(of, series, { period, at, now, hosts }, clock));
  };

/** Its code is loaded when a person looks at a host. */
const rulesOf =
  (folder: DataFolder, series: Series, clock: Clock): History['getScopeRules'] =>
  async (request) => {
    const { readScopeRules } = await import('./scope-rules.ts');
    return folder.transaction(() => readScopeRules(folder, series, request, clock.now()));
  };

/** Its code is loaded when a person searches hosts. */
function searchOf(folder: DataFolder, series: Series, clock: Clock): History['searchHosts'] {
  let search: Promise<HostSearch> | undefined;
  return async (request) => {
    search ??= import('./host-search.ts').then((code) =>
      code.HostSearch.of(folder, series, () => clock.now()),
    );
    const found = await search;
    return folder.transaction(() => found.find(request));
  };
}

/** Its code is loaded when a person writes a limit. */
const previewOf =
  (folder: DataFolder, series: Series, clock: Clock): History['previewLimit'] =>
  async (request) => {
    const { proposeLimit } = await import('./limit-proposal.ts');
    return proposeLimit(folder, series, request, clock);
  };
