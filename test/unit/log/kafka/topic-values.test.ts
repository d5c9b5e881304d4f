import { describe, expect, it } from 'vitest';
import { epochMs } from '../../../../src-main/common/units.ts';
import { encodeMark, type Mark } from '../../../../src-main/engine/flow-records/mark.ts';
import { BatchReader } from '../../../../src-main/engine/log/kafka/batch-reader.ts';
import { openBatch, type RecordBatch } from '../../../../src-main/engine/log/kafka/record-batch.ts';
import type { Delivery, RecordsMessage } from '../../../../src-main/engine/log/message-log.ts';
import { batchOf, flow } from '../../../support/records/flows.ts';
import { packed, recordBatch, type SampleMessage } from '../../../support/kafka/kafka-batches.ts';
import { publishedOf } from '../../../support/kafka/published.ts';

const now = 1_700_000_000_000;
const day = 24 * 3_600_000;

async function read(messages: readonly SampleMessage[]): Promise<Delivery[]> {
  const batch = (await openBatch(packed(recordBatch(0, messages)))) as RecordBatch;
  return new BatchReader({ intervalMs: 1_000, now: () => now }).read(3, batch, 0);
}

const reasonOf = async (message: SampleMessage): Promise<string | undefined> => {
  const [delivery] = await read([message]);
  return delivery?.kind === 'unreadable' ? delivery.reason : undefined;
};

const sample: RecordsMessage = {
  ...{ kind: 'records', agent: 'a', epoch: 1_699_999_999_999, firstSequence: 7 },
  batch: batchOf(now, [flow('10.0.0.1', '10.0.0.2', 60)]),
};

const mark: Mark = {
  ...{ agent: 'a', epoch: 1_699_999_999_999, sequence: 8, reachedMs: epochMs(now + 1_000) },
  interfaces: [
    {
      ...{ name: 'eth0', fromMs: epochMs(now), toMs: epochMs(now + 1_000), received: 1 },
      ...{ kernelDropped: 0, interfaceDropped: 0, queueDropped: 0, dropsKnown: true },
    },
  ],
  ...{ lost: { spool: 0 }, selection: { filter: '', publishWhen: '' }, farewell: false },
};

const value = (text: string): SampleMessage => ({ key: 'a', value: text, timestampMs: now });

describe('the values of a topic', () => {
  it.each([1, 2])('are flow records of version %i, with the epoch that they have', async (version) => {
    const [message] = publishedOf(sample);
    const text =
      version === 2
        ? message!.value
        : message!.value.replace('"v":2', '"v":1').replace('"epoch":1699999999999,', '');
    for (const form of [text, text.replace('{', '{ ')])
      expect(await read([value(form)])).toMatchObject([
        {
          kind: 'records',
          origin: { agent: 'a', epoch: version === 2 ? 1_699_999_999_999 : 0, firstSequence: 7 },
        },
      ]);
  });

  it('of another epoch are a batch of their own', async () => {
    const again = publishedOf({ ...sample, epoch: 1_700_000_000_000, firstSequence: 8 });
    const deliveries = await read([...publishedOf(sample), ...again].map(({ value: text }) => value(text)));
    expect(deliveries).toMatchObject([
      { kind: 'records', nextOffset: 1 },
      { kind: 'records', nextOffset: 2, origin: { epoch: 1_700_000_000_000 } },
    ]);
  });

  it('are marks, in order between the records', async () => {
    const records = publishedOf(sample)[0]!.value;
    expect(await read([value(records), value(encodeMark(mark)), value(records)])).toMatchObject([
      { kind: 'records', nextOffset: 1 },
      { kind: 'mark', partition: 3, nextOffset: 2, mark },
      { kind: 'records', nextOffset: 3 },
    ]);
  });

  it.each([
    ['another version', { v: 3 }],
    ['a span that ends before it begins', { interfaces: [{ name: 'eth0', from: 2, to: 1 }] }],
    ['a time that no date can hold', { reached: 9e15 }],
    ['a time more than a day ahead', { reached: now + day + 1_000 }],
  ])('are no marks with %s: a dead letter names the producer', async (_, change) => {
    const text = JSON.stringify({ ...(JSON.parse(encodeMark(mark)) as object), ...change });
    expect(await reasonOf(value(text))).toMatch(/agent a\b/);
  });

  it.each([
    ['a second less than a day ahead', now + day - 2_000, undefined],
    ['a day ahead', now + day, /more than a day ahead of this machine's clock \(agent a\)/],
    ['in microseconds', now * 1_000, /ahead/],
    ['beyond what a date can hold', 8.64e15, /from|to/],
  ])('of a time that is %s', async (_, fromMs, reason) => {
    const [message] = publishedOf({ ...sample, batch: { ...sample.batch, fromMs: epochMs(fromMs) } });
    for (const form of [message!.value, message!.value.replace('{', '{ ')]) {
      const told = await reasonOf(value(form));
      if (reason === undefined) expect(told).toBeUndefined();
      else expect(told).toMatch(reason);
    }
  });

  it.each([now * 1_000, 8.64e15 + 300_000, 9e15])('are no lengths at the time %i', async (timestampMs) => {
    expect(await reasonOf({ key: '10.0.0.1,10.0.0.2', value: '60', timestampMs })).toMatch(/ahead/);
  });
});

describe('mode packet', () => {
  const twice = {
    ...sample,
    batch: batchOf(now, [flow('10.0.0.1', '10.0.0.2', 60), flow('10.0.0.1', '10.0.0.2', 1500)]),
  };

  it('writes the bare length, and who sent it in headers', () => {
    expect(publishedOf(twice, 'packet').map(({ value: text, headers }) => [text, headers])).toEqual([
      ['60', { agent: 'a', epoch: '1699999999999', sequence: '7' }],
      ['1500', { agent: 'a', epoch: '1699999999999', sequence: '8' }],
    ]);
  });

  it('reads them back with their sequences, so that what was sent twice is known', async () => {
    expect(await read(publishedOf(twice, 'packet'))).toMatchObject([
      { kind: 'records', batch: { count: 2 }, origin: { agent: 'a', firstSequence: 7, lastSequence: 8 } },
    ]);
  });

  it('takes lengths with headers of others for what they are', async () => {
    const message = { key: '10.0.0.1,10.0.0.2', value: '60', timestampMs: now };
    for (const headers of [
      { trace: 'x' },
      { agent: 'a', epoch: '-1', sequence: '7' },
      { agent: '', epoch: '1', sequence: '1' },
    ])
      expect(await read([{ ...message, headers }])).toMatchObject([{ kind: 'records', origin: null }]);
  });

  it('publishes what was summed by an earlier run as it was summed', () => {
    const summed = { ...sample, batch: batchOf(now, [flow('10.0.0.1', '10.0.0.2', 2 ** 45, 2 ** 33)]) };
    expect(publishedOf(summed, 'packet')).toEqual(publishedOf(summed));
  });
});
