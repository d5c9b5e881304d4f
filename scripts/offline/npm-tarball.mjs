import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { command } from '../setup/command.mjs';

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

/**
 * @param {string} file
 * @param {string} integrity as npm writes it: `sha512-…` in base64
 * @throws {Error} when the file is not the one that was meant
 */
export async function checkIntegrity(file, integrity) {
  const [algorithm = '', expected] = integrity.split(/-(.*)/s);
  const hash = createHash(algorithm);
  await pipeline(createReadStream(file), hash);
  if (hash.digest('base64') !== expected)
    throw new Error(`${file} is not what was asked for: its checksum differs`);
}
