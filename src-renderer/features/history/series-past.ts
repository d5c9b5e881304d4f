import { addCounts } from '../../../src-main/common/count.ts';
import { noDirectionSums, sumsOfDirections } from '../../../src-main/common/direction.ts';
import type { RangeKind, RangeSums } from '../../../src-main/common/model/range.ts';
import type {
  DirectionHistory,
  DirectionRollup,
  TotalHistory,
  WindowRollup,
  WindowSummary,
} from '../../../src-main/common/model/windows.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import type { PastApi } from '../../../src-main/common/contract/replay.ts';

/** The past that the history shows. */
export type RangePast = Pick<PastApi, 'getRange'>;

type RangeRequest = Parameters<RangePast['getRange']>[0];

/** A window that was left growing: nobody sums it any more, so what came later in it is missing. */
const leftBehind = (window: WindowSummary): WindowSummary =>
  window.closed
    ? window
    : {
        ...{ ...window, closed: true, complete: false, exact: false },
        lacks: [...window.lacks.filter(({ reason }) => reason !== 'not-over'), { reason: 'not-captured' }],
      };

/** More windows than a run can leave growing: those that may still get late records. */
const leftAtMost = 64;

/** A sum of windows with one more, which was left growing. */
function withLeft(sum: WindowRollup, { bytes, packets, limits }: WindowSummary): WindowRollup {
  const isFirst = sum.windows === 0;
  const tightest = (
    pick: (...values: number[]) => number,
    a: number | null,
    b: number | null,
  ): number | null => (a === null || b === null ? (a ?? b) : pick(a, b));
  return {
    ...sum,
    windows: sum.windows + 1,
    bytes: addCounts(sum.bytes, bytes),
    packets: addCounts(sum.packets, packets),
    least: isFirst ? bytes : Math.min(sum.least, bytes),
    most: Math.max(sum.most, bytes),
    incomplete: sum.incomplete + 1,
    inexact: sum.inexact + 1,
    limits: {
      min: tightest(Math.max, sum.limits.min, limits.min),
      max: tightest(Math.min, sum.limits.max, limits.max),
    },
  };
}

/** Sums of closed windows, with those that were left growing where they belong. */
function withAllLeft(
  sums: readonly WindowRollup[],
  left: readonly WindowSummary[],
  edges: readonly number[],
): WindowRollup[] {
  const byStart = new Map<number, WindowRollup>(sums.map((sum) => [sum.startMs, sum]));
  for (const window of left) {
    const at = edges.findLastIndex((edge) => edge <= window.startMs);
    const [startMs, endMs] = [epochMs(edges[at]!), epochMs(edges[at + 1]!)];
    const sum = byStart.get(startMs) ?? { ...nothing, startMs, endMs };
    byStart.set(startMs, withLeft(sum, window));
  }
  return [...byStart.values()].sort((a, b) => a.startMs - b.startMs);
}

const nothing = {
  ...{ windows: 0, bytes: 0, packets: 0, least: 0, most: 0, above: 0, below: 0, incomplete: 0, inexact: 0 },
  limits: { min: null, max: null },
};

/** The same by direction: of windows that were left growing it is unknown. */
function withDirectionsOfLeft(
  parts: readonly DirectionRollup[],
  left: readonly WindowSummary[],
  edges: readonly number[],
): DirectionRollup[] {
  const known = new Map(parts.map((part) => [part.startMs, sumsOfDirections(part)]));
  return withAllLeft(parts, left, edges).map((sum) => {
    const directions = known.get(sum.startMs) ?? noDirectionSums;
    const { in: into, out, local, passing } = directions;
    return { ...sum, ...directions, unknown: sum.bytes - into - out - local - passing };
  });
}

/** What was summed of all traffic, with the windows that were left growing. */
function withLeftOf(kind: RangeKind, sums: RangeSums, edges: readonly number[]): RangeSums {
  if (kind === 'scope' || kind === 'agent') return sums;
  const { windows, ...past } = sums as TotalHistory;
  const left = windows.filter(({ closed }) => !closed);
  const parts =
    kind === 'totals'
      ? withAllLeft(past.parts, left, edges)
      : withDirectionsOfLeft((past as DirectionHistory).parts, left, edges);
  return { ...past, parts, windows: windows.map(leftBehind) };
}

/** More of the newest windows, so that those that were left growing are among them. */
const withNewest = (of: RangeRequest['of']): RangeRequest['of'] =>
  'windows' in of ? { ...of, windows: Math.max(of.windows, leftAtMost) } : of;

/** The past of one series of the data folder. */
export const pastOf = (past: RangePast, series: number): RangePast => ({
  async getRange(request) {
    const { edges, of } = request;
    const told = await past.getRange({ ...request, of: withNewest(of), series });
    return {
      ...told,
      range: withLeftOf(of.kind, told.range, edges),
      before: told.before && withLeftOf(of.kind, told.before, request.before!),
    };
  },
});
