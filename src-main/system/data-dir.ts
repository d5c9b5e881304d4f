import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where the data lies unless a folder is named. */
export function defaultDataDir(environment: NodeJS.ProcessEnv = process.env): string {
  if (process.platform === 'darwin')
    return join(homedir(), 'Library', 'Application Support', 'StreamChecker');
  return join(environment.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'streamchecker');
}

/** Where the settings lie: with the person's other settings, or in a data folder that was named, which is an app of its own. */
export function settingsDir(dataDir: string, environment: NodeJS.ProcessEnv = process.env): string {
  if (dataDir !== defaultDataDir(environment) || process.platform === 'darwin') return dataDir;
  return join(environment.XDG_CONFIG_HOME || join(homedir(), '.config'), 'streamchecker');
}
