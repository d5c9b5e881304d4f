import type { AddressFamily, PairKey } from '../flow-records/layout.ts';
import { ColumnReader, maxWidth, pack, unpack, writeColumn, writeKeys } from './columns.ts';

/*
 * A block of pairs of one address family, ascending by key, compressed with Zstandard. What alike bytes stand side by
 * side compresses: so there are columns, not pairs.
 *
 * IPv4: source (what it is above the one before), destination (what it is above the one before, of the same source),
 * bytes, packets. IPv6: the keys in columns of eight bytes (network order), then bytes, packets.
 * Columns are those of columns.ts.
 */

/** Pairs of one family in columns; keys as words of 32 bits, the most significant first. */
export interface PairTable {
  readonly family: AddressFamily;
  readonly count: number;
  readonly words: readonly Uint32Array[];
  readonly bytes: Float64Array;
  readonly packets: Float64Array;
}

/** What is called for each pair that is read. */
export type PairVisitor = (pair: PairKey, bytes: number, packets: number) => void;

/** Which pairs are wanted. */
export interface PairTest {
  /** Of IPv4, by the two addresses as numbers: most are not, and no key has to be made of them. */
  wants4(source: number, destination: number): boolean;
  /** Whether any pair of IPv6 is. */
  readonly wantsAny6: boolean;
  wants(pair: PairKey): boolean;
}

/** Room for the columns of a block that has not been compressed. */
const roomFor = ({ family, count }: Pick<PairTable, 'family' | 'count'>): number =>
  family === 4 ? 4 + count * (4 + 4 + 2 * maxWidth) : 2 + count * (32 + 2 * maxWidth);

/** Writes the pairs of a table from one place to another. */
export function encodeBlock(table: PairTable, from: number, to: number): Buffer {
  const buffer = Buffer.allocUnsafe(roomFor({ family: table.family, count: to - from }));
  let at =
    table.family === 4 ? writeDeltas(table, from, to, buffer) : writeKeys(table.words, from, to, buffer);
  at = writeColumn(table.bytes.subarray(from, to), buffer, at);
  at = writeColumn(table.packets.subarray(from, to), buffer, at);
  return pack(buffer.subarray(0, at));
}

function writeDeltas({ words }: PairTable, from: number, to: number, buffer: Buffer): number {
  const [sources, destinations] = words as [Uint32Array, Uint32Array];
  const rise = new Float64Array(to - from);
  const further = new Float64Array(to - from);
  for (let i = from, source = 0, destination = 0; i < to; i++) {
    rise[i - from] = sources[i]! - source;
    further[i - from] = destinations[i]! - (sources[i] === source ? destination : 0);
    source = sources[i]!;
    destination = destinations[i]!;
  }
  return writeColumn(further, buffer, writeColumn(rise, buffer, 0));
}

/**
 * Reads the pairs of a block in ascending order.
 *
 * @throws MonitorError `store/damaged`
 */
export function decodeBlock(
  block: Uint8Array,
  of: Pick<PairTable, 'family' | 'count'>,
  visit: PairVisitor,
): void {
  const columns = new ColumnReader(unpack(block, roomFor(of)), of.count);
  const keys = of.family === 4 ? readDeltas(columns, of.count) : readKeys(columns, of.count);
  const length = of.family === 4 ? 8 : 32;
  const bytes = columns.next();
  const packets = columns.next();
  columns.end();
  for (let i = 0; i < of.count; i++) {
    visit(keys.slice(i * length, (i + 1) * length) as PairKey, bytes[i]!, packets[i]!);
  }
}

/**
 * Reads those pairs of a block that are wanted; of the others the keys alone.
 *
 * @throws MonitorError `store/damaged`
 */
export function scanBlock(
  block: Uint8Array,
  of: Pick<PairTable, 'family' | 'count'>,
  test: PairTest,
  visit: PairVisitor,
): void {
  if (of.family === 4) return scanBlock4(block, of, test, visit);
  if (!test.wantsAny6) return;
  decodeBlock(block, of, (pair, bytes, packets) => {
    if (test.wants(pair)) visit(pair, bytes, packets);
  });
}

function scanBlock4(
  block: Uint8Array,
  of: Pick<PairTable, 'family' | 'count'>,
  test: PairTest,
  visit: PairVisitor,
): void {
  const columns = new ColumnReader(unpack(block, roomFor(of)), of.count);
  const rise = columns.words();
  const further = columns.words();
  let counts: readonly [bytes: Float64Array, packets: Float64Array] | undefined;
  for (let i = 0, source = 0, destination = 0; i < of.count; i++) {
    destination = further[i]! + (rise[i] === 0 ? destination : 0);
    source += rise[i]!;
    if (!test.wants4(source, destination)) continue;
    counts ??= [columns.next(), columns.next()];
    visit(keyOf4(source, destination), counts[0][i]!, counts[1][i]!);
  }
}

function keyOf4(source: number, destination: number): PairKey {
  const byte = (word: number, shift: number): number => (word >>> shift) & 0xff;
  const bytesOf = (word: number): number[] => [24, 16, 8, 0].map((shift) => byte(word, shift));
  return String.fromCharCode(...bytesOf(source), ...bytesOf(destination)) as PairKey;
}

/** The keys of a block, one behind the other. */
function readDeltas(columns: ColumnReader, count: number): string {
  const rise = columns.next();
  const further = columns.next();
  const keys = Buffer.allocUnsafe(count * 8);
  const view = new DataView(keys.buffer, keys.byteOffset, keys.byteLength);
  for (let i = 0, source = 0, destination = 0; i < count; i++) {
    destination = further[i]! + (rise[i] === 0 ? destination : 0);
    source += rise[i]!;
    view.setUint32(i * 8, source);
    view.setUint32(i * 8 + 4, destination);
  }
  return keys.toString('latin1');
}

function readKeys(columns: ColumnReader, count: number): string {
  const keys = Buffer.allocUnsafe(count * 32);
  for (let part = 0; part < 32; part += 8) {
    const column = columns.take(count * 8);
    for (let i = 0; i < count; i++) {
      for (let byte = 0; byte < 8; byte++) keys[i * 32 + part + byte] = column[i * 8 + byte]!;
    }
  }
  return keys.toString('latin1');
}
