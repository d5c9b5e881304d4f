/** `npm run package:cluster`: the job with all that it needs beside Java, as an archive in build/packages. */
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clusterJar, clusterLibraries } from '../setup/cluster.mjs';
import { root } from '../setup/paths.mjs';

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
const name = `streamchecker-cluster-${version}`;
const packages = join(root, 'build/packages');
const made = mkdtempSync(join(tmpdir(), 'streamchecker-cluster-'));
const folder = join(made, 'streamchecker-cluster');

try {
  mkdirSync(join(folder, 'bin'), { recursive: true });
  mkdirSync(packages, { recursive: true });
  cpSync(clusterLibraries, join(folder, 'lib'), { recursive: true });
  cpSync(clusterJar, join(folder, 'lib/streamchecker-cluster.jar'));
  cpSync(join(root, 'resources/cluster'), folder, { recursive: true });
  cpSync(join(root, 'resources/spark'), join(folder, 'spark'), { recursive: true });
  cpSync(join(root, 'LICENSE'), join(folder, 'LICENSE'));
  chmodSync(join(folder, 'bin/streamchecker-cluster'), 0o755);
  const archive = join(packages, `${name}.tar.gz`);
  execFileSync('tar', ['--owner=0', '--group=0', '-C', made, '-czf', archive, 'streamchecker-cluster']);
  process.stdout.write(`${archive}\n`);
} finally {
  rmSync(made, { recursive: true, force: true });
}
