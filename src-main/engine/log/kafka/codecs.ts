import { promisify } from 'node:util';
import { gunzip, zstdDecompress } from 'node:zlib';
import { gzipSize, zstdSize } from './unpacked-size.ts';

/** Records of a batch take up at most this much, also those of one that was made to unpack to far more than it was. */
const maxOutputLength = 256 * 1024 * 1024;

/** A way in which the records of a batch are compressed. All unpack away from this thread. */
export interface Codec {
  readonly name: string;
  /** @throws where the bytes are not of that form, or too many */
  unpack(packed: Buffer): Promise<Buffer>;
}

const unzip = promisify(gunzip);
const unzstd = promisify(zstdDecompress);

/** By their number in a batch's attributes. */
const codecs: Readonly<Record<number, Codec>> = {
  0: { name: 'none', unpack: (packed) => Promise.resolve(packed) },
  1: { name: 'gzip', unpack: (packed) => unzip(packed, inOneChunk(gzipSize(packed), packed)) },
  2: { name: 'snappy', unpack: unpackSnappy },
  3: { name: 'lz4', unpack: unpackLz4 },
  4: { name: 'zstd', unpack: (packed) => unzstd(packed, inOneChunk(zstdSize(packed), packed)) },
};

/** Longer records are unpacked in several chunks, whatever they say: it may not be true. */
const longestChunk = 16 * 1024 * 1024;
/** Node's own: of several members or frames, only one tells its length, and it may be short. */
const shortestChunk = 16 * 1024;
/** JSON of flow records is about so many times as long as it is packed. */
const usualRatio = 16;

/**
 * Each chunk that is full goes by way of this thread, as garbage: records that say how long they are need one. The byte
 * beyond keeps it from being full.
 */
const inOneChunk = (
  size: number | undefined,
  { length }: Buffer,
): { maxOutputLength: number; chunkSize: number } => ({
  maxOutputLength,
  chunkSize: Math.max(shortestChunk, Math.min(size ?? length * usualRatio, longestChunk) + 1),
});

/** The codec of a batch; undefined for one that is not known. */
export const codecOf = (attributes: number): Codec | undefined => codecs[attributes & 7];

/** How Java's clients begin: a name, a version and the oldest version that reads it; then blocks follow. */
const blocksMagic = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0]);
const blocksStart = 16;

/** Snappy, as one piece or in blocks, each with its length before it. */
async function unpackSnappy(packed: Buffer): Promise<Buffer> {
  if (!packed.subarray(0, blocksMagic.length).equals(blocksMagic)) return unpackSnappyBlock(packed);
  const blocks: Buffer[] = [];
  let size = 0;
  for (let at = blocksStart; at < packed.length;) {
    const end = at + 4 + packed.readUInt32BE(at);
    if (end > packed.length) throw new RangeError('a block goes past the end');
    const block = await unpackSnappyBlock(packed.subarray(at + 4, end));
    if ((size += block.length) > maxOutputLength) throw new RangeError('too much');
    blocks.push(block);
    at = end;
  }
  return Buffer.concat(blocks);
}

async function unpackSnappyBlock(block: Buffer): Promise<Buffer> {
  if (snappySize(block) > maxOutputLength) throw new RangeError('too much');
  const { uncompress } = await import('snappy');
  return (await uncompress(block, { asBuffer: true })) as Buffer;
}

/** What a block says it unpacks to: a number of seven bits a byte, the lowest first. */
function snappySize(block: Buffer): number {
  let size = 0;
  for (let i = 0; i < 5; i++) {
    const byte = block.readUInt8(i);
    size += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) return size;
  }
  throw new RangeError('no length');
}

/** LZ4 unpacks to 255 times as much at most, so what brokers take at once bounds it. */
async function unpackLz4(packed: Buffer): Promise<Buffer> {
  const { decompressFrame } = await import('lz4-napi');
  return decompressFrame(packed);
}
