import type { Clock } from '../common/clock.ts';
import { say } from '../common/phrases/say.ts';
import { type FolderApi, openFolder } from '../engine/api/folder/open-folder.ts';
import { warn } from './run-output.ts';

/** Says that a folder of an older version is brought up to date, before that begins: it may take some seconds. */
export function sayMigrated(share: number): void {
  if (share === 0) warn(say('command.migrating'));
}

/**
 * Asks a data folder for something, beside an instance that runs on it or without one.
 *
 * @param home networks that are home, instead of those that the newest run had
 */
export async function inFolder<T>(
  dataDir: string,
  clock: Clock,
  run: (folder: FolderApi) => Promise<T>,
  home?: readonly string[],
): Promise<T> {
  const folder = openFolder(dataDir, { clock, home, onMigrated: sayMigrated });
  try {
    return await run(folder);
  } finally {
    folder.dispose();
  }
}

/**
 * Whether a folder has no history yet.
 *
 * @param named hosts, networks and groups of which something is asked
 * @throws MonitorError `request/invalid` for a group that there is not: that isn't for lack of history
 */
export async function isEmpty(
  folder: FolderApi,
  named: readonly (string | null | undefined)[] = [],
): Promise<boolean> {
  await folder.requireGroups(named);
  return (await folder.listSeries()).length === 0;
}
