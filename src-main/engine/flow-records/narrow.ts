import { type AddressFamily, flowSize, pairSize } from './layout.ts';

/*
 * Flow records in fewer bytes: all keys, then a column of bytes and one of packets, whose counts are as wide as the
 * largest of them needs. Most records are of few packets, so that less than half is left, for a fraction of what a
 * compressor costs.
 *
 *   u8 width of bytes, u8 width of packets (1, 2, 4 or 8), keys, bytes, packets (little-endian)
 */
const headSize = 2;

const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array): DataView =>
  new DataView(buffer, byteOffset, byteLength);

/** Writes the entries of a batch in fewer bytes. */
export function narrowFlows(flows: Uint8Array, family: AddressFamily): Uint8Array {
  const [size, keySize] = [flowSize(family), pairSize(family)];
  const count = flows.byteLength / size;
  const from = viewOf(flows);
  const bytesWidth = widthOf(from, keySize, size);
  const packetsWidth = widthOf(from, keySize + 8, size);
  const bytesAt = headSize + count * keySize;
  const narrow = new Uint8Array(bytesAt + count * (bytesWidth + packetsWidth));
  narrow[0] = bytesWidth;
  narrow[1] = packetsWidth;
  const to = viewOf(narrow);
  for (let i = 0; i < count; i += 1) copyKey(from, i * size, to, headSize + i * keySize, keySize);
  for (let i = 0; i < count; i += 1) narrowCount(from, i * size + keySize, to, bytesAt, bytesWidth, i);
  const packetsAt = bytesAt + count * bytesWidth;
  for (let i = 0; i < count; i += 1)
    narrowCount(from, i * size + keySize + 8, to, packetsAt, packetsWidth, i);
  return narrow;
}

/**
 * Writes what {@link narrowFlows} made as it was.
 *
 * @returns undefined where it holds fewer records
 */
export function widenFlows(narrow: Uint8Array, family: AddressFamily, count: number): Uint8Array | undefined {
  const [size, keySize] = [flowSize(family), pairSize(family)];
  const [bytesWidth = 0, packetsWidth = 0] = narrow;
  if (narrow.byteLength !== headSize + count * (keySize + bytesWidth + packetsWidth)) return undefined;
  const flows = new Uint8Array(count * size);
  const [from, to] = [viewOf(narrow), viewOf(flows)];
  const bytesAt = headSize + count * keySize;
  const packetsAt = bytesAt + count * bytesWidth;
  for (let i = 0; i < count; i += 1) {
    copyKey(from, headSize + i * keySize, to, i * size, keySize);
    widenCount(from, bytesAt, bytesWidth, i, to, i * size + keySize);
    widenCount(from, packetsAt, packetsWidth, i, to, i * size + keySize + 8);
  }
  return flows;
}

/** Bytes that the largest of the counts needs that stand `size` bytes apart. */
function widthOf(flows: DataView, first: number, size: number): 1 | 2 | 4 | 8 {
  let [low, high] = [0, 0];
  for (let at = first; at < flows.byteLength; at += size) {
    low |= flows.getUint32(at, true);
    high |= flows.getUint32(at + 4, true);
  }
  if (high !== 0) return 8;
  return low >>> 16 !== 0 ? 4 : low >>> 8 !== 0 ? 2 : 1;
}

function copyKey(from: DataView, fromAt: number, to: DataView, toAt: number, size: number): void {
  for (let i = 0; i < size; i += 4) to.setUint32(toAt + i, from.getUint32(fromAt + i));
}

function narrowCount(
  from: DataView,
  at: number,
  to: DataView,
  column: number,
  width: number,
  i: number,
): void {
  const low = from.getUint32(at, true);
  const place = column + i * width;
  if (width === 1) to.setUint8(place, low);
  else if (width === 2) to.setUint16(place, low, true);
  else to.setUint32(place, low, true);
  if (width === 8) to.setUint32(place + 4, from.getUint32(at + 4, true), true);
}

function widenCount(
  from: DataView,
  column: number,
  width: number,
  i: number,
  to: DataView,
  at: number,
): void {
  const place = column + i * width;
  const low =
    width === 1
      ? from.getUint8(place)
      : width === 2
        ? from.getUint16(place, true)
        : from.getUint32(place, true);
  to.setUint32(at, low, true);
  if (width === 8) to.setUint32(at + 4, from.getUint32(place + 4, true), true);
}
