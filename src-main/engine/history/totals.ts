import type { Clock } from '../../common/clock.ts';
import {
  type Direction,
  type DirectionSums,
  knownDirections,
  noDirectionSums,
} from '../../common/direction.ts';
import type {
  ElapsedSum,
  RangeTop,
  TotalRow,
  Totals,
  TotalSum,
  TotalTop,
} from '../../common/model/totals.ts';
import type { UsualStep } from '../../common/model/usual.ts';
import type { ScopeRollup, WindowRollup } from '../../common/model/windows.ts';
import type { MonitorApi } from '../../common/contract/monitor.ts';
import type { NamedNetworks } from '../../common/named-networks.ts';
import { comparedSpans } from '../../common/periods/compared-spans.ts';
import { parsePeriod, type Period, type PeriodSpan } from '../../common/periods/period.ts';

import { projectionOf } from '../periods/projection.ts';
import type { DataFolder } from '../store/data-folder.ts';
import type { Series } from '../store/series-repository.ts';
import { bytesOfScope, scopeRequest, type SumReads } from './part-sums.ts';
import { type PeriodTotal, PeriodTotals } from './period-totals.ts';
import { topOfRange } from './range-top.ts';
import { usualOfTotals, type UsualRequest } from './usual.ts';

type TotalsRequest = Parameters<MonitorApi['getTotals']>[0];

/** How many hosts and pairs are named, and by which direction alone. */
interface TopWanted {
  readonly count: number;
  readonly direction: Direction | null;
}

/** What totals are read from. */
export interface TotalsParts extends SumReads {
  readonly totals: PeriodTotals;
  readonly rollups: (edges: readonly number[]) => readonly WindowRollup[];
  /** Whether windows lie side by side: a part of a period is a sum of them then. */
  readonly isTumbling: boolean;
  readonly windowMs: number;
  /** Up to when all windows have closed; -Infinity where none has. */
  readonly closedToMs: () => number;
  /** What was usual. */
  readonly usual: (request: UsualRequest) => Promise<readonly UsualStep[]>;
  readonly topOf: (span: PeriodSpan, wanted: TopWanted) => Promise<RangeTop>;
}

/** What a data folder has of a series. */
export const totalsPartsOf = (
  folder: DataFolder,
  series: Series,
  { clock, networks }: { readonly clock: Clock; readonly networks: NamedNetworks },
  reads: SumReads & Pick<TotalsParts, 'usual'>,
): TotalsParts => ({
  totals: new PeriodTotals(folder, series, clock.now()),
  rollups: (edges) => folder.windows(series).rollups.between(edges),
  isTumbling: series.sizeMs === series.slideMs,
  windowMs: series.sizeMs,
  closedToMs: () => closedToMs(folder.windows(series), series),
  topOf: (span, { count, direction }) => {
    const way = direction && { direction, home: networks.home };
    return topOfRange(folder, series, span, { count, way, clock });
  },
  ...reads,
});

function closedToMs(windows: ReturnType<DataFolder['windows']>, { sizeMs }: Series): number {
  const openMs = Math.min(...windows.open().map(({ startMs }) => startMs));
  return Number.isFinite(openMs) ? openMs : (windows.span()?.lastMs ?? -Infinity) + sizeMs;
}

/** What of the traffic is summed. */
type Part = Pick<TotalsRequest, 'scope' | 'direction' | 'hasDirections'>;

/** Sums by period, and whether there was time for all of them. */
interface Sums {
  readonly sums: readonly TotalSum[];
  readonly isWhole: boolean;
}

/**
 * Traffic by hour, day, week, month, year or another period: of all, of a host or network, or one way; beside another
 * time to compare with.
 *
 * @throws MonitorError `request/invalid`, `settings/invalid` for periods that there are not, or that can't be compared
 */
