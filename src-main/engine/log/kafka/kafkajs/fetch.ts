import {
  array,
  compactArray,
  int16,
  int32,
  int64,
  int8,
  noTags,
  string,
  uuid,
  type WireReader,
} from './wire.ts';
import { type Exchange, exchange } from './requests.ts';

export const fetchKey = 1;
/** The first version that names a topic by its id, and tells where a partition was cut. */
export const fetchByIdVersion = 13;
const fetchByNameVersion = 11;

/** How much is fetched at once. */
export interface FetchBounds {
  readonly maxWaitMs: number;
  readonly maxBytes: number;
  readonly maxBytesPerPartition: number;
  /** Also what transactions hold that have not ended; the batches of aborted ones are not named then. */
  readonly withOpen?: boolean;
}

/** Where to go on in a partition. */
export interface FetchPlace {
  readonly offset: number;
  /** Of the last batch before it: which leader wrote it; -1 where that is not known. */
  readonly epoch: number;
}

/** What is fetched: some partitions of a topic, by its id where it has one. */
export interface Wanted {
  readonly topic: string;
  readonly topicId: string | null;
  readonly places: ReadonlyMap<number, FetchPlace>;
}

/** What a leader has of one partition from an offset on. */
export interface FetchedPartition {
  readonly partition: number;
  readonly errorCode: number;
  /** Where the partition begins. */
  readonly low: number;
  readonly aborted: readonly AbortedTransaction[];
  /** The offset from which on the partition is not what was read before; undefined where it is. */
  readonly cutAt: number | undefined;
  /** Record batches as they lie; the last may be cut. */
  readonly records: Buffer;
}

/** A transaction that was aborted: its producer's records from an offset up to the marker of its end. */
export interface AbortedTransaction {
  readonly producerId: bigint;
  readonly firstOffset: number;
}

/** Fetch of some partitions, committed records only unless told otherwise; by id, so that another topic of that name is not taken for it. */
export function fetchOf(
  { topic, topicId, places }: Wanted,
  bounds: FetchBounds,
): Exchange<readonly FetchedPartition[]> {
  const { maxWaitMs, maxBytes, maxBytesPerPartition, withOpen = false } = bounds;
  const head = Buffer.concat([
    ...[int32(-1), int32(maxWaitMs), int32(1), int32(maxBytes)],
    // Which records are read, and no session.
    ...[int8(withOpen ? 0 : 1), int32(0), int32(-1)],
  ]);
  if (topicId === null) {
    const partitions = [...places].map(([partition, { offset }]) =>
      Buffer.concat([int32(partition), int32(-1), int64(offset), int64(-1), int32(maxBytesPerPartition)]),
    );
    const topics = array([Buffer.concat([string(topic), array(partitions)])]);
    return exchange(
      ['Fetch', fetchKey, fetchByNameVersion],
      Buffer.concat([head, topics, array([]), int16(0)]),
      readByName,
    );
  }
  const partitions = [...places].map(([partition, { offset, epoch }]) =>
    Buffer.concat([
      ...[int32(partition), int32(-1), int64(offset), int32(epoch), int64(-1)],
      ...[int32(maxBytesPerPartition), noTags],
    ]),
  );
  const topics = compactArray([Buffer.concat([uuid(topicId), compactArray(partitions), noTags])]);
  return exchange(
    ['Fetch', fetchKey, fetchByIdVersion],
    Buffer.concat([noTags, head, topics, compactArray([]), Buffer.from([1]), noTags]),
    readById,
  );
}

function readByName(data: WireReader): readonly FetchedPartition[] {
  readHead(data);
  return data
    .array(() => {
      data.string();
      return data.array(() => {
        const start = readStart(data);
        const aborted = data.array(() => readAborted(data));
        data.int32();
        return { ...start, aborted, cutAt: undefined, records: data.bytes() };
      });
    })
    .flat();
}

function readById(data: WireReader): readonly FetchedPartition[] {
  data.tags();
  readHead(data);
  return data
    .compactArray(() => {
      data.uuid();
      const partitions = data.compactArray(() => {
        const start = readStart(data);
        const aborted = data.compactArray(() => {
          const one = readAborted(data);
          data.tags();
          return one;
        });
        data.int32();
        const records = data.compactBytes();
        return { ...start, aborted, records, cutAt: readCut(data.tags().get(0)) };
      });
      data.tags();
      return partitions;
    })
    .flat();
}

function readHead(data: WireReader): void {
  data.int32();
  data.int16();
  data.int32();
}

function readStart(data: WireReader): Pick<FetchedPartition, 'partition' | 'errorCode' | 'low'> {
  const [partition, errorCode] = [data.int32(), data.int16()];
  data.int64();
  data.int64();
  return { partition, errorCode, low: data.int64() };
}

const readAborted = (data: WireReader): AbortedTransaction => ({
  producerId: data.bigint64(),
  firstOffset: data.int64(),
});

/** The last offset, and one more, that the partition has in common with what was read. */
function readCut(diverging: WireReader | undefined): number | undefined {
  diverging?.int32();
  return diverging?.int64();
}
