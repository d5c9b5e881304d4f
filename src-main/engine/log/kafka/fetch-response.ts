import type { KafkaMessage } from 'kafkajs';
import response from 'kafkajs/src/protocol/requests/fetch/v11/response.js';

/** A record batch as it came: its header's offset of the last record, and all its bytes, still compressed. */
export type WholeBatch = KafkaMessage & { readonly value: Buffer };

/*
 * kafkajs makes an object with two big integers, two buffers and a map of each record, which costs it about 7 µs and
 * a kilobyte. It also takes apart every batch of a response at once. Here a fetch response is read down to its record
 * batches only: each is handed on as one message, and is taken apart when there is room (record-batch.ts).
 * Brokers before 2.3 are answered by kafkajs itself.
 */
response.decode = (data) => Promise.resolve(new ResponseReader(data).response());

/** Length of a record batch's header. */
const headerSize = 61;
const attributesAt = 21;
const inTransactionFlag = 0x10;
const controlFlag = 0x20;

/** Reads Fetch Response v11 (https://kafka.apache.org/protocol). */
class ResponseReader {
  readonly #data: Buffer;
  #at = 0;

  constructor(data: Buffer) {
    this.#data = data;
  }

  response(): object {
    const clientSideThrottleTime = this.#int32();
    const errorCode = this.#int16();
    const sessionId = this.#int32();
    const responses = this.#array(() => ({
      topicName: this.#string(),
      partitions: this.#array(() => this.#partition()),
    }));
    return { throttleTime: 0, clientSideThrottleTime, errorCode, sessionId, responses };
  }

  #partition(): object {
    return {
      partition: this.#int32(),
      errorCode: this.#int16(),
      highWatermark: this.#int64(),
      lastStableOffset: this.#int64(),
      lastStartOffset: this.#int64(),
      abortedTransactions: this.#array(() => ({ producerId: this.#int64(), firstOffset: this.#int64() })),
      preferredReadReplica: this.#int32(),
      messages: wholeBatches(this.#bytes()),
    };
  }

  #array<T>(read: () => T): T[] {
    const length = this.#int32();
    return Array.from({ length: Math.max(0, length) }, read);
  }

  #int16(): number {
    this.#at += 2;
    return this.#data.readInt16BE(this.#at - 2);
  }

  #int32(): number {
    this.#at += 4;
    return this.#data.readInt32BE(this.#at - 4);
  }

  #int64(): string {
    this.#at += 8;
    return this.#data.readBigInt64BE(this.#at - 8).toString();
  }

  #string(): string {
    const length = this.#int16();
    this.#at += length;
    return this.#data.toString('utf8', this.#at - length, this.#at);
  }

  #bytes(): Buffer {
    const length = Math.max(0, this.#int32());
    this.#at += length;
    return this.#data.subarray(this.#at - length, this.#at);
  }
}

/** The batches that came whole; the last one may be cut, and comes again. */
function wholeBatches(set: Buffer): WholeBatch[] {
  const batches: WholeBatch[] = [];
  for (let at = 0; at + headerSize <= set.length;) {
    const length = 12 + set.readInt32BE(at + 8);
    if (at + length > set.length) break;
    batches.push(wholeBatch(set.subarray(at, at + length)));
    at += length;
  }
  return batches;
}

function wholeBatch(batch: Buffer): WholeBatch {
  const attributes = batch.readInt16BE(attributesAt);
  const lastOffset = batch.readBigInt64BE(0) + BigInt(batch.readInt32BE(23));
  return {
    // What kafkajs tells the end of an aborted transaction by.
    key: (attributes & controlFlag) === 0 ? null : controlKeyOf(batch),
    value: batch,
    offset: lastOffset.toString(),
    timestamp: batch.readBigInt64BE(35).toString(),
    attributes,
    headers: {},
    batchContext: {
      producerId: batch.readBigInt64BE(43).toString(),
      inTransaction: (attributes & inTransactionFlag) !== 0,
    },
  } as WholeBatch;
}

/** A control batch has one record: length, attributes, time and offset (a byte each), the key's length, the key. */
const controlKeyOf = (batch: Buffer): Buffer => batch.subarray(headerSize + 5, headerSize + 9);

/** Whether a message is a whole record batch; one of an old broker is a single record. */
export const isWholeBatch = (message: KafkaMessage): message is WholeBatch =>
  'batchContext' in message && !('magicByte' in message);
