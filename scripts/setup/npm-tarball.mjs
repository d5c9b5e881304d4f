import { join } from 'node:path';
import { command } from './command.mjs';
import { checkIntegrity } from './integrity.mjs';

/**
 * Fetches a package from npm without installing it, and unpacks it into `folder/package`; nothing is unpacked before its
 * checksum is right.
 * @param {{ package: string, version: string, integrity: string }} wanted
 * @param {string} folder
 * @throws {Error} when it can't be had, or is not what was meant
 */
export async function unpackFromNpm(wanted, folder) {
  const name = `${wanted.package}@${wanted.version}`;
  await command('npm', ['pack', name, '--pack-destination', folder, '--loglevel=error'], { cwd: folder });
  const tarball = join(folder, `${wanted.package}-${wanted.version}.tgz`);
  await checkIntegrity(tarball, wanted.integrity);
  await command('tar', ['-xzf', tarball, '-C', folder]);
}
