import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses';
import { command } from '../../../scripts/setup/command.mjs';
import { node, root } from '../../../scripts/setup/paths.mjs';
import { dateOutputs, isStale } from '../../../scripts/setup/staleness.mjs';
import { canPackage, packages } from './packages.ts';
import { newSigningKeys } from '../network/signing-keys.ts';

const formats = ['dir', 'tar.gz', 'deb', 'rpm', 'AppImage'];
const outputs = [packages.driven, packages.tarball, packages.deb, packages.rpm, packages.appImage];
const inputs = [
  ...[
    'dist',
    'resources',
    'scripts/package',
    'src-capture',
    'CHANGELOG.md',
    'electron-builder.yml',
    'package-lock.json',
  ],
].map((path) => join(root, path));

/** Makes the packages that the tests are about, unless they are there and newer than all that goes into them. */
export default async function makePackages(): Promise<void> {
  if (!canPackage || !isStale(outputs, inputs)) return;
  const startMs = Date.now();
  rmSync(packages.folder, { recursive: true, force: true });
  const updateKey = makeUpdateKey();
  const options = [`-c.directories.output=${packages.folder}`, '-c.compression=store'];
  const program = join(root, 'scripts/package/main.ts');
  await command(node, [program, '--stand-ins', '--linux', ...formats, ...options], {
    env: {
      ELECTRON_BUILDER_COMPRESSION_LEVEL: '1',
      STREAMCHECKER_UPDATE_KEY: updateKey,
      STREAMCHECKER_UPDATE_URL: 'https://updates.invalid/',
    },
  });
  await makeDriven();
  dateOutputs(outputs, startMs);
}

/** Keeps the private key for the tests. @returns the public one */
function makeUpdateKey(): string {
  const { privateKey, publicKey } = newSigningKeys();
  mkdirSync(packages.folder, { recursive: true });
  writeFileSync(packages.updateKey, privateKey.export({ format: 'pem', type: 'pkcs8' }));
  return publicKey;
}

/** All files but the program are shared with the package. */
async function makeDriven(): Promise<void> {
  execFileSync('cp', ['-al', packages.unpacked, packages.driven]);
  const program = join(packages.driven, 'streamchecker');
  cpSync(program, `${program}.own`);
  await flipFuses(`${program}.own`, {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
  renameSync(`${program}.own`, program);
}
