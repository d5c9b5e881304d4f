const hourMs = 3_600_000;

/** A range that the chart offers: at least so long, and at least so many windows. */
const ranges = [
  { leastMs: hourMs, leastWindows: 12 },
  { leastMs: 6 * hourMs, leastWindows: 72 },
  { leastMs: 24 * hourMs, leastWindows: 288 },
] as const;

/** The lengths that the chart offers for windows of a length, shortest first: 1, 6 and 24 hours for 5 minutes. */
export const rangeSpans = (windowMs: number): readonly number[] =>
  ranges.map(({ leastMs, leastWindows }) => Math.max(leastMs, leastWindows * windowMs));
