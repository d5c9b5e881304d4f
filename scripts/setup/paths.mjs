import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Where downloads are kept between clones. */
export const cacheFolder = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'streamchecker');

/** The toolchain's own Node, whatever Node runs the set-up. */
export const node = join(root, 'node_modules/.bin/node');
