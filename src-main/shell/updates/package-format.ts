import type { PackageFormat } from '../../common/updates.ts';

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
