import { setImmediate } from 'node:timers/promises';
import { MonitorError } from '../../common/errors.ts';
import { say } from '../../common/phrases/say.ts';
import type { ThreadedHistory } from '../history/threaded-history.ts';
import type { DataFolder } from '../store/data-folder.ts';
import type { MigrationListener } from '../store/database.ts';
import type { LiveInput } from './live-input.ts';

/** What whoever waits for an engine to start may want to know, and to say. */
export interface Starting {
  /** Told how far a folder of an older version is brought up to date. */
  readonly onMigrated?: MigrationListener;
  /** Ends bringing it up to date. */
  readonly signal?: AbortSignal;
}

interface Parts {
  readonly folder: DataFolder;
  readonly input: LiveInput;
  readonly history: ThreadedHistory;
  /** Ends the capture. */
  readonly stopping: AbortController;
}

/**
 * Takes over what a folder of an older version has. Limits, late records and periods need all of its past: what is captured
 * meanwhile waits in the log. The history's thread converts, and this one stores, some ms at a time.
 *
 * @param signal ends it early: the next start goes on
 * @throws MonitorError `engine/stopped` once the signal has aborted, `store/*`; the capture has ended then
 */
export async function bringUpToDate(
  { folder, input, history, stopping }: Parts,
  onMigrated: MigrationListener,
  signal = stopping.signal,
): Promise<void> {
  const capturing = input.run(stopping.signal);
  try {
    await takeOver({ folder, input, history }, onMigrated, signal);
  } catch (thrown) {
    stopping.abort();
    await capturing;
    await Promise.all([input.stream.stop(), history.stop()]);
    throw folder.explain(thrown);
  }
}

async function takeOver(
  { folder: { older }, input, history }: Omit<Parts, 'stopping'>,
  onMigrated: MigrationListener,
  signal: AbortSignal,
): Promise<void> {
  const { count } = older;
  const next = (): ReturnType<typeof history.calls.convertOlder> => history.calls.convertOlder();
  let taken = 0;
  for (let piece = await next(); piece; piece = await next()) {
    const steps = older.store(piece);
    for (let isStored: boolean | undefined; !isStored;) {
      if (signal.aborted) throw new MonitorError('engine/stopped', say('run.notTakenOver'));
      input.stalls.begin();
      isStored = steps.next().done;
      await setImmediate();
    }
    taken += piece.rows.length;
    onMigrated(taken / count);
  }
}
