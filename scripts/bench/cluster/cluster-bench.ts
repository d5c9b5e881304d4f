import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KafkaCluster } from '../../kafka/kafka-cluster.ts';
import type { BenchOptions, BenchReport } from '../bench.ts';
import { type Figures, median, summarise, type Units } from '../measurement.ts';
import { part } from '../stream/stream-bench.ts';
import { cpuOf, JobWatch, startJob } from './bench-job.ts';
import { coresOfEach, type Shared, sharedBetween } from './second-instance.ts';
import { timesToTell } from './times-to-tell.ts';

const RECORDS = 10_000_000;
const PAIRS = 100_000;
/** Fewer are summed before their publication has ended. */
const leastShared = 500_000;
/** Instances that had less of their share of the cores, on a machine that had nothing left, say nothing of themselves. */
const leastUsed = 80;
const leastIdle = 10;
const units: Units = {
  ...{ summed: 'records/s', cpu: 'µs/record', 'cpu-to-start': 's', memory: 'MiB' },
  ...{ 'max-told': 'ms', 'min-told': 'ms', 'by-one': 'records/s', 'by-two': 'records/s' },
  ...{ 'cpu-by-one': 'µs/record', 'cpu-by-two': 'µs/record' },
  ...{ 'used-by-one': '%', 'used-by-two': '%', 'idle-by-one': '%', 'idle-by-two': '%' },
};

const peakMibOf = (pid: number): number =>
  Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? NaN) / 1024;

/** Sums a topic by the job, and waits until it has committed all of it. */
async function byJob(
  cluster: KafkaCluster,
  topic: string,
  folder: string,
  records: number,
): Promise<Figures> {
  const job = startJob(cluster, topic, folder);
  await using watch = await JobWatch.connect(cluster);
  try {
    await job.running();
    const pid = job.process.pid!;
    const [startMs, startCpu] = [performance.now(), cpuOf(pid)];
    await watch.summed(topic, records, [job]);
    return {
      summed: (records * 1_000) / (performance.now() - startMs),
      cpu: ((cpuOf(pid) - startCpu) * 1e6) / records,
      'cpu-to-start': startCpu,
      memory: peakMibOf(pid),
    };
  } finally {
    await job.stop('SIGKILL');
  }
}

async function byCheck(
  cluster: KafkaCluster,
  topic: string,
  folder: string,
  records: number,
): Promise<Figures> {
  const figures = await part('consumer', cluster.brokers[0]!, topic, folder, records);
  return { summed: figures.consumed!, cpu: figures['consumer-cpu']!, memory: figures['consumer-memory']! };
}

/** What one and two instances sum; undefined where they can't be limited. */
async function oneAndTwo(
  cluster: KafkaCluster,
  folder: string,
  records: number,
): Promise<Figures | undefined> {
  const figuresOf = (name: string, { rate, cpu, used, idle }: Shared): Figures => ({
    ...{ [`by-${name}`]: rate, [`cpu-by-${name}`]: cpu },
    ...{ [`used-by-${name}`]: 100 * used, [`idle-by-${name}`]: 100 * idle },
  });
  try {
    const one = await sharedBetween(1, cluster, folder, records);
    const two = await sharedBetween(2, cluster, folder, records);
    return { ...figuresOf('one', one), ...figuresOf('two', two) };
  } catch (thrown) {
    if (!['EACCES', 'ENOENT', 'EROFS'].includes((thrown as NodeJS.ErrnoException).code ?? '')) throw thrown;
    return undefined;
  }
}

