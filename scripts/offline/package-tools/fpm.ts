/**
 * Stands in for fpm where it can't be downloaded: makes a deb with dpkg-deb or an rpm with rpmbuild from the arguments that
 * electron-builder gives to fpm. For tests; a release is made with fpm itself.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeDeb } from './deb.ts';
import { readArguments } from './fpm-arguments.ts';
import { makeRpm } from './rpm.ts';
import { stage } from './stage.ts';

const { values, positionals } = readArguments(process.argv.slice(2));
const folder = mkdtempSync(join(tmpdir(), 'streamchecker-fpm-'));
try {
  stage(positionals, join(folder, 'root'));
  if (values.t === 'deb') makeDeb(values, folder);
  else makeRpm(values, folder);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
