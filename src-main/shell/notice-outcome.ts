import type { Clock } from '../common/clock.ts';

/** What became of a notification. */
export type NoticeOutcome = 'taken' | 'refused';

/** How long a desktop may take to tell, in milliseconds. */
const longestMs = 5_000;

/**
 * Shows a notification, and waits until the desktop has taken or refused it. One that says nothing in time has refused
 * it: not every desktop tells of a failure.
 */
export function noticeOutcome(
  clock: Pick<Clock, 'once'>,
  show: (onTold: (outcome: NoticeOutcome) => void) => void,
): Promise<NoticeOutcome> {
  return new Promise((resolve) => {
    const bound = clock.once(longestMs, () => resolve('refused'));
    show((outcome) => {
      bound.dispose();
      resolve(outcome);
    });
  });
}
