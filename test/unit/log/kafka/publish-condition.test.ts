import { describe, expect, it } from 'vitest';
import { PublishCondition } from '../../../../src-main/engine/log/kafka/publish-condition.ts';
import { entryAt } from '../../../../src-main/engine/flow-records/reader.ts';
import { batchOf, flow } from '../../../support/records/flows.ts';

const batch = batchOf(0, [
  flow('10.0.0.1', '192.0.2.1', 100, 1),
  flow('10.0.0.2', '192.0.2.1', 2_000, 2),
  flow('11.0.0.1', '192.0.2.1', 3_000, 3),
  flow('10.0.0.3', '192.0.2.9', 4_000, 40),
]);

/** Sequence and bytes of the records that are published. */
function published(text: string): [number, number][] {
  const kept = PublishCondition.parse(text).select({
    kind: 'records',
    agent: 'a',
    epoch: 1,
    firstSequence: 5,
    batch,
  });
  for (const one of kept) {
    const entries = Array.from({ length: one.batch.count }, (_, i) => entryAt(one.batch, i));
    expect(one.batch.bytes).toBe(Number(entries.reduce((sum, { bytes }) => sum + bytes, 0n)));
    expect(one.batch.packets).toBe(Number(entries.reduce((sum, { packets }) => sum + packets, 0n)));
  }
  return kept.flatMap(({ firstSequence, batch: part }) =>
    Array.from({ length: part.count }, (_, i): [number, number] => [
      firstSequence + i,
      Number(entryAt(part, i).bytes),
    ]),
  );
}

describe('a condition for publishing', () => {
  it.each([
    ['', [100, 2_000, 3_000, 4_000]],
    ['bytes >= 2000', [2_000, 3_000, 4_000]],
    ['bytes>2000', [3_000, 4_000]],
    ['bytes <= 2000', [100, 2_000]],
    ['packets < 2', [100]],
    ['source in 10.0.0.0/8', [100, 2_000, 4_000]],
    ['destination in 192.0.2.1', [100, 2_000, 3_000]],
    ['Source in 10.0.0.0/8 AND bytes >= 2000 and destination in 192.0.2.1', [2_000]],
    ['source in 2001:db8::/32', []],
  ])('%s', (text, bytes) => {
    expect(published(text).map(([, each]) => each)).toEqual(bytes);
  });

  it('leaves each record its own sequence', () => {
    expect(published('source in 10.0.0.0/8')).toEqual([
      [5, 100],
      [6, 2_000],
      [8, 4_000],
    ]);
  });

  it.each([
    'bytes',
    'bytes >= x',
    'bytes >= 1 or bytes < 9',
    'source in nowhere',
    'source = 10.0.0.1',
    'and',
  ])('refuses %s, naming it', (text) => {
    expect(() => PublishCondition.parse(text)).toThrow(/condition|network/);
  });
});
