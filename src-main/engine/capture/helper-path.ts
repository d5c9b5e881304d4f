import { accessSync, constants, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { MonitorError } from '../../common/errors.ts';
import { say } from '../../common/phrases/say.ts';

const helperName = process.platform === 'win32' ? 'streamchecker-capture.exe' : 'streamchecker-capture';
/** The same program in a package, for those who may not run the one that has the capability: it reads files and lists interfaces. */
const readerName = 'streamchecker-reader';

/** The checkout's or package's root: the nearest folder upwards that has a package.json. */
export function rootOf(folder: string): string | undefined {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const parent = dirname(folder);
  return parent === folder ? undefined : rootOf(parent);
}

/** Electron's folder of packaged resources; undefined on plain Node. */
const resourcesPath = (): string | undefined => (process as { resourcesPath?: string }).resourcesPath;

/** Whether this is an installed package: its code is in an archive. */
const isPackaged = (): boolean => import.meta.dirname.includes('app.asar');

function candidates(): string[] {
  const resources = resourcesPath();
  const root = rootOf(import.meta.dirname);
  return [
    ...(resources === undefined ? [] : [join(resources, helperName), join(resources, readerName)]),
    ...(root === undefined ? [] : [join(root, 'src-capture', 'build', helperName)]),
  ];
}

/** Whether this process may run a program. */
export function mayRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * The helper with the capability, where an installed package keeps it from those who are not in its group.
 *
 * @param helperPath the helper in use
 */
export function guardedHelper(helperPath: string): string | undefined {
  const guarded = join(dirname(helperPath), helperName);
  return guarded !== helperPath && existsSync(guarded) && !mayRun(guarded) ? guarded : undefined;
}

/**
 * Where the capture helper is: what `STREAMCHECKER_HELPER` says, else the first of the packaged ones that
 * may be run, else the checkout's build.
 *
 * @throws MonitorError `capture/helper-missing`
 */
export function findHelper(environment: NodeJS.ProcessEnv = process.env): string {
  const named = environment.STREAMCHECKER_HELPER ?? '';
  const path = named !== '' ? named : candidates().find(mayRun);
  if (path !== undefined && existsSync(path)) return path;
  throw helperMissing(path ?? helperName);
}

/** The error for a helper that is not where it should be. */
export function helperMissing(path: string): MonitorError {
  return new MonitorError('capture/helper-missing', say('capture.helperMissing', { path }), {
    remedy: say(isPackaged() ? 'capture.remedy.reinstall' : 'capture.remedy.build'),
  });
}
