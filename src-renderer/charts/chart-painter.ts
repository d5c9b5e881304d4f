import type uPlot from 'uplot';
import type { LimitName } from '../../src-main/common/model/limits.ts';
import type { UsualStep } from '../../src-main/common/model/usual.ts';
import type { WindowSummary } from '../../src-main/common/model/windows.ts';
import { bytesText } from '../format.ts';
import { type LimitStep, limitSteps, spreadLabels } from './chart-model.ts';
import { type ByteAxis, cutGap } from './byte-axis.ts';
import type { ChartColours } from './chart-colours.ts';

/** What is painted between the axes. */
export interface ChartPicture {
  readonly windows: readonly WindowSummary[];
  readonly before: readonly WindowSummary[];
  readonly usual: readonly UsualStep[];
  readonly byteAxis: ByteAxis;
  readonly selectedMs: number | null;
  readonly hoveredMs: number | null;
  readonly colours: ChartColours;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Paints windows as bars and limits as steps. All lengths are canvas pixels. */
export function paintChart(plot: uPlot, picture: ChartPicture): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  for (const window of picture.windows) paintWindow(plot, window, picture);
  paintCut(plot, picture);
  paintUsual(plot, picture);
  paintBefore(plot, picture);
  for (const name of ['min', 'max'] as const) paintLimit(plot, name, picture);
  ctx.restore();
  labelLimits(plot, picture);
}

function paintWindow(plot: uPlot, window: WindowSummary, picture: ChartPicture): void {
  const { ctx } = plot;
  const box = barBox(plot, window);
  const colour = barColour(window, picture.colours);
  if (window.startMs === picture.selectedMs || window.startMs === picture.hoveredMs) {
    paintColumn(plot, box, picture.colours.selection, window.startMs === picture.selectedMs);
  }
  ctx.fillStyle = window.complete ? colour : hatch(ctx, colour, plot);
  ctx.globalAlpha = window.closed ? 1 : 0.45;
  ctx.fillRect(box.x, box.y, box.width, box.height);
  ctx.globalAlpha = 1;
  if (!window.closed || !window.complete) outline(plot, box, colour, !window.closed);
  if (window.status === 'above' || window.status === 'below') paintBreachMark(plot, box, window, colour);
}

/** A gap in the bars that are cut. */
function paintCut(plot: uPlot, { windows, byteAxis: { cutAt }, colours }: ChartPicture): void {
  if (cutAt === null) return;
  const { ctx, bbox } = plot;
  const [from, to] = cutGap.map((share) => bbox.top + bbox.height * (1 - share)) as [number, number];
  const slope = (from - to) / 2;
  ctx.fillStyle = colours.background;
  for (const window of windows.filter(({ bytes }) => bytes > cutAt)) {
    const { x, width } = barBox(plot, window);
    ctx.beginPath();
    ctx.moveTo(x - 1, from);
    ctx.lineTo(x + width + 1, from - slope);
    ctx.lineTo(x + width + 1, to);
    ctx.lineTo(x - 1, to + slope);
    ctx.fill();
  }
}

/** What is usual at each hour: from the lower to the upper quartile, with the median as a line. */
function paintUsual(plot: uPlot, { usual, colours }: ChartPicture): void {
  const { ctx } = plot;
  const [x, y] = [
    (ms: number): number => plot.valToPos(ms / 1000, 'x', true),
    (bytes: number): number => plot.valToPos(bytes, 'y', true),
  ];
  ctx.fillStyle = colours.foreground;
  ctx.globalAlpha = 0.22;
  for (const { startMs, endMs, lower, upper } of usual)
    ctx.fillRect(x(startMs), y(upper), x(endMs) - x(startMs), Math.max(ratio(plot), y(lower) - y(upper)));
  ctx.globalAlpha = 0.7;
  for (const { startMs, endMs, median } of usual)
    ctx.fillRect(x(startMs), y(median) - ratio(plot) / 2, x(endMs) - x(startMs), ratio(plot));
  ctx.globalAlpha = 1;
}

/** The windows to compare with, as a line over the bars. */
function paintBefore(plot: uPlot, { before, colours }: ChartPicture): void {
  const { ctx } = plot;
  ctx.strokeStyle = colours.foreground;
  ctx.lineWidth = 1.5 * ratio(plot);
  ctx.beginPath();
  for (const { startMs, endMs, bytes } of before) {
    const y = plot.valToPos(bytes, 'y', true);
    ctx.moveTo(plot.valToPos(startMs / 1000, 'x', true), y);
    ctx.lineTo(plot.valToPos(endMs / 1000, 'x', true), y);
  }
  ctx.stroke();
}

const barColour = ({ status }: WindowSummary, colours: ChartColours): string =>
  status === 'above' ? colours.above : status === 'below' ? colours.below : colours.bar;

/** How wide a bar is at most: of a single day, all of the chart would be one. */
const widestPx = 96;

/** Where a bar is drawn: in the middle of its time. */
export function barBox(
  plot: uPlot,
  { startMs, endMs, bytes }: Pick<WindowSummary, 'startMs' | 'endMs' | 'bytes'>,
): Box {
  const left = plot.valToPos(startMs / 1000, 'x', true);
  const right = plot.valToPos(endMs / 1000, 'x', true);
  const gap = right - left > 4 * ratio(plot) ? Math.min(16 * ratio(plot), (right - left) * 0.28) : 0;
  const bottom = plot.bbox.top + plot.bbox.height;
  const height = Math.max(bytes > 0 ? ratio(plot) : 0, bottom - plot.valToPos(bytes, 'y', true));
  const width = Math.max(1, Math.min(right - left - gap, widestPx * ratio(plot)));
  return { x: (left + right - width) / 2, y: bottom - height, width, height };
}

