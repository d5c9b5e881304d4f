import type { WindowSummary } from '../../src-main/common/model/windows.ts';
import { verticalScale } from './chart-model.ts';
import type { PlotContent } from './window-plot.ts';

/**
 * Whether two contents look the same in a chart of that size, in CSS pixels: the open window grows all the time, but
 * seldom by a pixel. Drawing is the most expensive thing that the window does.
 */
export function isSamePicture(a: PlotContent, b: PlotContent, widthPx: number, heightPx: number): boolean {
  if (a.before !== b.before && (a.before.length > 0 || b.before.length > 0)) return false;
  if (a.startMs !== b.startMs || a.endMs !== b.endMs) return false;
  if (a.selectedMs !== b.selectedMs || a.hoveredMs !== b.hoveredMs) return false;
  const msPerPx = (b.endMs - b.startMs) / widthPx;
  if (Math.floor(a.nowMs / msPerPx) !== Math.floor(b.nowMs / msPerPx)) return false;
  return a.windows === b.windows || areSameBars(a.windows, b.windows, heightPx);
}

function areSameBars(a: readonly WindowSummary[], b: readonly WindowSummary[], heightPx: number): boolean {
  if (a.length !== b.length) return false;
  const top = verticalScale(b).top;
  return (
    verticalScale(a).top === top &&
    a.every((window, i) => window === b[i] || isSameBar(window, b[i]!, top / heightPx))
  );
}

/** All but the height, as text: there is one such window a second. */
const traits = ({ startMs, endMs, closed, complete, status, limits }: WindowSummary): string =>
  JSON.stringify([startMs, endMs, closed, complete, status, limits]);

const isSameBar = (a: WindowSummary, b: WindowSummary, bytesPerPx: number): boolean =>
  Math.round(a.bytes / bytesPerPx) === Math.round(b.bytes / bytesPerPx) && traits(a) === traits(b);
