import type { ChartColours } from './chart-colours.ts';
import type { LegendEntry } from './chart-model.ts';

/** What a picture of a chart says beside the chart. */
export interface ChartCaption {
  readonly title: string;
  readonly range: string;
  readonly legend: readonly LegendEntry[];
}

/** Heights above and below the chart, and distances, in CSS pixels. */
const [headPx, footPx, marginPx, boxPx] = [52, 32, 16, 10];

/** A chart as a picture that stands by itself: on its background, with title, range and legend. */
export function chartPicture(
  chart: HTMLCanvasElement,
  caption: ChartCaption,
  colours: ChartColours,
): HTMLCanvasElement {
  const scale = chart.width / Math.max(1, chart.clientWidth);
  const picture = chart.ownerDocument.createElement('canvas');
  picture.width = chart.width;
  picture.height = chart.height + Math.round((headPx + footPx) * scale);
  const paint = picture.getContext('2d');
  if (!paint) return chart;
  paint.fillStyle = colours.background;
  paint.fillRect(0, 0, picture.width, picture.height);
  paint.drawImage(chart, 0, Math.round(headPx * scale));
  paint.scale(scale, scale);
  const { fontFamily } = getComputedStyle(chart);
  paint.fillStyle = colours.title;
  paint.font = `600 15px ${fontFamily}`;
  paint.fillText(caption.title, marginPx, 22);
  paint.fillStyle = colours.foreground;
  paint.font = `12px ${fontFamily}`;
  paint.fillText(caption.range, marginPx, 40);
  paintLegend(paint, caption.legend, picture.height / scale - 12, colours);
  return picture;
}

function paintLegend(
  paint: CanvasRenderingContext2D,
  legend: readonly LegendEntry[],
  y: number,
  colours: ChartColours,
): void {
  let x = marginPx;
  for (const { kind, text } of legend) {
    paintSample(paint, kind, x, y, colours);
    paint.fillStyle = colours.foreground;
    paint.fillText(text, x + boxPx + 5, y);
    x += boxPx + 5 + paint.measureText(text).width + marginPx;
  }
}

function paintSample(
  paint: CanvasRenderingContext2D,
  kind: LegendEntry['kind'],
  x: number,
  y: number,
  colours: ChartColours,
): void {
  const colour = kind === 'above' || kind === 'below' ? colours[kind] : colours.bar;
  paint.fillStyle = paint.strokeStyle = kind === 'before' ? colours.foreground : colour;
  if (kind === 'before') return paint.fillRect(x, y - boxPx / 2, boxPx, 2);
  paint.setLineDash(kind === 'open' ? [2, 2] : []);
  paint.globalAlpha = kind === 'open' ? 0.45 : kind === 'incomplete' ? 0.25 : 1;
  paint.fillRect(x, y - boxPx + 1, boxPx, boxPx);
  paint.globalAlpha = 1;
  paint.strokeRect(x + 0.5, y - boxPx + 1.5, boxPx - 1, boxPx - 1);
  paint.setLineDash([]);
}
