import { createHash } from 'node:crypto';
import { createReadStream, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** What is handed to people: packages, and the bills of their materials. */
const artefact = /\.(deb|rpm|AppImage|tar\.gz|dmg|zip|cdx\.json)$/;

/** Writes the SHA-256 sums of what lies in a folder of packages beside it, in the form that `sha256sum --check` takes. */
export async function writeChecksums(folder: string): Promise<void> {
  const names = readdirSync(folder)
    .filter((name) => artefact.test(name))
    .sort();
  const lines: string[] = [];
  for (const name of names) {
    const hash = createHash('sha256');
    await pipeline(createReadStream(join(folder, name)), hash);
    lines.push(`${hash.digest('hex')}  ${name}\n`);
  }
  writeFileSync(join(folder, 'SHA256SUMS'), lines.join(''));
}
