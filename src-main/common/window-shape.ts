/** Length of the windows and the distance between their starts; equal for tumbling windows. */
export interface WindowShape {
  readonly sizeMs: number;
  readonly slideMs: number;
}

/** Length of the panes of which all windows are sums: all windows begin and end where panes do. */
export function paneMsOf({ sizeMs, slideMs }: WindowShape): number {
  let [longer, shorter] = [sizeMs, slideMs];
  while (shorter > 0) [longer, shorter] = [shorter, longer % shorter];
  return longer;
}
