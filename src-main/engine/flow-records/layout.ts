import { MonitorError } from '../../common/errors.ts';
import type { PackedAddress } from '../../common/address.ts';
import type { DurationMs, EpochMs } from '../../common/units.ts';
import { say } from '../../common/phrases/say.ts';

/** IP version of the addresses in a batch. */
export type AddressFamily = 4 | 6;

/**
 * Flow records of one interface, one interval and one address family, as the source summed them.
 *
 * `flows` holds `count` entries of {@link flowSize} bytes, all integers little-endian:
 * source address, destination address (network order, 4 or 16 bytes each), bytes (u64), packets (u64).
 * A (source, destination) may occur in several batches of the same interval; their sums add up.
 */
export interface FlowBatch {
  readonly interface: string;
  /** Start of the interval, aligned to a multiple of its length since the epoch. */
  readonly fromMs: EpochMs;
  readonly intervalMs: DurationMs;
  readonly family: AddressFamily;
  readonly count: number;
  /** Sum over the entries, counted by the source itself. */
  readonly packets: number;
  /** Sum over the entries, counted by the source itself. */
  readonly bytes: number;
  readonly flows: Uint8Array;
}

/** Source and destination, packed one after the other: 8 or 32 characters. */
export type PairKey = string & { readonly unit: 'pair-key' };

/** Bytes of the two counts behind the addresses of an entry. */
const countsSize = 16;

/** Bytes of both addresses of an entry. */
export const pairSize = (family: AddressFamily): number => (family === 4 ? 8 : 32);

/** Bytes of one entry in {@link FlowBatch.flows}. */
export const flowSize = (family: AddressFamily): number => pairSize(family) + countsSize;

/** The pair whose key lies at an offset, in network order. */
export function keyAt(view: DataView, at: number, family: AddressFamily): PairKey {
  let key = '';
  for (let i = at; i < at + pairSize(family); i += 1) key += String.fromCharCode(view.getUint8(i));
  return key as PairKey;
}

export const sourceOf = (pair: PairKey): PackedAddress => pair.slice(0, pair.length / 2) as PackedAddress;

export const destinationOf = (pair: PairKey): PackedAddress => pair.slice(pair.length / 2) as PackedAddress;

/** Reads and writes integers in a fraction of the time that a buffer takes. */
export const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array): DataView =>
  new DataView(buffer, byteOffset, byteLength);

const high = 2 ** 32;

/**
 * Reads an unsigned 64-bit count.
 *
 * @throws MonitorError `count/too-large` past 2^53 − 1.
 */
export function readCount(view: DataView, at: number): number {
  const count = view.getUint32(at + 4, true) * high + view.getUint32(at, true);
  if (count > Number.MAX_SAFE_INTEGER) {
    throw new MonitorError(
      'count/too-large',
      say('capture.recordTooLarge', { largest: Number.MAX_SAFE_INTEGER }),
    );
  }
  return count;
}

/** Writes an unsigned 64-bit count; gives back the place behind it. */
export function writeCount(view: DataView, count: number, at: number): number {
  view.setUint32(at, count % high, true);
  view.setUint32(at + 4, Math.floor(count / high), true);
  return at + 8;
}
