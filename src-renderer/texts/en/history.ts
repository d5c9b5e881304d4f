import { counted } from '../counted.ts';
/** The view of the past. */
export const history = {
  history: {
    range: 'Range',
    year: '1 year',
    export: (form: string) => `Export History as ${form}`,
    earlier: 'Earlier',
    later: 'Later',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    compare: 'Compare with a week before',
    weekBefore: 'A week before',
    levels: { hour: 'largest window of each hour', day: 'largest window of each day' },
    largest: 'Largest window',
    total: 'Total',
    inexact: (n: number) => `at least: ${counted(n, 'window lacks', 'windows lack')} something`,
    windows: 'Windows',
    hintWindow:
      'Each bar is a window; a click shows its pairs and verdict. Drag to move, use the wheel to zoom.',
    hintRollup:
      'Each bar is as high as the largest window of its hour or day; a click opens it. Drag to move, use the wheel to zoom.',
    window: 'Window',
    choose: 'Choose a window in the chart to see its verdict and its pairs.',
    allPairs: (pairs: string) => `Show all ${pairs}`,
    saved: (path: string) => `Saved as ${path}.`,
  },
};
