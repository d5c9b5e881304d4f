import { beforeAll, describe, expect, it } from 'vitest';
import { ownedByTests } from '../support/desktop/desktop-owned.ts';
import { InstalledApp } from '../support/desktop/installed-app.ts';
import { canInstall, packages } from '../support/packages/packages.ts';
import { SystemCopy } from '../support/process/system-copy.ts';

const image = '/tmp/StreamChecker.AppImage';
const ways = [
  ['mounted', []],
  ['extracted', ['env', 'APPIMAGE_EXTRACT_AND_RUN=1']],
] as const;

describe.skipIf(!canInstall)('the AppImage', () => {
  const own = ownedByTests();
  let system: SystemCopy;

  beforeAll(async () => {
    system = own(await SystemCopy.open(), (copy) => copy.close());
    await system.do('useradd', '--create-home', 'ann');
    await system.put(packages.appImage, image);
    await system.do('chmod', '755', image);
    // As on a desktop; a server may keep it from users.
    await system.do('mknod', '--mode=666', '/tmp/fuse', 'c', '10', '229');
    await system.do('mount', '--bind', '/tmp/fuse', '/dev/fuse');
  });

  it.each(ways)('runs a verb, %s', async (_way, before) => {
    const { status, stdout } = await system.runAs('ann', ...before, image, 'interfaces', '--format', 'json');
    expect(status).toBe(0);
    const names = stdout
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { name: string }).name);
    expect(names).toContain('lo');
  });

  it.each(ways)('says how to capture with it, %s', async (_way, before) => {
    const { status, stderr } = await system.runAs('ann', ...before, image, 'monitor', '--duration', '1s');
    expect(status).toBe(1);
    expect(stderr).toMatch(/May not capture/);
    expect(stderr).toContain(
      before.length === 0 ? 'is mounted nosuid, as an AppImage is' : 'sudo setcap cap_net_raw+ep',
    );
  });

  it.each(ways)('opens its window, %s', async (_way, before) => {
    const installed = await InstalledApp.start(system, 'ann', [...before, image]);
    try {
      await installed.page.locator('[data-testid=capture-state]').waitFor();
      expect(await installed.sandboxed()).toBe(true);
    } finally {
      await installed.close();
    }
  });
});
