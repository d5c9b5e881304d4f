import type { Clock } from '../../common/clock.ts';
import type { MonitorApi } from '../../common/contract/monitor.ts';
import type { RangeHistory, RangeSums } from '../../common/model/range.ts';
import { longestUsualMs, type UsualStep } from '../../common/model/usual.ts';
import type { DirectionHistory, TotalHistory } from '../../common/model/windows.ts';
import type { NamedNetworks } from '../../common/named-networks.ts';
import type { DataFolder } from '../store/data-folder.ts';
import type { Series } from '../store/series-repository.ts';
import { directionSumsOf } from '../windows/direction-sums.ts';
import type { KnownDirections } from './direction-history.ts';
import type { History } from './history.ts';
import type { SumReads } from './part-sums.ts';
import type { KnownScope } from './scope-history.ts';
import type { UsualAnswers, UsualRequest } from './usual.ts';

const hourMs = 3_600_000;

type RangeRequest = Omit<Parameters<MonitorApi['getRange']>[0], 'series'>;

/** A folder as it was at some moment, and what sums its pairs. */
interface PastMoment extends SumReads {
  readonly at: DataFolder;
  readonly networks: NamedNetworks;
}

/** The same with what says what was usual then. */
interface Moment extends PastMoment {
  readonly series: Series;
  readonly clock: Clock;
  usual(request: UsualRequest): Promise<readonly UsualStep[]>;
}

/**
 * The calls that read much of the past, in slices; all that one of them tells is of one moment. What was summed of pairs is
 * kept for the next. Their code is loaded when a person looks.
 */
export function rangeReads(
  folder: DataFolder,
  series: Series,
  clock: Clock,
  networksNow = (): NamedNetworks => folder.networks.named,
): Pick<History, 'getRange' | 'getTotals'> {
  const sumsAt = sumReads(series, clock);
  const usualAt = usualReads(series, clock);
  const momentsOf = async (): Promise<(at: DataFolder) => Moment> => {
    const [sumsOf, usual] = await Promise.all([sumsAt(), usualAt()]);
    return (at) => {
      const networks = networksNow();
      const past = { at, networks, ...sumsOf(at, networks) };
      return { series, clock, ...past, usual: (request) => usual(past, request) };
    };
  };
  return {
    async getRange(request) {
      const momentOf = await momentsOf();
      return folder.snapshot((at) => readRange(momentOf(at), request));
    },
    async getTotals(request) {
      const [momentOf, { readTotals, totalsPartsOf }] = await Promise.all([
        momentsOf(),
        import('./totals.ts'),
      ]);
      return folder.snapshot((at) => {
        const moment = momentOf(at);
        return readTotals(totalsPartsOf(at, series, moment, moment), request);
      });
    },
  };
}

async function readRange(moment: Moment, request: RangeRequest): Promise<RangeHistory> {
  const { edges, of, before } = request;
  // Peers are listed of the range alone.
  const ofBefore = of.kind === 'scope' ? { ...of, peers: 0 } : of;
  return {
    range: await sumsOf(moment, of, edges),
    before: before && (await sumsOf(moment, ofBefore, before)),
    usual: await usualOf(moment, request),
  };
}

async function sumsOf(moment: Moment, of: RangeRequest['of'], edges: readonly number[]): Promise<RangeSums> {
  if (of.kind === 'agent') return sumsOfAgent(moment, of.agent, edges);
  if (of.kind === 'scope') return moment.readScope({ ...of, edges });
  const windows = windowsOf(moment, edges, of.windows);
  if (of.kind === 'directions')
    return { ...(await moment.readDirections(edges)), windows, open: openOf(moment, windows) };
  return { parts: moment.at.windows(moment.series).rollups.between(edges), windows };
}

async function sumsOfAgent(
  { at, series, clock }: Moment,
  agent: string,
  edges: readonly number[],
): Promise<RangeSums<'agent'>> {
  const { readAgentHistory } = await import('./agent-history.ts');
  const keptFromMs = at.history.keptFromMs(series.id);
  return readAgentHistory(at.windows(series), { edges, agent }, { ...series, keptFromMs }, clock);
}

/** The newest windows of a range. */
const windowsOf = (
  { at, series }: Moment,
  edges: readonly number[],
  count: number,
): TotalHistory['windows'] => (count === 0 ? [] : at.windows(series).list(edges[0]!, edges.at(-1)!, count));

/** By direction, what the oldest of some windows that is open has. */
function openOf(
  { at, series, networks }: Moment,
  windows: TotalHistory['windows'],
): DirectionHistory['open'] {
  const startMs = windows.find(({ closed }) => !closed)?.startMs;
  const open = startMs === undefined ? undefined : at.windows(series).load(startMs);
  return open
    ? { startMs: startMs!, directions: directionSumsOf(open.pairs, open.bytes, networks.home) }
    : null;
}

/** What was usual at the hours or days of a range, of what is drawn of it. */
async function usualOf(moment: Moment, { edges, of, usual }: RangeRequest): Promise<readonly UsualStep[]> {
  // Whole hours: what was told of them is known while a range moves on.
  const fromMs = Math.floor(edges[0]! / hourMs) * hourMs;
  const toMs = Math.ceil(edges.at(-1)! / hourMs) * hourMs;
  if (usual === null || of.kind === 'agent' || toMs - fromMs > longestUsualMs(usual.of)) return [];
  if (of.kind !== 'scope') return moment.usual({ ...usual, fromMs, toMs, scope: null });
  const { host, peer, direction = null } = of;
  return moment.usual({ fromMs, toMs, of: usual.of, scope: { host, peer, part: 'both' }, direction });
}

/** What tells what was usual; answers are kept until a window closes. */
function usualReads(series: Series, clock: Clock) {
  let answers: UsualAnswers | undefined;
  return async () => {
    const [usual, { partSums }, { PeriodTotals }] = await Promise.all([
      ...([import('./usual.ts'), import('./part-sums.ts'), import('./period-totals.ts')] as const),
    ]);
    const known = (answers ??= new usual.UsualAnswers());
    return ({ at, networks, ...sums }: PastMoment, request: UsualRequest) => {
      const windows = at.windows(series);
      const reads = { ...sums, rollups: (edges: readonly number[]) => windows.rollups.between(edges) };
      const { calendar } = new PeriodTotals(at, series, clock.now());
      const parts = usual.usualPartsOf(at, series, calendar, (edges) => partSums(reads, request, edges));
      const moment = { closedMs: windows.newestClosedMs, home: networks.home };
      return known.of(request, moment, () => usual.usualSteps(parts, request));
    };
  };
}

/** What sums pairs. */
function sumReads(
  series: Series,
  clock: Clock,
): () => Promise<(at: DataFolder, networks: NamedNetworks) => SumReads> {
  let [directions, scope]: [KnownDirections?, KnownScope?] = [];
  return async () => {
    const [ways, scopes] = await Promise.all([
      import('./direction-history.ts'),
      import('./scope-history.ts'),
    ]);
    const known = (directions ??= new ways.KnownDirections());
    const knownScope = (scope ??= new scopes.KnownScope());
    return (at, networks) => ({
      readDirections: (edges) =>
        ways.DirectionHistoryReader.of(at, series, clock, known).read(edges, networks),
      readScope: (request) =>
        scopes.ScopeHistoryReader.of(at, series, clock, knownScope).read(request, networks),
    });
  };
}
