import Encoder from 'kafkajs/src/protocol/encoder.js';
import { array, compactString, int32, int64, int8, string, WireReader } from './wire.ts';

/** A request that kafkajs does not have, or answers in another way, in the form in which its connections take it. */
export interface Exchange<T> {
  readonly request: {
    readonly apiKey: number;
    readonly apiVersion: number;
    readonly apiName: string;
    readonly encode: () => Promise<Encoder>;
  };
  readonly response: {
    decode(data: Buffer): Promise<T>;
    parse(data: T): Promise<T>;
  };
}

/** Puts an exchange together of the name, key and version of a request, its bytes, and how its answer is read. */
export function exchange<T>(
  [apiName, apiKey, apiVersion]: readonly [string, number, number],
  request: Buffer,
  read: (data: WireReader) => T,
): Exchange<T> {
  const encode = (): Promise<Encoder> => {
    const encoder = new Encoder(0);
    // It is taken over as it lies, and only read from here on.
    encoder.buf = request;
    encoder.offset = request.length;
    return Promise.resolve(encoder);
  };
  return {
    request: { apiKey, apiVersion, apiName, encode },
    // Async, so that what an answer lacks becomes a rejection.
    response: {
      decode: async (data) => Promise.resolve(read(new WireReader(data))),
      parse: async (data) => Promise.resolve(data),
    },
  };
}

export const metadataKey = 3;
/** The first version that has ids of topics. */
export const metadataVersion = 10;

/** What the brokers know of a topic. */
export interface TopicMetadata {
  readonly clusterId: string | null;
  readonly brokers: readonly string[];
  readonly errorCode: number;
  /** Null where the brokers give none. */
  readonly topicId: string | null;
  readonly partitions: readonly { readonly partition: number; readonly leader: number }[];
  /** What this client may do with it, a bit each, where that was asked for. */
  readonly operations: number;
}

/**
 * Metadata v10 of one topic: a flexible version, whose headers end with tagged fields.
 *
 * @param asksRights whether it is asked what this client may do with the topic
 */
export const metadataOf = (topic: string, asksRights = false): Exchange<TopicMetadata> =>
  exchange(
    ['Metadata', metadataKey, metadataVersion],
    Buffer.concat([
      int8(0),
      int8(2),
      Buffer.alloc(16),
      compactString(topic),
      int8(0),
      Buffer.from([0, 0, asksRights ? 1 : 0]),
      int8(0),
    ]),
    (data) => {
      data.tags();
      data.int32();
      const brokers = data.compactArray(() => {
        const broker = `${data.int32()} ${data.compactString()}:${data.int32()}`;
        data.compactString();
        data.tags();
        return broker;
      });
      const clusterId = data.compactString();
      data.int32();
      const [found] = data.compactArray(() => readTopic(data));
      return {
        clusterId,
        brokers,
        ...(found ?? { errorCode: 3, topicId: null, partitions: [], operations: 0 }),
      };
    },
  );

function readTopic(data: WireReader): Omit<TopicMetadata, 'clusterId' | 'brokers'> {
  const errorCode = data.int16();
  data.compactString();
  const topicId = data.uuid();
  data.int8();
  const partitions = data.compactArray(() => {
    data.int16();
    const [partition, leader] = [data.int32(), data.int32()];
    data.int32();
    for (let lists = 0; lists < 3; lists++) data.compactArray(() => data.int32());
    data.tags();
    return { partition, leader };
  });
  const operations = data.int32();
  data.tags();
  return { errorCode, topicId, partitions, operations };
}

const findCoordinatorKey = 10;
const findCoordinatorVersion = 1;
/** Of what a broker is the coordinator. */
export const coordinated = { group: 0, transactions: 1 } as const;

/** FindCoordinator v1 of a group or of a transactional id: the code of why there is none. */
export const coordinatorOf = (kind: keyof typeof coordinated, id: string): Exchange<number> =>
  exchange(
    ['FindCoordinator', findCoordinatorKey, findCoordinatorVersion],
    Buffer.concat([string(id), int8(coordinated[kind])]),
    (data) => {
      data.int32();
      return data.int16();
    },
  );

/** What a leader answers of one partition. */
export interface PartitionOffset {
  readonly partition: number;
  readonly errorCode: number;
  readonly offset: number;
}

export const listOffsetsKey = 2;
/** The first version in which a new leader that does not know the end yet says so, in place of an older end. */
export const listOffsetsVersion = 5;
/** In place of a time: the offset of the first record that is there, and the one that the next will have. */
export const earliest = -2;
export const latest = -1;

/**
 * ListOffsets v5 of some partitions of a topic.
 *
 * @param time the offset of the first record from then on, in ms since 1970, -1 for none; or one of those above
 */
export const offsetsOf = (
  topic: string,
  partitions: readonly number[],
  time: number,
): Exchange<readonly PartitionOffset[]> =>
  exchange(
    ['ListOffsets', listOffsetsKey, listOffsetsVersion],
    Buffer.concat([
      int32(-1),
      int8(0),
      array([
        Buffer.concat([
          string(topic),
          array(partitions.map((partition) => Buffer.concat([int32(partition), int32(-1), int64(time)]))),
        ]),
      ]),
    ]),
    (data) => {
      data.int32();
      return data
        .array(() => {
          data.string();
          return data.array(() => {
            const [partition, errorCode] = [data.int32(), data.int16()];
            data.int64();
            const offset = data.int64();
            data.int32();
            return { partition, errorCode, offset };
          });
        })
        .flat();
    },
  );

export const offsetForLeaderEpochKey = 23;
const offsetForLeaderEpochVersion = 3;

/** Where the newest epoch that is not after the asked one ends in the leader's log; an offset of -1 where there is none. */
export const endOfEpochOf = (
  topic: string,
  partition: number,
  epoch: number,
): Exchange<PartitionOffset | undefined> =>
  exchange(
    ['OffsetForLeaderEpoch', offsetForLeaderEpochKey, offsetForLeaderEpochVersion],
    Buffer.concat([
      int32(-1),
      array([
        Buffer.concat([string(topic), array([Buffer.concat([int32(partition), int32(-1), int32(epoch)])])]),
      ]),
    ]),
    (data) => {
      data.int32();
      const answers = data.array(() => {
        data.string();
        return data.array(() => {
          const [errorCode, answered] = [data.int16(), data.int32()];
          data.int32();
          return { partition: answered, errorCode, offset: data.int64() };
        });
      });
      return answers.flat()[0];
    },
  );
