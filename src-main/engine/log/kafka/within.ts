import type { Clock } from '../../../common/clock.ts';

/** How long leaving the brokers may take: they may be gone, and the process has to end. */
export const longestLeaveMs = 1_500;

/** Waits for something, but no longer than this. */
export async function within(clock: Clock, longestMs: number, something: Promise<unknown>): Promise<void> {
  const given = new AbortController();
  await Promise.race([something, clock.after(longestMs, given.signal)]);
  given.abort();
}