function paintColumn({ ctx, bbox }: uPlot, { x, width }: Box, colour: string, isSelected: boolean): void {
  ctx.fillStyle = colour;
  ctx.globalAlpha = isSelected ? 0.22 : 0.1;
  ctx.fillRect(x, bbox.top, width, bbox.height);
  ctx.globalAlpha = 1;
}

/** Diagonal lines: the capture did not run for all of the window. */
function hatch(ctx: CanvasRenderingContext2D, colour: string, plot: uPlot): CanvasPattern | string {
  const size = Math.round(6 * ratio(plot));
  const tile = new OffscreenCanvas(size, size);
  const tileContext = tile.getContext('2d');
  if (!tileContext) return colour;
  tileContext.strokeStyle = colour;
  tileContext.lineWidth = 1.4 * ratio(plot);
  tileContext.beginPath();
  for (const shift of [-size, 0, size]) {
    tileContext.moveTo(shift, size);
    tileContext.lineTo(shift + size, 0);
  }
  tileContext.stroke();
  return ctx.createPattern(tile, 'repeat') ?? colour;
}

function outline(plot: uPlot, { x, y, width, height }: Box, colour: string, isDashed: boolean): void {
  const { ctx } = plot;
  const line = ratio(plot);
  ctx.strokeStyle = colour;
  ctx.lineWidth = line;
  ctx.setLineDash(isDashed ? [3 * line, 2 * line] : []);
  ctx.strokeRect(x + line / 2, y + line / 2, Math.max(0, width - line), Math.max(0, height));
  ctx.setLineDash([]);
}

/** A triangle: up for above max, down for below min. */
function paintBreachMark(plot: uPlot, box: Box, { status }: WindowSummary, colour: string): void {
  const { ctx, bbox } = plot;
  const size = Math.min(4 * ratio(plot), box.width / 2);
  if (size < 1.5 * ratio(plot)) return;
  const middle = box.x + box.width / 2;
  const base = Math.max(bbox.top + 3 * size, box.y - 1.5 * size);
  const tip = status === 'above' ? base - 1.6 * size : base + 1.2 * size;
  const foot = status === 'above' ? base : base - 0.4 * size;
  ctx.fillStyle = colour;
  ctx.beginPath();
  ctx.moveTo(middle - size, foot);
  ctx.lineTo(middle + size, foot);
  ctx.lineTo(middle, tip);
  ctx.fill();
}

function paintLimit(plot: uPlot, name: LimitName, { windows, colours }: ChartPicture): void {
  const { ctx } = plot;
  const steps = limitSteps(windows, name);
  ctx.strokeStyle = colours[name];
  ctx.lineWidth = 1.5 * ratio(plot);
  ctx.setLineDash([6 * ratio(plot), 3 * ratio(plot)]);
  ctx.beginPath();
  steps.forEach((step, i) => traceStep(plot, step, steps[i - 1]));
  ctx.stroke();
  ctx.setLineDash([]);
}

function traceStep(plot: uPlot, step: LimitStep, previous: LimitStep | undefined): void {
  const y = plot.valToPos(step.value, 'y', true);
  const x = plot.valToPos(step.startMs / 1000, 'x', true);
  if (previous?.endMs === step.startMs) plot.ctx.lineTo(x, y);
  else plot.ctx.moveTo(x, y);
  plot.ctx.lineTo(plot.valToPos(step.endMs / 1000, 'x', true), y);
}

/** Names the limits at the ends of their lines, in the margin at the right. */
function labelLimits(plot: uPlot, { windows, colours }: ChartPicture): void {
  const limits = windows.at(-1)?.limits;
  if (!limits) return;
  const size = 11 * ratio(plot);
  // Lower down are the marks of the time axis.
  const lowest = plot.bbox.top + plot.bbox.height - 1.1 * size;
  const ends = (['max', 'min'] as const).flatMap((name) => {
    const value = limits[name];
    const y = value === null ? -1 : plot.valToPos(value, 'y', true);
    return value === null || y < plot.bbox.top ? [] : [{ name, value, y: Math.min(y, lowest) }];
  });
  spreadLabels(ends, 2.6 * size).forEach((y, i) => {
    const end = ends[i];
    if (end) writeLimit(plot, end.name, bytesText(end.value), y, size, colours);
  });
}

function writeLimit(
  plot: uPlot,
  name: LimitName,
  value: string,
  y: number,
  size: number,
  colours: ChartColours,
): void {
  const { ctx, bbox } = plot;
  const x = bbox.left + bbox.width + 6 * ratio(plot);
  const family = getComputedStyle(plot.root).fontFamily;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'alphabetic';
  ctx.fillStyle = colours[name];
  ctx.font = `600 ${size}px ${family}`;
  ctx.fillText(name, x, y - 0.15 * size);
  ctx.font = `${size}px ${family}`;
  ctx.fillText(value, x, y + size);
}

const ratio = (plot: uPlot): number => plot.ctx.canvas.width / Math.max(1, plot.width);
