import type { Event } from '../../common/event.ts';
import type { FlowBatch } from '../flow-records/layout.ts';

/**
 * Flow records on their way to the log. Record `i` of the batch has the sequence `firstSequence + i`; an agent
 * gives each sequence once and in order, so that a record that arrives twice can be told by it.
 */
export interface LogMessage {
  readonly agent: string;
  readonly firstSequence: number;
  readonly batch: FlowBatch;
}

/** Who gave a batch's records their sequences, which ascend. In a partition an agent's sequences ascend, too. */
export interface Origin {
  readonly agent: string;
  readonly firstSequence: number;
  readonly lastSequence: number;
  /** How many of the records, which stand first, have a sequence below this one. */
  countBelow(sequence: number): number;
}

/** What the log hands out, in the order of its offsets. */
export type Delivery = {
  readonly partition: number;
  readonly nextOffset: number;
} & (
  | {
      readonly kind: 'records';
      readonly batch: FlowBatch;
      /** Null for records without a sequence: only their offset tells whether they were summed. */
      readonly origin: Origin | null;
    }
  /** Values that are no flow records, from `offset` on. */
  | { readonly kind: 'unreadable'; readonly offset: number; readonly reason: string }
  /** Records that were published and are gone unread, from `offset` on. */
  | { readonly kind: 'lost'; readonly offset: number; readonly reason: string }
  /** The reader goes on at `nextOffset`, wherever it was: there is nothing before it. */
  | { readonly kind: 'moved' }
);

/** The offset to read next, by partition; a partition that isn't named is read from its start. */
export type Positions = ReadonlyMap<number, number>;

/**
 * A topic of flow records: append only, in partitions, read from an offset. The reader keeps its own checkpoint.
 */
export interface MessageLog {
  /** Appends all or nothing; durable once it resolves. */
  append(messages: readonly LogMessage[]): Promise<void>;
  /** The next deliveries, at most about `maxRecords` records; empty where none is at hand. */
  read(positions: Positions, maxRecords: number): Promise<readonly Delivery[]>;
  /** The sequence that an agent's next record will have: 0 for an unknown agent. */
  nextSequence(agent: string): Promise<number>;
  /** The offset that the next record will have, by partition, as far as it is known. */
  ends(): Positions;
  /** There is something to read. */
  readonly onAppended: Event<void>;
}

/** The origin of records whose sequences follow one another. */
export const consecutive = (agent: string, first: number, count: number): Origin => ({
  agent,
  firstSequence: first,
  lastSequence: first + count - 1,
  countBelow: (sequence) => Math.min(count, Math.max(0, sequence - first)),
});

/** The origin of records whose sequences, at least one, ascend with gaps. */
export const ascending = (agent: string, sequences: Float64Array): Origin => ({
  agent,
  firstSequence: sequences[0]!,
  lastSequence: sequences.at(-1)!,
  countBelow(sequence) {
    let [low, high] = [0, sequences.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sequences[middle]! < sequence) low = middle + 1;
      else high = middle;
    }
    return low;
  },
});
