import { describe, expect, it } from 'vitest';
import { BatchReader } from '../../../../src-main/engine/log/kafka/batch-reader.ts';
import {
  batchesOf,
  openBatch,
  type RecordBatch,
} from '../../../../src-main/engine/log/kafka/record-batch.ts';
import { packed, recordBatch } from '../../../support/kafka/kafka-batches.ts';

/** Reads records of any time. */
const anyTime = { intervalMs: 1_000, now: () => 8.64e15 };

const one = (sequence: number) => ({
  key: '10.0.0.1,10.0.0.2',
  value: String(sequence),
  timestampMs: 1_000,
});

describe('a record batch', () => {
  it('says so where a bit of it was turned over', async () => {
    const turned = recordBatch(5, [one(0)]);
    turned[turned.length - 3]! ^= 1;
    expect(await openBatch(packed(turned))).toMatchObject({ reason: 'the checksum of the batch differs' });
  });

  it('says so where it claims what it can not hold', async () => {
    const absurd = recordBatch(5, [one(0)], { count: 38_000_000 });
    expect(await openBatch(packed(absurd))).toMatchObject({
      lastOffset: 5,
      reason: 'the batch claims 38000000 records up to offset 0 of its own',
    });
    const huge = recordBatch(5, [one(0)], { count: 38_000_000, lastOffsetDelta: 37_999_999 });
    const opened = (await openBatch(packed(huge))) as RecordBatch;
    const before = process.memoryUsage().arrayBuffers;
    const deliveries = new BatchReader(anyTime).read(0, opened, 5);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8 * 1024 * 1024);
    expect(deliveries[0]).toMatchObject({ kind: 'records', nextOffset: 6 });
    expect(deliveries.at(-1)).toMatchObject({ nextOffset: 38_000_005 });
  });

  it('says so of messages from before version 2 of the format, each by itself', async () => {
    const message = Buffer.alloc(60);
    message.writeBigInt64BE(11n, 0);
    message.writeInt32BE(60 - 12, 8);
    message.writeInt8(1, 16);
    const [first, second] = batchesOf(Buffer.concat([message, recordBatch(12, [one(0)])]));
    expect(await openBatch(first!)).toMatchObject({
      ...{ baseOffset: 11, lastOffset: 11 },
      reason: "written in version 1 of Kafka's message format; version 2 is read",
    });
    expect(await openBatch(second!)).toMatchObject({ baseOffset: 12, count: 1 });
  });
});
