import { rm } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { Desktop } from '../support/desktop/desktop.ts';
import {
  type DesktopAppUnderTest,
  eventually,
  launchApp,
  makeDataDir,
} from '../support/desktop/desktop-app.ts';
import { ownedByTests } from '../support/desktop/desktop-owned.ts';
import { closeWindow, visibleWindows } from '../support/desktop/desktop-page.ts';
import { shellOf } from '../support/desktop/page-calls.ts';

describe('a desktop on which nothing shows notifications', () => {
  const own = ownedByTests();
  let desktop: Desktop;
  let running: DesktopAppUnderTest;

  const message = (page: Page) => page.getByText('Nothing on this desktop shows notifications.');

  beforeAll(async () => {
    desktop = own(await Desktop.start({ notifications: false }), (session) => session.stop());
    desktop.env.STREAMCHECKER_LET_GO_AFTER = '1s';
    const dataDir = own(await makeDataDir(), (path) => rm(path, { recursive: true, force: true }));
    running = own(await launchApp(desktop, ['--interface', 'lo'], { dataDir }), (app) => app.close());
  });

  it('is told of when the window is seen', async () => {
    await message(running.page).waitFor();
  });

  it('is not told of again when the window was let go and comes back', async () => {
    const closed = running.page.waitForEvent('close');
    await closeWindow(running.app);
    await closed;
    const opened = running.app.waitForEvent('window');
    await desktop.clickTray(desktop.trayItems.at(-1)!);
    const back = await opened;
    await back.getByTestId('status-window').waitFor();
    await eventually('it is seen', async () => (await visibleWindows(running.app)).includes(true));
    // By the answer the page has heard whatever main had to say before it.
    await shellOf(back).getAppInfo();
    expect(await message(back).count()).toBe(0);
  });
});
