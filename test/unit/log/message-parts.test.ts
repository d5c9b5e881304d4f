import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inParts } from '../../../src-main/engine/log/message-parts.ts';
import { batchOf, flow } from '../../support/records/flows.ts';

const anyFlow = fc
  .record({ last: fc.nat({ max: 255 }), bytes: fc.nat({ max: 2 ** 45 }), packets: fc.nat({ max: 2 ** 40 }) })
  .map(({ last, bytes, packets }) => flow(`10.0.0.${last}`, '10.0.1.1', bytes, packets));

describe('the parts of a message', () => {
  it('are no longer than allowed, follow one another, and hold the same records and sums', () => {
    fc.assert(
      fc.property(
        fc.array(anyFlow, { minLength: 1, maxLength: 50 }),
        fc.integer({ min: 1, max: 60 }),
        (flows, maxRecords) => {
          const batch = batchOf(1_000, flows);
          const parts = inParts(
            { kind: 'records', agent: 'a', epoch: 1, firstSequence: 7, batch },
            maxRecords,
          );
          let next = 7;
          for (const { firstSequence, batch: part } of parts) {
            expect(firstSequence).toBe(next);
            expect(part.count).toBeLessThanOrEqual(maxRecords);
            next += part.count;
          }
          expect(Buffer.concat(parts.map(({ batch: part }) => part.flows))).toEqual(Buffer.from(batch.flows));
          for (const name of ['count', 'bytes', 'packets'] as const)
            expect(parts.reduce((sum, { batch: part }) => sum + part[name], 0)).toBe(batch[name]);
          // Each part's own sums, by another way: one record at a time.
          for (const { batch: part } of parts) {
            const singles = inParts(
              { kind: 'records', agent: 'a', epoch: 1, firstSequence: 0, batch: part },
              1,
            );
            expect(singles.reduce((sum, one) => sum + one.batch.bytes, 0)).toBe(part.bytes);
          }
        },
      ),
    );
  });
});
