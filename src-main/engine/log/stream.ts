import type { Event } from '../../common/event.ts';
import type { SpoolStatus, StreamStatus } from '../../common/model/stream.ts';
import type { EpochMs } from '../../common/units.ts';
import type { Text } from '../../common/phrases/phrase.ts';
import type { MessageLog, Positions, ReadSoFar } from './message-log.ts';
import type { LinkReport } from './record-publisher.ts';

/** A log that runs: what an engine needs of it beside what is written and read. */
export interface Stream {
  readonly log: MessageLog;
  /** Packets that were captured and dropped on their way into the log. */
  readonly onDropped: Event<LinkReport>;
  /** Something that the person should know. */
  readonly onNoticed: Event<Text>;
  /** Begins; reading goes on where it left off. */
  start(readSoFar: ReadSoFar): void;
  /**
   * For each partition, the instant up to which all that was published is before the positions. Undefined for a log
   * whose end is always at hand.
   */
  caughtUp(positions: Positions): ReadonlyMap<number, number> | undefined;
  /** Whether a reader at the positions is far from the end of what it can read. */
  isBehind(positions: Positions): boolean;
  /** What is before the positions was summed and stored. */
  checkpointed(positions: Positions): void;
  /** What waits to be sent; null where nothing is sent to brokers. */
  readonly spool: SpoolStatus | null;
  status(positions: Positions, now: EpochMs): StreamStatus;
  /** Ends in bounded time. */
  stop(): Promise<void>;
}
