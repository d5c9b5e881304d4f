/** Bytes of a frame's magic number and of the descriptor behind it. */
const zstdHeadSize = 5;
const zstdMagic = 0xfd2f_b528;
const singleSegmentFlag = 0x20;
/** Bytes of the dictionary's id, by the two lowest bits of the descriptor. */
const dictionarySizes = [0, 1, 2, 4] as const;
/** Two bytes tell a size from here on. */
const leastOfTwoBytes = 256;

/**
 * How long a Zstandard frame says that it is when it is unpacked (RFC 8878, section 3.1.1.1), which need not be true;
 * undefined where it says nothing, as one that was written as a stream.
 */
export function zstdSize(packed: Buffer): number | undefined {
  if (packed.length < zstdHeadSize || packed.readUInt32LE(0) !== zstdMagic) return undefined;
  const descriptor = packed[zstdHeadSize - 1]!;
  const isSingle = (descriptor & singleSegmentFlag) !== 0;
  const at = zstdHeadSize + (isSingle ? 0 : 1) + dictionarySizes[(descriptor & 3) as 0 | 1 | 2 | 3];
  const width = [isSingle ? 1 : 0, 2, 4, 8][descriptor >>> 6]!;
  if (width === 0 || at + width > packed.length) return undefined;
  if (width === 8) return Number(packed.readBigUInt64LE(at));
  return packed.readUIntLE(at, width) + (width === 2 ? leastOfTwoBytes : 0);
}

/** Bytes of an empty gzip member: header, an empty block, checksum and size. */
const leastGzip = 20;

/** How long a gzip member says that it is when it is unpacked (RFC 1952), modulo 2^32, which need not be true. */
export const gzipSize = (packed: Buffer): number | undefined =>
  packed.length < leastGzip ? undefined : packed.readUInt32LE(packed.length - 4);
