import { beforeAll, describe, expect, it } from 'vitest';
import { Desktop } from '../support/desktop/desktop.ts';
import { type DesktopAppUnderTest, eventually, launchApp } from '../support/desktop/desktop-app.ts';
import { ownedByTests } from '../support/desktop/desktop-owned.ts';
import { runCommand } from '../support/desktop/desktop-page.ts';

describe('the frame of the workbench', () => {
  const own = ownedByTests();
  let running: DesktopAppUnderTest;
  const complaints: string[] = [];

  beforeAll(async () => {
    const desktop = own(await Desktop.start(), (session) => session.stop());
    running = own(await launchApp(desktop, ['--interface', 'lo']), (app) => app.close());
    running.page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    await running.page.locator('[data-testid=capture-state][data-state=capturing]').waitFor();
  });

  const shownParts = async (): Promise<string[]> => {
    const { page } = running;
    const parts = ['side-bar', 'panel', 'palette'];
    const shown = await Promise.all(parts.map((part) => page.getByTestId(part).isVisible()));
    return parts.filter((_, i) => shown[i]);
  };

  it('runs a command from the palette, found by a few of its letters', async () => {
    const { page } = running;
    await page.keyboard.press('Control+Shift+P');
    await page.getByRole('combobox').fill('tpanel');
    await page.keyboard.press('Enter');
    expect(await shownParts()).toEqual(['side-bar', 'panel']);
  });

  it('leaves the palette by Escape with nothing run', async () => {
    const { page } = running;
    await page.keyboard.press('Control+Shift+P');
    await page.getByRole('combobox').fill('no such command');
    await page.keyboard.press('Enter');
    expect(await shownParts()).toContain('palette');
    await page.keyboard.press('Escape');
    expect(await shownParts()).toEqual(['side-bar', 'panel']);
  });

  it('writes in the output what happened, and in the problems what is wrong', async () => {
    const { page } = running;
    await page.keyboard.press('Control+Shift+U');
    await page.getByTestId('output').getByText('Capture: Capturing').waitFor();
    await page.getByTestId('status-problems').click();
    await page.getByTestId('panel').getByText('No problems').waitFor();
  });

  it('resizes its parts by keyboard and by pointer, and remembers them', async () => {
    const { page } = running;
    const widthOf = async (): Promise<number> => (await page.getByTestId('side-bar').boundingBox())!.width;
    const before = await widthOf();
    const sash = page.getByRole('separator', { name: 'Width of the side bar' });
    await sash.focus();
    await page.keyboard.press('ArrowRight');
    expect(await widthOf()).toBe(before + 16);
    const { x, y } = (await sash.boundingBox())!;
    await page.mouse.move(x + 1, y + 200);
    await page.mouse.down();
    await page.mouse.move(x + 31, y + 200);
    await page.mouse.up();
    expect(await widthOf()).toBe(before + 46);
    await page.reload();
    await page.getByTestId('side-bar').waitFor();
    expect(await widthOf()).toBe(before + 46);
    expect(await shownParts()).toEqual(['side-bar', 'panel']);
  });

  it('hides and shows its side bar and panel by shortcut', async () => {
    const { page } = running;
    await page.keyboard.press('Control+B');
    await page.keyboard.press('Control+J');
    expect(await shownParts()).toEqual([]);
    await page.keyboard.press('Control+B');
    expect(await shownParts()).toEqual(['side-bar']);
  });

  it('lays its side bar over the view where the window is narrow, and drops what matters least', async () => {
    const { app, page } = running;
    const resize = (width: number, height: number): Promise<void> =>
      app.evaluate(
        ({ BrowserWindow }, size) =>
          BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height),
        { width, height },
      );
    const widthOfView = async (): Promise<number> => (await page.getByRole('main').boundingBox())!.width;
    await resize(500, 400);
    await eventually('no side bar', async () => (await shownParts()).length === 0);
    const whole = await widthOfView();
    await page.keyboard.press('Control+B');
    expect(await shownParts()).toEqual(['side-bar']);
    expect(await widthOfView()).toBe(whole);
    await page.keyboard.press('Escape');
    expect(await shownParts()).toEqual([]);
    await page.getByTestId('go-overview').click();
    await page.getByTestId('beside-side-bar').click({ position: { x: 400, y: 50 } });
    expect(await shownParts()).toEqual([]);
    await eventually('room', async () => !(await page.getByTestId('status-dropped').isVisible()));
    expect(await page.getByTestId('capture-state').isVisible()).toBe(true);
    await resize(1280, 800);
    await eventually('the side bar', async () => (await shownParts()).includes('side-bar'));
    expect(await page.getByTestId('status-dropped').isVisible()).toBe(true);
  });

  it('puts its commands into the menu of the application, where they run', async () => {
    const { app, page } = running;
    const labels = await app.evaluate(({ Menu }) =>
      Menu.getApplicationMenu()?.items.flatMap(
        ({ submenu }) => submenu?.items.map(({ label }) => label) ?? [],
      ),
    );
    expect(
      await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isMenuBarVisible()),
    ).toBe(true);
    expect(labels).toEqual(expect.arrayContaining(['Import Limits…', 'Toggle Panel', 'Show Overview']));
    await app.evaluate(({ Menu }) => {
      const items = Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items ?? []);
      items?.find(({ label }) => label === 'Toggle Panel')?.click();
    });
    await eventually('the panel', () => page.getByTestId('panel').isVisible());
  });

  it('puts the focus into the view that is opened', async () => {
    const { page } = running;
    const focused = (): Promise<string | null> =>
      page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? null);
    await page.keyboard.press('Control+2');
    await eventually('the pairs', async () => (await focused()) === 'Pairs');
    await page.getByTestId('go-overview').focus();
    await page.keyboard.press('Enter');
    await eventually('the overview', async () => (await focused()) === 'Overview');
  });

  it('finds options, hosts and documentation in the palette, and helps by F1', async () => {
    const { app, page } = running;
    await app.evaluate(({ shell }) => {
      const opened = globalThis as { openedPath?: string };
      shell.openPath = (path) => Promise.resolve(((opened.openedPath = path), ''));
    });
    const openedPath = (): Promise<string | undefined> =>
      app.evaluate(() => (globalThis as { openedPath?: string }).openedPath);
    await page.keyboard.press('F1');
    await eventually('the guide', async () => (await openedPath())?.endsWith('docs/user-guide.md'));
    await runCommand(page, 'documentation kafka');
    await eventually('another page', async () => (await openedPath())?.endsWith('docs/kafka.md'));
    await runCommand(page, 'theme high contrast');
    await eventually('contrast', () =>
      page.evaluate(() => document.documentElement.dataset.contrast === 'more'),
    );
    await runCommand(page, 'theme as the system');
    await runCommand(page, 'capture: filter');
    await page.locator('[data-setting="capture.filter"]').waitFor();
    await page.getByTestId('search-settings').locator('input').fill('dark');
    await page.locator('[data-setting="appearance.theme"]').waitFor();
    await page.getByTestId('search-settings').locator('input').fill('');
    await page.getByTestId('go-overview').click();
  });

  it('copies the total of the current window', async () => {
    const { app, page } = running;
    await page.keyboard.press('Control+Shift+P');
    await page.getByRole('combobox').fill('copy current');
    await page.keyboard.press('Enter');
    await page.getByTestId('toast').getByText('Copied').waitFor();
    expect(await app.evaluate(({ clipboard }) => clipboard.readText())).toMatch(/^\d+$/);
  });

  it('says nothing on its console', () => {
    expect(complaints).toEqual([]);
  });
});
