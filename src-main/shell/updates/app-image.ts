import { spawn } from 'node:child_process';
import { chmod, copyFile, rename, rm } from 'node:fs/promises';
import { MonitorError } from '../../common/errors.ts';

/**
 * Puts a newer AppImage in the place of an older one, whole or not at all. The older one may run: what it has mounted
 * stays until it ends.
 *
 * @throws MonitorError `update/failed`
 */
export async function replaceAppImage(newer: string, older: string): Promise<void> {
  const beside = `${older}.new`;
  try {
    await copyFile(newer, beside);
    await chmod(beside, 0o755);
    await rename(beside, older);
  } catch (cause) {
    await rm(beside, { force: true });
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new MonitorError('update/failed', `${older} can't be replaced: ${reason}`, {
      remedy: 'make its folder writable for you, or move the AppImage to one that is',
      cause,
    });
  }
  await rm(newer, { force: true });
}

/** Starts an AppImage on its own, as the person started the one that ends. */
export function startAppImage(path: string, args: readonly string[], env: NodeJS.ProcessEnv): void {
  const { APPIMAGE: _image, APPDIR: _folder, ARGV0: _name, OWD: _started, ...own } = env;
  const child = spawn(path, args, { detached: true, stdio: 'ignore', env: own });
  child.on('error', ({ message }) => console.error(`streamchecker: ${path} can't be started: ${message}`));
  child.unref();
}
