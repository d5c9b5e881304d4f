import { existsSync } from 'node:fs';
import { command } from './command.mjs';

const noQuestions = { DEBIAN_FRONTEND: 'noninteractive' };
const patient = ['-o', 'DPkg::Lock::Timeout=300'];

export function isDebian() {
  return existsSync('/usr/bin/dpkg-query') && existsSync('/usr/bin/apt-get');
}

/**
 * @param {string[]} names
 * @returns {Promise<Set<string>>} those of them that are installed
 */
export async function installedOf(names) {
  const query = 'dpkg-query -W -f \'${db:Status-Abbrev} ${Package}\\n\' "$@" 2>/dev/null || true';
  const list = await command('sh', ['-c', query, 'sh', ...names]); // fails for an unknown name, yet lists the rest
  const installed = list.split('\n').filter((line) => line.startsWith('ii'));
  return new Set(installed.map((line) => line.slice(2).trim()));
}

export async function updateLists() {
  await command('apt-get', ['update', '-qq'], { env: noQuestions });
}

/** @returns {Promise<Set<string>>} the names of all packages that can be installed */
export async function knownPackages() {
  return new Set((await command('apt-cache', ['pkgnames'])).split('\n'));
}

/** @param {string[]} names */
export async function install(names) {
  await command('apt-get', ['install', '-qq', '-y', '--no-install-recommends', ...patient, ...names], {
    env: noQuestions,
  });
}
