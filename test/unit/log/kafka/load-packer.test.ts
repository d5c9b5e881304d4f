import { expect, it } from 'vitest';
import { toRow } from '../../../../src-main/engine/log/embedded-log.ts';
import { LoadPacker } from '../../../../src-main/engine/log/kafka/load-packer.ts';
import type { PackedSets } from '../../../../src-main/engine/log/kafka/partition-sender.ts';
import { PublishCondition } from '../../../../src-main/engine/log/kafka/publish-condition.ts';
import type { RecordSet } from '../../../../src-main/engine/log/kafka/record-set.ts';
import type { SpoolRow } from '../../../../src-main/engine/log/kafka/spool.ts';
import { batchOf, flow } from '../../../support/records/flows.ts';

const rowAt = (offset: number): SpoolRow => ({
  ...toRow({
    ...{ kind: 'records', agent: 'a', epoch: 1, firstSequence: offset },
    batch: batchOf(0, [flow('10.0.0.1', '10.0.0.2', offset)]),
  }),
  ...{ offset, partitions: 2 },
});

/** A packer over `rows` rows of a record each, a row a load; packing ends when the test says so. */
function packerOver(rows: number) {
  const topic = { partitions: 2 };
  const packing: { values: string[]; done: () => void }[] = [];
  const pack = async (sets: ReadonlyMap<number, RecordSet>): Promise<PackedSets> => {
    const values = [...sets.values()].flatMap((set) => [...set.messages()].map(({ value }) => value));
    const { promise, resolve } = Promise.withResolvers<undefined>();
    packing.push({ values, done: () => resolve(undefined) });
    await promise;
    return new Map();
  };
  const packer = new LoadPacker({
    spool: { read: (offset) => (offset < rows ? [rowAt(offset)] : []) },
    ...{ sender: { pack }, atOnce: 1 },
    loadParts: () => ({ condition: PublishCondition.parse(''), mode: 'record', ...topic }),
  });
  return { topic, packer, packing };
}

it('packs a load once, also where it was begun ahead, and lets nobody drop it until it is followed', async () => {
  const { packer, packing } = packerOver(2);
  const first = packer.next(0);
  expect(packer.packedUntil).toBe(1);
  packing[0]!.done();
  expect(await first).toMatchObject({ from: 0, end: 1, records: 1 });
  expect(packer.packedUntil).toBe(1);
  packer.packAhead(1);
  const second = packer.next(1);
  expect(packing.map(({ values }) => values.map((value) => /"bytes":(\d+)/.exec(value)![1]))).toEqual([
    ['0'],
    ['1'],
  ]);
  packing[1]!.done();
  expect(await second).toMatchObject({ from: 1, end: 2 });
  packer.packAhead(2);
  expect(packer.packedUntil).toBe(0);
  expect(packer.next(2)).toBeUndefined();
});

it('packs anew what was packed for another place or for fewer partitions', async () => {
  const { topic, packer, packing } = packerOver(3);
  packer.packAhead(1);
  const anew = packer.next(0);
  for (const { done } of packing) done();
  expect(await anew).toMatchObject({ from: 0, end: 1 });
  packer.packAhead(1);
  topic.partitions = 3;
  const grown = packer.next(1);
  for (const { done } of packing) done();
  expect(await grown).toMatchObject({ from: 1, end: 2 });
  expect(packing).toHaveLength(4);
});
