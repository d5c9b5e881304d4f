import type { ErrorData } from '../errors.ts';
import type { EpochMs } from '../units.ts';

/** One partition of the topic of flow records, as the reader stands in it. */
export interface PartitionStatus {
  readonly partition: number;
  /** Offset of the next record to be summed. */
  readonly position: number;
  /** Offset that the next record published will have; null while it is not known. */
  readonly end: number | null;
  /** Records published and not yet summed; null while that is not known. */
  readonly lag: number | null;
}

/** Records that wait to be sent to the brokers, and what did not get there. */
export interface SpoolStatus {
  readonly records: number;
  readonly bytes: number;
  /** Start of the oldest waiting record's interval; null where nothing waits. */
  readonly oldestMs: EpochMs | null;
  /** Packets that fell off the spool since the engine started: too many waited, or for too long. */
  readonly droppedPackets: number;
}

/** Where a checker stands in its consumer group, of which one notifies. */
export interface GroupStatus {
  readonly name: string;
  /** `active`: this one notifies. `standby`: another one does. `joining`: that is not known, and this one doesn't. */
  readonly role: 'active' | 'standby' | 'joining';
  /** For a standby: the host of the one that notifies; null while that is not known. */
  readonly active: string | null;
  /** How many checkers of the group are standbys, as far as it is known. */
  readonly standbys: number;
}

/** State of the log between capture and windows. */
export interface StreamStatus {
  /** `embedded`: in the data folder, without a server. */
  readonly kind: 'embedded' | 'kafka';
  /** The embedded log is always connected. */
  readonly state: 'connecting' | 'connected' | 'disconnected';
  /** Brokers in use, `host:port`; none for the embedded log. */
  readonly brokers: readonly string[];
  /** Topic of the flow records; null for the embedded log. */
  readonly topic: string | null;
  /** By partition; empty where nothing is read. */
  readonly partitions: readonly PartitionStatus[];
  /** Null for the embedded log, and where nothing is published. */
  readonly spool: SpoolStatus | null;
  /** Null for the embedded log, and where nothing is checked. */
  readonly group: GroupStatus | null;
  /** Flow records that `--publish-when` kept from being published, since the engine started. */
  readonly heldBack: number;
  /** Flow records published (acknowledged) in the last second. */
  readonly publishedPerSecond: number;
  /** Flow records summed in the last second. */
  readonly readPerSecond: number;
  /** The newest thing that went wrong, with what to do, until it is mended. */
  readonly problem: ErrorData | null;
}
