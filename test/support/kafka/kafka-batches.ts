import { gzipSync } from 'node:zlib';
import { crc32c } from '../../../src-main/engine/log/kafka/crc32c.ts';
import { batchesOf, type PackedBatch } from '../../../src-main/engine/log/kafka/record-batch.ts';

export interface SampleMessage {
  readonly key: string | null;
  readonly value: string | Buffer | null;
  readonly timestampMs?: number;
  readonly offset?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

const varint = (value: number): Buffer => {
  let zigzag = BigInt.asUintN(64, (BigInt(value) << 1n) ^ (BigInt(value) >> 63n));
  const bytes: number[] = [];
  for (; zigzag >= 0x80n; zigzag >>= 7n) bytes.push(Number(zigzag & 0x7fn) | 0x80);
  return Buffer.from([...bytes, Number(zigzag)]);
};

const field = (value: string | Buffer | null): Buffer =>
  value === null ? varint(-1) : Buffer.concat([varint(Buffer.byteLength(value)), Buffer.from(value)]);

/** A record batch (magic 2) as a broker stores it, written after Kafka's description of it. */
export function recordBatch(
  baseOffset: number,
  messages: readonly SampleMessage[],
  {
    gzip = false,
    attributes = 0,
    lastOffsetDelta = messages.length - 1,
    producerId = -1n,
    count = messages.length,
  } = {},
): Buffer {
  const first = messages[0]?.timestampMs ?? 0;
  const records = messages.map(({ key, value, timestampMs = first, offset = -1, headers = {} }, i) => {
    const delta = offset < 0 ? i : offset - baseOffset;
    const parts = [
      Buffer.from([0]),
      varint(timestampMs - first),
      varint(delta),
      field(key),
      field(value),
      varint(Object.keys(headers).length),
      ...Object.entries(headers).flatMap(([name, text]) => [field(name), field(text)]),
    ];
    const body = Buffer.concat(parts);
    return Buffer.concat([varint(body.length), body]);
  });
  const all = Buffer.concat(records);
  const payload = gzip ? gzipSync(all) : all;
  const header = Buffer.alloc(61);
  header.writeBigInt64BE(BigInt(baseOffset), 0);
  header.writeInt32BE(61 - 12 + payload.length, 8);
  header.writeInt8(2, 16);
  header.writeInt16BE(attributes | (gzip ? 1 : 0), 21);
  header.writeInt32BE(lastOffsetDelta, 23);
  header.writeBigInt64BE(BigInt(first), 27);
  header.writeBigInt64BE(
    BigInt(Math.max(first, ...messages.map(({ timestampMs }) => timestampMs ?? first))),
    35,
  );
  header.writeBigInt64BE(producerId, 43);
  header.writeInt32BE(count, 57);
  return sealed(Buffer.concat([header, payload]));
}

/** Writes the checksum of a batch into it. */
export function sealed(batch: Buffer): Buffer {
  batch.writeUInt32BE(crc32c(batch.subarray(21)), 17);
  return batch;
}

/** A batch as it was fetched. */
export const packed = (batch: Buffer): PackedBatch => batchesOf(batch)[0]!;
