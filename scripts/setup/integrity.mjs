import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

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
