import type { StandingProblem } from './model/problems.ts';
import type { MonitorStatus } from './model/status.ts';

/** The worst problem that keeps traffic from being counted or checked; undefined while all of it is. */
export const worstProblem = ({ problems }: Pick<MonitorStatus, 'problems'>): StandingProblem | undefined =>
  problems.find(({ severity }) => severity === 'error');

/** Problems of these parts leave traffic out of the open window's total. */
const counting: readonly StandingProblem['part'][] = ['capture', 'stream', 'store', 'agents', 'engine'];

/** Whether the open window's total may lack traffic that has passed already: it is "at least". */
export const isAtLeast = ({ problems }: Pick<MonitorStatus, 'problems'>): boolean =>
  problems.some(({ severity, part }) => severity === 'error' && counting.includes(part));

/** What was captured, and is in no total yet. */
export interface Waiting {
  /** Packets that were captured, and wait to be stored. */
  readonly queued: number;
  /** Flow records that wait for the brokers to take them. */
  readonly spooled: number;
  /** Flow records that were published, and wait to be summed. */
  readonly unread: number;
}

/** What waits on its way into the totals. */
export const waitingOf = ({ capture, stream }: Pick<MonitorStatus, 'capture' | 'stream'>): Waiting => ({
  queued: capture.queuedPackets,
  spooled: stream.spool?.records ?? 0,
  unread: stream.partitions.reduce((sum, { lag }) => sum + (lag ?? 0), 0),
});
