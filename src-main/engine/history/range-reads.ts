import type { Clock } from '../../common/clock.ts';
import type { DirectionHistory } from '../../common/model/windows.ts';
import { epochMs } from '../../common/units.ts';
import type { DataFolder } from '../store/data-folder.ts';
import type { Series } from '../store/series-repository.ts';
import { directionSumsOf } from '../windows/direction-sums.ts';
import type { KnownDirections } from './direction-history.ts';
import type { History } from './history.ts';
import type { KnownScope } from './scope-history.ts';
import type { SumReads } from './part-sums.ts';
import type { UsualAnswers } from './usual.ts';

type RangeReads = Pick<
  History,
  'listDirections' | 'getScopeHistory' | 'getTotals' | 'getUsual' | 'getAgentHistory'
>;

/**
 * The calls that read much of the past, in slices; all that one of them tells is of one moment. What was summed of pairs is
 * kept for the next. Their code is loaded when a person looks.
 */
export function rangeReads(folder: DataFolder, series: Series, clock: Clock): RangeReads {
  const readsOf = sumReads(folder, series, clock);
  return {
    async listDirections(request) {
      const reads = await readsOf();
      return folder.snapshot(async (at) => {
        const sums = await reads(at).listDirections(request);
        return { ...sums, ...windowsOf(at, series, request, folder) };
      });
    },
    async getScopeHistory(request) {
      const reads = await readsOf();
      return folder.snapshot((at) => reads(at).getScopeHistory(request));
    },
    async getTotals(request) {
      const [reads, { readTotals, totalsPartsOf }] = await Promise.all([readsOf(), import('./totals.ts')]);
      return folder.snapshot((at) =>
        readTotals(totalsPartsOf(at, series, { clock, networks: folder.networks.named }, reads(at)), request),
      );
    },
    getUsual: usualReads(folder, series, clock, readsOf),
    async getAgentHistory(request) {
      const { readAgentHistory } = await import('./agent-history.ts');
      return folder.snapshot((at) => {
        const keptFromMs = at.history.keptFromMs(series.id);
        return readAgentHistory(at.windows(series), request, { ...series, keptFromMs }, clock);
      });
    },
  };
}

function usualReads(
  folder: DataFolder,
  series: Series,
  clock: Clock,
  readsOf: ReturnType<typeof sumReads>,
): History['getUsual'] {
  let answers: UsualAnswers | undefined;
  return async (request) => {
    const [reads, usual, { partSums }, { PeriodTotals }] = await Promise.all([
      ...([readsOf(), import('./usual.ts'), import('./part-sums.ts'), import('./period-totals.ts')] as const),
    ]);
    answers ??= new usual.UsualAnswers();
    const { scope = null, direction = null } = request;
    return folder.snapshot((at) => {
      const windows = at.windows(series);
      const from = { ...reads(at), rollups: (edges: readonly number[]) => windows.rollups.between(edges) };
      const { calendar } = new PeriodTotals(at, series, clock.now());
      const parts = usual.usualPartsOf(at, series, calendar, (edges) =>
        partSums(from, { scope, direction }, edges),
      );
      const stamp = `${windows.newestClosedMs} ${folder.networks.named.version}`;
      return answers!.of(request, stamp, () => usual.usualSteps(parts, request));
    });
  };
}

/** What sums pairs in a folder as it was at some moment. */
function sumReads(
  folder: DataFolder,
  series: Series,
  clock: Clock,
): () => Promise<(at: DataFolder) => SumReads> {
  let [directions, scope]: [KnownDirections?, KnownScope?] = [];
  return async () => {
    const [ways, scopes] = await Promise.all([
      import('./direction-history.ts'),
      import('./scope-history.ts'),
    ]);
    const known = (directions ??= new ways.KnownDirections());
    const knownScope = (scope ??= new scopes.KnownScope());
    return (at) => ({
      listDirections: ({ edges }) =>
        ways.DirectionHistoryReader.of(at, series, clock, known).read(edges, folder.networks.named),
      getScopeHistory: (request) =>
        scopes.ScopeHistoryReader.of(at, series, clock, knownScope).read(request, folder.networks.named),
    });
  };
}

/** The newest windows of the range, and by direction what the oldest of them that is open has. */
function windowsOf(
  at: DataFolder,
  series: Series,
  { edges, windows: count }: { readonly edges: readonly number[]; readonly windows: number },
  { networks }: Pick<DataFolder, 'networks'>,
): Pick<DirectionHistory, 'windows' | 'open'> {
  if (count === 0) return { windows: [], open: null };
  const stored = at.windows(series);
  const windows = stored.list(edges[0]!, edges.at(-1)!, count);
  const startMs = windows.find(({ closed }) => !closed)?.startMs;
  const open = startMs === undefined ? undefined : stored.load(startMs);
  if (!open) return { windows, open: null };
  const directions = directionSumsOf(open.pairs, open.bytes, networks.named.home);
  return { windows, open: { startMs: epochMs(startMs!), directions } };
}
