import { type AddressFamily, pairSize, type PairKey, readCount } from '../flow-records/layout.ts';
import { damagedPairs } from './columns.ts';
import {
  decodeBlock,
  encodeBlock,
  type PairTable,
  type PairTest,
  type PairVisitor,
  scanBlock,
} from './pair-block.ts';
import {
  blockOf,
  decodeDirectory,
  encodeDirectory,
  type PairCounts,
  pairsInBlock,
} from './pair-directory.ts';
import { sortedPlaces } from './pair-order.ts';
import { type PairColumns, pairsIn } from './pair-columns.ts';
import { decodeGrowth, growthVersion } from './pair-growth-codec.ts';
import type { PairList } from './pair-list.ts';
import { otherPair, type PairCount, PairSums } from './pair-sums.ts';

/*
 * Pairs as the store keeps them: a directory (pair-directory.ts), then blocks of up to 4,096 pairs (pair-block.ts),
 * IPv4 first, each family ascending by key. One pair is found by unpacking one block.
 *
 * Version 1 is still read. Little-endian: version (u8 = 1), then for each pair the length of its key (u8: 0 folded,
 * 8 IPv4, 32 IPv6), the key, bytes (u64), packets (u64).
 */
const version1 = 1;

/** Writes pairs as bytes. They are read back ascending by key, whatever their places were. */
export function encodePairSums(pairs: PairList): Buffer {
  const tables = [tableOf(pairs, 4), tableOf(pairs, 6)] as const;
  const blocks = tables.flatMap((table) => [...encodedBlocks(table)]);
  const counts = [tables[0].count, tables[1].count] as const;
  const directory = encodeDirectory({ counts, folded: foldedOf(pairs) }, blocks);
  return Buffer.concat([directory, ...blocks.map(({ block }) => block)]);
}

/**
 * Reads what {@link encodePairSums} wrote, in this version or an earlier one, or `encodeGrowth`.
 *
 * @throws MonitorError `store/damaged` where a byte is not as it was written
 */
export function decodePairSums(encoded: Uint8Array, maxPairs: number): PairSums {
  const pairs: PairCount[] = [];
  forEachPair(encoded, (pair, bytes, packets) => pairs.push({ pair, bytes, packets }));
  return PairSums.of(pairs, maxPairs);
}

/**
 * Reads pairs as columns, as {@link decodePairSums} does.
 *
 * @throws MonitorError `store/damaged` where a byte is not as it was written
 */
export function decodeColumns(encoded: Uint8Array): PairColumns {
  if (encoded[0] === growthVersion) return decodeGrowth(encoded);
  const pairs = decodePairSums(encoded, Infinity);
  return pairs.columnsAt(Uint32Array.from(pairs.places()), new Float64Array(0));
}

/**
 * Calls `visit` for each pair.
 *
 * @throws MonitorError `store/damaged`, perhaps after some pairs
 */
export function forEachPair(encoded: Uint8Array, visit: PairVisitor): void {
  if (encoded[0] === version1) return forEachPairOfVersion1(encoded, visit);
  if (encoded[0] === growthVersion) {
    for (const { pair, bytes, packets } of pairsIn(decodeGrowth(encoded))) visit(pair, bytes, packets);
    return;
  }
  const { folded, blocks } = decodeDirectory(encoded);
  if (folded) visit(otherPair, folded.bytes, folded.packets);
  for (const block of blocks) decodeBlock(blockOf(encoded, block), block, visit);
}

/**
 * Calls `visit` for each pair that is wanted, and for the folded ones.
 *
 * @returns the bytes of all pairs where no checksum says that they are as they were written, as in version 1; else
 * undefined
 * @throws MonitorError `store/damaged`, perhaps after some pairs
 */
export function scanPairs(encoded: Uint8Array, test: PairTest, visit: PairVisitor): number | undefined {
  if (encoded[0] === version1 || encoded[0] === growthVersion) {
    let sum = 0;
    forEachPair(encoded, (pair, bytes, packets) => {
      sum += bytes;
      if (pair === otherPair || test.wants(pair)) visit(pair, bytes, packets);
    });
    return sum;
  }
  const { folded, blocks } = decodeDirectory(encoded);
  if (folded) visit(otherPair, folded.bytes, folded.packets);
  for (const block of blocks) scanBlock(blockOf(encoded, block), block, test, visit);
  return undefined;
}

