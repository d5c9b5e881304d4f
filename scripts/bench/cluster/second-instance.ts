import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { KafkaCluster } from '../../kafka/kafka-cluster.ts';
import { part } from '../stream/stream-bench.ts';
import { JobWatch, startJob } from './bench-job.ts';
import { CpuLimit } from './cpu-limit.ts';

/** So much of a core each instance has, so that the cores of a small machine are enough for two of them and a broker. */
export const coresOfEach = 0.3;
const PAIRS = 100_000;

/**
 * How fast instances of one job sum together, in records a second, each with its share of a core. What it takes to start
 * and to compile is over by then: each has summed before.
 *
 * @throws {Error} where processes can't be limited here
 */
export async function sharedBetween(
  instances: number,
  cluster: KafkaCluster,
  folder: string,
  records: number,
): Promise<number> {
  const topic = `shared-by-${instances}`;
  const publish = (name: string, count: number): Promise<unknown> =>
    part('producer', cluster.brokers[0]!, topic, join(folder, `${topic}-${name}`), count, PAIRS);
  const names = Array.from({ length: instances }, (_, i) => join(folder, `${topic}-job-${i}`));
  await publish('first', records / 2);
  const jobs = names.map((name) => startJob(cluster, topic, name, ['--threads', '2']));
  const limits: CpuLimit[] = [];
  await using watch = await JobWatch.connect(cluster);
  try {
    for (const job of jobs) await job.running();
    await watch.summed(topic, await watch.length(topic), jobs);
    // Partitions go to an instance that came later when it has their state.
    await publish('second', records / 2);
    await sleep(5_000);
    await watch.summed(topic, await watch.length(topic), jobs);
    for (const job of jobs) {
      limits.push(new CpuLimit(coresOfEach));
      limits.at(-1)!.take(job.process.pid!);
    }
    const startMs = performance.now();
    await publish('third', records);
    await watch.summed(topic, await watch.length(topic), jobs);
    return (records * 1_000) / (performance.now() - startMs);
  } finally {
    await Promise.all(jobs.map((job) => job.stop('SIGKILL')));
    for (const limit of limits) limit[Symbol.dispose]();
  }
}
