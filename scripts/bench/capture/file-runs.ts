import type { Figures, Units } from '../measurement.ts';
import type { Contender } from './contenders.ts';
import { MeasuredRun } from './measured-run.ts';
import { captureFile } from './programs.ts';

export const fileUnits: Units = { wall: 'ns/packet', cpu: 'ns/packet', 'peak-memory': 'MiB' };

/**
 * Reads a capture file with one contender.
 * @throws {Error} where the contender counts other packets than there are
 */
export async function fileRun(contender: Contender, packets: number, pairs: number): Promise<Figures> {
  const read = Math.min(packets, contender.mostPackets);
  const file = await captureFile(read, pairs);
  const reader = contender.reader();
  const run = await MeasuredRun.start(contender.fileCommand!(file), reader);
  const { wallNs, cpuNs, peakKib } = await run.cost();
  const { captured } = reader.counts();
  if (captured !== undefined && captured !== read) {
    throw new Error(`${contender.name} counts ${captured} of ${read} packets`);
  }
  return { wall: wallNs / read, cpu: cpuNs / read, 'peak-memory': peakKib / 1024 };
}
