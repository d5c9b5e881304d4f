import { createErrorFromCode } from 'kafkajs/src/protocol/error.js';
import { isZstd } from '../batch-writer.ts';
import { type Exchange, exchange } from './requests.ts';
import { int16, int32, string } from './wire.ts';

export const produceKey = 0;
/** The first version in which batches may be compressed with zstd, and the newest that is spoken here. */
const produceVersion = 7;
/** Protocol error: UNSUPPORTED_COMPRESSION_TYPE. */
const noSuchCodec = 76;
/** The first version that takes batches of magic 2; the requests up to {@link produceVersion} are the same. */
const oldestProduceVersion = 3;
/** In which an answer tells also where a partition begins. */
const lowSince = 5;

/** What is sent to a leader: a record batch for each partition. */
export interface Produced {
  readonly topic: string;
  readonly batches: ReadonlyMap<number, Buffer>;
  /** -1: all replicas in sync acknowledge; 1: the leader alone. */
  readonly acks: -1 | 1;
}

/** How long the leader waits for the replicas. */
const timeoutMs = 30_000;

/**
 * Produce, in the newest version that both sides have; answered with an error code for each partition, 0 for none.
 *
 * @param newest version that the broker has
 * @throws {Error} of kafkajs, as a broker of that version would answer that knows of it, where a batch is compressed
 *   with zstd and the version has none
 */
export function produceOf(
  { topic, batches, acks }: Produced,
  newest: number,
): Exchange<ReadonlyMap<number, number>> {
  const version = Math.max(oldestProduceVersion, Math.min(newest, produceVersion));
  if (version < produceVersion && [...batches.values()].some(isZstd)) throw createErrorFromCode(noSuchCodec);
  return exchange(
    ['Produce', produceKey, version],
    // Put together in one go: batches are large. No transaction; one topic.
    Buffer.concat([
      ...[int16(-1), int16(acks), int32(timeoutMs), int32(1), string(topic), int32(batches.size)],
      ...[...batches].flatMap(([partition, batch]) => [int32(partition), int32(batch.length), batch]),
    ]),
    (data) => {
      const answers = data.array(() => {
        data.string();
        return data.array(() => {
          const answer = [data.int32(), data.int16()] as const;
          // The offset that it has now, and the broker's time.
          data.int64();
          data.int64();
          if (version >= lowSince) data.int64();
          return answer;
        });
      });
      return new Map(answers.flat());
    },
  );
}
