import type { WindowSummary } from '../../src-main/common/model/windows.ts';
import { verticalScale } from './chart-model.ts';
import type { PlotContent } from './window-plot.ts';

/** Growth of the open window is drawn this often at most: its total stands above the chart as a figure. */
const growthMs = 10_000;

/**
 * Whether two contents look the same in a chart of that size, in CSS pixels: the open window grows all the time, but
 * seldom by a pixel. Drawing is the most expensive thing that the window does, so growth within the scale waits.
 */
export function isSamePicture(
  drawn: PlotContent,
  next: PlotContent,
  widthPx: number,
  heightPx: number,
): boolean {
  if (drawn.before !== next.before && (drawn.before.length > 0 || next.before.length > 0)) return false;
  if (drawn.startMs !== next.startMs || drawn.endMs !== next.endMs) return false;
  if (drawn.selectedMs !== next.selectedMs || drawn.hoveredMs !== next.hoveredMs) return false;
  const msPerPx = (next.endMs - next.startMs) / widthPx;
  if (Math.floor(drawn.nowMs / msPerPx) !== Math.floor(next.nowMs / msPerPx)) return false;
  if (drawn.windows === next.windows) return true;
  if (!haveSameTraits(drawn.windows, next.windows)) return false;
  const isGrowthHeld = Math.abs(next.nowMs - drawn.nowMs) < growthMs;
  return isGrowthHeld
    ? fits(drawn.windows, next.windows)
    : areSameBars(drawn.windows, next.windows, heightPx);
}

const haveSameTraits = (a: readonly WindowSummary[], b: readonly WindowSummary[]): boolean =>
  a.length === b.length && a.every((window, i) => window === b[i] || traits(window) === traits(b[i]!));

/** Whether the totals have room in the scale that is drawn. */
function fits(drawn: readonly WindowSummary[], next: readonly WindowSummary[]): boolean {
  const { top } = verticalScale(drawn);
  return next.every(({ bytes }) => bytes <= top);
}

function areSameBars(a: readonly WindowSummary[], b: readonly WindowSummary[], heightPx: number): boolean {
  const { top } = verticalScale(b);
  const heightOf = ({ bytes }: WindowSummary): number => Math.round((bytes / top) * heightPx);
  return (
    verticalScale(a).top === top &&
    a.every((window, i) => window === b[i] || heightOf(window) === heightOf(b[i]!))
  );
}

/** All but the height, as text: there is one such window a second. */
const traits = ({ startMs, endMs, closed, complete, status, limits }: WindowSummary): string =>
  JSON.stringify([startMs, endMs, closed, complete, status, limits]);
