import { codecOf } from './codecs.ts';

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

const headerSize = 61;

/** Unpacks a record batch, away from this thread. */
export async function openBatch(batch: Buffer): Promise<RecordBatch | ClosedBatch> {
  const attributes = batch.readInt16BE(21);
  const baseOffset = Number(batch.readBigInt64BE(0));
  const lastOffset = baseOffset + batch.readInt32BE(23);
  const codec = codecOf(attributes);
  if (!codec)
    return { baseOffset, lastOffset, reason: `compressed in a way that is not known (${attributes & 7})` };
  try {
    return {
      baseOffset,
      lastOffset,
      firstTimestampMs: Number(batch.readBigInt64BE(27)),
      appendTimestampMs: (attributes & 0x08) === 0 ? undefined : Number(batch.readBigInt64BE(35)),
      isControl: (attributes & 0x20) !== 0,
      count: batch.readInt32BE(57),
      records: await codec.unpack(batch.subarray(headerSize)),
    };
  } catch {
    return { baseOffset, lastOffset, reason: `can't be unpacked (${codec.name})` };
  }
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
    this.#at = end;
    return true;
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
