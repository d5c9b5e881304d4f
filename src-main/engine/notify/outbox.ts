import type { AlertNotification } from '../../common/model/alerts.ts';
import type { EpochMs } from '../../common/units.ts';

/** A notification that has no place in the outbox yet. */
export type NewNotification = Omit<AlertNotification, 'sequence'>;

/** A reader of the outbox. */
export interface Reader {
  /** Names its mark. */
  readonly name: string;
  /** Whether it also takes what is quiet: a record of all transitions, rather than a call to people. */
  readonly takesQuiet: boolean;
}

/** How long a way to be told may be out of order before it loses notifications. */
export const notificationAgeMs = 24 * 3_600_000;
/** So many notifications are kept for the slowest. */
export const notificationBound = 10_000;

/**
 * What is to be told, in order. A notification is stored in the transaction that stores its alert; each channel
 * has a mark of its own at the newest one that it has taken. So a crash between the two loses nothing, and what
 * was taken is not told again.
 */
export interface Outbox {
  /**
   * The channels of this run: a known one goes on where it was, a new one begins with what comes from now on, and
   * one that is not named is forgotten.
   */
  begin(channels: readonly Reader[]): void;
  /**
   * What a channel has to take next, oldest first, at most `count`. Those from before `notBeforeMs` are passed and
   * counted as lost; quiet ones are passed by a channel that does not take them.
   */
  next(channel: string, notBeforeMs: EpochMs, count: number): AlertNotification[];
  /** The channel has taken this notification, and all before it. */
  take(channel: string, sequence: number): void;
  /** How many a channel has yet to take, and how many it lost. */
  backlog(channel: string): { readonly waiting: number; readonly lost: number };
  /** Lets go of what all channels have taken, and of what is older than an instant. */
  trim(notBeforeMs: EpochMs): void;
}
