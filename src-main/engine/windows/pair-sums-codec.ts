import { MonitorError } from '../../common/errors.ts';
import { PairSums } from './pair-sums.ts';
import { type PairKey, readCount, writeCount } from '../flow-records/layout.ts';

/*
 * Pairs as the store keeps them, little-endian: version (u8 = 1), then for each pair the length of its key (u8:
 * 0 folded, 8 IPv4, 32 IPv6), the key, bytes (u64), packets (u64).
 */
const version = 1;
const countsSize = 16;
const keyLengths = [0, 8, 32];

/** Writes pair sums as bytes. */
export function encodePairSums(sums: PairSums): Buffer {
  const buffer = Buffer.allocUnsafe(1 + sums.size * (1 + 32 + countsSize));
  let at = buffer.writeUInt8(version, 0);
  for (const { pair, bytes, packets } of sums.entries()) {
    at = buffer.writeUInt8(pair.length, at);
    at += buffer.write(pair, at, 'latin1');
    at = writeCount(buffer, bytes, at);
    at = writeCount(buffer, packets, at);
  }
  return buffer.subarray(0, at);
}

/**
 * Reads what {@link encodePairSums} wrote.
 *
 * @throws MonitorError `store/damaged` where the bytes are not of that form.
 */
export function decodePairSums(encoded: Uint8Array, maxPairs: number): PairSums {
  const buffer = Buffer.from(encoded.buffer, encoded.byteOffset, encoded.byteLength);
  const view = new DataView(encoded.buffer, encoded.byteOffset, encoded.byteLength);
  const sums = new PairSums(maxPairs);
  if (buffer[0] !== version) throw damaged();
  for (let at = 1; at < buffer.length;) {
    const keyLength = buffer[at]!;
    const counts = at + 1 + keyLength;
    if (!keyLengths.includes(keyLength) || counts + countsSize > buffer.length) throw damaged();
    const pair = buffer.toString('latin1', at + 1, counts) as PairKey;
    sums.add(pair, storedCount(view, counts), storedCount(view, counts + 8));
    at = counts + countsSize;
  }
  return sums;
}

const damaged = (): MonitorError =>
  new MonitorError('store/damaged', 'The pairs of a stored window are damaged');

function storedCount(view: DataView, at: number): number {
  if (view.getUint32(at + 4, true) >= 2 ** 21) throw damaged();
  return readCount(view, at);
}
