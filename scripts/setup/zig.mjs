import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { command } from './command.mjs';
import { root } from './paths.mjs';
import { say } from './say.mjs';

const version = '0.17.1';
const folder = join(root, '.cache', `ziglang-${version}`);
const failed = join(folder, 'not-installed');

/** The compiler with which tests compile the helper for other platforms. Where it can't be had, they say so. */
export const zig = {
  isDone: () => existsSync(join(folder, 'ziglang/zig')) || existsSync(failed),

  async run() {
    mkdirSync(folder, { recursive: true });
    try {
      say('installing zig, which compiles for other platforms');
      await command('python3', [
        '-m',
        'pip',
        'install',
        '--quiet',
        '--target',
        folder,
        `ziglang==${version}`,
      ]);
    } catch {
      writeFileSync(failed, '');
      say('zig is not to be had here: the helper is not compiled for other platforms in the tests');
    }
  },
};
