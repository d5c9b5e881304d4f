import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BatchReader } from '../../../../src-main/engine/log/kafka/batch-reader.ts';
import { openBatch, type RecordBatch } from '../../../../src-main/engine/log/kafka/record-batch.ts';
import type { Delivery } from '../../../../src-main/engine/log/message-log.ts';
import { batchOf, flow } from '../../../support/records/flows.ts';
import { packed, recordBatch, type SampleMessage } from '../../../support/kafka/kafka-batches.ts';
import { publishedOf } from '../../../support/kafka/published.ts';

/** Reads records of any time. */
const anyTime = { intervalMs: 1_000, now: () => 8.64e15 };

async function read(messages: readonly SampleMessage[]): Promise<Delivery[]> {
  const batch = (await openBatch(packed(recordBatch(0, messages)))) as RecordBatch;
  return new BatchReader(anyTime).read(3, batch, 0);
}

describe('the quick reader and the JSON reader', () => {
  const batch = batchOf(1_700_000_000_000, [
    flow('10.0.0.1', '192.0.2.255', 1_500, 1),
    flow('0.0.0.0', '255.255.255.255', Number.MAX_SAFE_INTEGER, 3),
  ]);

  /** The same value, written otherwise, goes the slow way. */
  const slow = (value: string): string => JSON.stringify(JSON.parse(value) as unknown, null, 1);

  it('agree on every value', async () => {
    const mutate = (value: string, at: number, by: string): string => {
      const cut = at % value.length;
      return value.slice(0, cut) + by + value.slice(cut + by.length);
    };
    await fc.assert(
      fc.asyncProperty(
        fc.nat(),
        fc.constantFrom('0', '9', '-', '.', '"', 'x', ' ', '1e3', '\\'),
        async (at, by) => {
          const [message] = publishedOf({
            kind: 'records',
            agent: '5f0c',
            epoch: 1,
            firstSequence: 41,
            batch,
          });
          const value = mutate(message!.value, at, by);
          const quick = await read([{ ...message!, value }]);
          let again = `x${value}`; // no JSON either
          try {
            again = slow(value);
          } catch {
            expect(quick).toMatchObject([{ kind: 'unreadable' }]);
          }
          const slowly = await read([{ ...message!, value: again }]);
          expect(quick.map(({ kind }) => kind)).toEqual(slowly.map(({ kind }) => kind));
          const flows = ([first]: Delivery[]): unknown =>
            first?.kind === 'records' ? first.batch : first?.kind;
          expect(flows(quick)).toEqual(flows(slowly));
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('agree on records that follow one another, whatever is the same in them', async () => {
    const record = fc.record({
      v: fc.constantFrom(2, 2, 2, 1, 3),
      source: fc.constantFrom('10.0.0.1', '10.99.255.10', '10.0.0.256', '::1'),
      destination: fc.constantFrom('192.0.2.1', '255.255.255.255'),
      bytes: fc.constantFrom(0, 60, 2 ** 32 + 1, Number.MAX_SAFE_INTEGER, -1),
      packets: fc.constantFrom(1, 12),
      from: fc.constantFrom(0, 1_000),
      to: fc.constantFrom(1_000, 1_700_000_001_000),
      interface: fc.constantFrom('eth0', 'a"b'),
      agent: fc.constantFrom('5f0c', '5f0d'),
      epoch: fc.constantFrom(1, 10, undefined),
      sequence: fc.nat(100),
    });
    const whole = { arbitrary: fc.constant(undefined), weight: 9 };
    const end = fc.oneof(whole, { arbitrary: fc.integer({ min: 1, max: 250 }), weight: 1 });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(record, end), { minLength: 1, maxLength: 30 }), async (records) => {
        const texts = records.map(([value, cut]) => JSON.stringify(value).slice(0, cut));
        const quick = await read(texts.map((value) => ({ key: null, value })));
        const slowly = await read(texts.map((value) => ({ key: null, value: ` ${value}` })));
        expect(told(quick)).toEqual(told(slowly));
      }),
      { numRuns: 1_000 },
    );
  });

  const told = (deliveries: readonly Delivery[]): unknown =>
    deliveries.map((one) =>
      one.kind === 'records'
        ? [one.nextOffset, one.batch, one.origin?.agent, one.origin?.epoch, one.origin?.firstSequence]
        : one,
    );
});
