import type { BatchIdentity } from '../batch-identity.ts';
import { codecOf } from './codecs.ts';
import { crc32c } from './crc32c.ts';

/** The header of a record batch (magic 2), and its records as they lie, unpacked. */
export interface RecordBatch {
  readonly baseOffset: number;
  /** Of the last record that there was; it may have been compacted away. */
  readonly lastOffset: number;
  readonly firstTimestampMs: number;
  /** Where set, the broker's time stands for each record's own. */
  readonly appendTimestampMs: number | undefined;
  /** Markers of transactions in place of records. */
  readonly isControl: boolean;
  readonly count: number;
  readonly records: Buffer;
}

/** A batch whose records can't be got at. */
export interface ClosedBatch {
  readonly baseOffset: number;
  readonly lastOffset: number;
  readonly reason: string;
}

/** Bytes before the records. */
export const batchHeaderSize = 61;
/** Offset, length, leader epoch or checksum, and the byte that tells the format. */
const magicAt = 16;
const checkedFrom = 21;
const transactionalFlag = 0x10;
const controlFlag = 0x20;

/** A record batch as it came, still compressed; or, of a format before version 2, a message. */
export interface PackedBatch {
  readonly bytes: Buffer;
  readonly baseOffset: number;
  /** Of the last record that there was; it may have been compacted away. */
  readonly lastOffset: number;
  /** Which leader of the partition wrote it; -1 where that is not known. */
  readonly epoch: number;
  /** Whose transaction it is part of; undefined for none. */
  readonly transactionOf: bigint | undefined;
  /** For a control batch: whether it ends a transaction that was aborted. */
  readonly endsAborted: boolean;
}

/** The batches of a fetched set that came whole; the last one may be cut, and comes again. */
export function batchesOf(set: Buffer): PackedBatch[] {
  const batches: PackedBatch[] = [];
  for (let at = 0; at + magicAt < set.length;) {
    const length = 12 + Math.max(magicAt + 1 - 12, set.readInt32BE(at + 8));
    if (at + length > set.length) break;
    batches.push(packedBatch(set.subarray(at, at + length)));
    at += length;
  }
  return batches;
}

function packedBatch(bytes: Buffer): PackedBatch {
  const baseOffset = Number(bytes.readBigInt64BE(0));
  if (bytes[magicAt]! < 2 || bytes.length < batchHeaderSize)
    return {
      ...{ bytes, baseOffset, lastOffset: baseOffset, epoch: -1 },
      transactionOf: undefined,
      endsAborted: false,
    };
  const attributes = bytes.readInt16BE(checkedFrom);
  return {
    bytes,
    baseOffset,
    lastOffset: baseOffset + Math.max(0, bytes.readInt32BE(23)),
    epoch: bytes.readInt32BE(12),
    transactionOf: (attributes & transactionalFlag) === 0 ? undefined : bytes.readBigInt64BE(43),
    endsAborted: (attributes & controlFlag) !== 0 && isAbortMarker(bytes),
  };
}

/** What tells a batch from another one in its place; undefined for formats before version 2. */
export function identityOf({ bytes, baseOffset, lastOffset, epoch }: PackedBatch): BatchIdentity | undefined {
  if (bytes[magicAt]! < 2 || bytes.length < batchHeaderSize) return undefined;
  return {
    ...{ baseOffset, lastOffset, leaderEpoch: epoch },
    firstTimestampMs: Number(bytes.readBigInt64BE(27)),
    count: bytes.readInt32BE(57),
    checksum: bytes.readUInt32BE(17),
  };
}

/** A control batch has one record: length, attributes, time and offset (a byte each), the key's length, the key. */
const isAbortMarker = (batch: Buffer): boolean =>
  batch.length >= batchHeaderSize + 9 && batch.readInt32BE(batchHeaderSize + 5) === 0;

/** Unpacks a record batch, away from this thread. */
export async function openBatch({
  bytes,
  baseOffset,
  lastOffset,
}: PackedBatch): Promise<RecordBatch | ClosedBatch> {
  const closed = (reason: string): ClosedBatch => ({ baseOffset, lastOffset, reason });
  const defect = defectOf(bytes);
  if (defect !== undefined) return closed(defect);
  const attributes = bytes.readInt16BE(checkedFrom);
  const codec = codecOf(attributes);
  if (!codec) return closed(`compressed in a way that is not known (${attributes & 7})`);
  try {
    return {
      baseOffset,
      lastOffset,
      firstTimestampMs: Number(bytes.readBigInt64BE(27)),
      appendTimestampMs: (attributes & 0x08) === 0 ? undefined : Number(bytes.readBigInt64BE(35)),
      isControl: (attributes & controlFlag) !== 0,
      count: bytes.readInt32BE(57),
      records: await codec.unpack(bytes.subarray(batchHeaderSize)),
    };
  } catch {
    return closed(`can't be unpacked (${codec.name})`);
  }
}

