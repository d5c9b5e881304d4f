import type { Disposable } from '../../../common/disposable.ts';
import { type FolderAgents, folderAgents } from './folder-agents.ts';
import { type FolderAlerts, folderAlerts } from './folder-alerts.ts';
import { type FolderHistory, folderHistory } from './folder-history.ts';
import { type FolderLimits, folderLimits } from './folder-limits.ts';
import { type FolderOptions, OpenedFolder } from './opened-folder.ts';

/**
 * What a data folder answers by itself, with or without an instance that runs on it: calls of the contract, and what only
 * a command line asks. An instance takes up within about a second what is changed.
 */
export interface FolderApi extends FolderAgents, FolderAlerts, FolderHistory, FolderLimits, Disposable {}

/** Opens a data folder when something is first asked of it. */
export function openFolder(dataDir: string, options: FolderOptions): FolderApi {
  const opened = new OpenedFolder(dataDir, options);
  return {
    ...folderAgents(opened),
    ...folderAlerts(opened),
    ...folderHistory(opened),
    ...folderLimits(opened),
    dispose: () => opened.dispose(),
  };
}
