import { spawnSync } from 'node:child_process';
import type { BenchOptions, BenchReport } from '../bench.ts';
import { type Figures, type Measurement, summarise, type Units } from '../measurement.ts';
import { ASLEEP_PACKETS_PER_SECOND, asleepRun, asleepUnits } from './asleep-run.ts';
import { type Contender, contenders, helper } from './contenders.ts';
import { commandRun, commandUnits, fileRun, fileUnits } from './file-runs.ts';
import { Link, liveRun, liveUnits } from './live-runs.ts';
import { SOAK_PACKETS_PER_SECOND, soakRun, soakUnits } from './soak-run.ts';
import { captureTargets } from './targets.ts';

const PACKETS = 10_000_000;
/** Of a file whose reading is measured as a whole command. */
const COMMAND_PACKETS = 200_000;
const SEND_MS = 1000;
const pairCounts = [1, 1000, 100_000, 1_000_000];
const ASLEEP_MS = 20_000;
/** In 20 s, this many pairs make 130,000 flows of a second. */
const ASLEEP_PAIRS = 6500;

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

/** Readers of which a packet's cost is compared, and of which the whole command's. */
function readersOf(present: readonly Contender[]): { fast: Contender[]; all: Contender[] } {
  const all = present.filter(({ fileCommand }) => fileCommand !== undefined);
  return { fast: all.filter(({ isSlow }) => !isSlow), all };
}

async function fromFiles(present: readonly Contender[], options: BenchOptions): Promise<Measurement[]> {
  const { fast, all } = readersOf(present);
  const [packets, few] = [PACKETS, COMMAND_PACKETS].map((count) => (options.quick ? count / 10 : count));
  const measurements: Measurement[] = [];
  for (const pairs of pairCounts) {
    const read = (one: Contender): Promise<Figures> => fileRun(one, packets!, pairs);
    const command = (one: Contender): Promise<Figures> => commandRun(one, few!, pairs);
    await read(fast[0]!); // makes the file, and has it in memory for the first that is measured
    await command(fast[0]!);
    measurements.push(
      ...(await alternate(`capture/file/${pairs}-pairs`, fileUnits, fast, options, read)),
      ...(await alternate(`capture/command/${pairs}-pairs`, commandUnits, all, options, command)),
    );
  }
  return measurements;
}

async function asleep(link: Link, options: BenchOptions): Promise<Measurement[]> {
  options.say(`capture/asleep: ${ASLEEP_MS / 1000} s`);
  const figures = await asleepRun(link, helper, options.quick ? ASLEEP_MS / 10 : ASLEEP_MS, ASLEEP_PAIRS);
  return summarise('capture/asleep', helper.name, asleepUnits, [figures]);
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
    measurements.push(...(await asleep(link, options)));
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
  const shown = (packets: number): string => (options.quick ? packets / 10 : packets).toLocaleString('en');
  return [
    `File: ${shown(PACKETS)} Ethernet frames of 64 bytes in a classic pcap file that is in the page cache, between so ` +
      "many pairs chosen at random. The helper's output is read by the benchmark through a pipe, as the engine does. " +
      `Command: ${shown(COMMAND_PACKETS)} such frames, from the start of the command to its end.`,
    `Live: such frames over a pair of virtual Ethernet devices at the sender's full rate for ` +
      `${(options.quick ? SEND_MS / 2 : SEND_MS) / 1000} s, for tshark and \`cap\` a part of that. \`cpu\` is that of ` +
      'the contender and its children from the first frame to its end, by captured packet. `kernel` is what the kernel ' +
      "does for the capture on the sender's processor, where frames arrive: the time that this processor is busy, by " +
      'frame, above that without a capture just before. `whole` is both. `lost` is sent − captured − dropped: what no ' +
      'counter tells.',
    `Asleep: ${ASLEEP_PACKETS_PER_SECOND.toLocaleString('en')} such frames a second between ` +
      `${ASLEEP_PAIRS.toLocaleString('en')} pairs for ${ASLEEP_MS / (options.quick ? 10_000 : 1000)} s, of which ` +
      "nobody reads the helper's output meanwhile.",
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
