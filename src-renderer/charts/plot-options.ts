import type uPlot from 'uplot';
import { bytesText, clockText, dateText } from '../format.ts';
import { isSameYear } from '../instants.ts';
import { numberStyle } from '../texts/number-style.svelte.ts';
import { type ByteAxis, byteSteps } from './byte-axis.ts';
import type { ChartColours } from './chart-colours.ts';

/** What the axes and the cursor ask for while they are drawn. */
export interface PlotSource {
  readonly range: () => [startS: number, endS: number];
  readonly axis: () => ByteAxis;
  readonly nowMs: () => number;
  readonly colours: () => ChartColours;
  readonly paint: (plot: uPlot) => void;
  /** The pointer moved to an instant, or left (null). */
  readonly onPoint: (plot: uPlot, instantMs: number | null) => void;
}

/** Room beside the picture: the bytes axis at the left, the names of the limits at the right. */
export const plotInsets = { leftPx: 72, rightPx: 66 } as const;

/** Axes, scales and cursor of the chart; the picture between the axes is the source's. */
export function plotOptions(source: PlotSource, width: number, height: number): uPlot.Options {
  return {
    width,
    height,
    padding: [10, plotInsets.rightPx, 0, 0],
    legend: { show: false },
    series: [{}, { scale: 'y', paths: () => null, points: { show: false } }],
    scales: { x: { time: true, range: () => source.range() }, y: bytesScale(source) },
    axes: [timeAxis(source), bytesAxis(source)],
    cursor: { y: false, x: false, points: { show: false }, drag: { x: false, y: false, setScale: false } },
    hooks: { draw: [source.paint], setCursor: [(plot) => source.onPoint(plot, pointedMs(plot))] },
  };
}

/** Bytes stand where the axis says. */
const bytesScale = ({ axis }: PlotSource): uPlot.Scale => ({
  // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- uPlot's enum has no value at run time
  distr: 100,
  range: () => [0, axis().top],
  fwd: (bytes) => axis().shareOf(bytes),
  bwd: (share) => axis().bytesAt(share),
});

function pointedMs(plot: uPlot): number | null {
  const { left = -1 } = plot.cursor;
  return left < 0 ? null : plot.posToVal(left, 'x') * 1000;
}

function timeAxis(source: PlotSource): uPlot.Axis {
  return {
    ...commonAxis(source),
    size: 26,
    space: (_, __, fromS) => (isSameYear(fromS * 1000, source.nowMs()) ? 60 : 90), // other years are written out
    grid: { show: false },
    values: (_, splits) => splits.map((seconds) => timeMark(seconds * 1000, source.nowMs())),
  };
}

const timeMark = (instantMs: number, nowMs: number): string => {
  const text = clockText(instantMs);
  return text === '00:00' ? dateText(instantMs, nowMs) : text;
};

function bytesAxis(source: PlotSource): uPlot.Axis {
  const isEmpty = (): boolean => source.axis().top <= 1;
  return {
    ...commonAxis(source),
    scale: 'y',
    size: plotInsets.leftPx,
    gap: 6,
    // Else marks between powers are left out, whatever the axis is.
    filter: (_, splits) => splits,
    splits: (plot) => source.axis().marks(plot.bbox.height / devicePixelRatio, byteSteps(numberStyle())),
    values: (_, splits) => (isEmpty() ? [] : splits.map(byteMark)),
    grid: { stroke: () => (isEmpty() ? 'transparent' : source.colours().grid), width: 1 },
  };
}

/** Bytes without zeros behind the point: `1.5 GiB`. */
const byteMark = (bytes: number): string =>
  bytesText(bytes)
    .replace(/(\.\d*?)0+ /, '$1 ')
    .replace('. ', ' ');

const commonAxis = (source: PlotSource): uPlot.Axis => ({
  stroke: () => source.colours().foreground,
  font: '11px system-ui, sans-serif',
  ticks: { show: false },
});
