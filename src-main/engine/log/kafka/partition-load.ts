import { flowSize } from '../../flow-records/layout.ts';
import { forEachCounts } from '../../flow-records/reader.ts';
import type { RecordsMessage } from '../message-log.ts';
import { PairText } from './pair-text.ts';
import { partitionOf } from './partition-of.ts';
import type { PublishCondition } from './publish-condition.ts';
import { RecordSet } from './record-set.ts';
import { type PublishMode, RecordWriter, writeMark } from './record-writer.ts';
import { messageOf, type SpoolRow } from './spool.ts';

/** Rows of the spool as they are published, each partition's messages in order. */
export interface PartitionLoad {
  readonly sets: ReadonlyMap<number, RecordSet>;
  /** Flow records among them. */
  readonly records: number;
  /** Flow records that the condition keeps back. */
  readonly heldBack: number;
  /** Rows that were damaged on disk. */
  readonly damaged: readonly SpoolRow[];
}

/** How rows are published. */
export interface LoadParts {
  readonly condition: PublishCondition;
  readonly mode: PublishMode;
  /** How many partitions the topic has. */
  readonly partitions: number;
}

/** A record's partition was chosen when the topic had so many; of a topic that has fewer now, it is chosen anew. */
const countOf = (row: SpoolRow, partitions: number): number =>
  row.partitions > 0 && row.partitions <= partitions ? row.partitions : partitions;

/** Empty sets, one for each partition. */
export const emptySets = (partitions: number): readonly RecordSet[] =>
  Array.from({ length: partitions }, () => new RecordSet());

/**
 * What is published of some rows: records each in its partition, marks in every one, behind the records before them.
 *
 * @param sets empty ones, into which it is written
 */
export function loadOf(
  rows: readonly SpoolRow[],
  { condition, mode, partitions }: LoadParts,
  sets = emptySets(partitions),
): PartitionLoad {
  const damaged: SpoolRow[] = [];
  let [records, spooled, chosenOf] = [0, 0, partitions];
  const writer = new RecordWriter(mode, (key, length) => sets[partitionOf(key, chosenOf, length)]!);
  for (const row of rows) {
    const message = messageOf(row);
    chosenOf = countOf(row, partitions);
    if (typeof message === 'string') damaged.push(row);
    else if (message.kind === 'mark') for (const set of sets) writeMark(message.mark, set);
    else {
      spooled += message.batch.count;
      for (const kept of condition.select(message)) {
        records += kept.batch.count;
        writer.write(kept);
      }
    }
  }
  const filled = [...sets.entries()].filter(([, { count }]) => count > 0);
  return { sets: new Map(filled), records, heldBack: spooled - records, damaged };
}

/** How many packets of a row belong to some partitions. */
export function packetsFor(
  row: SpoolRow,
  { condition, partitions }: LoadParts,
  chosen: ReadonlySet<number>,
): number {
  const message = messageOf(row);
  if (typeof message === 'string' || message.kind === 'mark') return 0;
  const count = countOf(row, partitions);
  return condition.select(message).reduce((sum, kept) => sum + packetsOfBatch(kept, count, chosen), 0);
}

function packetsOfBatch({ batch }: RecordsMessage, partitions: number, chosen: ReadonlySet<number>): number {
  const [pair, size] = [new PairText(), flowSize(batch.family)];
  pair.begin(batch);
  let [sum, at] = [0, 0];
  forEachCounts(batch, 0, batch.count, (_bytes, packets) => {
    pair.read(at);
    at += size;
    if (chosen.has(partitionOf(pair.bytes, partitions, pair.length))) sum += packets;
  });
  return sum;
}
