/** Starts a broker of which Java keeps the classes that it loaded, in an archive that others start from. */
import { renameSync } from 'node:fs';
import { kafkaClasses } from '../setup/kafka.mjs';
import { KafkaCluster } from './kafka-cluster.ts';

const temporary = `${kafkaClasses}-${process.pid}`;
const cluster = await KafkaCluster.start({ java: [`-XX:ArchiveClassesAtExit=${temporary}`] });
await cluster.stopBroker(1);
await cluster.stop();
// Others may start brokers meanwhile: they find all of it, or nothing.
renameSync(temporary, kafkaClasses);
