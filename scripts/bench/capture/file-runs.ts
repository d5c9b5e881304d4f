import type { Figures, Units } from '../measurement.ts';
import type { Contender } from './contenders.ts';
import { type Cost, MeasuredRun } from './measured-run.ts';
import { captureFile } from './programs.ts';

export const fileUnits: Units = { wall: 'ns/packet', cpu: 'ns/packet', 'peak-memory': 'MiB' };
export const commandUnits: Units = { wall: 'ms', cpu: 'ms', 'peak-memory': 'MiB' };

/** @throws {Error} where the contender counts other packets than there are */
async function costOf(contender: Contender, packets: number, pairs: number): Promise<Cost> {
  const file = await captureFile(packets, pairs);
  const reader = contender.reader();
  const run = await MeasuredRun.start(contender.fileCommand!(file), reader);
  const cost = await run.cost();
  const { captured } = reader.counts();
  if (captured !== undefined && captured !== packets) {
    throw new Error(`${contender.name} counts ${captured} of ${packets} packets`);
  }
  return cost;
}

/** Reads a capture file with one contender: what a packet costs. */
export async function fileRun(contender: Contender, packets: number, pairs: number): Promise<Figures> {
  const { wallNs, cpuNs, peakKib } = await costOf(contender, packets, pairs);
  return { wall: wallNs / packets, cpu: cpuNs / packets, 'peak-memory': peakKib / 1024 };
}

/** Reads a capture file with one contender: what the whole command takes. */
export async function commandRun(contender: Contender, packets: number, pairs: number): Promise<Figures> {
  const { wallNs, cpuNs, peakKib } = await costOf(contender, packets, pairs);
  return { wall: wallNs / 1e6, cpu: cpuNs / 1e6, 'peak-memory': peakKib / 1024 };
}
