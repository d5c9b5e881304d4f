import { describe, expect, it } from 'vitest';
import { AbortedBatches, OpenTransactions } from '../../../../src-main/engine/log/kafka/transactions.ts';
import { packed, recordBatch } from '../../../support/kafka/kafka-batches.ts';

const transactional = 0x10;
const control = 0x20;
const one = { key: '10.0.0.1,10.0.0.2', value: '1' };
const records = (offset: number, producerId: bigint, attributes = transactional) =>
  packed(recordBatch(offset, [one], { attributes, producerId }));
const end = (offset: number, producerId: bigint, kind: 'abort' | 'commit') =>
  packed(
    recordBatch(offset, [{ key: kind === 'abort' ? '\0\0\0\0' : '\0\0\0\x01', value: 'x' }], {
      attributes: transactional | control,
      producerId,
    }),
  );

describe('what was aborted', () => {
  it('is told whatever the order of the list, which brokers sort by ends', () => {
    const aborted = new AbortedBatches([
      { producerId: 2n, firstOffset: 1 },
      { producerId: 1n, firstOffset: 0 },
    ]);
    const batches = [
      records(0, 1n),
      records(1, 2n),
      end(2, 2n, 'abort'),
      end(3, 1n, 'abort'),
      records(4, 1n),
      end(5, 1n, 'commit'),
    ];
    expect(batches.map((batch) => aborted.has(batch))).toEqual([true, true, false, false, false, false]);
  });

  it('is not what others wrote meanwhile, in a transaction or in none', () => {
    const aborted = new AbortedBatches([{ producerId: 1n, firstOffset: 0 }]);
    const batches = [records(0, 1n), records(1, 2n), records(2, 1n, 0), records(3, 1n), end(4, 1n, 'abort')];
    expect(batches.map((batch) => aborted.has(batch))).toEqual([true, false, false, true, false]);
  });
});

describe('what open transactions brought', () => {
  it('counts once its producer commits, and not before', () => {
    const open = new OpenTransactions<string>();
    expect([...open.add(1n, ['a']), ...open.add(2n, ['b']), ...open.add(undefined, ['c'])]).toEqual(['c']);
    expect(open.add(1n, ['d'])).toEqual([]);
    expect(open.end(end(4, 1n, 'commit'))).toEqual(['a', 'd']);
    expect(open.end(end(5, 1n, 'commit'))).toEqual([]);
  });

  it('never counts where it was aborted, though its producer goes on', () => {
    const open = new OpenTransactions<string>();
    open.add(1n, ['a']);
    expect(open.end(end(1, 1n, 'abort'))).toEqual([]);
    open.add(1n, ['b']);
    expect(open.end(end(3, 1n, 'commit'))).toEqual(['b']);
  });
});
