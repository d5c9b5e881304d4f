import fc from 'fast-check';
import kafkajs from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { partitionOf } from '../../../../src-main/engine/log/kafka/partition-of.ts';

describe('the partition of a key', () => {
  it("is the one that Kafka's clients choose", () => {
    const choose = kafkajs.Partitioners.DefaultPartitioner();
    const ascii = fc.string({ unit: fc.constantFrom('0', '1', '9', 'a', 'f', '.', ':', ',') });
    fc.assert(
      fc.property(ascii, fc.integer({ min: 1, max: 200 }), (key, partitions) => {
        const partitionMetadata = Array.from({ length: partitions }, (_, partitionId) => ({
          ...{ partitionErrorCode: 0, partitionId, leader: 1, replicas: [1], isr: [1] },
        }));
        const theirs = choose({ topic: 't', partitionMetadata, message: { key, value: null } });
        expect(partitionOf(Buffer.from(key), partitions)).toBe(theirs);
      }),
    );
  });
});
