import { onReaderGone } from './reader-gone.ts';

/** Resolves when the time is over, when the process is told to end, or when nobody reads its output any more. */
export function untilTold(durationMs: number | null): Promise<undefined> {
  return new Promise((resolve) => {
    const end = (): void => resolve(undefined);
    // The engine keeps the process alive; once it is gone there is nothing to wait for.
    if (durationMs !== null) setTimeout(end, durationMs).unref();
    onReaderGone(end);
    process.once('SIGINT', end).once('SIGTERM', end).once('SIGHUP', end);
  });
}
