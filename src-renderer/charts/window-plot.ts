import uPlot from 'uplot';
import type { Disposable } from '../../src-main/common/disposable.ts';
import { type ByteAxis, byteAxis } from './byte-axis.ts';
import { resolveColours, watchTheme } from './chart-colours.ts';
import type { PlotFrame } from './limit-handle.ts';
import type { PlotContent } from './plot-content.ts';
import { isSamePicture } from './same-picture.ts';
import { paintChart } from './chart-painter.ts';
import { plotOptions } from './plot-options.ts';

/** Where the pointer is over the chart; lengths in CSS pixels from the chart's left edge. */
export interface PointedWindow {
  readonly instantMs: number;
  readonly leftPx: number;
  readonly widthPx: number;
}

const empty: PlotContent = {
  windows: [],
  before: [],
  usual: [],
  axis: 'linear',
  startMs: 0,
  endMs: 1,
  nowMs: 0,
  selectedMs: null,
  hoveredMs: null,
};

/** A uPlot that fills its element, follows the theme, and draws windows instead of lines. */
export class WindowPlot implements Disposable {
  readonly #element: HTMLElement;
  readonly #plot: uPlot;
  readonly #resizes: ResizeObserver;
  readonly #unwatchTheme: () => void;
  /** Remembered: asking the element for it lays the whole window out. */
  #size: { readonly width: number; readonly height: number };
  #content = empty;
  #axis = byteAxis(empty.axis, empty);
  #drawn: PlotContent | null = null;
  #colours;

  /** @param onFrame tells where the picture lies, each time that it is drawn */
  constructor(
    element: HTMLElement,
    onPoint: (pointed: PointedWindow | null) => void,
    onFrame: (frame: PlotFrame) => void = () => {},
  ) {
    this.#element = element;
    this.#size = sizeOf(element);
    this.#colours = resolveColours(element);
    this.#plot = this.#createPlot(onPoint, onFrame);
    this.#resizes = new ResizeObserver(() => {
      this.#size = sizeOf(element);
      this.#plot.setSize(this.#size);
    });
    this.#resizes.observe(element);
    this.#unwatchTheme = watchTheme(() => {
      this.#colours = resolveColours(element);
      this.#plot.redraw();
    });
  }

  #createPlot(onPoint: (pointed: PointedWindow | null) => void, onFrame: (frame: PlotFrame) => void): uPlot {
    const { width, height } = this.#size;
    const options = plotOptions(
      {
        range: () => [this.#content.startMs / 1000, this.#content.endMs / 1000],
        axis: () => this.#axis,
        nowMs: () => this.#content.nowMs,
        colours: () => this.#colours,
        paint: (plot) => {
          paintChart(plot, { ...this.#content, byteAxis: this.#axis, colours: this.#colours });
          onFrame(frameOf(plot, this.#axis));
        },
        onPoint: (plot, instantMs) => onPoint(instantMs === null ? null : pointedAt(plot, instantMs)),
      },
      width,
      height,
    );
    return new uPlot(options, [[], []], this.#element);
  }

  /** Draws what is new; what would look the same is not drawn again. */
  show(content: PlotContent): void {
    this.#content = content;
    const axisBefore = this.#axis;
    this.#axis = byteAxis(content.axis, content);
    const { width, height } = this.#size;
    if (this.#drawn !== null && isSamePicture(this.#drawn, content, width, height)) return;
    this.#drawn = content;
    const starts = content.windows.map(({ startMs }) => startMs / 1000);
    this.#plot.setData([starts, content.windows.map(({ bytes }) => bytes)]);
    // Marks are found anew by themselves only where the axis ends elsewhere.
    if (axisBefore.kind !== this.#axis.kind || axisBefore.cutAt !== this.#axis.cutAt)
      this.#plot.redraw(false, true);
  }

  dispose(): void {
    this.#unwatchTheme();
    this.#resizes.disconnect();
    this.#plot.destroy();
  }
}

const sizeOf = ({ clientWidth, clientHeight }: HTMLElement): { width: number; height: number } => ({
  width: Math.max(1, clientWidth),
  height: Math.max(1, clientHeight),
});

function frameOf({ bbox }: uPlot, { shareOf, bytesAt }: ByteAxis): PlotFrame {
  const px = (canvasPx: number): number => canvasPx / devicePixelRatio;
  return {
    ...{ leftPx: px(bbox.left), topPx: px(bbox.top), widthPx: px(bbox.width), heightPx: px(bbox.height) },
    ...{ shareOf, bytesAt },
  };
}

function pointedAt(plot: uPlot, instantMs: number): PointedWindow {
  const axisPx = plot.bbox.left / devicePixelRatio;
  return { instantMs, leftPx: axisPx + (plot.cursor.left ?? 0), widthPx: plot.width };
}
