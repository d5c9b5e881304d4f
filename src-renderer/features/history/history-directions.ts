import type { EpochMs } from '../../../src-main/common/units.ts';
import { addDirections, type DirectionSums, noDirectionSums } from '../../../src-main/common/direction.ts';
import type {
  DirectionRollup,
  OpenDirections,
  WindowRollup,
  WindowSummary,
} from '../../../src-main/common/model/windows.ts';

/** A bar of all traffic. */
interface DirectedBar {
  readonly directions?: DirectionSums;
}

/** What went which way; null where it is not known of all bars. */
export const directionSumsOf = (bars: readonly DirectedBar[]): DirectionSums | null =>
  bars.length === 0 || bars.some((bar) => !bar.directions)
    ? null
    : bars.reduce((sums, bar) => addDirections(sums, bar.directions!), noDirectionSums);

/**
 * From when on bars are summed, where there was no time for all of them: those that are not have no sums, or, of all
 * traffic, totals of which it is not known which way anything went.
 */
export function summedFromMsOf(
  bars: readonly (DirectedBar & Pick<WindowRollup, 'startMs' | 'endMs' | 'bytes'>)[],
): EpochMs | null {
  const directed = bars.filter((bar) => bar.directions);
  const isKnown = (bar: (typeof bars)[number]): boolean => bar.directions!.unknown < bar.bytes;
  const first = directed.length === 0 ? bars[0] : directed.find(isKnown);
  return first?.startMs ?? bars.at(-1)?.endMs ?? null;
}

/** Which way went what an open window has so far; nothing where it is another one. */
export const openDirectionsOf = (
  { startMs }: WindowSummary,
  open: OpenDirections | null,
): Pick<DirectedBar, 'directions'> => (open?.startMs === startMs ? { directions: open.directions } : {});

/** A stretch of time with what went which way in it. */
export function directedRollup(part: DirectionRollup): WindowRollup & { readonly directions: DirectionSums } {
  const { in: into, out, local, passing, unknown, ...rollup } = part;
  return { ...rollup, directions: { in: into, out, local, passing, unknown } };
}