export async function readTotals(parts: TotalsParts, request: TotalsRequest): Promise<Totals> {
  const period = parsePeriod(request.per);
  const { totals } = parts;
  const range = { fromMs: request.fromMs ?? -Infinity, toMs: request.toMs ?? Infinity };
  const listed = totals.list(period, { ...range, count: request.count });
  const { sums, isWhole } = await sumsOf(parts, request, listed);
  const before = await comparedWith(parts, period, request, listed);
  const rows = sums.map((sum, i): TotalRow => ({
    ...sum,
    projected: isOfAll(request) ? projected(totals, listed[i]!) : null,
    before: before.sums[i] ?? null,
    ...{ elapsed: null, beforeElapsed: null },
  }));
  const last = await withElapsed(parts, request, rows.at(-1), before.spans.at(-1));
  return {
    ...{ per: period.name, timeZone: totals.calendar.timeZone },
    rows: [...rows.slice(0, -1), ...last],
    ...{ isCompared: request.compare !== null, isWhole: isWhole && before.isWhole },
    ...(request.hasUsual && { usual: await usualOfTotals(parts.usual, period, request, listed) }),
    ...(request.top && { top: await topOf(parts, request, request.top, rows) }),
  };
}

/** Who had most of one of the rows. */
async function topOf(
  parts: TotalsParts,
  part: Part,
  { startMs, count }: NonNullable<TotalsRequest['top']>,
  rows: readonly TotalRow[],
): Promise<TotalTop | null> {
  const row = rows.find((one) => one.startMs === startMs);
  if (!row) return null;
  const { scope, direction } = part;
  if (scope === null) return { kind: 'all', top: await parts.topOf(row, { count, direction }) };
  const { part: _part, ...of } = scopeRequest(part, scope);
  const edges = [row.startMs, row.endMs];
  const { parts: _parts, ...peers } = await parts.readScope({ ...of, edges, peers: count });
  return { kind: 'scope', peers };
}

const isOfAll = ({ scope, direction }: Part): boolean => scope === null && direction === null;

function projected({ presentMs }: PeriodTotals, total: PeriodTotal): number | null {
  const { closed, sinceMs } = total;
  return closed || sinceMs === null || sinceMs >= presentMs
    ? null
    : projectionOf(total, null, presentMs).bytes;
}

/** The other time's sums, by the place of those that they are compared with. */
async function comparedWith(
  parts: TotalsParts,
  period: Period,
  request: TotalsRequest,
  listed: readonly PeriodTotal[],
): Promise<{ sums: (TotalSum | undefined)[]; spans: readonly PeriodSpan[]; isWhole: boolean }> {
  const { compare } = request;
  if (compare === null || listed.length === 0) return { sums: [], spans: [], isWhole: true };
  const other = typeof compare === 'object' ? parts.totals.calendar.instantOf(compare) : compare;
  const spans = comparedSpans(parts.totals.calendar, period, listed, other);
  const [fromMs, toMs] = [spans[0]!.startMs, spans.at(-1)!.endMs];
  const totals = parts.totals.list(period, { fromMs, toMs, count: Infinity });
  const { sums, isWhole } = await sumsOf(parts, request, totals);
  const byStart = new Map(sums.map((sum) => [sum.startMs, sum]));
  return { spans, sums: spans.map(({ startMs }) => byStart.get(startMs)), isWhole };
}

async function sumsOf(parts: TotalsParts, part: Part, totals: readonly PeriodTotal[]): Promise<Sums> {
  const last = totals.at(-1);
  if (!last) return { sums: [], isWhole: true };
  const edges = [...totals.map(({ startMs }) => startMs), last.endMs];
  if (part.scope !== null) return sumsOfScope(parts, scopeRequest(part, part.scope), edges, totals);
  if (part.direction !== null || part.hasDirections) return sumsOfDirections(parts, part, edges, totals);
  return { sums: totals.map((total) => ({ ...sumFacts(total, 0), packets: total.packets })), isWhole: true };
}

const sumFacts = (
  { startMs, endMs, bytes, closed, lacks }: PeriodTotal,
  unknown: number,
): Omit<TotalSum, 'packets'> => ({
  ...{ startMs, endMs, bytes, unknown, closed, lacks },
  exact: lacks.length === 0 && unknown === 0,
});

async function sumsOfScope(
  parts: TotalsParts,
  { part: way, ...scope }: ReturnType<typeof scopeRequest>,
  edges: number[],
  totals: readonly PeriodTotal[],
): Promise<Sums> {
  const history = await parts.readScope({ ...scope, edges, peers: 0 });
  const known = new Map(history.parts.map((part) => [part.startMs, part]));
  const missing = bytesWithoutWindows(parts, edges, totals);
  const sums = totals.map((total): TotalSum => {
    const part = known.get(total.startMs);
    const unknown = part ? part.unknown + missing(total) : history.isWhole ? missing(total) : total.bytes;
    return { ...sumFacts(total, unknown), ...ofScope(part, way) };
  });
  return { sums, isWhole: history.isWhole };
}

