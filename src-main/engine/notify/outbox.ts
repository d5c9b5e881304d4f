import type { AlertNotification } from '../../common/model/alerts.ts';
import type { EpochMs } from '../../common/units.ts';

/** A notification that has no place in the outbox yet. */
export type NewNotification = Omit<AlertNotification, 'sequence'>;

/** A reader of the outbox. */
export interface Reader {
  /** Names its mark. */
  readonly name: string;
  /**
   * Whether it keeps a record: it gets each notification by itself, also those that are suppressed. Else it calls
   * people, who get many of one window as one.
   */
  readonly isRecord: boolean;
}

/** How long a receiver may be out of order before it loses notifications. */
export const notificationAgeMs = 24 * 3_600_000;

/** How far a receiver has come. */
export interface ReceiverMark {
  /** It has taken, or passed over, all up to this sequence. */
  readonly taken: number;
  /** Notifications that became too old for it. */
  readonly lost: number;
  /** Notifications that it will never take. */
  readonly refused: number;
}

/**
 * Notifications, in order. Each is stored in the transaction that stores its alert, and stays until every receiver has
 * taken it or it is too old, however many there are. Each receiver has a mark of its own, so a crash between the two
 * loses nothing.
 */
export interface Outbox {
  /**
   * The receivers of this run: a known one goes on where it was, a new one begins with what comes from now on, and
   * one that is not named is forgotten.
   */
  begin(receivers: readonly Reader[]): void;
  /** Where a receiver stands; at the beginning where it is not known. */
  mark(receiver: string): ReceiverMark;
  /** At most `count` notifications after a sequence that the receiver takes, oldest first. */
  after(receiver: string, sequence: number, count: number): AlertNotification[];
  /** How many of them there are, up to but without the sequence `end`. */
  waiting(receiver: string, sequence: number, end?: number): number;
  /** Sequence of the newest notification ever made; 0 before the first. */
  newest(): number;
  /** Sequence of the first notification from an instant on; the next one to be made where there is none. */
  oldestSince(ms: EpochMs): number;
  /** The receiver is done with all up to this sequence. */
  take(receiver: string, sequence: number): void;
  /** Counts notifications that became too old for a receiver. */
  lose(receiver: string, count: number): void;
  /** Counts notifications that a receiver will never take. */
  refuse(receiver: string, count: number): void;
  /**
   * Deletes what every receiver is done with; some at a time, so that nothing else waits for it.
   *
   * @returns whether there may be more
   */
  trim(): boolean;
}
