import Cluster from 'kafkajs/src/cluster/index.js';
import { createErrorFromCode } from 'kafkajs/src/protocol/error.js';
import response from 'kafkajs/src/protocol/requests/metadata/v6/response.js';

/*
 * To kafkajs a topic is out of reach as a whole while one of its partitions has no leader. Here only an error of a
 * topic fails the request; a partition without a leader says -1, and whoever asks for it alone is refused.
 */
response.parse = (data) => {
  const failed = data.topicMetadata.find(({ topicErrorCode }) => topicErrorCode !== 0);
  return failed ? Promise.reject(createErrorFromCode(failed.topicErrorCode)) : Promise.resolve(data);
};

/*
 * A member of a group asks where its partitions begin before it does anything else. Nothing here goes by that answer,
 * so that one without a leader need not be asked.
 */
const fetchOffsets = Object.getOwnPropertyDescriptor(Cluster.prototype, 'fetchTopicsOffset')!
  .value as Cluster['fetchTopicsOffset'];
Cluster.prototype.fetchTopicsOffset = async function (this: Cluster, topics) {
  const led = topics.map(({ topic, partitions, ...more }) => {
    const leaders = new Map(
      this.findTopicPartitionMetadata(topic).map(({ partitionId, leader }) => [partitionId, leader]),
    );
    return {
      ...more,
      topic,
      partitions: partitions.filter(({ partition }) => (leaders.get(partition) ?? -1) >= 0),
    };
  });
  const offsets = await fetchOffsets.call(this, led);
  return topics.map(({ topic, partitions }) => {
    const known = new Map(
      offsets
        .filter((one) => one.topic === topic)
        .flatMap((one) => one.partitions.map(({ partition, offset }) => [partition, offset])),
    );
    return {
      topic,
      partitions: partitions.map(({ partition }) => ({ partition, offset: known.get(partition) ?? '0' })),
    };
  });
};
