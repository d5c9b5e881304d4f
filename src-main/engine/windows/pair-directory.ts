import { crc32 } from 'node:zlib';
import { type AddressFamily, pairSize, type PairKey } from '../flow-records/layout.ts';
import { damagedPairs } from './columns.ts';

/*
 * What stands before the blocks of pairs. Little-endian; a varint has seven bits a byte, the lowest first.
 *
 *   u8      version = 2
 *   u32     CRC-32 of the directory
 *   varint  length of the directory
 *   directory:
 *     varint  number of IPv4 pairs, number of IPv6 pairs
 *     varint  1 where there are folded pairs, else 0; of these varint bytes, varint packets
 *     for each block: its first key (8 or 32 bytes), varint length, u32 CRC-32
 */
const version = 2;

/** Pairs of a block; the last one of a family has fewer. */
export const pairsInBlock = 4_096;

/** Sums of one pair. */
export interface PairCounts {
  readonly bytes: number;
  readonly packets: number;
}

/** A block of pairs and where it lies. */
export interface BlockEntry {
  readonly family: AddressFamily;
  readonly count: number;
  readonly first: PairKey;
  /** Place of its first byte. */
  readonly start: number;
  readonly length: number;
  readonly checksum: number;
}

/** How many pairs there are, and where. */
export interface PairDirectory {
  readonly counts: readonly [ip4: number, ip6: number];
  /** Of the pairs that were summed into one. */
  readonly folded: PairCounts | undefined;
  readonly blocks: readonly BlockEntry[];
}

/** Writes the directory of blocks, which follow it. */
export function encodeDirectory(
  { counts, folded }: Omit<PairDirectory, 'blocks'>,
  blocks: readonly { readonly first: Buffer; readonly block: Buffer }[],
): Buffer {
  const sums = folded ? [1, ...varint(folded.bytes), ...varint(folded.packets)] : [0];
  const parts: Buffer[] = [Buffer.from([...counts.flatMap(varint), ...sums])];
  for (const { first, block } of blocks)
    parts.push(first, Buffer.from(varint(block.length)), checksum(block));
  const listed = Buffer.concat(parts);
  return Buffer.concat([
    Buffer.from([version]),
    checksum(listed),
    Buffer.from(varint(listed.length)),
    listed,
  ]);
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  for (; value >= 128; value = Math.floor(value / 128)) bytes.push((value % 128) + 128);
  return [...bytes, value];
}

function checksum(bytes: Uint8Array): Buffer {
  const sum = Buffer.alloc(4);
  sum.writeUInt32LE(crc32(bytes));
  return sum;
}

/**
 * Reads a directory.
 *
 * @throws MonitorError `store/damaged` where it is not as it was written, or the blocks are not as long as it says
 */
export function decodeDirectory(encoded: Uint8Array): PairDirectory {
  const head = new Reader(encoded, 0);
  if (head.bytes(1)[0] !== version) throw damagedPairs();
  const expected = head.checksum();
  const listed = head.bytes(head.varint());
  if (crc32(listed) !== expected) throw damagedPairs();
  const reader = new Reader(listed, 0);
  const counts = [reader.varint(), reader.varint()] as const;
  const folded = reader.varint() === 0 ? undefined : { bytes: reader.varint(), packets: reader.varint() };
  const blocks: BlockEntry[] = [];
  let start = head.at;
  for (const block of [...blocksOf(4, counts[0]), ...blocksOf(6, counts[1])]) {
    const first = Buffer.from(reader.bytes(pairSize(block.family))).toString('latin1') as PairKey;
    const entry = { ...block, first, start, length: reader.varint(), checksum: reader.checksum() };
    blocks.push(entry);
    start += entry.length;
  }
  if (reader.at !== listed.length || start !== encoded.length) throw damagedPairs();
  return { counts, folded, blocks };
}

/** A family and a number of pairs for each of its blocks. */
function* blocksOf(family: AddressFamily, pairs: number): Generator<Pick<BlockEntry, 'family' | 'count'>> {
  for (let left = pairs; left > 0; left -= pairsInBlock)
    yield { family, count: Math.min(left, pairsInBlock) };
}

/**
 * The bytes of a block.
 *
 * @throws MonitorError `store/damaged` where they are not as they were written
 */
export function blockOf(encoded: Uint8Array, { start, length, checksum: expected }: BlockEntry): Uint8Array {
  const block = encoded.subarray(start, start + length);
  if (crc32(block) !== expected) throw damagedPairs();
  return block;
}

class Reader {
  readonly #bytes: Uint8Array;
  at: number;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.at = at;
  }

  bytes(length: number): Uint8Array {
    const taken = this.#bytes.subarray(this.at, (this.at += length));
    if (taken.length < length) throw damagedPairs();
    return taken;
  }

  varint(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.bytes(1)[0]!;
      value += (byte & 127) * scale;
      if (value > Number.MAX_SAFE_INTEGER) throw damagedPairs();
      if (byte < 128) return value;
    }
  }

  checksum(): number {
    const bytes = this.bytes(4);
    return new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true);
  }
}
