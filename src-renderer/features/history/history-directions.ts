import {
  addDirections,
  type DirectionSums,
  noDirectionSums,
  sumsOfDirections,
} from '../../../src-main/common/direction.ts';
import type { WindowSummary } from '../../../src-main/common/model/windows.ts';
import type { PastApi } from '../../../src-main/common/contract/replay.ts';

/** A bar of all traffic. */
interface DirectedBar {
  readonly startMs: number;
  readonly window: WindowSummary | null;
  readonly directions?: DirectionSums;
}

/** What went which way; null where it is not known of all bars. */
export const directionSumsOf = (bars: readonly DirectedBar[]): DirectionSums | null =>
  bars.length === 0 || bars.some((bar) => !bar.directions)
    ? null
    : bars.reduce((sums, bar) => addDirections(sums, bar.directions!), noDirectionSums);

/** Fetches which way went what bars stand for, that of a window that grows included. */
export async function withDirections<B extends DirectedBar>(
  bars: readonly B[],
  edges: readonly number[],
  monitor: Pick<PastApi, 'listDirections' | 'listTopHosts'>,
): Promise<readonly B[]> {
  const { parts } = await monitor.listDirections({ edges: [...edges] });
  const known = new Map<number, DirectionSums>(parts.map((part) => [part.startMs, part]));
  const open = bars.find(({ window }) => window && !window.closed);
  const growing = open && (await monitor.listTopHosts({ startMs: open.startMs, count: 1 }));
  if (open && growing) known.set(open.startMs, growing.directions);
  return bars.map((bar) => {
    const directions = known.get(bar.startMs);
    return directions ? { ...bar, directions: sumsOfDirections(directions) } : bar;
  });
}
