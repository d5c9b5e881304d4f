import { zstdDecompressSync } from 'node:zlib';
import fc from 'fast-check';
import kafkajs from 'kafkajs';
import Decoder from 'kafkajs/src/protocol/decoder.js';
import decodeBatch from 'kafkajs/src/protocol/recordBatch/v0/decoder.js';
import { describe, expect, it } from 'vitest';
import { epochMs } from '../../../../src-main/common/units.ts';
import type { Mark } from '../../../../src-main/engine/flow-records/mark.ts';
import { BatchReader } from '../../../../src-main/engine/log/kafka/batch-reader.ts';
import { packBatch } from '../../../../src-main/engine/log/kafka/batch-writer.ts';
import {
  openBatch,
  type RecordBatch,
  RecordCursor,
} from '../../../../src-main/engine/log/kafka/record-batch.ts';
import { RecordSet } from '../../../../src-main/engine/log/kafka/record-set.ts';
import { RecordWriter, writeMark } from '../../../../src-main/engine/log/kafka/record-writer.ts';
import type { RecordsMessage } from '../../../../src-main/engine/log/message-log.ts';
import { batchOf, flow } from '../../../support/records/flows.ts';
import { packed } from '../../../support/kafka/kafka-batches.ts';

const { CompressionTypes, CompressionCodecs } = kafkajs;
CompressionCodecs[CompressionTypes.ZSTD] = () => ({
  compress: () => Promise.reject(new Error('is only read')),
  decompress: async (data: Buffer) => Promise.resolve(zstdDecompressSync(data)),
});

/** A message: its time, and key and value in hexadecimal. */
type Message = [ms: number, key: string, value: string];

const opened = async (batch: Buffer): Promise<RecordBatch> => (await openBatch(packed(batch))) as RecordBatch;

async function readHere(batch: Buffer): Promise<Message[]> {
  const cursor = new RecordCursor(await opened(batch));
  const messages: Message[] = [];
  while (cursor.next()) {
    expect(cursor.offset).toBe(messages.length);
    const { buffer, keyStart, keyEnd, valueStart, valueEnd, timestampMs } = cursor;
    const hex = (from: number, to: number): string => buffer.toString('hex', from, to);
    messages.push([timestampMs, hex(keyStart, keyEnd), hex(valueStart, valueEnd)]);
  }
  return messages;
}

async function readByKafkajs(batch: Buffer): Promise<Message[]> {
  const { records, lastOffsetDelta, maxTimestamp } = await decodeBatch(new Decoder(batch));
  expect(lastOffsetDelta).toBe(records.length - 1);
  expect(Number(maxTimestamp)).toBe(Math.max(...records.map(({ timestamp }) => Number(timestamp))));
  expect(records.map(({ offset }) => Number(offset))).toEqual(records.map((_, i) => i));
  return records.map(({ timestamp, key, value }) => [
    Number(timestamp),
    key!.toString('hex'),
    value!.toString('hex'),
  ]);
}

const compression = fc.constantFrom('zstd', 'gzip', 'none');
const bytes = (maxLength: number): fc.Arbitrary<Buffer> =>
  fc.uint8Array({ maxLength, size: 'max' }).map((array) => Buffer.from(array));
const message = fc.record({
  ms: fc.integer({ min: 0, max: 2 ** 51 }),
  key: bytes(100),
  value: fc.oneof(bytes(100), bytes(20_000)),
});

