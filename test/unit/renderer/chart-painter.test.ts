import type uPlot from 'uplot';
import { expect, it } from 'vitest';
import { epochMs } from '../../../src-main/common/units.ts';
import { barBox } from '../../../src-renderer/charts/chart-painter.ts';

const hourMs = 3_600_000;

/** A plot of some hours that is 1,200 pixels wide, two for each pixel of the page, and as high as 100 bytes. */
const plotOf = (hours: number): uPlot =>
  ({
    ...{
      width: 600,
      ctx: { canvas: { width: 1_200 } },
      bbox: { left: 0, top: 0, width: 1_200, height: 400 },
    },
    valToPos: (value: number, axis: string) =>
      axis === 'x' ? (value * 1000 * 1_200) / (hours * hourMs) : 400 - 4 * value,
  }) as unknown as uPlot;
const bar = (hour: number) => ({
  ...{ startMs: epochMs(hour * hourMs), endMs: epochMs((hour + 1) * hourMs), bytes: 50 },
});

it('draws a single bar no wider than a bar can be told to be, in the middle of its time', () => {
  expect(barBox(plotOf(1), bar(0))).toEqual({ x: 504, y: 200, width: 192, height: 200 });
});

it('draws many bars as wide as their time, with a gap', () => {
  const boxes = [0, 1, 2].map((hour) => barBox(plotOf(24), bar(hour)));
  expect(boxes.map(({ width }) => width)).toEqual([36, 36, 36]);
  expect(boxes.map(({ x }) => x)).toEqual([7, 57, 107]);
});