/**
 * The sums of one pair; undefined where it is not among them. It reads the directory and one block.
 *
 * @throws MonitorError `store/damaged` where a byte of these is not as it was written
 */
export function findPair(encoded: Uint8Array, pair: PairKey): PairCounts | undefined {
  let found: PairCounts | undefined;
  const compare: PairVisitor = (one, bytes, packets) => {
    if (one === pair) found = { bytes, packets };
  };
  if (encoded[0] === version1) forEachPairOfVersion1(encoded, compare);
  else {
    const { folded, blocks } = decodeDirectory(encoded);
    if (pair === otherPair) return folded;
    const block = blocks.findLast(({ first }) => first.length === pair.length && first <= pair);
    if (block) decodeBlock(blockOf(encoded, block), block, compare);
  }
  return found;
}

function* encodedBlocks(table: PairTable): Generator<{ first: Buffer; block: Buffer }> {
  for (let from = 0; from < table.count; from += pairsInBlock) {
    const to = Math.min(from + pairsInBlock, table.count);
    yield { first: keyAt(table, from), block: encodeBlock(table, from, to) };
  }
}

function keyAt({ words }: PairTable, place: number): Buffer {
  const key = Buffer.alloc(words.length * 4);
  for (const [i, word] of words.entries()) key.writeUInt32BE(word[place]!, i * 4);
  return key;
}

function foldedOf(pairs: PairList): PairCounts | undefined {
  for (const place of pairs.places()) {
    if (pairs.familyAt(place) === 0) return { bytes: pairs.bytesAt(place), packets: pairs.packetsAt(place) };
  }
  return undefined;
}

/** The pairs of one family, ascending by key. */
function tableOf(pairs: PairList, family: AddressFamily): PairTable {
  const places = placesOf(pairs, family);
  const words = wordsOf(pairs, places, family);
  const order = sortedPlaces(words, places.length);
  const bytes = new Float64Array(order.length);
  const packets = new Float64Array(order.length);
  for (let i = 0; i < order.length; i++) {
    const place = places[order[i]!]!;
    bytes[i] = pairs.bytesAt(place);
    packets[i] = pairs.packetsAt(place);
  }
  const sorted = words.map((word) => order.map((place) => word[place]!));
  return { family, count: order.length, words: sorted, bytes, packets };
}

function placesOf(pairs: PairList, family: AddressFamily): Uint32Array {
  const places = new Uint32Array(pairs.size);
  let count = 0;
  for (const place of pairs.places()) if (pairs.familyAt(place) === family) places[count++] = place;
  return places.subarray(0, count);
}

/** Keys as words of 32 bits, the most significant first. */
const wordsOf = (pairs: PairList, places: Uint32Array, family: AddressFamily): Uint32Array[] =>
  Array.from({ length: pairSize(family) / 4 }, (_, word) => places.map((place) => pairs.wordAt(place, word)));

const keyLengths = [0, 8, 32];
const countsSize = 16;

function forEachPairOfVersion1(encoded: Uint8Array, visit: PairVisitor): void {
  const buffer = Buffer.from(encoded.buffer, encoded.byteOffset, encoded.byteLength);
  const view = new DataView(encoded.buffer, encoded.byteOffset, encoded.byteLength);
  for (let at = 1; at < buffer.length;) {
    const keyLength = buffer[at]!;
    const counts = at + 1 + keyLength;
    if (!keyLengths.includes(keyLength) || counts + countsSize > buffer.length) throw damagedPairs();
    const pair = buffer.toString('latin1', at + 1, counts) as PairKey;
    visit(pair, storedCount(view, counts), storedCount(view, counts + 8));
    at = counts + countsSize;
  }
}

function storedCount(view: DataView, at: number): number {
  if (view.getUint32(at + 4, true) >= 2 ** 21) throw damagedPairs();
  return readCount(view, at);
}
