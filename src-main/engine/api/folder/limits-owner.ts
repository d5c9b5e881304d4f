import { MonitorError } from '../../../common/errors.ts';
import type { Text } from '../../../common/phrases/phrase.ts';
import { say } from '../../../common/phrases/say.ts';
import { DataFolder } from '../../store/data-folder.ts';

/** What an import means for the source that is followed. */
export interface Ownership {
  /** Null where the import ends the following; left out where nothing changes. */
  readonly follow?: null;
  /** What the person should know of it. */
  readonly notice?: Text;
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
  const others = isGiven ? say('limits.replacedAgain', { source: live }) : undefined;
  if (followed === null || followed === origin) return others ? { notice: others } : {};
  const ended = say('limits.followedNoMore', { source: followed });
  const notice = others ? say('list.sentences', { first: ended, second: others }) : ended;
  return { follow: null, notice };
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
  new MonitorError('limits/not-writable', say('limits.ownedByRun', { source: live }), {
    remedy: say('limits.remedy.ownedByRun', { source: live }),
  });