describe('a batch as it is written', () => {
  it('is read as it was meant, here and by kafkajs: any keys, values and times', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(message, { minLength: 1 }), compression, async (messages, how) => {
        const set = new RecordSet();
        for (const { ms, key, value } of messages) set.add(ms, key, value);
        const meant = messages.map(({ ms, key, value }) => [ms, key.toString('hex'), value.toString('hex')]);
        const batch = await packBatch(set, how);
        expect(await readHere(batch)).toEqual(meant);
        expect(await readByKafkajs(batch)).toEqual(meant);
      }),
    );
  });

  it('may be sent in parts', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(message, { minLength: 2 }), fc.nat(), async (messages, place) => {
        const set = new RecordSet();
        for (const { ms, key, value } of messages) set.add(ms, key, value);
        const middle = 1 + (place % (messages.length - 1));
        const parts = [set.slice(0, middle), set.slice(middle, messages.length)];
        const read = await Promise.all(
          parts.map(async (part) => readByKafkajs(await packBatch(part, 'none'))),
        );
        expect(read.flat()).toEqual(await readHere(await packBatch(set, 'zstd')));
        expect(read[0]).toHaveLength(middle);
      }),
    );
  });
});

const octet = fc.integer({ min: 0, max: 255 });
const v4 = fc.tuple(octet, octet, octet, octet).map((parts) => parts.join('.'));
const v6 = fc.oneof(fc.constantFrom('::', '::ffff:10.1.2.3', '1:2:3:4:5:6:7:8'), fc.ipV6());
const flowsOf = (address: fc.Arbitrary<string>, packets: fc.Arbitrary<number>) =>
  fc.array(
    fc
      .tuple(address, address, fc.oneof(fc.nat(3_000), fc.maxSafeNat()), packets)
      .map(([source, destination, length, count]) => flow(source, destination, length, count)),
    { minLength: 1, maxLength: 8 },
  );

describe('flow records and marks', () => {
  const mark: Mark = {
    ...{ agent: 'Büro "1"', epoch: 7, sequence: 0, reachedMs: epochMs(1_000), interfaces: [] },
    ...{ lost: { spool: 0 }, selection: { filter: '', publishWhen: '' }, farewell: false },
  };

  it.each([
    ['record', fc.oneof(fc.nat(9), fc.maxSafeNat())],
    ['packet', fc.constant(1)],
  ] as const)('come back in order: mode %s', async (mode, packets) => {
    const records = fc.oneof(flowsOf(v4, packets), flowsOf(v6, packets));
    await fc.assert(
      fc.asyncProperty(records, records, fc.maxSafeNat(), async (before, after, sequence) => {
        const firstSequence = Math.min(sequence, Number.MAX_SAFE_INTEGER - before.length - after.length);
        const named = { interface: mode === 'packet' ? '' : 'eth"0ü' };
        const messages = [before, after].map((flows, i): RecordsMessage => ({
          ...{ kind: 'records', agent: mark.agent, epoch: 7 },
          firstSequence: firstSequence + i * before.length,
          batch: batchOf(i * 1_000, flows, named),
        }));
        const set = new RecordSet();
        const writer = new RecordWriter(mode, () => set);
        writer.write(messages[0]!);
        writeMark(mark, set);
        writer.write(messages[1]!);
        const batch = await opened(await packBatch(set, 'zstd'));
        const deliveries = new BatchReader({ intervalMs: 1_000, now: () => 8.64e15 }).read(0, batch, 0);
        const middle = deliveries.findIndex(({ kind }) => kind === 'mark');
        expect(deliveries[middle]).toMatchObject({ mark, nextOffset: before.length + 1 });
        [deliveries.slice(0, middle), deliveries.slice(middle + 1)].forEach((parts, i) => {
          const { batch: meant, firstSequence: first } = messages[i]!;
          const read = parts.flatMap((one) => (one.kind === 'records' ? [one] : []));
          expect(Buffer.concat(read.map((one) => one.batch.flows))).toEqual(meant.flows);
          expect(read[0]!.origin).toMatchObject({ agent: mark.agent, epoch: 7, firstSequence: first });
          expect(read.at(-1)!.origin!.lastSequence).toBe(first + meant.count - 1);
          for (const one of read) expect(one.batch).toMatchObject({ ...named, fromMs: meant.fromMs });
        });
      }),
    );
  });
});
