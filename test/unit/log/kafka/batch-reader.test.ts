import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { durationMs, epochMs } from '../../../../src-main/common/units.ts';
import { BatchReader } from '../../../../src-main/engine/log/kafka/batch-reader.ts';
import { openBatch, type RecordBatch } from '../../../../src-main/engine/log/kafka/record-batch.ts';
import type { Delivery, RecordsMessage } from '../../../../src-main/engine/log/message-log.ts';
import { batchOf, flow } from '../../../support/records/flows.ts';
import { packed, recordBatch, type SampleMessage, sealed } from '../../../support/kafka/kafka-batches.ts';
import { publishedOf } from '../../../support/kafka/published.ts';

/** Reads records of any time. */
const anyTime = { intervalMs: 1_000, now: () => 8.64e15 };

type Records = Delivery & { kind: 'records' };

async function read(messages: readonly SampleMessage[], fromOffset = 0, baseOffset = 0): Promise<Delivery[]> {
  const batch = (await openBatch(packed(recordBatch(baseOffset, messages, { gzip: true })))) as RecordBatch;
  return new BatchReader(anyTime).read(3, batch, fromOffset);
}

const sample: RecordsMessage = {
  kind: 'records',
  epoch: 1,
  agent: '5f0c',
  firstSequence: 41,
  batch: batchOf(1_700_000_000_000, [
    flow('10.0.0.1', '192.0.2.255', 1_500, 1),
    flow('0.0.0.0', '255.255.255.255', Number.MAX_SAFE_INTEGER, 3),
  ]),
};

