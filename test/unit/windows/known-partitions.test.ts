import { expect, it } from 'vitest';
import { Reader } from './marked-reader.ts';
import { spanOf } from '../../support/records/marks.ts';

it('waits for all partitions that the log has, before anything was read of them', () => {
  const reader = new Reader();
  reader.aggregator.noteDistance(
    {
      log: {
        ends: () =>
          new Map([
            [0, 7],
            [1, 7],
          ]),
      },
    },
    new Map(),
  );
  reader.mark(30_000, [spanOf(0, 30_000)]);
  expect(reader.closed).toEqual([]);
  reader.copy(1);
  expect(reader.closed.map(({ startMs }) => startMs)).toEqual([0, 10_000, 20_000]);
});
