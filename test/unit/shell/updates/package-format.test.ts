import { describe, expect, it } from 'vitest';
import {
  appImagePath,
  packageFormat,
  type RunFacts,
} from '../../../../src-main/shell/updates/installed-package.ts';

const image = { APPIMAGE: '/home/ann/StreamChecker.AppImage', APPDIR: '/tmp/.mount_Streamx' };
const facts = (more: Partial<RunFacts>): RunFacts => ({
  isPackaged: true,
  platform: 'linux',
  execPath: '/opt/StreamChecker/streamchecker',
  env: {},
  exists: () => false,
  ...more,
});

describe('the format of the app that runs', () => {
  it.each([
    ['source', { isPackaged: false }],
    ['mac', { platform: 'darwin', execPath: '/Applications/StreamChecker.app/Contents/MacOS/StreamChecker' }],
    ['appImage', { env: image, execPath: '/tmp/.mount_Streamx/streamchecker' }],
    ['tarball', { execPath: '/home/ann/streamchecker-0.1.0/streamchecker' }],
    ['deb', { exists: (path) => path === '/var/lib/dpkg/info/streamchecker.list' }],
    ['rpm', {}],
  ] satisfies [string, Partial<RunFacts>][])('is %s', (format, more) => {
    expect(packageFormat(facts(more))).toBe(format);
  });

  it('is not the one of an AppImage that started it', () => {
    expect(packageFormat(facts({ env: image }))).toBe('rpm');
    expect(appImagePath(facts({ env: image }))).toBeNull();
    expect(appImagePath(facts({ env: image, execPath: `${image.APPDIR}/streamchecker` }))).toBe(
      image.APPIMAGE,
    );
  });
});
