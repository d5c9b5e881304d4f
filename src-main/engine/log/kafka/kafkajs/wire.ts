/** Reads the values of Kafka's protocol one after the other (https://kafka.apache.org/protocol#protocol_types). */
export class WireReader {
  readonly #data: Buffer;
  #at = 0;

  constructor(data: Buffer) {
    this.#data = data;
  }

  int8(): number {
    return this.#data.readInt8(this.#move(1));
  }

  int16(): number {
    return this.#data.readInt16BE(this.#move(2));
  }

  int32(): number {
    return this.#data.readInt32BE(this.#move(4));
  }

  /** A 64-bit number; exact up to 2^53. */
  int64(): number {
    return Number(this.#data.readBigInt64BE(this.#move(8)));
  }

  bigint64(): bigint {
    return this.#data.readBigInt64BE(this.#move(8));
  }

  string(): string {
    return this.#text(this.int16());
  }

  bytes(): Buffer {
    return this.#take(Math.max(0, this.int32()));
  }

  array<T>(read: () => T): T[] {
    return this.#items(this.int32(), read);
  }

  compactString(): string | null {
    const length = this.#varint() - 1;
    return length < 0 ? null : this.#text(length);
  }

  compactBytes(): Buffer {
    return this.#take(Math.max(0, this.#varint() - 1));
  }

  compactArray<T>(read: () => T): T[] {
    return this.#items(this.#varint() - 1, read);
  }

  /** A UUID, as the tools of Kafka write it; null for none. */
  uuid(): string | null {
    const bytes = this.#take(16);
    return bytes.every((byte) => byte === 0) ? null : bytes.toString('base64url');
  }

  /** Tagged fields by their number; mostly there are none. */
  tags(): ReadonlyMap<number, WireReader> {
    const tags = new Map<number, WireReader>();
    for (let count = this.#varint(); count > 0; count--) {
      const tag = this.#varint();
      tags.set(tag, new WireReader(this.#take(this.#varint())));
    }
    return tags;
  }

  #items<T>(count: number, read: () => T): T[] {
    if (count > this.#data.length) throw new RangeError('an array goes past the end of an answer');
    return Array.from({ length: Math.max(0, count) }, read);
  }

  #text(length: number): string {
    return this.#take(Math.max(0, length)).toString();
  }

  #take(length: number): Buffer {
    const from = this.#move(length);
    return this.#data.subarray(from, this.#at);
  }

  #move(length: number): number {
    const from = this.#at;
    if (length > this.#data.length - from) throw new RangeError('a value goes past the end of an answer');
    this.#at = from + length;
    return from;
  }

  #varint(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.#data.readUInt8(this.#move(1));
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
  }
}

export const int8 = (value: number): Buffer => Buffer.from([value]);

export const int16 = (value: number): Buffer => {
  const bytes = Buffer.allocUnsafe(2);
  bytes.writeInt16BE(value);
  return bytes;
};

export const int32 = (value: number): Buffer => {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeInt32BE(value);
  return bytes;
};

export const int64 = (value: number): Buffer => {
  const bytes = Buffer.allocUnsafe(8);
  bytes.writeBigInt64BE(BigInt(value));
  return bytes;
};

export const string = (value: string): Buffer => {
  const bytes = Buffer.from(value);
  return Buffer.concat([int16(bytes.length), bytes]);
};

export const array = (items: readonly Buffer[]): Buffer => Buffer.concat([int32(items.length), ...items]);

/** An array of up to 126 items, or of up to 16,382. */
export const compactArray = (items: readonly Buffer[]): Buffer =>
  Buffer.concat([compactLength(items.length), ...items]);

/** A compact string of up to 126 bytes, or of up to 16,382. */
export const compactString = (value: string): Buffer => {
  const bytes = Buffer.from(value);
  return Buffer.concat([compactLength(bytes.length), bytes]);
};

/** Lengths are one more than they are, for 0 to say that there is nothing. */
const compactLength = (length: number): Buffer =>
  Buffer.from(length + 1 < 0x80 ? [length + 1] : [((length + 1) & 0x7f) | 0x80, (length + 1) >> 7]);

/** A UUID as {@link WireReader.uuid} gives it. */
export const uuid = (value: string): Buffer => Buffer.from(value, 'base64url');

/** No tagged fields. */
export const noTags = Buffer.from([0]);
