/** `npm run kafka`: one broker to try the product with, until Ctrl-C. */
import { once } from 'node:events';
import { KafkaCluster } from './kafka-cluster.ts';

const cluster = await KafkaCluster.start();
const [broker] = cluster.brokers;
process.stdout.write(
  `Apache Kafka listens on ${broker}; its data goes when it ends. In another terminal:\n` +
    `  npm run -s cli -- monitor --brokers ${broker}\nCtrl-C ends it.\n`,
);
await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
await cluster.stop();
