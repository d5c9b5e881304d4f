import { setTimeout as sleep } from 'node:timers/promises';

/** How long leaving the brokers may take: they may be gone, and the process has to end. */
export const longestLeaveMs = 1_500;

/** Waits for something, but no longer than this. */
export async function within(longestMs: number, something: Promise<unknown>): Promise<void> {
  const given = new AbortController();
  const late = sleep(longestMs, undefined, { signal: given.signal }).catch(() => {});
  await Promise.race([something, late]);
  given.abort();
}
