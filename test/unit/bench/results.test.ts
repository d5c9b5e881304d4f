import { describe, expect, it } from 'vitest';
import { captureTargets } from '../../../scripts/bench/capture/targets.ts';
import { document } from '../../../scripts/bench/document.ts';
import { type Measurement, median, ratio, summarise } from '../../../scripts/bench/measurement.ts';
import { byBench, markdownTable, plainTable, rowsOf } from '../../../scripts/bench/results-table.ts';

const units = { wall: 'ns/packet', cpu: 'ns/packet', lost: 'packets' };
const bench = 'capture/file/1-pairs';
const ours = summarise(bench, 'helper', units, [
  { wall: 90, cpu: 60, lost: 0 },
  { wall: 110, cpu: 50, lost: 2 },
  { wall: 100, cpu: 70, lost: 1 },
]);
const theirs = summarise(bench, 'tcpdump -w /dev/null', units, [{ wall: 150, cpu: 75 }]);
const both = [...ours, ...theirs];

describe('figures of several runs', () => {
  it.each([
    [[3, 1, 2], 2],
    [[4, 1, 3, 2], 2.5],
    [[7], 7],
  ])('have %j as median %d', (values, expected) => {
    expect(median(values)).toBe(expected);
  });

  it('become one measurement a metric', () => {
    expect(ours[0]).toEqual({
      bench,
      contender: 'helper',
      metric: 'wall',
      unit: 'ns/packet',
      median: 100,
      min: 90,
      max: 110,
      runs: 3,
    });
  });

  it('leave out a metric that the contender does not tell', () => {
    expect(theirs.map(({ metric }) => metric)).toEqual(['wall', 'cpu']);
  });

  it('have no ratio to nothing', () => {
    expect(ratio(theirs[0]!, ours[0])).toBe(1.5);
    expect(ratio(theirs[0]!, undefined)).toBeUndefined();
    expect(ratio(theirs[0]!, { ...ours[0]!, median: 0 })).toBeUndefined();
  });
});

describe('table', () => {
  it('has ratios to the first contender first, then medians with their range', () => {
    expect(rowsOf(both)).toEqual([
      ['contender', 'wall ×', 'cpu ×', 'wall', 'cpu', 'lost'],
      ['helper', '1.00', '1.00', '100 (90–110) ns/packet', '60 (50–70) ns/packet', '1 (0–2) packets'],
      ['tcpdump -w /dev/null', '1.50', '1.25', '150 ns/packet', '75 ns/packet', '–'],
    ]);
  });

  it('is aligned on a terminal', () => {
    const rows = [
      ['a', 'bb'],
      ['ccc', 'd'],
    ];
    expect(plainTable(rows)).toBe('a    bb\nccc  d');
    expect(markdownTable(rows)).toBe('| a | bb |\n|---|---|\n| ccc | d |');
  });

  it('is one for each bench', () => {
    const other = { ...ours[0]!, bench: 'capture/live/1-pairs' };
    expect([...byBench([...both, other]).keys()]).toEqual([bench, 'capture/live/1-pairs']);
  });
});

describe('targets of the capture', () => {
  const figure = (name: string, contender: string, metric: string, values: number[]): Measurement[] =>
    summarise(
      name,
      contender,
      { [metric]: '' },
      values.map((value) => ({ [metric]: value })),
    );
  const withPairs = [1, 1000].flatMap((pairs) => [
    ...figure(`capture/file/${pairs}-pairs`, 'helper', 'wall', [pairs]),
    ...figure(`capture/file/${pairs}-pairs`, 'tcpdump -w /dev/null', 'wall', [100]),
  ]);

  it('are judged by the worst number of pairs', () => {
    expect(captureTargets(withPairs)).toContain('missed: time from a file, ≤ 1.5 of `tcpdump -r`: 0.01, 10');
  });

  it('are not judged where a contender is not there', () => {
    expect(captureTargets(withPairs)).toContain(
      'not measured: a file as a whole command, ≤ 0.01 of `tshark`',
    );
  });

  it('count a packet that was dropped in any run', () => {
    const live = [
      ...figure('capture/live/1-pairs', 'helper', 'dropped', [0, 0, 3]),
      ...figure('capture/live/1-pairs', 'helper', 'lost', [0, 0, 0]),
    ];
    expect(captureTargets(live).find((line) => line.includes('dropped or lost'))).toMatch(/^missed: .*: 3$/);
  });

  it('hold the sums in the kernel against the ring, where the pairs are few', () => {
    const live = [1, 1000, 100_000].flatMap((pairs) => [
      ...figure(`capture/live/${pairs}-pairs`, 'helper', 'whole', [400]),
      ...figure(`capture/live/${pairs}-pairs`, 'ebpf', 'whole', [pairs === 1 ? 200 : 320]),
    ]);
    expect(captureTargets(live).find((line) => line.includes('sums in the kernel'))).toMatch(
      /^missed: .*: 0.5, 0.8$/,
    );
  });

  it('count a packet that was lost while the reader slept', () => {
    const asleep = ['dropped', 'lost'].flatMap((metric) =>
      figure('capture/asleep', 'helper', metric, [metric === 'lost' ? 2 : 0]),
    );
    expect(captureTargets(asleep)).toContain('missed: packets dropped or lost while the reader sleeps, 0: 2');
  });

  it.each([
    [40, 40, 43, 'reached: change of memory over the soak, ≤ 10 %: 7.5 %'],
    [40, 35, 41, 'missed: change of memory over the soak, ≤ 10 %: 12.5 %'],
  ])('take memory that grows as well as memory that shrinks: %d, %d, %d', (first, least, most, line) => {
    const soak = Object.entries({ 'memory-first': first, 'memory-least': least, 'memory-most': most });
    const measurements = soak.flatMap(([metric, value]) => figure('capture/soak', 'helper', metric, [value]));
    expect(captureTargets(measurements)).toContain(line);
  });
});

describe('the page of the benchmarks', () => {
  const report = { measurements: both, notes: ['About the run.'], targets: ['reached: all'] };
  const write = (page: string, name: string, day: string): string =>
    document(page, name, report, [['CPU', 'a fast one']], day);

  it('has the last run with the facts of the machine', () => {
    const page = write('', 'capture', '2026-01-31');
    for (const part of [
      'on 2026-01-31',
      '- CPU: a fast one',
      '- About the run.',
      '- reached: all',
      `### ${bench}`,
    ]) {
      expect(page).toContain(part);
    }
  });

  it('keeps what other benchmarks wrote', () => {
    const first = write(write('', 'capture', '2026-01-01'), 'stream', '2026-01-02');
    const again = write(first, 'capture', '2026-01-03');
    expect([...again.matchAll(/on (2026-01-\d\d)/g)].map(([, day]) => day)).toEqual([
      '2026-01-03',
      '2026-01-02',
    ]);
    expect(again.match(/^## .*/gm)).toEqual(['## capture', '## stream']);
    expect(again).not.toMatch(/[^\n]\n##/);
  });
});
