import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { MonitorError } from '../../common/errors.ts';

const helperName = process.platform === 'win32' ? 'streamchecker-capture.exe' : 'streamchecker-capture';

/** The checkout's or package's root: the nearest folder upwards that has a package.json. */
export function rootOf(folder: string): string | undefined {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const parent = dirname(folder);
  return parent === folder ? undefined : rootOf(parent);
}

/** Electron's folder of packaged resources; undefined on plain Node. */
const resourcesPath = (): string | undefined => (process as { resourcesPath?: string }).resourcesPath;

function candidates(): string[] {
  const resources = resourcesPath();
  const root = rootOf(import.meta.dirname);
  return [
    ...(resources === undefined ? [] : [join(resources, helperName)]),
    ...(root === undefined ? [] : [join(root, 'src-capture', 'build', helperName)]),
  ];
}

/**
 * Where the capture helper is: what `STREAMCHECKER_HELPER` says, else among the packaged resources, else the checkout's build.
 *
 * @throws MonitorError `capture/helper-missing`
 */
export function findHelper(environment: NodeJS.ProcessEnv = process.env): string {
  const named = environment.STREAMCHECKER_HELPER ?? '';
  const path = named !== '' ? named : candidates().find((candidate) => existsSync(candidate));
  if (path !== undefined && existsSync(path)) return path;
  throw helperMissing(path ?? helperName);
}

/** The error for a helper that is not where it should be. */
export function helperMissing(path: string): MonitorError {
  return new MonitorError('capture/helper-missing', `The capture helper is missing: ${path}`, {
    remedy: 'Build it with: make -C src-capture',
  });
}
