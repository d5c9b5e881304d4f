import type { WindowSummary } from '../../src-main/common/model/windows.ts';
import { byteAxis } from './byte-axis.ts';
import type { PlotContent } from './plot-content.ts';

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
  if (!areSameLists(drawn.before, next.before) || !areSameLists(drawn.usual, next.usual)) return false;
  if (drawn.axis !== next.axis) return false;
  if (drawn.startMs !== next.startMs || drawn.endMs !== next.endMs) return false;
  if (drawn.selectedMs !== next.selectedMs || drawn.hoveredMs !== next.hoveredMs) return false;
  const msPerPx = (next.endMs - next.startMs) / widthPx;
  if (Math.floor(drawn.nowMs / msPerPx) !== Math.floor(next.nowMs / msPerPx)) return false;
  if (drawn.windows === next.windows) return true;
  if (!haveSameTraits(drawn.windows, next.windows)) return false;
  const isGrowthHeld = Math.abs(next.nowMs - drawn.nowMs) < growthMs;
  return isGrowthHeld ? fits(drawn, next.windows) : areSameBars(drawn, next, heightPx);
}

const areSameLists = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a === b || (a.length === 0 && b.length === 0);

const haveSameTraits = (a: readonly WindowSummary[], b: readonly WindowSummary[]): boolean =>
  a.length === b.length && a.every((window, i) => window === b[i] || traits(window) === traits(b[i]!));

/** Whether the totals have room in the scale that is drawn. */
function fits(drawn: PlotContent, next: readonly WindowSummary[]): boolean {
  const { top } = byteAxis(drawn.axis, drawn);
  return next.every(({ bytes }) => bytes <= top);
}

function areSameBars(a: PlotContent, b: PlotContent, heightPx: number): boolean {
  const [drawn, next] = [byteAxis(a.axis, a), byteAxis(b.axis, b)];
  const heightOf = ({ bytes }: WindowSummary): number => Math.round(next.shareOf(bytes) * heightPx);
  return (
    drawn.top === next.top &&
    drawn.cutAt === next.cutAt &&
    a.windows.every((window, i) => window === b.windows[i] || heightOf(window) === heightOf(b.windows[i]!))
  );
}

/** All but the height, as text: there is one such window a second. */
const traits = ({ startMs, endMs, closed, complete, status, limits }: WindowSummary): string =>
  JSON.stringify([startMs, endMs, closed, complete, status, limits]);
