import type { Event } from '../../common/event.ts';
import type { EpochMs } from '../../common/units.ts';
import type { FlowBatch } from '../flow-records/layout.ts';
import type { Mark } from '../flow-records/mark.ts';
import type { PartSums } from '../flow-records/part-sums.ts';
import type { BatchIdentity } from './batch-identity.ts';

/**
 * Flow records on their way to the log. Record `i` of the batch has the sequence `firstSequence + i`; an agent
 * gives each sequence once and in order, so that a record that arrives twice can be told by it.
 */
export interface RecordsMessage {
  readonly kind: 'records';
  readonly agent: string;
  /** The life of the agent that gave the sequences: see {@link Mark}. */
  readonly epoch: number;
  readonly firstSequence: number;
  readonly batch: FlowBatch;
}

/** What an agent says of the records before it. */
export interface MarkMessage {
  readonly kind: 'mark';
  readonly mark: Mark;
}

export type LogMessage = RecordsMessage | MarkMessage;

/** The epoch of records that have none: those of version 1, whose coverage is unknown. */
export const noEpoch = 0;

/** Who gave a batch's records their sequences, which ascend. In a partition those of an agent's epoch ascend, too. */
export interface Origin {
  readonly agent: string;
  readonly epoch: number;
  readonly firstSequence: number;
  readonly lastSequence: number;
  /** How many of the records, which stand first, have a sequence below this one. */
  countBelow(sequence: number): number;
}

/** What the log hands out, in the order of its offsets. */
export type Delivery = {
  readonly partition: number;
  readonly nextOffset: number;
  /** The batch of the topic that it came in, where there are such. */
  readonly container?: BatchIdentity;
} & (
  | {
      readonly kind: 'records';
      readonly batch: FlowBatch;
      /** Null for records without a sequence: only their offset tells whether they were summed. */
      readonly origin: Origin | null;
    }
  | { readonly kind: 'mark'; readonly mark: Mark }
  /** What a cluster has summed of a window in this partition, in place of what it had summed before. */
  | { readonly kind: 'sums'; readonly sums: PartSums }
  /** Values that can't be read, from `offset` on. */
  | {
      readonly kind: 'unreadable';
      readonly offset: number;
      readonly reason: string;
      /** Where the value stood in the topic that sums are made of, where that is another one. */
      readonly sourceOffset?: number;
    }
  /** Records that were published and are gone unread, from `offset` on. */
  | {
      readonly kind: 'lost';
      readonly offset: number;
      readonly reason: string;
      /** When the one window begins that they are of, where that is known. */
      readonly startMs?: EpochMs;
    }
  /** The reader goes on at `nextOffset`, wherever it was: there is nothing before it. */
  | {
      readonly kind: 'moved';
      /** Which topic the place is of, where that was not known or was another one. */
      readonly topic?: string;
      /** Whether the topic was made anew: nothing is left of what was read of it. */
      readonly isAnew?: boolean;
    }
);

/** The offset to read next, by partition; a partition that isn't named is read from its start. */
export type Positions = ReadonlyMap<number, number>;

/** Which topic a position is of, by partition; another topic of the same name has another id. */
export type Topics = ReadonlyMap<number, string>;

/** Where a reader goes on: at which positions, of which topic, and behind which batches. */
export interface ReadSoFar {
  readonly positions: Positions;
  readonly topics: Topics;
  /** Some of the batches that were read before a position, by partition. */
  readonly batches: ReadonlyMap<number, readonly BatchIdentity[]>;
}

/** Of a reader that begins. */
export const nothingRead: ReadSoFar = { positions: new Map(), topics: new Map(), batches: new Map() };

/**
 * A topic of flow records: append only, in partitions, read from an offset. The reader keeps its own checkpoint.
 */
export interface MessageLog {
  /** Appends all or nothing; durable once it resolves. */
  append(messages: readonly LogMessage[]): Promise<void>;
  /** The next deliveries, at most about `maxRecords` records; empty where none is at hand. */
  read(positions: Positions, maxRecords: number): Promise<readonly Delivery[]>;
  /**
   * Reading goes on at the positions: what was handed out since is handed out again. For a log whose `read` hands out
   * what it is asked for, there is nothing to do.
   */
  rewind(readSoFar: ReadSoFar): void;
  /** The sequence that an agent's next record will have: 0 for an unknown agent. */
  nextSequence(agent: string): Promise<number>;
  /** The offset that the next record will have, by partition, as far as it is known. */
  ends(): Positions;
  /** There is something to read. */
  readonly onAppended: Event<void>;
}

/** The origin of records whose sequences follow one another. */
export const consecutive = (agent: string, epoch: number, first: number, count: number): Origin => ({
  agent,
  epoch,
  firstSequence: first,
  lastSequence: first + count - 1,
  countBelow: (sequence) => Math.min(count, Math.max(0, sequence - first)),
});

/** The origin of records whose sequences, at least one, ascend with gaps. */
export const ascending = (agent: string, epoch: number, sequences: Float64Array): Origin => ({
  agent,
  epoch,
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
