/** `npm run cluster`: a broker and a job that sums, to try them with, until Ctrl-C. Options go to the job. */
import { once } from 'node:events';
import { join } from 'node:path';
import { KafkaCluster } from '../kafka/kafka-cluster.ts';
import { ClusterJob } from './cluster-job.ts';

const cluster = await KafkaCluster.start();
const [broker] = cluster.brokers;
const job = new ClusterJob({
  folder: join(cluster.folder, 'job'),
  brokers: cluster.brokers,
  args: process.argv.slice(2),
});
const run = `npm run -s cli --`;
process.stdout.write(
  `Apache Kafka listens on ${broker}, and a job sums what is published; all of it goes when this ends.\n` +
    `In other terminals:\n  ${run} capture --brokers ${broker}\n` +
    `  ${run} check --brokers ${broker} --sums traffic-sums\nCtrl-C ends it.\n`,
);
const ended = await Promise.race([
  once(process, 'SIGINT'),
  once(process, 'SIGTERM'),
  once(job.process, 'exit').then(() => undefined),
]);
if (ended === undefined) {
  process.stderr.write(job.output);
  process.exitCode = 1;
}
await job.stop('SIGKILL');
await cluster.stop();
