import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
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
import { LoopbackTraffic } from '../support/desktop/desktop-traffic.ts';

const maximum = 20_000;

describe('a window that has been hidden for long', () => {
  const own = ownedByTests();
  let desktop: Desktop;
  let traffic: LoopbackTraffic;
  let running: DesktopAppUnderTest;
  let page: Page;

  const isGone = (): Promise<unknown> =>
    eventually('no window', async () => (await visibleWindows(running.app)).length === 0);

  /** Does what brings the window back; resolves to its page, once that has a total. */
  async function comingBack(open: () => Promise<unknown>): Promise<{ page: Page; tookMs: number }> {
    // A window that was closed while it loaded may be told of late: it is not the one.
    const lasts = (one: Page): Promise<boolean> =>
      one
        .getByTestId('status-window')
        .waitFor()
        .then(
          () => true,
          () => false,
        );
    const opened = running.app.waitForEvent('window', { predicate: lasts });
    const askedMs = performance.now();
    await open();
    const back = await opened;
    back.setDefaultTimeout(10_000);
    await eventually('it is seen', async () => (await visibleWindows(running.app)).includes(true));
    return { page: back, tookMs: performance.now() - askedMs };
  }

  const scroller = (of: Page) => of.locator('main .scroll');

  beforeAll(async () => {
    desktop = own(await Desktop.start(), (session) => session.stop());
    desktop.env.STREAMCHECKER_LET_GO_AFTER = '1s';
    traffic = own(await LoopbackTraffic.open(), (sockets) => sockets.close());
    const dataDir = own(await makeDataDir(), (path) => rm(path, { recursive: true, force: true }));
    const limits = join(dataDir, 'limits.json');
    await writeFile(
      limits,
      JSON.stringify([{ limit_name: 'max', limit_value: maximum, effective_date: '2020-01-01' }]),
    );
    const filter = `udp port ${traffic.port}`;
    const options = ['--interface', 'lo', '--filter', filter, '--window', '24h', '--limits', limits];
    running = own(await launchApp(desktop, options, { dataDir }), (app) => app.close());
    page = running.page;
    await page.locator('[data-testid=capture-state][data-state=capturing]').waitFor();
    await traffic.send(1_000);
    await page.getByTestId('go-pairs').click();
    await page.getByTestId('filter-pairs').locator('input').fill('127.0.0.1');
    await page.getByTestId('pair-row').first().waitFor();
    await page.getByTestId('go-settings').click();
    await scroller(page).evaluate((view) => (view.scrollTop = 400));
  });

  it('is let go with its page', async () => {
    const closed = page.waitForEvent('close');
    await closeWindow(running.app);
    await closed;
    await isGone();
    const renderers = await running.app.evaluate(
      ({ app }) => app.getAppMetrics().filter(({ type }) => type === 'Tab').length,
    );
    expect(renderers).toBe(0);
  });

  it('comes back from the tray in the same view, scrolled as it was, with the same filter', async () => {
    const back = await comingBack(() => desktop.clickTray(desktop.trayItems.at(-1)!));
    console.log(`From the click to the window with its figures: ${Math.round(back.tookMs)} ms`);
    page = back.page;
    expect(await page.getByTestId('go-settings').getAttribute('aria-current')).not.toBeNull();
    await expect.poll(() => scroller(page).evaluate((view) => view.scrollTop)).toBe(400);
    await page.getByTestId('go-pairs').click();
    expect(await page.getByTestId('filter-pairs').locator('input').inputValue()).toBe('127.0.0.1');
  });

  it('stays while something is being written in it', async () => {
    await page.keyboard.press('Control+Shift+L');
    await page.getByTestId('limit-value').locator('input').fill('2 GB');
    const kept = running.app.evaluate(
      ({ BrowserWindow }) =>
        new Promise<void>((resolve) => {
          const [window] = BrowserWindow.getAllWindows();
          window?.webContents.once('will-prevent-unload', () => resolve());
        }),
    );
    await closeWindow(running.app);
    await kept;
    expect(await visibleWindows(running.app)).toEqual([false]);
    await desktop.clickTray(desktop.trayItems.at(-1)!);
    await eventually('it is seen', async () => (await visibleWindows(running.app)).includes(true));
    expect(await page.getByTestId('limit-value').locator('input').inputValue()).toBe('2 GB');
    await page.keyboard.press('Escape');
  });

  it('is not needed for a notification, whose click brings it back to the window in question', async () => {
    await closeWindow(running.app);
    await isGone();
    // Those that told where the window had gone are out of the way.
    await desktop.shownSummaries();
    await traffic.send(maximum);
    await eventually('a notification', () =>
      desktop.notices.some(({ summary }) => summary.startsWith('Traffic above max')),
    );
    expect(await visibleWindows(running.app)).toEqual([]);
    const back = await comingBack(() => desktop.clickNotice());
    await back.page.getByTestId('alert-page').waitFor();
  });

  it('comes back with what was asked for meanwhile, where its page hung when it was to go', async () => {
    const hung = await running.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]!.webContents.getOSProcessId(),
    );
    process.kill(hung, 'SIGSTOP');
    own(hung, endIfThere);
    await closeWindow(running.app);
    await eventually('it is hidden', async () => (await visibleWindows(running.app)).includes(false));
    const { page: back } = await comingBack(() =>
      running.app.evaluate(
        ({ app, BrowserWindow }) =>
          new Promise<void>((resolve) => {
            const asked = { files: [], options: [], view: 'alerts' };
            BrowserWindow.getAllWindows()[0]!.once('close', () => {
              app.emit('second-instance', {}, [], '', asked);
              resolve();
            });
          }),
      ),
    );
    await back.locator('[data-testid=go-alerts][aria-current]').waitFor();
    await eventually('the process that hung has ended', () => !existsSync(`/proc/${hung}`));
  });

  it('is opened once more where it was closed while its page was loading', async () => {
    await closeWindow(running.app);
    await isGone();
    await running.app.evaluate(({ app, BrowserWindow }) => {
      app.emit('second-instance', {}, [], '', { files: [], options: [], view: 'history' });
      BrowserWindow.getAllWindows()[0]!.destroy();
    });
    await expect.poll(running.errors).toContain("The window's page could not be loaded");
    expect(running.errors()).not.toContain('Unhandled');
    const { page: back } = await comingBack(() => desktop.clickTray(desktop.trayItems.at(-1)!));
    await back.locator('[data-testid=go-history][aria-current]').waitFor();
  });
});

/** Ends a process that may have ended. */
function endIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has.
  }
}
