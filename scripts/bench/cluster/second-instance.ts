import { cpus } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClusterJob } from '../../cluster/cluster-job.ts';
import type { KafkaCluster } from '../../kafka/kafka-cluster.ts';
import { part } from '../stream/stream-bench.ts';
import { cpuOf, JobWatch, startJob } from './bench-job.ts';
import { CpuLimit } from './cpu-limit.ts';

/** So much of a core each instance has, so that the cores of a small machine are enough for two of them and a broker. */
export const coresOfEach = 0.3;
const PAIRS = 100_000;

/** What instances of one job sum together, each with its share of a core. */
export interface Shared {
  /** Records a second. */
  readonly rate: number;
  /** CPU time of all of them a record, in µs. */
  readonly cpu: number;
  /** How much of the CPU time that they might have they had. */
  readonly used: number;
  /** How much of the machine's CPU time nobody had. */
  readonly idle: number;
}

/**
 * How fast instances of one job sum together, each with its share of a core. What it takes to start, to compile and to
 * publish is no part of it: they have summed as many records each before, on average, and time begins when all that is to
 * be summed is there.
 *
 * @throws {Error} where processes can't be limited here
 */
export async function sharedBetween(
  instances: number,
  cluster: KafkaCluster,
  folder: string,
  records: number,
): Promise<Shared> {
  const topic = `shared-by-${instances}`;
  const publish = (name: string, count: number): Promise<unknown> =>
    part('producer', cluster.brokers[0]!, topic, join(folder, `${topic}-${name}`), count, PAIRS);
  const names = Array.from({ length: instances }, (_, i) => join(folder, `${topic}-job-${i}`));
  await publish('first', (records / 2) * instances);
  const jobs = names.map((name) => startJob(cluster, topic, name, ['--threads', '2']));
  const limits: CpuLimit[] = [];
  await using watch = await JobWatch.connect(cluster);
  try {
    for (const job of jobs) await job.running();
    await watch.summed(topic, await watch.length(topic), jobs);
    // Partitions go to an instance that came later when it has their state.
    await publish('second', (records / 2) * instances);
    await sleep(5_000);
    await watch.summed(topic, await watch.length(topic), jobs);
    for (const job of jobs) {
      limits.push(new CpuLimit(coresOfEach));
      limits.at(-1)!.take(job.process.pid!);
    }
    await publish('third', records);
    return await timed(topic, watch, jobs);
  } finally {
    await Promise.all(jobs.map((job) => job.stop('SIGKILL')));
    for (const limit of limits) limit[Symbol.dispose]();
  }
}

/** Times what is left to be summed of a topic. */
async function timed(topic: string, watch: JobWatch, jobs: readonly ClusterJob[]): Promise<Shared> {
  const cpuSoFar = (): number => jobs.reduce((sum, { process }) => sum + cpuOf(process.pid!), 0);
  const length = await watch.length(topic);
  const left = length - (await watch.reached(topic));
  const [startMs, startCpu, before] = [performance.now(), cpuSoFar(), machineTime()];
  await watch.summed(topic, length, jobs);
  const after = machineTime();
  const [seconds, cpu] = [(performance.now() - startMs) / 1_000, cpuSoFar() - startCpu];
  return {
    rate: left / seconds,
    cpu: (cpu * 1e6) / left,
    used: cpu / (seconds * coresOfEach * jobs.length),
    idle: (after.idle - before.idle) / (after.all - before.all),
  };
}

/** The time of all cores so far, and what of it nobody had. */
function machineTime(): { readonly all: number; readonly idle: number } {
  const times = cpus().map((core) => core.times);
  const all = times.flatMap((core) => Object.values(core)).reduce((sum, ms) => sum + ms, 0);
  return { all, idle: times.reduce((sum, { idle }) => sum + idle, 0) };
}
