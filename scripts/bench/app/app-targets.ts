import type { Measurement } from '../measurement.ts';

interface Target {
  readonly what: string;
  readonly metric: string;
  readonly unit: string;
  readonly isReached: (value: number) => boolean;
}

const atMost = (bound: number) => (value: number) => value <= bound;

/** Frames come 60 times a second, and no more: what is hardly less is the clock. */
const targets: readonly Target[] = [
  {
    what: 'first total with a year of history, ≤ 2 s',
    ...{ metric: 'first-total', unit: 'ms', isReached: atMost(2_000) },
  },
  {
    what: 'history of that year drawn, ≤ 100 ms',
    ...{ metric: 'history-drawn', unit: 'ms', isReached: atMost(100) },
  },
  {
    what: 'panned at 60 frames/s',
    ...{ metric: 'history-panned', unit: 'frames/s', isReached: (rate) => rate >= 59 },
  },
  {
    what: 'idle CPU at 1,000 packets/s, ≤ 1.5 % of a core',
    ...{ metric: 'idle-cpu', unit: '%', isReached: atMost(1.5) },
  },
  {
    what: 'wake-ups at 1,000 packets/s, ≤ 60 a second',
    ...{ metric: 'idle-wake-ups', unit: 'a second', isReached: atMost(60) },
  },
  {
    what: 'CPU without the focus at 1,000 packets/s, ≤ 1.0 % of a core',
    ...{ metric: 'unfocused-cpu', unit: '%', isReached: atMost(1) },
  },
  {
    what: 'CPU without a packet, ≤ 0.4 % of a core',
    ...{ metric: 'silent-cpu', unit: '%', isReached: atMost(0.4) },
  },
  {
    what: 'CPU while hidden at 1,000 packets/s, ≤ 0.5 % of a core',
    ...{ metric: 'hidden-cpu', unit: '%', isReached: atMost(0.5) },
  },
  {
    what: 'memory (PSS) with the overview, ≤ 190 MiB',
    ...{ metric: 'memory', unit: 'MiB', isReached: atMost(190) },
  },
  {
    what: 'memory (PSS) once the window was let go, ≤ 110 MiB',
    ...{ metric: 'hidden-memory', unit: 'MiB', isReached: atMost(110) },
  },
  {
    what: 'the window that was let go is back with its total, ≤ 1 s',
    ...{ metric: 'come-back', unit: 'ms', isReached: atMost(1_000) },
  },
  {
    what: 'tasks > 50 ms in the window while 50,000 pairs/s arrive, 0',
    ...{ metric: 'long-tasks', unit: 'tasks', isReached: atMost(0) },
  },
];

const mostBundleBytes = 400_000;
const mostMemoryMib = 60;

const line = (isReached: boolean, what: string, value: string): string =>
  `${isReached ? 'reached' : 'missed'}: ${what}: ${value}`;

/** What was to be reached, by the medians. */
export function appTargets(measurements: readonly Measurement[], bundleBytes: number): string[] {
  const [own, empty] = ['StreamChecker', 'empty Electron app'].map(
    (contender) => (metric: string) =>
      measurements.find((one) => one.contender === contender && one.metric === metric)?.median ?? NaN,
  ) as [(metric: string) => number, (metric: string) => number];
  const memory = own('memory') - empty('memory');
  return [
    ...targets.map(({ what, metric, unit, isReached }) =>
      line(isReached(own(metric)), what, `${Number(own(metric).toPrecision(3))} ${unit}`),
    ),
    line(memory <= mostMemoryMib, 'memory over an empty app, ≤ 60 MiB', `${Math.round(memory)} MiB`),
    line(
      bundleBytes <= mostBundleBytes,
      'bundle of the window, gzip, ≤ 400 kB',
      `${Math.round(bundleBytes / 1000)} kB`,
    ),
  ];
}