/** Why a batch is not one that can be read. */
function defectOf(bytes: Buffer): string | undefined {
  const magic = bytes[magicAt]!;
  if (magic !== 2) return `written in version ${magic} of Kafka's message format; version 2 is read`;
  if (bytes.length < batchHeaderSize) return 'shorter than the header of a batch';
  if (crc32c(bytes.subarray(checkedFrom)) !== bytes.readUInt32BE(17))
    return 'the checksum of the batch differs';
  const [lastOffsetDelta, count] = [bytes.readInt32BE(23), bytes.readInt32BE(57)];
  if (lastOffsetDelta < 0 || count < 0 || count > lastOffsetDelta + 1)
    return `the batch claims ${count} records up to offset ${lastOffsetDelta} of its own`;
  return undefined;
}

/** One record at a time out of a batch, without an object for each. */
export class RecordCursor {
  readonly #batch: RecordBatch;
  readonly buffer: Buffer;
  #at = 0;
  #left: number;
  offset = 0;
  timestampMs = 0;
  /** Where key and value lie in {@link buffer}; a start of -1 says that there is none. */
  keyStart = -1;
  keyEnd = -1;
  valueStart = -1;
  valueEnd = -1;
  /** Where the record ends; its headers lie before. */
  end = 0;

  constructor(batch: RecordBatch) {
    this.#batch = batch;
    this.buffer = batch.records;
    this.#left = batch.count;
  }

  /**
   * Moves to the next record; false behind the last.
   *
   * @throws {RangeError} where the bytes are not of that form
   */
  next(): boolean {
    if (this.#left <= 0) return false;
    this.#left -= 1;
    const length = this.#varint();
    const end = this.#at + length;
    if (length < 0 || end > this.buffer.length)
      throw new RangeError('a record goes past the end of its batch');
    this.#at += 1;
    const timestampDelta = this.#varint();
    this.timestampMs = this.#batch.appendTimestampMs ?? this.#batch.firstTimestampMs + timestampDelta;
    this.offset = this.#batch.baseOffset + this.#varint();
    const keyLength = this.#varint();
    this.keyStart = keyLength < 0 ? -1 : this.#at;
    this.keyEnd = this.#at += Math.max(0, keyLength);
    const valueLength = this.#varint();
    this.valueStart = valueLength < 0 ? -1 : this.#at;
    this.valueEnd = this.#at + Math.max(0, valueLength);
    if (this.valueEnd > end) throw new RangeError('a value goes past the end of its record');
    this.end = end;
    this.#at = end;
    return true;
  }

  /** Whether the record has any headers. */
  get hasHeaders(): boolean {
    return this.end > this.valueEnd + 1;
  }

  /**
   * The headers of the record, of which the last of a name counts.
   *
   * @throws {RangeError} where the bytes are not of that form
   */
  headers(): ReadonlyMap<string, string> {
    const headers = new Map<string, string>();
    const after = this.#at;
    this.#at = this.valueEnd;
    for (let count = this.#varint(); count > 0; count--) {
      const name = this.#headerText();
      headers.set(name, this.#headerText());
    }
    this.#at = after;
    return headers;
  }

  #headerText(): string {
    const length = Math.max(0, this.#varint());
    const start = this.#at;
    if (start + length > this.end) throw new RangeError('a header goes past the end of its record');
    this.#at = start + length;
    return this.buffer.toString('utf8', start, this.#at);
  }

  /** A zigzag number of up to 64 bits; exact up to 2^53. */
  #varint(): number {
    const { buffer } = this;
    let byte = buffer[this.#at++]!;
    if (byte < 0x80) return (byte & 1) === 0 ? byte >> 1 : -(byte >> 1) - 1;
    let value = byte & 0x7f;
    let factor = 128;
    do {
      if (this.#at >= buffer.length) throw new RangeError('a number goes past the end of its batch');
      byte = buffer[this.#at++]!;
      value += (byte & 0x7f) * factor;
      factor *= 128;
    } while (byte >= 0x80);
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }
}
