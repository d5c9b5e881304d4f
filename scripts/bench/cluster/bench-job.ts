import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import kafkajs, { type Admin } from 'kafkajs';
import { ClusterJob } from '../../cluster/cluster-job.ts';
import type { KafkaCluster } from '../../kafka/kafka-cluster.ts';

const { Kafka, logLevel } = kafkajs;
/** As the archive starts it. */
const java = ['-Xmx256m', '-XX:MaxMetaspaceSize=96m', '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn'];

/** Starts an instance of a job that sums a topic into topics of its own. */
export function startJob(
  cluster: KafkaCluster,
  topic: string,
  folder: string,
  more: string[] = [],
): ClusterJob {
  const names = ['sums', 'progress', 'limits'].flatMap((name) => [`--${name}`, `${topic}-${name}`]);
  const args = ['--topic', topic, '--application-id', `${topic}-job`, ...names, ...more];
  return new ClusterJob({ folder, brokers: cluster.brokers, args, java });
}

/** CPU time of a process so far in seconds, that of threads that have ended included. */
export function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Asks the brokers about a job. */
export class JobWatch implements AsyncDisposable {
  readonly #admin: Admin;

  private constructor(admin: Admin) {
    this.#admin = admin;
  }

  static async connect(cluster: KafkaCluster): Promise<JobWatch> {
    const admin = new Kafka({ brokers: cluster.brokers, logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    return new JobWatch(admin);
  }

  /** Resolves when that number of records of a topic is summed and committed. */
  async summed(topic: string, records: number, jobs: readonly ClusterJob[]): Promise<void> {
    for (let summed = 0; summed < records; await sleep(100)) {
      const ended = jobs.find((job) => job.process.exitCode !== null);
      if (ended) throw new Error(`the job ended:\n${ended.output}`);
      summed = await this.reached(topic);
    }
  }

  /** How many records of a topic are summed and committed. */
  async reached(topic: string): Promise<number> {
    const [group] = await this.#admin.fetchOffsets({ groupId: `${topic}-job`, topics: [topic] });
    return (group?.partitions ?? []).reduce((sum, { offset }) => sum + Math.max(0, Number(offset)), 0);
  }

  /** How many messages a topic has had. */
  async length(topic: string): Promise<number> {
    const ends = await this.#admin.fetchTopicOffsets(topic);
    return ends.reduce((sum, { offset }) => sum + Number(offset), 0);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#admin.disconnect();
  }
}
