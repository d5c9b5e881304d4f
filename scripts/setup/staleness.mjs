import { readdirSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Says whether something must be made again: an output is missing, or older than an input. A folder stands for all
 * that is in it, except folders named `build`; its own time tells of files that were removed.
 * @param {string[]} outputs
 * @param {string[]} inputs those that do not exist are left out
 */
export function isStale(outputs, inputs) {
  const oldest = Math.min(...outputs.map((path) => modified(path) ?? -Infinity));
  return Math.max(...inputs.map(newestIn)) > oldest;
}

/**
 * Dates outputs back to when their making began, so that an input changed meanwhile makes them stale.
 * @param {string[]} outputs
 * @param {number} startMs
 */
export function dateOutputs(outputs, startMs) {
  for (const path of outputs) utimesSync(path, startMs / 1000, startMs / 1000);
}

/** @param {string} path @returns {number} */
function newestIn(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isDirectory()) return stat?.mtimeMs ?? -Infinity;
  const names = readdirSync(path).filter((name) => name !== 'build');
  return Math.max(stat.mtimeMs, ...names.map((name) => newestIn(join(path, name))));
}

/** @param {string} path */
function modified(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
}
