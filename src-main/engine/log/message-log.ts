import type { Event } from '../../common/event.ts';
import type { FlowBatch } from '../capture/capture-source.ts';

/**
 * Flow records on their way to the log. Record `i` of the batch has the sequence `firstSequence + i`; an agent
 * gives each sequence once and in order, so that a record that arrives twice can be told by it.
 */
export interface LogMessage {
  readonly agent: string;
  readonly firstSequence: number;
  readonly batch: FlowBatch;
}

/** What the log hands out, in the order of its offsets. */
export type Delivery =
  | (LogMessage & { readonly kind: 'records'; readonly partition: number; readonly nextOffset: number })
  | {
      readonly kind: 'unreadable';
      readonly partition: number;
      readonly offset: number;
      readonly nextOffset: number;
      readonly reason: string;
    };

/** The offset to read next, by partition; a partition that isn't named is read from its start. */
export type Positions = ReadonlyMap<number, number>;

/**
 * A topic of flow records: append only, in partitions, read from an offset. The reader keeps its own checkpoint.
 */
export interface MessageLog {
  /** Appends all or nothing; durable once it resolves. */
  append(messages: readonly LogMessage[]): Promise<void>;
  /** The next deliveries, at most about `maxRecords` records; empty at the end of the log. */
  read(positions: Positions, maxRecords: number): Promise<readonly Delivery[]>;
  /** The sequence that an agent's next record will have: 0 for an unknown agent. */
  nextSequence(agent: string): Promise<number>;
  /** The offset that the next record will have, by partition, as far as it is known. */
  ends(): Positions;
  readonly onAppended: Event<void>;
}
