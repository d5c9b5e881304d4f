import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { MonitorError } from '../../common/errors.ts';
import { say } from '../../common/phrases/say.ts';

/*
 * Columns of integers as the store compresses them. A column is its width in bytes (u8), then the lowest byte of all
 * integers, the next byte of all, and so on: as many as the largest integer takes. Alike bytes compress when they stand
 * side by side.
 */

/** Bytes that an integer up to 2^53 − 1 takes. */
export const maxWidth = 7;

/** What is thrown where the bytes of columns are not as they were written. */
export const damagedPairs = (cause?: unknown): MonitorError =>
  new MonitorError('store/damaged', say('store.pairsDamaged'), { cause });

/** Whether an error says that stored bytes are not as they were written. */
export const isDamaged = (thrown: unknown): boolean =>
  thrown instanceof MonitorError && thrown.code === 'store/damaged';

/** Undefined where the bytes are not as they were stored. */
export function unlessDamaged<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch (thrown) {
    if (isDamaged(thrown)) return undefined;
    throw thrown;
  }
}

/** The first of the compressor's levels that finds repeated IPv6 addresses well. */
const packing = { params: { [constants.ZSTD_c_compressionLevel]: 3 } };

const checkedPacking = { params: { ...packing.params, [constants.ZSTD_c_checksumFlag]: 1 } };

/** Compresses columns. */
export const pack = (columns: Uint8Array): Buffer => zstdCompressSync(columns, packing);

/** Compresses columns with a checksum, by which {@link unpack} finds what is not as it was written. */
export const packChecked = (columns: Uint8Array): Buffer => zstdCompressSync(columns, checkedPacking);

/**
 * What {@link pack} compressed.
 *
 * @param maxOutputLength bytes that it may have
 * @throws MonitorError `store/damaged`
 */
export function unpack(block: Uint8Array, maxOutputLength: number): Buffer {
  try {
    return zstdDecompressSync(block, { maxOutputLength });
  } catch (thrown) {
    throw damagedPairs(thrown);
  }
}

/** Writes keys of several words each in columns of eight bytes; gives back the place behind them. */
export function writeKeys(
  words: readonly Uint32Array[],
  from: number,
  to: number,
  buffer: Buffer,
  start = 0,
): number {
  let at = start;
  for (let word = 0; word < words.length; word += 2) {
    const [high, low] = [words[word]!, words[word + 1]!];
    for (let i = from; i < to; i++) {
      at = buffer.writeUInt32BE(high[i]!, at);
      at = buffer.writeUInt32BE(low[i]!, at);
    }
  }
  return at;
}

/** Writes integers; gives back the place behind them. */
export function writeColumn(values: Float64Array, buffer: Buffer, start: number): number {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, value);
  let width = 0;
  while (256 ** width <= largest) width++;
  const low = new Uint32Array(values.length);
  for (let i = 0; i < low.length; i++) low[i] = values[i]!; // modulo 2^32
  const at = writePlanes(low, Math.min(width, 4), buffer, buffer.writeUInt8(width, start));
  if (width <= 4) return at;
  return writePlanes(
    values.map((value) => Math.floor(value / 2 ** 32)),
    width - 4,
    buffer,
    at,
  );
}

function writePlanes(
  words: Uint32Array | Float64Array,
  width: number,
  buffer: Buffer,
  start: number,
): number {
  let at = start;
  for (let shift = 0; shift < width * 8; shift += 8) {
    for (const word of words) buffer[at++] = word >>> shift;
  }
  return at;
}

/**
 * Reads columns one after the other.
 *
 * @throws MonitorError `store/damaged` where the bytes are not as they were written
 */
export class ColumnReader {
  readonly #bytes: Buffer;
  readonly #count: number;
  #at = 0;

  constructor(bytes: Buffer, count: number) {
    this.#bytes = bytes;
    this.#count = count;
  }

  /** The integers of the next column. */
  next(): Float64Array {
    const [width = maxWidth + 1] = this.take(1);
    if (width > maxWidth) throw damagedPairs();
    const values = new Float64Array(this.#count);
    for (let plane = 0, scale = 1; plane < width; plane++, scale *= 256) {
      const bytes = this.take(this.#count);
      for (let i = 0; i < values.length; i++) values[i]! += bytes[i]! * scale;
    }
    return values;
  }

  /** The integers of the next column, none of which takes more than 32 bits. */
  words(): Uint32Array {
    const [width = maxWidth + 1] = this.take(1);
    if (width > 4) throw damagedPairs();
    const values = new Uint32Array(this.#count);
    for (let shift = 0; shift < width * 8; shift += 8) {
      const bytes = this.take(this.#count);
      for (let i = 0; i < values.length; i++) values[i]! |= bytes[i]! << shift;
    }
    return values;
  }

  /** The next bytes as they are. */
  take(length: number): Buffer {
    const taken = this.#bytes.subarray(this.#at, (this.#at += length));
    if (taken.length < length) throw damagedPairs();
    return taken;
  }

  end(): void {
    if (this.#at !== this.#bytes.length) throw damagedPairs();
  }
}
