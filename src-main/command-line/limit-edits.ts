import type { Clock } from '../common/clock.ts';
import { MonitorError } from '../common/errors.ts';
import type { LimitsChange } from '../common/model/limits.ts';
import { editedLimits, type LimitEdit } from '../engine/limits/limit-edit.ts';
import { goodRows } from '../engine/limits/limit-preview.ts';
import type { ChangeCause, UndoableEdit } from '../engine/limits/limit-store.ts';
import { openSource } from '../engine/limits/open-source.ts';
import { beginOwnFile, ownFileIn } from '../engine/limits/own-file.ts';
import type { DataFolder } from '../engine/store/data-folder.ts';

/** Between two steps of a large change a running instance, which waits for the database, gets its turn. */
export const letOthersWrite = (clock: Clock) => (): Promise<void> => clock.after(5);

/**
 * Changes limits in the source that is followed, or else in a file of the data folder, which is followed from then on;
 * a running instance takes it over.
 *
 * @returns how the source is named to the person
 * @throws MonitorError `limits/not-writable`, `limits/unreadable`, `limits/bad-rows`
 */
export async function editLimits(
  folder: DataFolder,
  dataDir: string,
  edit: LimitEdit,
  clock: Clock,
): Promise<string> {
  const named = folder.settings.liveLimits();
  if (named !== null) return editSource(folder, named, edit, { kind: 'edit' }, clock);
  const origin = ownFileIn(dataDir);
  const limits = await beginOwnFile(
    origin,
    editedLimits('StreamChecker', folder.limits.current(), edit),
    clock,
  );
  const cause = { kind: 'edit', origin, follow: origin, followedBefore: null } as const;
  await folder.limits.store(limits, cause, clock.now(), letOthersWrite(clock));
  return origin;
}

/** Takes a change by hand back, in its source and in the store. */
export async function undoEdit(
  folder: DataFolder,
  { change, inverse }: UndoableEdit,
  clock: Clock,
): Promise<LimitsChange> {
  const named = folder.settings.liveLimits();
  if (named !== change.origin)
    throw new MonitorError('limits/not-writable', `${change.origin} is no longer followed`, {
      remedy: 'follow it again, or change the limits by hand',
    });
  await editSource(folder, named, inverse, { kind: 'undo', undoes: change.id }, clock);
  return folder.limits.lastChange()!;
}

async function editSource(
  { limits }: DataFolder,
  named: string,
  edit: LimitEdit,
  cause: Pick<ChangeCause, 'kind' | 'undoes'>,
  clock: Clock,
): Promise<string> {
  const source = openSource(named, clock);
  const { origin } = source;
  const store = async (as: ChangeCause): Promise<unknown> =>
    limits.store(goodRows(origin, await source.read()), as, clock.now(), letOthersWrite(clock));
  try {
    // What the source says otherwise is not part of the change.
    await store({ kind: 'sync', origin });
    const since = limits.newestChange();
    await source.edit(edit);
    await store({ ...cause, origin, followedBefore: origin, since });
    return origin;
  } finally {
    source.dispose();
  }
}