describe('what the producer writes', () => {
  it('is these bytes: other programs read them', () => {
    expect(publishedOf(sample)).toMatchObject([
      {
        key: '10.0.0.1,192.0.2.255',
        value:
          '{"v":2,"source":"10.0.0.1","destination":"192.0.2.255","bytes":1500,"packets":1,"from":1700000000000,' +
          '"to":1700000001000,"interface":"eth0","agent":"5f0c","epoch":1,"sequence":41}',
        timestampMs: 1_700_000_000_000,
      },
      {
        key: '0.0.0.0,255.255.255.255',
        value:
          '{"v":2,"source":"0.0.0.0","destination":"255.255.255.255","bytes":9007199254740991,"packets":3,' +
          '"from":1700000000000,"to":1700000001000,"interface":"eth0","agent":"5f0c","epoch":1,"sequence":42}',
        timestampMs: 1_700_000_000_000,
      },
    ]);
  });

  it('writes IPv6 after RFC 5952, and names as JSON does', () => {
    const batch = batchOf(0, [flow('2001:db8::1', '::ffff:192.0.2.1', 40)], { interface: 'a"b\\ü' });
    const [message] = publishedOf({ kind: 'records', agent: 'x', epoch: 1, firstSequence: 0, batch });
    expect(message).toMatchObject({ key: '2001:db8::1,::ffff:192.0.2.1' });
    expect(JSON.parse(message!.value)).toMatchObject({
      interface: 'a"b\\ü',
      destination: '::ffff:192.0.2.1',
    });
  });

  it('comes back as it was: addresses, counts, times and sequences', async () => {
    const octet = fc.integer({ min: 0, max: 255 });
    const v4 = fc.tuple(octet, octet, octet, octet).map((parts) => parts.join('.'));
    const v6 = fc.constantFrom('2001:db8::1', '::', 'fe80::1:2', '::ffff:10.1.2.3', '1:2:3:4:5:6:7:8');
    const count = fc.maxSafeNat();
    const flows = (address: fc.Arbitrary<string>) =>
      fc.array(
        fc
          .tuple(address, address, fc.integer({ min: 0, max: 2 ** 50 }), fc.nat(1000))
          .map(([source, destination, bytes, packets]) => flow(source, destination, bytes, packets)),
        { minLength: 1, maxLength: 8 },
      );
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(flows(v4), flows(v6)),
        fc.integer({ min: -8_000_000_000, max: 8_000_000_000 }),
        fc.string(),
        fc.string({ minLength: 1, maxLength: 40 }),
        count,
        async (entries, second, name, agent, from) => {
          const firstSequence = Math.min(from, Number.MAX_SAFE_INTEGER - entries.length);
          const batch = batchOf(second * 1_000, entries, { interface: name });
          const [delivery, ...more] = await read(
            publishedOf({ kind: 'records', agent, epoch: 1, firstSequence, batch }),
          );
          expect(more).toEqual([]);
          expect((delivery as Records).batch).toEqual({ ...batch, intervalMs: durationMs(1_000) });
          expect(delivery).toMatchObject({
            nextOffset: entries.length,
            origin: { agent, firstSequence, lastSequence: firstSequence + entries.length - 1 },
          });
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('records whose sum is not an exact number', () => {
  it('are batches of their own', async () => {
    const values = [1, 2].map((bytes) => flow('10.0.0.1', '10.0.0.2', Number.MAX_SAFE_INTEGER - bytes));
    const messages = values.flatMap((value, i) =>
      publishedOf({ kind: 'records', agent: 'x', epoch: 1, firstSequence: i, batch: batchOf(0, [value]) }),
    );
    const deliveries = (await read(messages)) as Records[];
    expect(deliveries.map(({ batch }) => batch.bytes)).toEqual([
      Number.MAX_SAFE_INTEGER - 1,
      Number.MAX_SAFE_INTEGER - 2,
    ]);
    expect(deliveries.map(({ nextOffset }) => nextOffset)).toEqual([1, 2]);
    expect(deliveries.map(({ origin }) => origin?.lastSequence)).toEqual([0, 1]);
  });
});

describe('plain lengths', () => {
  const plain = (key: string | null, value: string, timestampMs = 12_345): SampleMessage => ({
    key,
    value,
    timestampMs,
  });

  it('are summed by their key, at the time of the message', async () => {
    const [delivery, ...more] = await read([
      plain('10.0.0.1,10.0.0.2', '60'),
      plain('10.0.0.1,10.0.0.2', '1500', 12_999),
    ]);
    expect(more).toEqual([]);
    expect(delivery).toMatchObject({ kind: 'records', origin: null, nextOffset: 2 });
    const expected = batchOf(12_000, [flow('10.0.0.1', '10.0.0.2', 60), flow('10.0.0.1', '10.0.0.2', 1_500)]);
    expect((delivery as Records).batch).toEqual({ ...expected, interface: '' });
  });

  it.each([
    [plain(null, '60'), /key/],
    [plain('10.0.0.1', '60'), /key/],
    [plain('10.0.0.1,10.0.0.2,10.0.0.3', '60'), /key/],
    [plain('10.0.0.1,::1', '60'), /key/],
    [plain('10.0.0.0/8,10.0.0.2', '60'), /key/],
    [plain('a,b', '60'), /key/],
    [plain('10.0.0.1,10.0.0.2', '6.0'), /neither/],
    [plain('10.0.0.1,10.0.0.2', '9007199254740992'), /neither/],
    [plain('10.0.0.1,10.0.0.2', '60', -1), /time/],
    [{ key: '10.0.0.1,10.0.0.2', value: null }, /empty/],
    [{ key: '10.0.0.1,10.0.0.2', value: '' }, /empty/],
    [{ key: 'x', value: '{"v":1' }, /not JSON/],
    [{ key: '10.0.0.1,10.0.0.2', value: '-60' }, /object/i],
    [{ key: 'x', value: '{"v":2}' }, /^source: /],
    [{ key: 'x', value: '{}' }, /^v: /],
    [
      { key: 'x', value: '{"v":3,"agent":"5f0c"}' },
      /^version 3 of flow records is not known \(agent 5f0c\)$/,
    ],
    [{ key: 'x', value: publishedOf(sample)[0]!.value.replace('1500', '-1') }, /^bytes: /],
    [{ key: 'x', value: publishedOf(sample)[0]!.value.replace('1700000001000', '5') }, /not after/],
    [{ key: 'x', value: publishedOf(sample)[0]!.value.replace('10.0.0.1', '::1') }, /version/],
    [{ key: 'x', value: Buffer.from([0xff, 0, 1]) }, /not JSON/],
  ])('%# that are none become dead letters with a reason', async (message, reason) => {
    const [delivery] = await read([message], 70, 70);
    expect(delivery).toMatchObject({ kind: 'unreadable', partition: 3, offset: 70, nextOffset: 71 });
    expect((delivery as { reason: string }).reason).toMatch(reason);
  });
});

describe('a record batch', () => {
  const one = (sequence: number, fromMs = 0): SampleMessage =>
    publishedOf({
      kind: 'records',
      epoch: 1,
      agent: 'a',
      firstSequence: sequence,
      batch: batchOf(fromMs, [flow('10.0.0.1', '10.0.0.2', 1)]),
    })[0]!;

  it('is cut where the interval changes, and where a sequence does not ascend', async () => {
    const deliveries = await read([
      one(0),
      one(5),
      one(6, 1_000),
      one(6, 1_000),
      one(2, 1_000),
      one(7, 1_000),
    ]);
    const runs = deliveries.map((run) => [
      run.nextOffset,
      (run as Records).batch.fromMs,
      (run as Records).origin,
    ]);
    expect(runs).toMatchObject([
      [2, 0, { firstSequence: 0, lastSequence: 5 }],
      [3, 1_000, { firstSequence: 6 }],
      [4, 1_000, { firstSequence: 6 }],
      [6, 1_000, { firstSequence: 2, lastSequence: 7 }],
    ]);
    expect((deliveries[0] as Records).origin!.countBelow(5)).toBe(1);
  });

  it('is read from the offset that is wanted', async () => {
    const [delivery] = await read([one(0), one(1), one(2)], 12, 10);
    expect(delivery).toMatchObject({ nextOffset: 13, batch: { count: 1 }, origin: { firstSequence: 2 } });
  });

  it('sums up neighbours that can not be read for the same reason', async () => {
    const junk = { key: null, value: 'junk' };
    expect(await read([junk, junk, one(0), junk])).toMatchObject([
      { kind: 'unreadable', offset: 0, nextOffset: 2 },
      { kind: 'records', nextOffset: 3 },
      { kind: 'unreadable', offset: 3, nextOffset: 4 },
    ]);
  });

  it('moves the reader behind what was compacted away, and behind markers of transactions', async () => {
    const reader = new BatchReader(anyTime);
    const compacted = recordBatch(10, [{ ...one(0), offset: 12 }], { lastOffsetDelta: 7 });
    expect(reader.read(0, (await openBatch(packed(compacted))) as RecordBatch, 10)).toMatchObject([
      { kind: 'records', nextOffset: 13 },
      { kind: 'moved', nextOffset: 18 },
    ]);
    const marker = recordBatch(18, [{ key: '\0\0\0\x01', value: 'x' }], { attributes: 0x30 });
    expect(reader.read(0, (await openBatch(packed(marker))) as RecordBatch, 18)).toEqual([
      { kind: 'moved', partition: 0, nextOffset: 19 },
    ]);
  });

  it('never stops the stream, whatever its bytes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 300 }),
        fc.nat(20),
        fc.boolean(),
        async (bytes, count, cut) => {
          const whole = recordBatch(
            5,
            Array.from({ length: 3 }, (_, i) => one(i)),
          );
          if (cut) whole.set(bytes.subarray(0, whole.length - 61), 61);
          else whole.writeInt32BE(count, 57);
          const opened = await openBatch(packed(sealed(whole)));
          if ('reason' in opened) return;
          const deliveries = new BatchReader(anyTime).read(0, opened, 5);
          expect(deliveries.at(-1)?.nextOffset).toBeGreaterThanOrEqual(opened.lastOffset + 1);
        },
      ),
    );
  });

  it('says so where it can not be unpacked', async () => {
    const lz4 = recordBatch(5, [one(0)], { attributes: 3 });
    expect(await openBatch(packed(lz4))).toMatchObject({
      lastOffset: 5,
      reason: expect.stringMatching(/lz4/) as string,
    });
    const broken = recordBatch(5, [one(0)], { attributes: 1 });
    expect(await openBatch(packed(broken))).toMatchObject({
      reason: expect.stringMatching(/unpacked/) as string,
    });
    const unknown = recordBatch(5, [one(0)], { attributes: 5 });
    expect(await openBatch(packed(unknown))).toMatchObject({
      reason: expect.stringMatching(/not known/) as string,
    });
  });

  it('is told from damage, whatever the bytes are', async () => {
    const xerial = Buffer.from('82534e4150505900000000010000000100', 'hex');
    const start = fc.constantFrom(Buffer.alloc(0), xerial, Buffer.from('04224d18', 'hex'));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(1, 2, 3, 4),
        start,
        fc.uint8Array({ maxLength: 200 }),
        async (attributes, head, rest) => {
          const header = recordBatch(5, [], { attributes, lastOffsetDelta: 0 }).subarray(0, 61);
          const batch = Buffer.concat([header, head, rest]);
          batch.writeInt32BE(batch.length - 12, 8);
          sealed(batch);
          expect((await openBatch(packed(batch))).lastOffset).toBeTypeOf('number');
        },
      ),
    );
  });
});

it('knows an instant from before 1970', async () => {
  const batch = batchOf(-5_000, [flow('10.0.0.1', '10.0.0.2', 1)]);
  const [delivery] = await read(
    publishedOf({ kind: 'records', agent: 'a', epoch: 1, firstSequence: 0, batch }),
  );
  expect((delivery as Records).batch.fromMs).toBe(epochMs(-5_000));
});