/** The job that sums in a cluster beside `check`, on the same topic, in turns. */
export async function clusterBench({ runs, quick, say }: BenchOptions): Promise<BenchReport> {
  const records = quick ? RECORDS / 10 : RECORDS;
  const cluster = await KafkaCluster.start();
  const folder = mkdtempSync(join(tmpdir(), 'streamchecker-bench-'));
  const [jobs, checks]: [Figures[], Figures[]] = [[], []];
  try {
    for (let i = 1; i <= runs; i++) {
      say(`cluster: run ${i} of ${runs}`);
      const topic = `bench-${i}`;
      await part('producer', cluster.brokers[0]!, topic, join(folder, `producer-${i}`), records, PAIRS);
      checks.push(await byCheck(cluster, topic, join(folder, `check-${i}`), records));
      jobs.push(await byJob(cluster, topic, join(folder, `job-${i}`), records));
    }
    say('cluster: how soon it is told');
    const [ofSums, ofRecords] = await timesToTell(cluster, folder, quick ? 10 : 30);
    jobs.push(ofSums!);
    checks.push(ofRecords!);
    say('cluster: a second instance');
    const shared = await oneAndTwo(cluster, folder, Math.max(records / 5, leastShared));
    if (shared) jobs.push(shared);
  } finally {
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  return {
    measurements: [
      ...summarise('cluster', 'job', units, jobs),
      ...summarise('cluster', 'check', units, checks),
    ],
    notes: [
      `${records.toLocaleString('en')} flow records between ${PAIRS.toLocaleString('en')} pairs, in intervals of 1 s with each pair once, lie on a topic of 6 partitions. \`check\` reads them into windows of 5 minutes that are committed to SQLite; the job sums them with 2 threads into its topic and its state, exactly once. The job's CPU is that since it began to sum.`,
      `\`max-told\` is the longest time from a record on the topic to the alert of a maximum that it breaks, \`min-told\` that from when a window without traffic was due, at its end and the lateness, to the alert of a minimum: of the job as \`check --sums\` prints it, and of \`check\` on the records. \`by-one\` and \`by-two\` are what one and two instances of the job sum, each with ${coresOfEach} of a core, of records that are there when the time begins; \`cpu-by-…\` is the CPU that they spend on it, and \`used-by-…\` how much of the CPU that they might have they had, while \`idle-by-…\` of the machine's was left.`,
    ],
    targets: targetsOf(jobs, checks),
  };
}

function targetsOf(jobs: readonly Figures[], checks: readonly Figures[]): string[] {
  const of = (figures: readonly Figures[], metric: string): number[] =>
    figures.flatMap((one) => one[metric] ?? []);
  const times = median(of(jobs, 'cpu')) / median(of(checks, 'cpu'));
  const memory = Math.max(...of(jobs, 'memory'));
  const [max, min] = [median(of(jobs, 'max-told')), median(of(jobs, 'min-told'))];
  const line = (isReached: boolean, text: string): string => `${isReached ? 'reached' : 'missed'}: ${text}`;
  return [
    line(times <= 2, `CPU of the job, ≤ 2 × that of check a record: ${times.toFixed(2)} ×`),
    line(memory <= 600, `peak memory of the job, ≤ 600 MiB: ${memory.toFixed(0)} MiB`),
    line(
      max <= 2_000,
      `a maximum told by check --sums, ≤ 2 s after the record: ${(max / 1_000).toFixed(2)} s`,
    ),
    line(min <= 3_000, `a minimum on silence, ≤ 3 s after it is due: ${(min / 1_000).toFixed(2)} s`),
    gainOf((metric) => of(jobs, metric), line),
  ];
}

/** What a second instance brings, unless one or two of them were kept from the CPU that they might have. */
export function gainOf(
  of: (metric: string) => number[],
  line: (isReached: boolean, text: string) => string,
): string {
  const [one, two] = [median(of('by-one')), median(of('by-two'))];
  const usedBy = (name: string): number => median(of(`used-by-${name}`));
  const starved = ['one', 'two'].find(
    (name) => usedBy(name) < leastUsed && median(of(`idle-by-${name}`)) < leastIdle,
  );
  if (Number.isNaN(one))
    return 'not measured: what a second instance brings; root and a control group for CPU time are needed';
  if (starved !== undefined)
    return `not measured: what a second instance brings; this machine was so busy that ${starved} had ${usedBy(starved).toFixed(0)} % of the CPU that they might have`;
  const gain = two / one;
  return line(gain >= 1.7, `two instances, ≥ 1.7 × what one sums, with CPU limits: ${gain.toFixed(2)} ×`);
}
