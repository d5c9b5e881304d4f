import type { Admin } from 'kafkajs';
import { MonitorError } from '../../../common/errors.ts';
import type { Phrase } from '../../../common/phrases/phrase.ts';
import { say } from '../../../common/phrases/say.ts';
import { Brokers } from './brokers.ts';
import type { KafkaSettings } from './kafka-settings.ts';

/**
 * Connects to the brokers and says who they are and what they have of the topic.
 *
 * @throws MonitorError `stream/*` where they can't be used
 */
export async function brokerReport(settings: KafkaSettings): Promise<Phrase> {
  const brokers = new Brokers(settings);
  const admin = brokers.admin();
  try {
    await admin.connect();
    const { brokers: members } = await admin.describeCluster();
    const names = members.map(({ host, port }) => `${host}:${port}`).sort();
    return say('stream.connected', { brokers: names, topic: await topicReport(admin, settings) });
  } catch (thrown) {
    throw brokers.explain(thrown);
  } finally {
    await admin.disconnect().catch(() => {});
  }
}

async function topicReport(admin: Admin, { topic, creation }: KafkaSettings): Promise<Phrase> {
  if ((await admin.listTopics()).includes(topic)) {
    const { length: partitions } = await admin.fetchTopicOffsets(topic);
    return say('stream.hasTopic', { topic, partitions });
  }
  if (creation.allowed) return say('stream.topicToBeMade', { topic });
  throw new MonitorError('stream/no-topic', say('stream.noTopicMade', { topic }), {
    remedy: say('stream.remedy.noTopicMade'),
  });
}
