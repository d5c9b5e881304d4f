/** A producer or a consumer as a process of its own, to be killed: `stream-process.ts producer|consumer FOLDER SETTINGS RECORDS`. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { KafkaSettings } from '../../../src-main/engine/log/kafka/kafka-settings.ts';
import { recordsPerBatch, sampleFlows, sampleFromMs } from '../records/sample-stream.ts';
import { TestConsumer, TestProducer } from './stream-run.ts';

const [role, folder, settingsText, batchesText] = process.argv.slice(2) as [string, string, string, string];
const settings = JSON.parse(settingsText) as KafkaSettings;

async function produce(): Promise<void> {
  const producer = new TestProducer(folder, settings);
  const sequence = producer.folder.spool().nextSequence(producer.folder.settings.agentId());
  for (let n = sequence / recordsPerBatch; n < Number(batchesText); n++) {
    await producer.publish(sampleFromMs(n), sampleFlows(n));
    await sleep(2);
  }
  await producer.sent(120_000);
  await producer.stop();
}

if (role === 'producer') await produce();
else new TestConsumer(folder, settings);
