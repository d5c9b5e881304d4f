/** Which Electron runs the app from source: the one asked for, the official one, or a stand-in where that is blocked. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { thirdParty } from './offline/third-party-electron.mjs';
import { root } from './setup/paths.mjs';

/** @typedef {{ path: string, version: string, origin: 'override' | 'official' | 'third-party' }} ElectronRuntime */

/** The version in package.json. @returns {string} */
export function officialVersion() {
  return JSON.parse(readFileSync(join(root, 'node_modules/electron/package.json'), 'utf8')).version;
}

/**
 * @returns {ElectronRuntime | undefined} what is installed, without fetching anything
 * @throws {Error} when `ELECTRON_OVERRIDE_DIST_PATH` names a folder without Electron
 */
export function findElectron(env = process.env) {
  const override = env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (override) {
    const runtime = runtimeIn(override, 'override');
    if (!runtime) throw new Error(`ELECTRON_OVERRIDE_DIST_PATH has no Electron in it: ${override}`);
    return runtime;
  }
  const official = runtimeIn(join(root, 'node_modules/electron/dist'), 'official');
  if (official?.version === officialVersion()) return official;
  return runtimeIn(thirdParty.folder, 'third-party');
}

/**
 * @returns {Promise<ElectronRuntime>}
 * @throws {Error} when there is none
 */
export async function resolveElectron(env = process.env) {
  const runtime = findElectron(env);
  if (!runtime) throw new Error('Electron is not there; `node scripts/setup.mjs test` fetches it');
  return runtime;
}

/** @param {string} folder @param {ElectronRuntime['origin']} origin @returns {ElectronRuntime | undefined} */
function runtimeIn(folder, origin) {
  const path = join(
    folder,
    process.platform === 'darwin' ? 'Electron.app/Contents/MacOS/Electron' : 'electron',
  );
  if (!existsSync(path)) return undefined;
  const note = join(folder, 'version');
  const version = existsSync(note) ? readFileSync(note, 'utf8').trim().replace(/^v/, '') : 'unknown';
  return { path, version, origin };
}
