import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, copyFile, rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { MonitorError } from '../../common/errors.ts';
import type { PackageFormat } from '../../common/updates.ts';
import { say } from '../../common/phrases/say.ts';

/** Where deb and rpm install to. */
const installedFolder = '/opt/StreamChecker/';
/** Written by dpkg for what it has installed, and by nobody else. */
const dpkgList = '/var/lib/dpkg/info/streamchecker.list';

/** The facts by which a format is known. */
export interface RunFacts {
  readonly isPackaged: boolean;
  readonly platform: NodeJS.Platform;
  /** Path of the program that runs. */
  readonly execPath: string;
  readonly env: NodeJS.ProcessEnv;
  readonly exists: (path: string) => boolean;
}

/** How the app that runs was installed. */
export function packageFormat(facts: RunFacts): PackageFormat {
  const { isPackaged, platform, execPath, exists } = facts;
  if (!isPackaged) return 'source';
  if (platform === 'darwin') return 'mac';
  if (appImagePath(facts) !== null) return 'appImage';
  if (!execPath.startsWith(installedFolder)) return 'tarball';
  return exists(dpkgList) ? 'deb' : 'rpm';
}

/**
 * The AppImage that the program runs from: the file itself, as the folder in which it is mounted is gone when it ends.
 * Null where it is none; an app that an AppImage started inherits the variables, and lies elsewhere.
 */
export function appImagePath({ env, execPath }: Pick<RunFacts, 'env' | 'execPath'>): string | null {
  const { APPIMAGE: image, APPDIR: folder } = env;
  if (!image || !folder) return null;
  return execPath.startsWith(`${folder}/`) ? image : null;
}

/**
 * Puts a newer AppImage in the place of an older one, whole or not at all. The older one may run: what it has mounted
 * stays until it ends. What takes its place is checked there once more: between its download and now it lay where others
 * may write.
 *
 * @param sha512 of the newer one, in base64
 * @throws MonitorError `update/failed`, `update/not-trusted`
 */
export async function replaceAppImage(newer: string, older: string, sha512: string): Promise<void> {
  const beside = `${older}.new`;
  try {
    await copyFile(newer, beside);
    if ((await sumOf(beside)) !== sha512) throw notSigned();
    await chmod(beside, 0o755);
    await rename(beside, older);
  } catch (cause) {
    await rm(beside, { force: true });
    if (cause instanceof MonitorError) throw cause;
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw new MonitorError('update/failed', say('update.notReplaced', { path: older, detail }), {
      remedy: say('update.remedy.notReplaced'),
      cause,
    });
  }
  await rm(newer, { force: true });
}

async function sumOf(file: string): Promise<string> {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  return hash.digest('base64');
}

const notSigned = (): MonitorError =>
  new MonitorError('update/not-trusted', say('update.notPublisher'), {
    remedy: say('update.remedy.downloadAgain'),
  });

/** Starts an AppImage on its own, as the person started the one that ends. */
export function startAppImage(path: string, args: readonly string[], env: NodeJS.ProcessEnv): void {
  const { APPIMAGE: _image, APPDIR: _folder, ARGV0: _name, OWD: _started, ...own } = env;
  const child = spawn(path, args, { detached: true, stdio: 'ignore', env: own });
  child.on('error', ({ message }) => console.error(`streamchecker: ${path} can't be started: ${message}`));
  child.unref();
}
