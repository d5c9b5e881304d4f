const minuteMs = 60_000;

const usualSpans = [10 * minuteMs, 60 * minuteMs, 6 * 60 * minuteMs, 24 * 60 * minuteMs];
const leastWindows = 12;
const windowCounts = [12, 72, 288];

/**
 * The lengths that the chart offers, shortest first: 1, 6 and 24 hours for windows of 5 minutes; also 10 minutes
 * where the windows are short, and as many windows in more time where they are long.
 */
export function rangeSpans(windowMs: number): readonly number[] {
  const spans = usualSpans.filter((spanMs) => spanMs >= leastWindows * windowMs);
  return spans.length >= windowCounts.length ? spans : windowCounts.map((count) => count * windowMs);
}
