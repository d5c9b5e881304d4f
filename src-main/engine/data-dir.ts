import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where the data lies unless a folder is named. */
export function defaultDataDir(environment: NodeJS.ProcessEnv = process.env): string {
  if (process.platform === 'darwin')
    return join(homedir(), 'Library', 'Application Support', 'StreamChecker');
  return join(environment.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'streamchecker');
}
