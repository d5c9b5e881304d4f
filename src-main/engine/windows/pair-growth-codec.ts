import { constants, crc32, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { damagedPairs } from './columns.ts';
import { type PairColumns, wordsIn } from './pair-columns.ts';

/*
 * By how much pairs have grown, in no order of theirs: written at each checkpoint, read after a restart or when it is
 * folded into sorted blocks (pair-sums-codec.ts). Keys are not sorted, as the thread that sums waits for it.
 *
 * Little-endian: version (u8 = 3), CRC-32 (u32) of what follows: columns, compressed with Zstandard.
 *   u32     number of IPv4 pairs, of IPv6 pairs, of folded ones (0 or 1); widths of bytes and packets (1 or 2 words)
 *   keys of the IPv4 pairs (2 words each), of the IPv6 pairs (8 words each), the most significant word first
 *   bytes, packets: of the IPv4 pairs, the IPv6 pairs, the folded ones; a word each (u32), or two (u64)
 */
export const growthVersion = 3;

const headSize = 5;
const headWords = 5;
const packing = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };
const wordLimit = 2 ** 32;
/** More than this many bytes of pairs are not as they were written. */
const mostUnpacked = 2 ** 30;

/** By how much pairs have grown, as bytes, and what that sums up to. */
export interface EncodedGrowth {
  readonly bytes: number;
  readonly packets: number;
  readonly pairs: Buffer;
}

/** Writes pairs. */
export function encodeGrowth({ ip4, ip6, size, keys, bytes, packets }: PairColumns): EncodedGrowth {
  const counts = [countColumn(bytes), countColumn(packets)] as const;
  const head = Uint32Array.of(ip4, ip6, size - ip4 - ip6, counts[0].width, counts[1].width);
  const packed = zstdCompressSync(
    Buffer.concat([head, keys, counts[0].words, counts[1].words].map(bytesOf)),
    packing,
  );
  const start = Buffer.alloc(headSize);
  start.writeUInt32LE(crc32(packed), start.writeUInt8(growthVersion));
  return { bytes: counts[0].sum, packets: counts[1].sum, pairs: Buffer.concat([start, packed]) };
}

/**
 * Reads what {@link encodeGrowth} wrote.
 *
 * @throws MonitorError `store/damaged` where a byte is not as it was written
 */
export function decodeGrowth(encoded: Uint8Array): PairColumns {
  const words = unpack(encoded);
  const [ip4 = 0, ip6 = 0, folded = 0, ...widths] = words.subarray(0, headWords);
  const size = ip4 + ip6 + folded;
  const [bytesWidth = 0, packetsWidth = 0] = widths;
  const bytesFrom = headWords + ip4 * wordsIn[4] + ip6 * wordsIn[6];
  const packetsFrom = bytesFrom + size * bytesWidth;
  if (words.length !== packetsFrom + size * packetsWidth) throw damagedPairs();
  const keys = words.subarray(headWords, bytesFrom);
  const bytes = countsOf(words.subarray(bytesFrom, packetsFrom), size);
  return { ip4, ip6, size, keys, bytes, packets: countsOf(words.subarray(packetsFrom), size) };
}

interface CountColumn {
  /** Words of 32 bits of a count. */
  readonly width: 1 | 2;
  readonly words: Uint32Array;
  readonly sum: number;
}

/** Counts as a word each, or as two where one of them is too large for that. */
function countColumn(counts: Float64Array): CountColumn {
  const words = new Uint32Array(counts.length);
  let [sum, largest] = [0, 0];
  for (let i = 0; i < counts.length; i += 1) {
    const count = counts[i]!;
    words[i] = count; // modulo 2^32
    sum += count;
    if (count > largest) largest = count;
  }
  if (largest < wordLimit) return { width: 1, words, sum };
  const wide = new Uint32Array(2 * counts.length);
  for (let i = 0; i < counts.length; i += 1) {
    wide[2 * i] = words[i]!;
    wide[2 * i + 1] = Math.floor(counts[i]! / wordLimit);
  }
  return { width: 2, words: wide, sum };
}

function countsOf(words: Uint32Array, size: number): Float64Array {
  if (words.length === size) return Float64Array.from(words);
  const counts = new Float64Array(size);
  for (let i = 0; i < size; i += 1) counts[i] = words[2 * i]! + words[2 * i + 1]! * wordLimit;
  if (!counts.every(Number.isSafeInteger)) throw damagedPairs();
  return counts;
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Uint32Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

function unpack(encoded: Uint8Array): Uint32Array {
  const view = new DataView(encoded.buffer, encoded.byteOffset, encoded.byteLength);
  const packed = encoded.subarray(headSize);
  if (encoded.length < headSize || crc32(packed) !== view.getUint32(1, true)) throw damagedPairs();
  try {
    // A copy of its own begins where words may begin.
    const plain = Uint8Array.from(zstdDecompressSync(packed, { maxOutputLength: mostUnpacked }));
    return new Uint32Array(plain.buffer, 0, plain.length / Uint32Array.BYTES_PER_ELEMENT);
  } catch (thrown) {
    throw damagedPairs(thrown);
  }
}
