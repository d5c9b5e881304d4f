import type { Direction } from '../../../src-main/common/direction.ts';
import type {
  RangeHistory,
  RangeKind,
  RangeSums,
  UsualWanted,
} from '../../../src-main/common/model/range.ts';
import type { UsualStep } from '../../../src-main/common/model/usual.ts';
import type { ScopeHistory } from '../../../src-main/common/model/windows.ts';
import { readRange } from '../../../src-main/common/contract/replay.ts';
import { daysLater, localEdges } from '../../instants.ts';
import type { HistoryBar } from './history-bar.ts';
import { barOfAgent, barOfScope, barsOfDirections, barsOfTotals, laterByAWeek } from './history-sum-bars.ts';
import type { RangePast } from './series-past.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** As many bars as a chart can tell apart: with more, windows are taken together. */
const barBound = 800;
/** How many peers are named. */
const namedPeers = 50;

/** What a bar stands for: one window, or the windows of an hour or a day. */
export type HistoryLevel = 'window' | 'hour' | 'day';

/** The finest level at which a range has a number of bars that can be told apart. */
export function levelOf(spanMs: number, windowMs: number): HistoryLevel {
  if (spanMs / windowMs <= barBound || windowMs >= dayMs) return 'window';
  return spanMs / hourMs <= barBound && windowMs < hourMs ? 'hour' : 'day';
}

/** Whose past is shown: of a host or network, alone or with one of its peers. */
export interface HistoryScope {
  readonly host: string;
  readonly peer: string | null;
}

/** Which part of the past is drawn, and beside what. */
export interface RangeView {
  readonly startMs: number;
  readonly endMs: number;
  readonly windowMs: number;
  /** Whose past it is; null for all traffic. */
  readonly scope: HistoryScope | null;
  /** What this agent recorded, or agents by a pattern; null for all. */
  readonly agent: string | null;
  /** Which way that went which is drawn; null for all. */
  readonly direction: Direction | null;
  readonly comparesWeek: boolean;
  readonly showsUsual: boolean;
}

/** What a range is drawn from, of one moment. */
export interface RangePicture {
  readonly bars: readonly HistoryBar[];
  /** The same time a week before, moved to the range. */
  readonly before: readonly HistoryBar[];
  readonly usual: readonly UsualStep[];
  /** What else is known of the scope in the range. */
  readonly seen: Omit<ScopeHistory, 'parts'> | null;
  /** Whether there was time to read all of it. */
  readonly isWhole: boolean;
}

/** Of what is told what is usual: of a part of the traffic by the hour and the day, as its pairs are not kept by window. */
export function usualKindOf(view: RangeView): UsualWanted['of'] | null {
  if (view.agent !== null) return null;
  const isPart = view.scope !== null || view.direction !== null;
  const kinds = isPart
    ? ({ window: null, hour: 'hours', day: 'days' } as const)
    : ({ window: 'windows', hour: 'largest', day: null } as const);
  return kinds[levelIn(view)];
}

const levelIn = ({ startMs, endMs, windowMs }: RangeView): HistoryLevel => levelOf(endMs - startMs, windowMs);

/**
 * Reads all that is drawn of a range.
 *
 * @param isQuick without what takes longer: which way traffic went, or the peers of a host
 */
export async function readPicture(past: RangePast, view: RangeView, isQuick: boolean): Promise<RangePicture> {
  const { scope, agent } = view;
  const shown = requestOf(view);
  if (agent !== null) {
    const told = await readRange(past, { ...shown, of: { kind: 'agent', agent } });
    return { ...pictureOf(told, ({ parts }) => parts.map(barOfAgent)), isWhole: told.range.isWhole };
  }
  if (scope !== null) {
    const { direction } = view;
    const way = direction && { direction };
    const of = { kind: 'scope' as const, ...scope, ...way, peers: isQuick ? 0 : namedPeers };
    const told = await readRange(past, { ...shown, of });
    const { parts: _parts, ...seen } = told.range;
    return { ...pictureOf(told, ({ parts }) => parts.map(barOfScope)), seen, isWhole: seen.isWhole };
  }
  const isByWindow = levelIn(view) === 'window';
  const windows = isByWindow ? 2 * barBound : 0;
  if (isQuick) {
    const told = await readRange(past, { ...shown, of: { kind: 'totals', windows } });
    return pictureOf(told, (sums) => barsOfTotals(sums, isByWindow));
  }
  const told = await readRange(past, { ...shown, of: { kind: 'directions', windows } });
  return {
    ...pictureOf(told, (sums) => barsOfDirections(sums, isByWindow)),
    isWhole: told.range.isWhole,
  };
}

function requestOf(view: RangeView) {
  const { startMs, endMs, comparesWeek, showsUsual } = view;
  const of = showsUsual ? usualKindOf(view) : null;
  return {
    edges: edgesOf(view, startMs, endMs),
    before: comparesWeek ? edgesOf(view, daysLater(startMs, -7), daysLater(endMs, -7)) : null,
    usual: of && { of, direction: view.scope === null ? view.direction : null },
  };
}

function edgesOf(view: RangeView, startMs: number, endMs: number): number[] {
  const { windowMs } = view;
  const level = levelOf(endMs - startMs, windowMs);
  if (level !== 'window') return localEdges(startMs, endMs, level);
  const firstMs = Math.floor(startMs / windowMs) * windowMs;
  const count = Math.ceil((endMs - firstMs) / windowMs);
  return Array.from({ length: count + 1 }, (_, i) => firstMs + i * windowMs);
}

const pictureOf = <K extends RangeKind>(
  { range, before, usual }: RangeHistory<K>,
  barsOf: (sums: RangeSums<K>) => readonly HistoryBar[],
): RangePicture => ({
  bars: barsOf(range),
  before: before === null ? [] : barsOf(before).map(laterByAWeek),
  ...{ usual, seen: null, isWhole: true },
});
