import type { Clock } from '../common/clock.ts';
import { onReaderGone } from './reader-gone.ts';

/**
 * Resolves when the process is told to end, or when nobody reads its output any more. A run asks for it as
 * soon as it has opened its folder: told while it starts, it ends as it would later, and stores everything.
 */
export function toldToEnd(): Promise<undefined> {
  return new Promise((resolve) => {
    const end = (): void => resolve(undefined);
    onReaderGone(end);
    process.once('SIGINT', end).once('SIGTERM', end).once('SIGHUP', end);
  });
}

/**
 * Resolves when the time is over, or when the run is told to end.
 *
 * @param durationMs null for a run without end
 * @param told see {@link toldToEnd}
 * @param given aborts when nobody waits any longer: a time that runs on would keep the process alive
 */
export function untilTold(
  durationMs: number | null,
  told: Promise<undefined>,
  clock: Clock,
  given: AbortSignal,
): Promise<undefined> {
  if (durationMs === null) return told;
  return Promise.race([told, clock.after(durationMs, given).then(() => undefined)]);
}
