import type { Clock } from '../common/clock.ts';
import { onReaderGone } from './reader-gone.ts';

/**
 * Resolves when the time is over, when the process is told to end, or when nobody reads its output any more.
 *
 * @param durationMs null for a run without end
 * @param given aborts when nobody waits any longer: a time that runs on would keep the process alive
 */
export function untilTold(durationMs: number | null, clock: Clock, given: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    const end = (): void => resolve(undefined);
    if (durationMs !== null) void clock.after(durationMs, given).then(end);
    onReaderGone(end);
    process.once('SIGINT', end).once('SIGTERM', end).once('SIGHUP', end);
  });
}
