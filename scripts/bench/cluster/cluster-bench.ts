import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import kafkajs from 'kafkajs';
import { ClusterJob } from '../../cluster/cluster-job.ts';
import { KafkaCluster } from '../../kafka/kafka-cluster.ts';
import type { BenchOptions, BenchReport } from '../bench.ts';
import { type Figures, median, summarise, type Units } from '../measurement.ts';
import { part } from '../stream/stream-bench.ts';

const { Kafka, logLevel } = kafkajs;
const RECORDS = 10_000_000;
const PAIRS = 100_000;
const units: Units = { summed: 'records/s', cpu: 'µs/record', 'cpu-to-start': 's', memory: 'MiB' };
/** As the archive starts it. */
const java = ['-Xmx256m', '-XX:MaxMetaspaceSize=96m', '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn'];

/** CPU time of a process so far in seconds, that of threads that have ended included. */
function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

const peakMibOf = (pid: number): number =>
  Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? NaN) / 1024;

/** Sums a topic by the job, and waits until it has committed all of it. */
async function byJob(
  cluster: KafkaCluster,
  topic: string,
  folder: string,
  records: number,
): Promise<Figures> {
  const names = ['sums', 'progress', 'limits'].flatMap((name) => [`--${name}`, `${topic}-${name}`]);
  const args = ['--topic', topic, '--application-id', `${topic}-job`, ...names];
  const job = new ClusterJob({ folder, brokers: cluster.brokers, args, java });
  const admin = new Kafka({ brokers: cluster.brokers, logLevel: logLevel.NOTHING }).admin();
  try {
    await admin.connect();
    await job.running();
    const { pid } = job.process;
    const [startMs, startCpu] = [performance.now(), cpuOf(pid!)];
    for (let summed = 0; summed < records; await sleep(100)) {
      if (job.process.exitCode !== null) throw new Error(`the job ended:\n${job.output}`);
      const [group] = await admin.fetchOffsets({ groupId: `${topic}-job`, topics: [topic] });
      summed = (group?.partitions ?? []).reduce((sum, { offset }) => sum + Math.max(0, Number(offset)), 0);
    }
    return {
      summed: (records * 1_000) / (performance.now() - startMs),
      cpu: ((cpuOf(pid!) - startCpu) * 1e6) / records,
      'cpu-to-start': startCpu,
      memory: peakMibOf(pid!),
    };
  } finally {
    await Promise.all([admin.disconnect(), job.stop('SIGKILL')]);
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
  } finally {
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  const times = median(jobs.map(({ cpu }) => cpu!)) / median(checks.map(({ cpu }) => cpu!));
  const memory = Math.max(...jobs.map((job) => job.memory!));
  const line = (isReached: boolean, text: string): string => `${isReached ? 'reached' : 'missed'}: ${text}`;
  return {
    measurements: [
      ...summarise('cluster', 'job', units, jobs),
      ...summarise('cluster', 'check', units, checks),
    ],
    notes: [
      `${records.toLocaleString('en')} flow records between ${PAIRS.toLocaleString('en')} pairs, in intervals of 1 s with each pair once, lie on a topic of 6 partitions. \`check\` reads them into windows of 5 minutes that are committed to SQLite; the job sums them with 2 threads into its topic and its state, exactly once. The job's CPU is that since it began to sum.`,
    ],
    targets: [
      line(times <= 2, `CPU of the job, ≤ 2 × that of check a record: ${times.toFixed(2)} ×`),
      line(memory <= 600, `peak memory of the job, ≤ 600 MiB: ${memory.toFixed(0)} MiB`),
    ],
  };
}
