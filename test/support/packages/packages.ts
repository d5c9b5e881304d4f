import { join } from 'node:path';
import manifest from '../../../package.json' with { type: 'json' };

const root = join(import.meta.dirname, '..', '..', '..');
const { version } = manifest;
const folder = join(root, 'build/test-packages');

/** What the package tests are about, made once before them: see `package-build.ts`. */
export const packages = {
  folder,
  version,
  /** All that a package holds, as it lies in /opt. */
  unpacked: join(folder, 'linux-unpacked'),
  /** The same, but for the one fuse that lets a driver attach itself. */
  driven: join(folder, 'driven'),
  deb: join(folder, `streamchecker_${version}_amd64.deb`),
  rpm: join(folder, `streamchecker-${version}.x86_64.rpm`),
  appImage: join(folder, `StreamChecker-${version}.AppImage`),
  billOfMaterials: join(folder, `streamchecker-${version}-linux-x64.cdx.json`),
  /** The list of versions beside them, and the publisher's keys, as PEM: the public one is built into the app. */
  channel: join(folder, 'latest-linux.yml'),
  updateKey: join(folder, 'update-key.pem'),
  tarball: join(folder, `streamchecker-${version}.tar.gz`),
};

/** Packages can be made here: with the stand-ins for electron-builder's own tools, which are those of Debian. */
export const canPackage = process.platform === 'linux' && process.arch === 'x64';

/** A package can be installed: beside a system that is left as it is. */
export const canInstall = canPackage && process.getuid?.() === 0;
