import type { Admin } from 'kafkajs';
import { MonitorError } from '../../../common/errors.ts';
import { say } from '../../../common/phrases/say.ts';
import { Brokers } from './brokers.ts';
import type { KafkaSettings } from './kafka-settings.ts';

/**
 * Connects to the brokers and says who they are and what they have of the topic.
 *
 * @throws MonitorError `stream/*` where they can't be used
 */
export async function brokerReport(settings: KafkaSettings): Promise<string> {
  const brokers = new Brokers(settings);
  const admin = brokers.admin();
  try {
    await admin.connect();
    const { brokers: members } = await admin.describeCluster();
    const names = members.map(({ host, port }) => `${host}:${port}`).sort();
    return `connected to ${names.join(', ')}; ${await topicReport(admin, settings)}`;
  } catch (thrown) {
    throw brokers.explain(thrown);
  } finally {
    await admin.disconnect().catch(() => {});
  }
}

async function topicReport(admin: Admin, { topic, creation }: KafkaSettings): Promise<string> {
  if ((await admin.listTopics()).includes(topic)) {
    const partitions = await admin.fetchTopicOffsets(topic);
    return `the topic ${topic} has ${partitions.length === 1 ? '1 partition' : `${partitions.length} partitions`}`;
  }
  if (creation.allowed) return `the topic ${topic} is not there yet: the first run makes it`;
  throw new MonitorError('stream/no-topic', say('stream.noTopicMade', { topic }), {
    remedy: say('stream.remedy.noTopicMade'),
  });
}
