import { putBytes, putVarint, varintSize } from './byte-writer.ts';
import { RecordCursor } from './record-batch.ts';

/** A message of a set, in text. */
export interface SetMessage {
  readonly key: string;
  readonly value: string;
  readonly timestampMs: number;
  readonly headers: ReadonlyMap<string, string>;
}

/**
 * Messages for one partition as they lie in a record batch of magic 2, not compressed
 * (https://kafka.apache.org/documentation/#record): each is written once, into one buffer.
 */
export class RecordSet {
  /** Grows as it is needed. */
  #buffer = Buffer.allocUnsafeSlow(1_024);
  #end = 0;
  #count = 0;
  #firstMs = 0;
  #latestMs = -Infinity;

  get count(): number {
    return this.#count;
  }

  /** Time of the first message. */
  get firstMs(): number {
    return this.#firstMs;
  }

  get latestMs(): number {
    return this.#latestMs;
  }

  /** Is empty from now on, and has the room that it had. */
  clear(): void {
    this.#end = 0;
    this.#count = 0;
    this.#latestMs = -Infinity;
  }

  /** The messages as they lie. */
  get bytes(): Buffer {
    return this.#buffer.subarray(0, this.#end);
  }

  /** What value and headers are written into behind {@link begin}. */
  get target(): Uint8Array {
    return this.#buffer;
  }

  /**
   * Begins a message, whose value and headers are to be written by the caller.
   *
   * @param key whose first `keyLength` bytes count
   * @param headersLength of the headers with their number before them
   * @returns where the value begins in {@link target}
   */
  begin(
    timestampMs: number,
    key: Uint8Array,
    keyLength: number,
    valueLength: number,
    headersLength: number,
  ): number {
    if (this.#count === 0) this.#firstMs = timestampMs;
    if (timestampMs > this.#latestMs) this.#latestMs = timestampMs;
    const delta = timestampMs - this.#firstMs;
    const lengths = varintSize(keyLength) + varintSize(valueLength);
    const size =
      1 + varintSize(delta) + varintSize(this.#count) + lengths + keyLength + valueLength + headersLength;
    const rest = valueLength + headersLength;
    this.#makeRoom(varintSize(size) + size);
    const buffer = this.#buffer;
    let at = putVarint(buffer, this.#end, size);
    buffer[at++] = 0;
    at = putVarint(buffer, at, delta);
    at = putVarint(buffer, at, this.#count);
    at = putBytes(buffer, putVarint(buffer, at, keyLength), key, 0, keyLength);
    at = putVarint(buffer, at, valueLength);
    this.#count += 1;
    this.#end = at + rest;
    return at;
  }

  /** Adds a message whole. */
  add(timestampMs: number, key: Uint8Array, value: Uint8Array, headers: Uint8Array = noHeaders): void {
    const at = this.begin(timestampMs, key, key.length, value.length, headers.length);
    this.#buffer.set(value, at);
    this.#buffer.set(headers, at + value.length);
  }

  /** The messages from one to before another, as a set of their own. */
  slice(from: number, to: number): RecordSet {
    const part = new RecordSet();
    const cursor = this.#cursor();
    for (let i = 0; i < to && cursor.next(); i++) {
      if (i < from) continue;
      const { timestampMs, buffer, keyStart, keyEnd, valueStart, valueEnd, end } = cursor;
      part.add(
        timestampMs,
        buffer.subarray(keyStart, keyEnd),
        buffer.subarray(valueStart, valueEnd),
        buffer.subarray(valueEnd, end),
      );
    }
    return part;
  }

  *messages(): Iterable<SetMessage> {
    const cursor = this.#cursor();
    while (cursor.next()) {
      const { timestampMs, buffer, keyStart, keyEnd, valueStart, valueEnd } = cursor;
      const key = buffer.toString('utf8', keyStart, keyEnd);
      const value = buffer.toString('utf8', valueStart, valueEnd);
      yield { timestampMs, key, value, headers: cursor.headers() };
    }
  }

  #cursor(): RecordCursor {
    return new RecordCursor({
      ...{ baseOffset: 0, lastOffset: this.#count - 1, firstTimestampMs: this.#firstMs },
      ...{ appendTimestampMs: undefined, isControl: false, count: this.#count, records: this.bytes },
    });
  }

  #makeRoom(size: number): void {
    if (this.#end + size <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(2 * this.#buffer.length, this.#end + size));
    this.#buffer.copy(larger, 0, 0, this.#end);
    this.#buffer = larger;
  }
}

/** None, in number. */
export const noHeaders = Buffer.from([0]);
