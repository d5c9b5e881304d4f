import { type Measurement, ratio } from '../measurement.ts';
import { folderBench } from './stored-history.ts';

/** Whether something was reached, and the line that says so. */
export interface Target {
  readonly text: string;
  readonly isReached: boolean;
}

/** A step may cost this many times what it costs beside nothing. */
const mostTimes = 2;
const mostLiftingMs = 200;
const mostStatusKiB = 64;
/** Bytes written for each byte of records. */
const mostWritten = 3;

/** What was to be reached; about what was not measured nothing is said. */
export function engineTargets(measurements: readonly Measurement[]): Target[] {
  const of = (bench: string): Measurement[] => measurements.filter((one) => one.bench === bench);
  const times = (what: string, bench: string): Target[] => {
    const [first, ...others] = of(bench);
    if (!first) return [];
    const worst = Math.max(...others.map((one) => ratio(one, first) ?? Infinity));
    return [target(`${what}, ≤ ${mostTimes} ×`, worst, mostTimes, '×')];
  };
  const liftingMs = of('engine/lifting/change').map(
    (change, i) => (change.median + (of('engine/lifting/end')[i]?.median ?? 0)) / 1000,
  );
  const ratios = of('engine/written').filter(({ metric }) => metric === 'ratio');
  const sizes = of('engine/status').map(({ median }) => median);
  return [
    ...times('a batch beside 10,000 firing alerts', 'engine/firing/batch'),
    ...times('a tick beside 10,000 firing alerts', 'engine/firing/tick'),
    ...times('a commit beside 10,000 firing alerts', 'engine/firing/commit'),
    ...times('1,000 firing alerts beside 1,000 mutes', 'engine/mutes/second'),
    ...times('a batch after 10,000 agents', 'engine/agents/batch'),
    ...times('a commit after 10,000 agents', 'engine/agents/commit'),
    ...(liftingMs.length > 0
      ? [target(`10,000 limits lifted, ≤ ${mostLiftingMs} ms`, liftingMs.at(-1)!, mostLiftingMs, 'ms')]
      : []),
    ...(ratios.length > 0
      ? [
          target(
            `bytes written, ≤ ${mostWritten} × the records’`,
            Math.max(...ratios.map(({ median }) => median)),
            mostWritten,
            '×',
          ),
        ]
      : []),
    ...monitorTargets(of('engine/monitor')),
    ...historyTargets(of),
    ...(sizes.length > 0
      ? [target(`a status event, ≤ ${mostStatusKiB} KiB`, Math.max(...sizes), mostStatusKiB, 'KiB')]
      : []),
  ];
}

/** What a folder may take after 90 days, by its active pairs. */
const folders = [
  [1_000, 0.15],
  [50_000, 3],
] as const;
const most = {
  hostMs: 300,
  searchMs: 100,
  readMs: 50,
  lookMs: 1,
  lateMs: 1,
  exportMiB: 150,
  foldersGB: folders,
};

function historyTargets(of: (bench: string) => Measurement[]): Target[] {
  const ms = (step: string): number | undefined => {
    const last = of(`engine/history/${step}`).at(-1);
    return last && last.median / 1_000;
  };
  const known = (what: string, value: number | undefined, atMost: number, unit: string): Target[] =>
    value === undefined ? [] : [target(`${what}, ≤ ${atMost} ${unit}`, value, atMost, unit)];
  return [
    ...known('ten years by days', ms('days'), most.readMs, 'ms'),
    ...known('ten years by days, half an hour off', ms('half hours'), most.readMs, 'ms'),
    ...known('ten years by months', ms('months'), most.readMs, 'ms'),
    ...known("retention's look", ms('look'), most.lookMs, 'ms'),
    ...known('a host over 90 days', hostMs(of('engine/hosts/3,000 pairs')), most.hostMs, 'ms'),
    ...known('a search among 1,000,000 hosts', searchMs(of('engine/hosts/search')), most.searchMs, 'ms'),
    ...known('one late record', lateMs(of('engine/late/record')), most.lateMs, 'ms'),
    ...known('the first late record of a window', lateMs(of('engine/late/first')), most.lateMs, 'ms'),
    ...known('an export of 1,000,000 windows', of('engine/export')[0]?.median, most.exportMiB, 'MiB'),
    ...most.foldersGB.flatMap(([pairs, mostGB]) => {
      const own = of(folderBench(pairs))[0]?.median;
      return known(`90 days with ${pairs.toLocaleString('en')} pairs`, own && own / 1_000, mostGB, 'GB');
    }),
  ];
}

/** The sums, where hosts are listed. */
function hostMs(measured: readonly Measurement[]): number | undefined {
  const sums = measured.find(({ contender, metric }) => contender === 'hosts listed' && metric === 'sums');
  return sums && sums.median / 1_000;
}

/** The slowest one. */
const searchMs = (measured: readonly Measurement[]): number | undefined =>
  measured.length > 0 ? Math.max(...measured.map(({ median }) => median)) / 1_000 : undefined;

/** In the window with the most pairs. */
function lateMs(measured: readonly Measurement[]): number | undefined {
  const last = measured.at(-1);
  return last && last.median / 1_000;
}

/** By the name of the load. */
const mostOfMonitor: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  '100,000 pairs': { cpu: 400, stall: 50, untold: 0 },
  '1 million pairs': { cpu: 3_000, 'peak-memory': 200, stall: 50, untold: 0 },
  'flood of new pairs': { stall: 50, untold: 0 },
  '500,000 new pairs a second': { stall: 50, untold: 0 },
};

const monitorTargets = (measurements: readonly Measurement[]): Target[] =>
  measurements.flatMap(({ contender, metric, median, unit }) => {
    const atMost = mostOfMonitor[contender]?.[metric];
    return atMost === undefined
      ? []
      : [target(`monitor, ${contender}: ${metric}, ≤ ${atMost} ${unit}`, median, atMost, unit)];
  });

function target(what: string, value: number, most: number, unit: string): Target {
  const isReached = value <= most;
  const shown = value.toLocaleString('en', { maximumSignificantDigits: 3 });
  return { isReached, text: `${isReached ? 'reached' : 'missed'}: ${what}: ${shown} ${unit}` };
}
