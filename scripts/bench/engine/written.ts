import { readFileSync } from 'node:fs';
import { type EpochMs, epochMs } from '../../../src-main/common/units.ts';
import { type FlowBatch, flowSize } from '../../../src-main/engine/flow-records/layout.ts';
import { type Measurement, summarise } from '../measurement.ts';
import { batchOf, CheckedFolder } from './checked-folder.ts';
import { cpuMicros } from './cpu-time.ts';

/** What is summed: this many pairs, each with a record a second. */
interface Load {
  readonly name: string;
  readonly pairs: number;
  readonly family: 4 | 6;
  /** Windows that hold an instant. */
  readonly overlap: number;
}

const loads: readonly Load[] = [
  { name: '1,000 pairs', pairs: 1_000, family: 4, overlap: 1 },
  { name: '1,000 pairs, 12 windows', pairs: 1_000, family: 4, overlap: 12 },
  { name: '50,000 pairs', pairs: 50_000, family: 4, overlap: 1 },
  { name: '50,000 pairs, 12 windows', pairs: 50_000, family: 4, overlap: 12 },
  { name: '50,000 pairs, IPv6', pairs: 50_000, family: 6, overlap: 1 },
];

/** A window is as long; so is the stretch that is measured, after one that is not. */
const windowSeconds = 60;
/** As often is committed at the least. */
const checkpointSeconds = 5;

/** Bytes that this process has handed to the file system. */
const writtenBytes = (): number =>
  Number(/wchar: (\d+)/.exec(readFileSync('/proc/self/io', 'utf8'))?.[1] ?? Number.NaN);

/** Bytes written, log and checkpoints together, as a multiple of those of the records; and the CPU time of a record. */
export async function written(say: (text: string) => void, of = loads): Promise<Measurement[]> {
  const measurements: Measurement[] = [];
  for (const load of of) {
    say(`written: ${load.name}`);
    measurements.push(
      ...summarise('engine/written', load.name, { ratio: '×', cpu: 'ns' }, [await measure(load)]),
    );
  }
  return measurements;
}

async function measure(load: Load): Promise<{ ratio: number; cpu: number }> {
  const { pairs, family, overlap } = load;
  const windowMs = windowSeconds * 1_000;
  const folder = new CheckedFolder([], windowMs, windowMs / overlap);
  try {
    const batches = Array.from({ length: 7 }, () => batchFor(load, folder.startMs));
    const second = async (i: number): Promise<void> => {
      const fromMs = epochMs(folder.startMs + i * 1_000);
      await folder.appendBatch({ ...batches[i % batches.length]!, fromMs });
      await folder.checker.drain();
      if (i % checkpointSeconds === 0) folder.checker.commit();
      if (i % windowSeconds === 0) folder.trim(fromMs);
    };
    for (let i = 0; i < windowSeconds; i += 1) await second(i);
    const before = writtenBytes();
    let cpu = 0;
    for (let i = windowSeconds; i < 2 * windowSeconds; i += 1) cpu += await cpuMicros(() => second(i));
    const records = pairs * windowSeconds;
    return { ratio: (writtenBytes() - before) / (records * flowSize(family)), cpu: (cpu * 1_000) / records };
  } finally {
    folder.dispose();
  }
}

/** Hosts all over the address space, each with another sum in each batch: nothing that is easy to pack. */
function batchFor({ pairs, family }: Load, at: EpochMs): FlowBatch {
  const word = (i: number): number => Math.imul(i + 1, 0x9e37_79b1) >>> 0;
  const hex = (i: number): string => (word(i) >>> 16).toString(16);
  const source = (i: number): string =>
    family === 4
      ? [24, 16, 8, 0].map((shift) => (word(i) >>> shift) & 0xff).join('.')
      : `2001:db8:${hex(i)}:${hex(i + 1)}:${hex(i + 2)}::${(word(i) & 0xffff).toString(16)}`;
  return batchOf({ count: pairs, source }, at, 'eth0', () => {
    const packets = 1 + Math.floor(40 * Math.random() ** 3);
    return { packets, bytes: packets * (60 + Math.floor(1_440 * Math.random())) };
  });
}
