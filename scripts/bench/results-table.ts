import { type Measurement, ratio } from './measurement.ts';

/** Metrics of which a ratio says something; the others are counts. */
const compared = new Set(['wall', 'cpu', 'whole', 'peak-memory']);

function short(value: number): string {
  if (Math.abs(value) >= 1000) return Math.round(value).toLocaleString('en');
  return value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 2 : 1 });
}

const spread = ({ median, min, max, unit }: Measurement): string =>
  min === max ? `${short(median)} ${unit}` : `${short(median)} (${short(min)}–${short(max)}) ${unit}`;

const namesOf = (of: readonly Measurement[], key: 'bench' | 'contender' | 'metric'): string[] => [
  ...new Set(of.map((measurement) => measurement[key])),
];

/** The rows of one bench, header first: ratios to the first contender, then medians with the least and the most. */
export function rowsOf(measurements: readonly Measurement[]): string[][] {
  const metrics = namesOf(measurements, 'metric');
  const ratios = metrics.filter((metric) => compared.has(metric));
  const contenders = namesOf(measurements, 'contender');
  const find = (contender: string, metric: string): Measurement | undefined =>
    measurements.find((one) => one.contender === contender && one.metric === metric);

  const ratioCell = (contender: string, metric: string): string => {
    const one = find(contender, metric);
    const times = one && ratio(one, find(contenders[0]!, metric));
    return times === undefined ? '–' : times.toFixed(2);
  };
  const valueCell = (contender: string, metric: string): string => {
    const one = find(contender, metric);
    return one === undefined ? '–' : spread(one);
  };
  const header = ['contender', ...ratios.map((metric) => `${metric} ×`), ...metrics];
  const rows = contenders.map((contender) => [
    contender,
    ...ratios.map((metric) => ratioCell(contender, metric)),
    ...metrics.map((metric) => valueCell(contender, metric)),
  ]);
  return [header, ...rows];
}

/** Results by bench, in the order in which they were measured. */
export function byBench(measurements: readonly Measurement[]): Map<string, Measurement[]> {
  const benches = new Map<string, Measurement[]>();
  for (const name of namesOf(measurements, 'bench')) {
    benches.set(
      name,
      measurements.filter(({ bench }) => bench === name),
    );
  }
  return benches;
}

/** For a terminal: columns aligned. */
export function plainTable(rows: readonly string[][]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

export function markdownTable([header = [], ...rows]: readonly string[][]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(header), `|${'---|'.repeat(header.length)}`, ...rows.map(line)].join('\n');
}
