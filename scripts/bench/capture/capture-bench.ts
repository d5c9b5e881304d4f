import { spawnSync } from 'node:child_process';
import type { BenchOptions, BenchReport } from '../bench.ts';
import { type Figures, type Measurement, summarise, type Units } from '../measurement.ts';
import { type Contender, contenders, helper } from './contenders.ts';
import { fileRun, fileUnits } from './file-runs.ts';
import { Link, liveRun, liveUnits } from './live-runs.ts';
import { SOAK_PACKETS_PER_SECOND, soakRun, soakUnits } from './soak-run.ts';
import { captureTargets } from './targets.ts';

const PACKETS = 10_000_000;
const SEND_MS = 2000;
const pairCounts = [1, 1000, 1_000_000];

const isInstalled = (program: string): boolean =>
  spawnSync('sh', ['-c', 'command -v "$0"', program]).status === 0;

/** Whether this process may make network namespaces and capture in them. */
const mayCaptureLive = process.platform === 'linux' && process.getuid?.() === 0;

/** Runs of all contenders, in turn, so that whatever else the machine does hits all alike. */
async function alternate(
  bench: string,
  units: Units,
  present: readonly Contender[],
  { runs, say }: BenchOptions,
  run: (contender: Contender) => Promise<Figures>,
): Promise<Measurement[]> {
  const figures = new Map<Contender, Figures[]>(present.map((contender) => [contender, []]));
  for (let i = 1; i <= runs; i++) {
    say(`${bench}: run ${i} of ${runs}`);
    for (const [contender, list] of figures) list.push(await run(contender));
  }
  return [...figures].flatMap(([{ name }, list]) => summarise(bench, name, units, list));
}

async function fromFiles(present: readonly Contender[], options: BenchOptions): Promise<Measurement[]> {
  const readers = present.filter(({ fileCommand }) => fileCommand !== undefined);
  const packets = options.quick ? PACKETS / 10 : PACKETS;
  const measurements: Measurement[] = [];
  for (const pairs of pairCounts) {
    const once = (contender: Contender): Promise<Figures> => fileRun(contender, packets, pairs);
    await once(readers[0]!); // makes the file, and has it in memory for the first that is measured
    const bench = `capture/file/${pairs}-pairs`;
    measurements.push(...(await alternate(bench, fileUnits, readers, options, once)));
  }
  return measurements;
}

async function live(present: readonly Contender[], options: BenchOptions): Promise<Measurement[]> {
  const link = new Link();
  const measurements: Measurement[] = [];
  try {
    await link.open();
    for (const pairs of pairCounts) {
      const bench = `capture/live/${pairs}-pairs`;
      const durationMs = options.quick ? SEND_MS / 2 : SEND_MS;
      const once = (contender: Contender): Promise<Figures> => liveRun(link, contender, durationMs, pairs);
      measurements.push(...(await alternate(bench, liveUnits, present, options, once)));
    }
    if (options.soakMinutes > 0) {
      options.say(`capture/soak: ${options.soakMinutes} minutes`);
      const figures = await soakRun(link, options.soakMinutes * 60_000);
      measurements.push(...summarise('capture/soak', helper.name, soakUnits, [figures]));
    }
  } finally {
    link.close();
  }
  return measurements;
}

function notesOn(options: BenchOptions): string[] {
  const packets = (options.quick ? PACKETS / 10 : PACKETS).toLocaleString('en');
  return [
    `File: ${packets} Ethernet frames of 64 bytes in a classic pcap file that is in the page cache, between 1, 1,000 ` +
      'and 1 million pairs chosen at random. tshark gets the first million: its figures are per packet as well. ' +
      "The helper's output is read by the benchmark through a pipe, as the engine does.",
    `Live: such frames over a pair of virtual Ethernet devices at the sender's full rate for ` +
      `${(options.quick ? SEND_MS / 2 : SEND_MS) / 1000} s. CPU is that of the contender and its children from the ` +
      "first frame to its end, by captured packet; the kernel's copying into its buffer runs on the sender's account. " +
      '`lost` is sent − captured − dropped: what no counter tells.',
    ...(options.soakMinutes > 0
      ? [
          `Soak: ${SOAK_PACKETS_PER_SECOND.toLocaleString('en')} such frames a second between 1 million pairs for ` +
            `${options.soakMinutes} minutes; resident memory, looked at each second.`,
        ]
      : []),
    'Peak memory is the resident size of the largest process of a contender. All have their default options.',
    'What is to be reached is of the helper; one figure for each number of pairs.',
  ];
}

/** The helper beside other programs that sum or pass on packets. */
export async function captureBench(options: BenchOptions): Promise<BenchReport> {
  const { present, absent } = contenders(isInstalled);
  const skipped = mayCaptureLive ? [] : ['Live capture was not measured: that takes Linux and root.'];
  for (const line of [...absent, ...skipped]) options.say(line);
  const measurements = [
    ...(await fromFiles(present, options)),
    ...(mayCaptureLive ? await live(present, options) : []),
  ];
  const notes = [...notesOn(options), ...absent, ...skipped];
  return { measurements, notes, targets: captureTargets(measurements) };
}
