import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { root } from './paths.mjs';
import { say } from './say.mjs';

const longestSetupMs = 20 * 60_000;

/**
 * Runs `work` while no other set-up of this folder runs. A lock whose owner died, or which is older than any set-up
 * takes, is taken over.
 * @param {() => Promise<void>} work
 * @param {{ folder?: string, waitMs?: number }} [options]
 * @throws {Error} when the other set-up does not end in time
 */
export async function withLock(work, { folder = join(root, '.cache'), waitMs = longestSetupMs } = {}) {
  mkdirSync(folder, { recursive: true });
  const lock = join(folder, 'setup.lock');
  await acquire(lock, waitMs);
  try {
    await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** @param {string} lock @param {number} waitMs */
async function acquire(lock, waitMs) {
  const own = `${lock}.${process.pid}`;
  const endMs = Date.now() + waitMs;
  writeFileSync(own, String(process.pid));
  try {
    for (let told = false; !linked(own, lock); told = true) {
      if (isAbandoned(lock)) renameSync(lock, `${own}.abandoned`);
      else if (Date.now() > endMs)
        throw new Error(`another set-up does not end; if there is none, remove ${lock}`);
      else if (!told) say('waiting for another set-up to end');
      await setTimeout(200);
    }
  } finally {
    rmSync(own, { force: true });
    rmSync(`${own}.abandoned`, { force: true });
  }
}

/** Linking, unlike writing, either fails or shows the whole file at once. @param {string} own @param {string} lock */
function linked(own, lock) {
  try {
    linkSync(own, lock);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  }
}

/** @param {string} lock */
function isAbandoned(lock) {
  try {
    const tooOld = Date.now() - statSync(lock).mtimeMs > longestSetupMs;
    return tooOld || !isAlive(Number(readFileSync(lock, 'utf8')));
  } catch {
    return false; // released meanwhile
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}
