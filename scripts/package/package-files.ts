import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { root } from '../setup/paths.mjs';
import { bashCompletion } from '../../src-main/command-line/completion/bash-completion.ts';
import { fishCompletion } from '../../src-main/command-line/completion/fish-completion.ts';
import { verbsOf } from '../../src-main/command-line/completion/verbs.ts';
import { zshCompletion } from '../../src-main/command-line/completion/zsh-completion.ts';
import { ExitStatus } from '../../src-main/command-line/exit-status.ts';
import { commandLine } from '../../src-main/command-line/program.ts';
import { systemClock } from '../../src-main/engine/run/system-clock.ts';
import { manPage } from './man-page.ts';
import { releasesIn, withReleases } from './releases.ts';
import { shippedPackages } from './shipped-packages.ts';
import { thirdPartyLicences } from './third-party-licences.ts';

/** Where electron-builder.yml finds what is made here. */
export const packageFiles = join(root, 'build/package-files');

const metainfo = 'app.streamchecker.StreamChecker.metainfo.xml';

/** Makes what a package holds besides the app, from the definition of the command line and the changelog. */
export async function makePackageFiles(): Promise<void> {
  const { version } = JSON.parse(read('package.json')) as { version: string };
  const verbs = verbsOf(await commandLine(version, new ExitStatus(), systemClock));
  const page = manPage(verbs, { version, dataFolder: '~/.local/share/streamchecker' });
  rmSync(packageFiles, { recursive: true, force: true });
  write(
    'THIRD-PARTY-LICENCES.txt',
    thirdPartyLicences(shippedPackages(), {
      libpcap: read('resources/licences/libpcap.txt'),
      unpackers: read('resources/licences/unpackers.txt'),
    }),
  );
  write('streamchecker.1.gz', gzipSync(page, { level: 9 }));
  write('completions/streamchecker.bash', bashCompletion(verbs));
  write('completions/_streamchecker', zshCompletion(verbs));
  write('completions/streamchecker.fish', fishCompletion(verbs));
  write(metainfo, withReleases(read(`resources/linux/${metainfo}`), releasesIn(read('CHANGELOG.md'))));
}

const read = (path: string): string => readFileSync(join(root, path), 'utf8');

function write(name: string, content: string | Uint8Array): void {
  const path = join(packageFiles, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}
