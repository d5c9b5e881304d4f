import { encodeMark, type Mark } from '../../flow-records/mark.ts';
import type { RecordsMessage } from '../message-log.ts';
import { partitionOf } from './partition-of.ts';
import type { PublishCondition } from './publish-condition.ts';
import {
  messagesOf,
  type OutgoingMessage,
  packetsOf,
  type PublishMode,
  textEntryAt,
} from './record-writer.ts';
import { messageOf, type SpoolRow } from './spool.ts';

/** Rows of the spool as they are published, each partition's messages in order. */
export interface PartitionLoad {
  readonly messages: ReadonlyMap<number, readonly OutgoingMessage[]>;
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

/** What is published of some rows: records each in its partition, marks in every one, behind the records before them. */
export function loadOf(rows: readonly SpoolRow[], { condition, mode, partitions }: LoadParts): PartitionLoad {
  const messages = new Map<number, OutgoingMessage[]>();
  const damaged: SpoolRow[] = [];
  let [records, spooled] = [0, 0];
  const add = (partition: number, message: OutgoingMessage): void => {
    const before = messages.get(partition);
    if (before) before.push(message);
    else messages.set(partition, [message]);
  };
  for (const row of rows) {
    const message = messageOf(row);
    if (typeof message === 'string') damaged.push(row);
    else if (message.kind === 'mark') {
      for (let partition = 0; partition < partitions; partition++) add(partition, outgoingMark(message.mark));
    } else {
      spooled += message.batch.count;
      for (const kept of condition.select(message)) {
        records += kept.batch.count;
        for (const one of mode === 'packet' ? packetsOf(kept) : messagesOf(kept))
          add(partitionOf(one.key, countOf(row, partitions)), one);
      }
    }
  }
  return { messages, records, heldBack: spooled - records, damaged };
}

const outgoingMark = (mark: Mark): OutgoingMessage => ({
  key: mark.agent,
  value: encodeMark(mark),
  timestamp: String(mark.reachedMs),
});

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
  let sum = 0;
  for (let i = 0; i < batch.count; i++) {
    const { source, destination, packets } = textEntryAt(batch, i);
    if (chosen.has(partitionOf(`${source},${destination}`, partitions))) sum += Number(packets);
  }
  return sum;
}