function ofScope(
  part: ScopeRollup | undefined,
  way: NonNullable<Part['scope']>['part'],
): Pick<TotalSum, 'bytes' | 'packets' | 'sent' | 'received'> {
  const { bytes, packets, sent, received } = part ?? { bytes: 0, packets: 0, sent: 0, received: 0 };
  return way === 'both'
    ? { bytes, packets, sent, received }
    : { bytes: part ? bytesOfScope(part, way) : 0, packets: null };
}

/** What a period that is over has of windows that are no longer kept. */
function bytesWithoutWindows(
  { rollups, isTumbling }: TotalsParts,
  edges: readonly number[],
  totals: readonly PeriodTotal[],
): (total: PeriodTotal) => number {
  if (!isTumbling || totals.length === 0) return () => 0;
  const kept = new Map(rollups(edges).map(({ startMs, bytes }) => [startMs, bytes]));
  return ({ startMs, closed, bytes }) => (closed ? Math.max(0, bytes - (kept.get(startMs) ?? 0)) : 0);
}

async function sumsOfDirections(
  parts: TotalsParts,
  { direction }: Part,
  edges: number[],
  totals: readonly PeriodTotal[],
): Promise<Sums> {
  const history = await parts.readDirections(edges);
  const known = new Map(history.parts.map((part) => [part.startMs, part]));
  const sums = totals.map((total): TotalSum => {
    const directions = wayOf(total, known.get(total.startMs));
    if (direction === null) return { ...sumFacts(total, 0), packets: total.packets, directions };
    // What is of windows that are not over is not told apart yet.
    const unknown = total.closed ? directions.unknown : (known.get(total.startMs)?.unknown ?? 0);
    return { ...sumFacts(total, unknown), bytes: directions[direction], packets: null };
  });
  return { sums, isWhole: history.isWhole };
}

/** A total by direction; what isn't known to go one way is unknown. */
function wayOf({ bytes }: PeriodTotal, part: DirectionSums = noDirectionSums): DirectionSums {
  const known = knownDirections.filter((one) => one !== 'unknown');
  const unknown = bytes - known.reduce((sum, one) => sum + part[one], 0);
  const ways = Object.fromEntries(known.map((one) => [one, part[one]])) as Omit<DirectionSums, 'unknown'>;
  return { ...ways, unknown: Math.max(0, unknown) };
}

/** The newest row with what it and the other period had in as many closed windows, while it is not over. */
async function withElapsed(
  parts: TotalsParts,
  part: Part,
  row: TotalRow | undefined,
  other: PeriodSpan | undefined,
): Promise<TotalRow[]> {
  if (!row) return [];
  if (row.closed || !other || !row.before || !parts.isTumbling) return [row];
  const { windowMs } = parts;
  const toMs = Math.min(parts.closedToMs(), row.endMs);
  const goneMs = Math.floor((toMs - row.startMs) / windowMs) * windowMs;
  if (goneMs <= 0) return [row];
  const elapsed = await elapsedSum(parts, part, row.startMs, row.startMs + goneMs);
  const otherToMs = Math.min(other.endMs, other.startMs + goneMs);
  return [{ ...row, elapsed, beforeElapsed: await elapsedSum(parts, part, other.startMs, otherToMs) }];
}

async function elapsedSum(parts: TotalsParts, part: Part, fromMs: number, toMs: number): Promise<ElapsedSum> {
  const { scope, direction } = part;
  const edges = [fromMs, toMs];
  const [windows] = parts.rollups(edges);
  if (!windows) return { bytes: 0, exact: !parts.totals.isLive };
  const areAll = !parts.totals.isLive || windows.windows * parts.windowMs === toMs - fromMs;
  const isExact = areAll && windows.inexact === 0;
  if (scope === null && direction === null) return { bytes: windows.bytes, exact: isExact };
  if (scope !== null) {
    const { part: way, ...of } = scopeRequest(part, scope);
    const { parts: found } = await parts.readScope({ ...of, edges, peers: 0 });
    return { bytes: ofScope(found[0], way).bytes, exact: isExact && found[0]?.unknown === 0 };
  }
  const { parts: found } = await parts.readDirections(edges);
  return { bytes: found[0]?.[direction!] ?? 0, exact: isExact && found[0]?.unknown === 0 };
}
