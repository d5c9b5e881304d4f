import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command } from './command.mjs';
import { cacheFolder, node, root } from './paths.mjs';

const electronPackage = join(root, 'node_modules/electron');
const longestSilenceMs = 20_000;
const dayMs = 24 * 60 * 60_000;

/**
 * Fetches the official runtime with Electron's own installer, and gives up when nothing arrives for 20 s.
 * @throws {Error} in one line
 */
export async function downloadOfficial() {
  const temporary = mkdtempSync(join(tmpdir(), 'streamchecker-electron-'));
  const giveUp = new AbortController();
  const watch = watchProgress([temporary, join(electronPackage, 'dist')], () => giveUp.abort());
  try {
    await command(node, [join(electronPackage, 'install.js')], {
      env: { TMPDIR: temporary, ELECTRON_GET_NO_PROGRESS: '1', ELECTRON_GET_USE_PROXY: '1' },
      signal: giveUp.signal,
    });
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    throw new Error(
      giveUp.signal.aborted ? 'nothing arrived for 20 s' : (/Error: (.*)/.exec(message)?.[1] ?? message),
      { cause: error },
    );
  } finally {
    clearInterval(watch);
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** @param {string} version @returns {boolean} whether its download failed within the last day */
export function failedLately(version) {
  const failed = statSync(failureNote(version), { throwIfNoEntry: false });
  return failed !== undefined && Date.now() - failed.mtimeMs < dayMs;
}

/** @param {string} version */
export function noteFailure(version) {
  mkdirSync(cacheFolder, { recursive: true });
  writeFileSync(failureNote(version), '');
}

/** @param {string} version */
function failureNote(version) {
  return join(cacheFolder, `electron-${version}-not-downloaded`);
}

/** @param {string[]} folders @param {() => void} onSilence */
function watchProgress(folders, onSilence) {
  let size = 0;
  let changedMs = Date.now();
  return setInterval(() => {
    const now = folders.reduce((sum, folder) => sum + sizeOf(folder), 0);
    if (now !== size) [size, changedMs] = [now, Date.now()];
    else if (Date.now() - changedMs > longestSilenceMs) onSilence();
  }, 1000);
}

/** @param {string} path @returns {number} bytes of all files in it */
function sizeOf(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isDirectory()) return stat?.size ?? 0;
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}
