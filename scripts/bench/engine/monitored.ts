import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from '../../setup/paths.mjs';
import type { Reader } from '../capture/contenders.ts';
import { caughtUp, Link } from '../capture/live-runs.ts';
import { MeasuredRun } from '../capture/measured-run.ts';
import { type Figures, type Measurement, summarise, type Units } from '../measurement.ts';

/** What is sent while `monitor` runs. */
export interface MonitoredLoad {
  readonly name: string;
  readonly pairs: number;
  readonly packetsPerSecond: number;
  readonly seconds: number;
  /** Whether a stand-in for the helper says that they came: each of a pair of its own. CPU time is not told then. */
  readonly isFed?: true;
}

export const monitoredLoads: readonly MonitoredLoad[] = [
  { name: '1,000 pairs', pairs: 1_000, packetsPerSecond: 15_000, seconds: 30 },
  { name: '100,000 pairs', pairs: 100_000, packetsPerSecond: 15_000, seconds: 60 },
  { name: '1 million pairs', pairs: 1_000_000, packetsPerSecond: 15_000, seconds: 120 },
  { name: 'flood of new pairs', pairs: 16_000_000, packetsPerSecond: 500_000, seconds: 10 },
  {
    name: '500,000 new pairs a second',
    pairs: 5_000_000,
    packetsPerSecond: 500_000,
    seconds: 10,
    isFed: true,
  },
];

const units: Units = {
  cpu: 'ns/packet',
  'peak-memory': 'MiB',
  stall: 'ms',
  sent: 'packets',
  untold: 'packets',
};

/** Longer than it takes to open interfaces and folder. */
const startMs = 3_000;
const floodHelper = join(root, 'scripts/bench/engine/flood-helper.mjs');

/**
 * What the whole pipeline costs: `monitor` as people start it, on a link of its own. CPU time is that of all its
 * processes from the first packet to its end, by packet sent; its start-up is not counted.
 *
 * @param commandLine the program that is measured
 */
export async function monitored(
  { runs, say }: { readonly runs: number; readonly say: (text: string) => void },
  loads = monitoredLoads,
  commandLine = join(root, 'dist/main/cli.js'),
): Promise<Measurement[]> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) {
    say('monitor: not measured; its link takes Linux and root');
    return [];
  }
  using link = new Link();
  await link.open();
  const measurements: Measurement[] = [];
  for (const load of loads) {
    const all: Figures[] = [];
    for (let i = 1; i <= runs; i += 1) {
      say(`monitor: ${load.name}: run ${i} of ${runs}`);
      all.push(await monitoredRun(link, load, commandLine));
    }
    measurements.push(...summarise('engine/monitor', load.name, units, all));
  }
  return measurements;
}

async function monitoredRun(link: Link, load: MonitoredLoad, commandLine: string): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), 'streamchecker-bench-'));
  const output = new MonitorOutput();
  const command = [process.execPath, '--max-semi-space-size=8', commandLine, 'monitor', '--verbose'];
  const options = ['--interface', link.device, '--data-dir', folder, '--format', 'json', '--promiscuous'];
  const fed = load.isFed ? ['env', ...floodOf(load)] : [];
  const run = await MeasuredRun.start(link.receiving([...fed, ...command, ...options]), output);
  try {
    await sleep(startMs);
    const startedCpuNs = run.cpuNs();
    const sent = await sentOf(link, load);
    await caughtUp(run);
    run.stop('SIGTERM');
    const { cpuNs, peakKib } = await run.cost();
    const { told, stallMs } = output;
    return {
      ...(!load.isFed && { cpu: (cpuNs - startedCpuNs) / sent }),
      'peak-memory': peakKib / 1024,
      ...(stallMs !== undefined && { stall: stallMs }),
      sent,
      untold: sent - told,
    };
  } finally {
    run.stop('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What {@link floodHelper} is to say. */
const floodOf = ({ packetsPerSecond, seconds }: MonitoredLoad): string[] => [
  `STREAMCHECKER_HELPER=${floodHelper}`,
  `FLOOD_PACKETS=${packetsPerSecond * seconds}`,
  `FLOOD_RATE=${packetsPerSecond}`,
  `FLOOD_AFTER_MS=${startMs}`,
];

/** Resolves when all is sent: how many packets that were. */
async function sentOf(link: Link, load: MonitoredLoad): Promise<number> {
  const { seconds, pairs, packetsPerSecond, isFed } = load;
  if (!isFed) return (await link.send(seconds * 1_000, pairs, packetsPerSecond)).sent;
  await sleep(seconds * 1_000);
  return packetsPerSecond * seconds;
}

/** Reads the summary line, and what `--verbose` says of stalls. */
class MonitorOutput implements Reader {
  #lines = '';
  #messages = '';

  stdout(chunk: Buffer): void {
    this.#lines += chunk.toString();
  }

  stderr(chunk: Buffer): void {
    this.#messages += chunk.toString();
  }

  ready(): boolean {
    return true;
  }

  counts(): Record<string, never> {
    return {};
  }

  /** Packets that were captured, or that are said to be lost. */
  get told(): number {
    const summary = JSON.parse(this.#lines.trimEnd().split('\n').at(-1)!) as Record<string, number>;
    return summary.records! + summary.kernelDropped!;
  }

  /** The longest stall of the thread that sums; undefined where the program tells none. */
  get stallMs(): number | undefined {
    const found = /longest stall .* (\d+) ms/.exec(this.#messages)?.[1];
    return found === undefined ? undefined : Number(found);
  }
}
