import { say } from '../common/phrases/say.ts';
import { type Disposable, toDisposable } from '../common/disposable.ts';
import { statuses } from './exit-status.ts';
import { warn } from './run-output.ts';

/** What runs until it is stopped, and ends in order once nobody reads its output. */
const runs = new Set<() => void>();

/** Calls `end` when the reader of standard output has gone; without anybody to call, the process exits at once. */
export function onReaderGone(end: () => void): Disposable {
  runs.add(end);
  return toDisposable(() => runs.delete(end));
}

/**
 * Decides what happens when a reader closes its end of a pipe. Standard output is what the run is for: a reader that
 * has seen enough (head, less) ends it. Standard error only accompanies it: the run goes on without.
 */
export function surviveReaders(): void {
  process.stderr.on('error', () => undefined);
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return endQuietly();
    warn(say('command.outputGone', { detail: error.code ?? error.message }));
    process.exit(statuses.failed);
  });
}

function endQuietly(): void {
  if (runs.size === 0) process.exit(statuses.done);
  for (const end of runs) end();
}
