import { type Measurement, ratio } from '../measurement.ts';

/** The figures of one bench, by contender and metric. */
class Results {
  readonly #measurements: readonly Measurement[];
  constructor(measurements: readonly Measurement[]) {
    this.#measurements = measurements;
  }

  /** Figures of a contender whose name begins so, over all benches of one kind. */
  all(kind: string, contender: string, metric: string): Measurement[] {
    return this.#measurements.filter(
      (one) =>
        one.bench.startsWith(`capture/${kind}/`) &&
        one.contender.startsWith(contender) &&
        one.metric === metric,
    );
  }

  /** Ratios of the helper to another, bench by bench. */
  ratios(kind: string, other: string, metric: string): number[] {
    const others = this.all(kind, other, metric);
    return this.all(kind, 'helper', metric).flatMap(
      (ours) =>
        ratio(
          ours,
          others.find(({ bench }) => bench === ours.bench),
        ) ?? [],
    );
  }

  /** What the sums in the kernel cost, as a share of the ring: with 1 and 1,000 pairs. */
  sums(): number[] {
    const rings = this.all('live', 'helper', 'whole');
    return this.all('live', 'ebpf', 'whole').flatMap((own) => {
      const isFew = /\/(1|1000)-pairs$/.test(own.bench);
      return isFew
        ? (ratio(
            own,
            rings.find(({ bench }) => bench === own.bench),
          ) ?? [])
        : [];
    });
  }

  /** Packets that were not captured while nobody read; nothing where that was not tried. */
  notCapturedAsleep(): number[] {
    const of = (metric: string): number[] =>
      this.#measurements
        .filter((one) => one.bench === 'capture/asleep' && one.metric === metric)
        .map(({ max }) => max);
    const lost = of('lost');
    return of('dropped').map((dropped, i) => dropped + (lost[i] ?? 0));
  }

  /** In percent of what it was at first, up or down; nothing where it was not watched. */
  memoryChange(): number[] {
    const of = (metric: string): number =>
      this.#measurements.find((one) => one.bench === 'capture/soak' && one.metric === metric)?.median ?? NaN;
    const [first, least, most] = [of('memory-first'), of('memory-least'), of('memory-most')];
    return Number.isNaN(first) ? [] : [(100 * Math.max(most - first, first - least)) / first];
  }
}

/** One line: what was to be reached, the figures, and whether the worst of them is enough. */
function line(target: string, values: readonly number[], most: number, unit = ''): string {
  if (values.length === 0) return `not measured: ${target}`;
  const shown = values.map(
    (value) => `${value.toLocaleString('en', { maximumSignificantDigits: 3 })}${unit}`,
  );
  return `${Math.max(...values) <= most ? 'reached' : 'missed'}: ${target}: ${shown.join(', ')}`;
}

/** What the capture is to reach, in the order of the benches (1, 1,000, 100,000 and 1 million pairs). */
export function captureTargets(measurements: readonly Measurement[]): string[] {
  const results = new Results(measurements);
  const medians = (kind: string, metric: string): number[] =>
    results.all(kind, 'helper', metric).map(({ median }) => median);
  const worst = (kind: string, metric: string): number[] =>
    results.all(kind, 'helper', metric).map(({ max }) => max);
  const notCaptured = worst('live', 'dropped').map((dropped, i) => dropped + (worst('live', 'lost')[i] ?? 0));
  return [
    line('CPU per packet live, ≤ 0.05 of `cap`', results.ratios('live', 'cap', 'cpu'), 0.05),
    line('CPU per packet live, ≤ 1 of `tcpdump -w /dev/null`', results.ratios('live', 'tcpdump', 'cpu'), 1),
    line(
      'CPU with the kernel’s share, sums in the kernel, ≤ 0.75 of the ring, up to 1,000 pairs',
      results.sums(),
      0.75,
    ),
    line("packets dropped or lost at the sender's full rate, at worst, 0", notCaptured, 0),
    line('packets dropped or lost while the reader sleeps, 0', results.notCapturedAsleep(), 0),
    line('a file as a whole command, ≤ 0.01 of `tshark`', results.ratios('command', 'tshark', 'wall'), 0.01),
    line('time from a file, ≤ 1.5 of `tcpdump -r`', results.ratios('file', 'tcpdump', 'wall'), 1.5),
    line('peak memory live, ≤ 64 MiB', medians('live', 'peak-memory'), 64, ' MiB'),
    line('peak memory from a file, ≤ 64 MiB', medians('file', 'peak-memory'), 64, ' MiB'),
    line('change of memory over the soak, ≤ 10 %', results.memoryChange(), 10, ' %'),
  ];
}
