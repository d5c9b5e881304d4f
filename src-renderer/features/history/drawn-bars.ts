import type { Direction } from '../../../src-main/common/direction.ts';
import type { ChartBar } from '../../charts/chart-model.ts';
import type { HistoryBar } from './history-bar.ts';

/** A bar as the chart of windows draws it: as high as its largest window, so that the limits fit beside it. */
export function drawnWindow(bar: HistoryBar): ChartBar {
  if (bar.window) return bar.window;
  const { startMs, endMs, bytes, windows, most, packets, above, below, incomplete, inexact, limits } = bar;
  const { scope } = bar;
  return {
    ...(scope && { scope }),
    together: { bytes, windows, above, below, inexact },
    ...{ startMs, endMs, bytes: most, packets, limits, revision: 0, closed: true, missed: 0, pairCount: 0 },
    ...{ complete: incomplete === 0, dropsKnown: true, interfaces: [] },
    exact: inexact === 0 && (scope?.unknown ?? 0) === 0,
    lacks: incomplete === 0 ? [] : [{ reason: 'not-captured' }],
    status:
      above > 0
        ? 'above'
        : below > 0
          ? 'below'
          : limits.max === null && limits.min === null
            ? 'unchecked'
            : 'within',
    reconciliation: { captured: packets, aggregated: packets, late: 0, dropped: 0 },
  };
}

/**
 * A bar as the chart draws what went one way; what is not known of it is missing.
 *
 * @param isSummed whether there was time to sum its pairs
 */
export function drawnDirection(bar: HistoryBar, direction: Direction, isSummed = true): ChartBar {
  const bytes = bar.directions?.[direction] ?? 0;
  const unknown = bar.directions?.unknown ?? bar.bytes;
  const none = { min: null, max: null };
  const sums = { bytes, least: bytes, most: bytes, above: 0, below: 0, limits: none, window: null };
  const drawn = drawnWindow({ ...bar, ...sums });
  if (unknown === 0) return drawn;
  return { ...drawn, exact: false, lacks: [...drawn.lacks, ...(isSummed ? [notKept] : [])] };
}

const notKept = { reason: 'not-kept' } as const;
