import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { KafkaCluster } from '../../kafka/kafka-cluster.ts';
import type { BenchOptions, BenchReport } from '../bench.ts';
import { type Figures, median, summarise, type Units } from '../measurement.ts';

const RECORDS = 10_000_000;
const PAIRS = 100_000;
const LATENCY_SECONDS = 20;

const units: Units = {
  produced: 'records/s',
  consumed: 'records/s',
  'first-total': 'ms',
  'latency-p50': 'ms',
  'latency-p99': 'ms',
  'producer-cpu': 'µs/record',
  'consumer-cpu': 'µs/record',
  'producer-memory': 'MiB',
  'consumer-memory': 'MiB',
};

/** Runs a part of the benchmark as a process of its own, and gives back the figures that it prints. */
export async function part(name: string, ...args: (string | number)[]): Promise<Figures> {
  const child = spawn(
    process.execPath,
    // V8's option is that with which the product is started.
    ['--max-semi-space-size=8', join(import.meta.dirname, 'stream-part.ts'), name, ...args.map(String)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let figures: Figures | undefined;
  createInterface(child.stdout).on('line', (line) => (figures = JSON.parse(line) as Figures));
  const [status] = (await once(child, 'close')) as [number | null];
  if (status !== 0 || !figures) throw new Error(`the ${name} ended with ${status ?? 'a signal'}`);
  return figures;
}

/** One run: a topic is filled, then read into committed windows; then records are timed on their way. */
async function run(broker: string, topic: string, records: number, seconds: number): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), 'streamchecker-bench-'));
  try {
    const produced = await part('producer', broker, topic, join(folder, 'producer'), records, PAIRS);
    const consumed = await part('consumer', broker, topic, join(folder, 'consumer'), records);
    const timed = await part('latency', broker, `${topic}-timed`, join(folder, 'latency'), seconds);
    return { ...produced, ...consumed, ...timed };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function targetsOf(figures: readonly Figures[]): string[] {
  const middle = (metric: string): number => median(figures.flatMap((one) => one[metric] ?? []));
  const line = (isReached: boolean, what: string, value: number, unit: string): string => {
    const text = value.toLocaleString('en', { maximumFractionDigits: value < 100 ? 2 : 0 });
    return `${isReached ? 'reached' : 'missed'}: ${what}: ${text} ${unit}`;
  };
  const [produced, consumed, p99] = [middle('produced'), middle('consumed'), middle('latency-p99')];
  const cpu = middle('producer-cpu');
  const memory = Math.max(middle('producer-memory'), middle('consumer-memory'));
  return [
    line(produced >= 300_000, 'records published through the spool, ≥ 300,000/s', produced, 'records/s'),
    line(cpu <= 2, 'CPU of the producer, ≤ 2 µs a record', cpu, 'µs'),
    line(consumed >= 300_000, 'records read into committed windows, ≥ 300,000/s', consumed, 'records/s'),
    line(p99 <= 1_500, 'from a packet to its total, 99 of 100, ≤ 1.5 s', p99, 'ms'),
    line(memory <= 300, 'peak memory, ≤ 300 MiB', memory, 'MiB'),
  ];
}

/** The stream through a broker on this machine, which shares the cores. */
export async function streamBench({ runs, quick, say }: BenchOptions): Promise<BenchReport> {
  const records = quick ? RECORDS / 10 : RECORDS;
  const cluster = await KafkaCluster.start();
  const figures: Figures[] = [];
  try {
    for (let i = 1; i <= runs; i++) {
      say(`stream: run ${i} of ${runs}`);
      figures.push(await run(cluster.brokers[0]!, `bench-${i}`, records, LATENCY_SECONDS));
    }
  } finally {
    await cluster.stop();
  }
  return {
    measurements: summarise('stream', 'kafka', units, figures),
    notes: [
      `${records.toLocaleString('en')} flow records between ${PAIRS.toLocaleString('en')} pairs, in intervals of 1 s with each pair once, are published through the spool on a topic of 6 partitions, with zstd, and then read into windows of 5 minutes that are committed to SQLite. The broker runs on the same machine. Time starts with the process's first call.`,
      `Latency: records published once a second for ${LATENCY_SECONDS} s; from the end of their interval to the moment at which the total of the open window has them, in one process with the spool and the windows.`,
      'Peak memory is the resident size of producer and consumer, each a process of its own.',
    ],
    targets: targetsOf(figures),
  };
}
