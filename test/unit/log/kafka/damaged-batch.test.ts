import { expect, it } from 'vitest';
import { BatchReader } from '../../../../src-main/engine/log/kafka/batch-reader.ts';
import { openBatch, type RecordBatch } from '../../../../src-main/engine/log/kafka/record-batch.ts';
import { batchOf, flow } from '../../../support/records/flows.ts';
import { packed, recordBatch } from '../../../support/kafka/kafka-batches.ts';
import { publishedOf } from '../../../support/kafka/published.ts';

const flows = [flow('10.0.0.1', '192.0.2.1', 1_500), flow('10.0.0.2', '192.0.2.1', 60)];
const messages = publishedOf({
  ...{ kind: 'records', agent: 'a', epoch: 1, firstSequence: 0 },
  batch: batchOf(1_700_000_000_000, flows),
});

it('says that what is left of a damaged batch is lost: there may be flow records in it', async () => {
  const batch = (await openBatch(packed(recordBatch(70, messages, { gzip: true })))) as RecordBatch;
  const cut = { ...batch, records: batch.records.subarray(0, -10) };
  const deliveries = new BatchReader({ intervalMs: 1_000, now: () => 8.64e15 }).read(3, cut, 70);
  expect(deliveries.map(({ kind, nextOffset }) => [kind, nextOffset])).toEqual([
    ['records', 71],
    ['lost', 72],
  ]);
  expect(deliveries.at(-1)).toMatchObject({
    partition: 3,
    offset: 71,
    reason: expect.stringMatching(/damaged/) as string,
  });
});
