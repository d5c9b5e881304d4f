import { formatAddress, type PackedAddress } from '../../common/address.ts';
import { MonitorError } from '../../common/errors.ts';
import type { AddressFamily } from '../flow-records/layout.ts';
import { say } from '../../common/phrases/say.ts';
import { ColumnReader, isDamaged, maxWidth, packChecked, unpack, writeColumn, writeKeys } from './columns.ts';

/*
 * Hosts of one address family, ascending by address, compressed with Zstandard and its checksum: the addresses (of IPv4 what each is above
 * the one before, of IPv6 whole, in columns of eight bytes), then columns of counts. Columns are those of columns.ts.
 */

/** Hosts in columns; addresses as words of 32 bits, the most significant first. */
export interface HostTable {
  readonly family: AddressFamily;
  readonly count: number;
  readonly words: readonly Uint32Array[];
  readonly counts: readonly Float64Array[];
}

/** Hosts of a block; the last one of a family has fewer. */
export const hostsInBlock = 4_096;

const wordsOf = (family: AddressFamily): number => (family === 4 ? 1 : 4);

const roomFor = (family: AddressFamily, count: number, columns: number): number =>
  1 + columns + count * (4 * wordsOf(family) + columns * maxWidth);

/** Writes hosts. */
export function encodeHosts({ family, count, words, counts }: HostTable): Buffer {
  const buffer = Buffer.allocUnsafe(roomFor(family, count, counts.length));
  let at = family === 4 ? writeColumn(rises(words[0]!), buffer, 0) : writeKeys(words, 0, count, buffer);
  for (const column of counts) at = writeColumn(column, buffer, at);
  return packChecked(buffer.subarray(0, at));
}

const rises = (addresses: Uint32Array): Float64Array =>
  Float64Array.from(addresses, (address, i) => address - (i === 0 ? 0 : addresses[i - 1]!));

/**
 * Reads what {@link encodeHosts} wrote.
 *
 * @param columns how many columns of counts it has
 * @param wants whether any of the addresses is wanted; if not, no counts are read
 * @throws MonitorError `store/damaged`
 */
export function decodeHosts(
  encoded: Uint8Array,
  { family, count }: Pick<HostTable, 'family' | 'count'>,
  columns: number,
  wants: (words: readonly Uint32Array[]) => boolean = () => true,
): HostTable {
  try {
    return decoded(encoded, { family, count }, columns, wants);
  } catch (thrown) {
    if (!isDamaged(thrown)) throw thrown;
    throw new MonitorError('store/damaged', say('store.hostsDamaged'), { cause: thrown });
  }
}

function decoded(
  encoded: Uint8Array,
  { family, count }: Pick<HostTable, 'family' | 'count'>,
  columns: number,
  wants: (words: readonly Uint32Array[]) => boolean,
): HostTable {
  const reader = new ColumnReader(unpack(encoded, roomFor(family, count, columns)), count);
  const words = family === 4 ? [sums(reader.words())] : readKeys(reader, count);
  if (!wants(words)) return { family, count: 0, words, counts: [] };
  const counts = Array.from({ length: columns }, () => reader.next());
  reader.end();
  return { family, count, words, counts };
}

/** Each is added to the one before. */
function sums(addresses: Uint32Array): Uint32Array {
  for (let i = 1; i < addresses.length; i++) addresses[i]! += addresses[i - 1]!;
  return addresses;
}

function readKeys(reader: ColumnReader, count: number): Uint32Array[] {
  const words = Array.from({ length: 4 }, () => new Uint32Array(count));
  for (const at of [0, 2]) {
    const column = reader.take(count * 8);
    for (let i = 0; i < count; i++) {
      words[at]![i] = column.readUInt32BE(i * 8);
      words[at + 1]![i] = column.readUInt32BE(i * 8 + 4);
    }
  }
  return words;
}

/** The address of a host. */
export function packedAt({ words }: Pick<HostTable, 'words'>, at: number): PackedAddress {
  let packed = '';
  for (const word of words) {
    const value = word[at]!;
    packed += String.fromCharCode(value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255);
  }
  return packed as PackedAddress;
}

/** The address of a host, as text. */
export const addressAt = (table: Pick<HostTable, 'words'>, at: number): string =>
  formatAddress(packedAt(table, at));

/** An address as words of 32 bits, the most significant first. */
export function wordsIn(address: PackedAddress): number[] {
  const bytes = Buffer.from(address, 'latin1');
  return Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readUInt32BE(4 * i));
}

/** Where an address is, or would be: the first place whose address is not below it. */
export function placeOf(
  { words, count }: Pick<HostTable, 'words' | 'count'>,
  address: readonly number[],
): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareWords(words, middle, address) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Below 0 where the host at a place is before an address, 0 where it is that address. */
export function compareWords(words: readonly Uint32Array[], at: number, address: readonly number[]): number {
  for (let word = 0; word < words.length; word++) {
    const difference = words[word]![at]! - address[word]!;
    if (difference !== 0) return difference;
  }
  return 0;
}

/** A part of a table. */
export const sliceOf = ({ family, words, counts }: HostTable, from: number, to: number): HostTable => ({
  ...{ family, count: to - from },
  words: words.map((column) => column.subarray(from, to)),
  counts: counts.map((column) => column.subarray(from, to)),
});
