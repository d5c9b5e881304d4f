import kafkajs, { type Admin, type Kafka } from 'kafkajs';
// Without it, kafkajs asks for timers that end before they begin, of which Node warns.
import '../../../src-main/engine/log/kafka/kafkajs/request-queue.ts';

/** A client of the brokers beside the product. */
export const kafkaClient = (brokers: readonly string[]): Kafka =>
  new kafkajs.Kafka({ brokers: [...brokers], logLevel: kafkajs.logLevel.NOTHING });

/** Connects to the brokers for as long as `ask` runs. */
export async function asAdmin<T>(brokers: readonly string[], ask: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = kafkaClient(brokers).admin();
  await admin.connect();
  try {
    return await ask(admin);
  } finally {
    await admin.disconnect();
  }
}
