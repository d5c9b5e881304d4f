import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm } from './npm.mjs';
import { node, root } from './paths.mjs';
import { say } from './say.mjs';

/** @typedef {{ version?: string, optional?: boolean, devOptional?: boolean, peer?: boolean }} LockedPackage */
/** @typedef {{ packages: Record<string, LockedPackage> }} Lock */

/** What package-lock.json says is in node_modules, with Node itself. */
export const nodePackages = {
  isDone() {
    const installed = readLock('node_modules/.package-lock.json');
    const wanted = readLock('package-lock.json');
    return existsSync(node) && installed !== undefined && wanted !== undefined && matches(installed, wanted);
  },

  /** Only the package `node` has an install script that is needed: it fetches this platform's Node. */
  async run() {
    say('installing the node packages');
    await npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund']);
    await npm(['rebuild', 'node', '--ignore-scripts=false']);
  },
};

/**
 * @param {Lock} installed npm's own note in node_modules of what it put there
 * @param {Lock} wanted
 */
export function matches(installed, wanted) {
  return Object.entries(wanted.packages).every(([path, { version, optional, devOptional }]) => {
    if (path === '') return true;
    const found = installed.packages[path];
    return found ? found.version === version : Boolean(optional ?? devOptional);
  });
}

/** @param {string} path @returns {Lock | undefined} */
function readLock(path) {
  const file = join(root, path);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}
