/** One figure of one contender, over several runs. */
export interface Measurement {
  readonly bench: string;
  readonly contender: string;
  readonly metric: string;
  readonly unit: string;
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly runs: number;
}

/** What one run of a contender gave: a figure by metric. */
export type Figures = Readonly<Record<string, number>>;

/** The metrics of a bench and their units, in the order in which they are shown. */
export type Units = Readonly<Record<string, string>>;

/** @returns the middle value, or the mean of the two in the middle; NaN of none */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const [low = NaN, high = NaN] = [
    sorted[Math.floor((sorted.length - 1) / 2)],
    sorted[Math.floor(sorted.length / 2)],
  ];
  return (low + high) / 2;
}

/** Sums up the runs of one contender; a metric that a contender cannot tell is left out. */
export function summarise(
  bench: string,
  contender: string,
  units: Units,
  runs: readonly Figures[],
): Measurement[] {
  return Object.entries(units).flatMap(([metric, unit]) => {
    const values = runs.flatMap((figures) => figures[metric] ?? []);
    if (values.length === 0) return [];
    const range = { median: median(values), min: Math.min(...values), max: Math.max(...values) };
    return [{ bench, contender, metric, unit, ...range, runs: values.length }];
  });
}

/** How many times the baseline's median another median is; undefined where the baseline is 0 or not there. */
export function ratio(of: Measurement, baseline: Measurement | undefined): number | undefined {
  return baseline === undefined || baseline.median === 0 ? undefined : of.median / baseline.median;
}
