import { MonitorError } from '../../common/errors.ts';
import { DataFolder } from '../../engine/store/data-folder.ts';

/** What an import means for the source that is followed. */
export interface Ownership {
  /** Null where the import ends the following; left out where nothing changes. */
  readonly follow?: null;
  /** What the person should know of it. */
  readonly notice?: string;
}

/**
 * Limits have one owner: what is imported beside a source that is followed would be gone with the next read of it. A
 * source that an import made the followed one gives way to the next import; one that a running instance was started with
 * doesn't.
 *
 * @param origin the source of the import
 * @throws MonitorError `limits/not-writable` where a running instance follows another source by its options or settings
 */
export function ownershipAfter(folder: DataFolder, dataDir: string, origin: string): Ownership {
  const { settings } = folder;
  const [followed, live] = [settings.followedLimits(), settings.liveLimits()];
  const isGiven = live !== null && live !== followed && live !== origin;
  if (isGiven && DataFolder.isInUse(dataDir)) throw follows(live);
  const others = isGiven
    ? `A run that is started with ${live} again, as the last one was, replaces them.`
    : '';
  if (followed === null || followed === origin) return others === '' ? {} : { notice: others };
  return { follow: null, notice: `${followed} is no longer followed. ${others}`.trim() };
}

/**
 * Refuses to undo an import where that would not last.
 *
 * @throws MonitorError `limits/not-writable` as {@link ownershipAfter}
 */
export function requireOwned(folder: DataFolder, dataDir: string): void {
  const [followed, live] = [folder.settings.followedLimits(), folder.settings.liveLimits()];
  if (live !== null && live !== followed && DataFolder.isInUse(dataDir)) throw follows(live);
}

const follows = (live: string): MonitorError =>
  new MonitorError(
    'limits/not-writable',
    `The limits are those of ${live}, with which StreamChecker runs here`,
    {
      remedy: `change ${live}, which is in force at once; or end that run, and start without --limits (in the app: empty the setting limits.source)`,
    },
  );
