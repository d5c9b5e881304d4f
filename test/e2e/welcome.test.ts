import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { Desktop } from '../support/desktop/desktop.ts';
import { type DesktopAppUnderTest, eventually, launchApp } from '../support/desktop/desktop-app.ts';
import { ownedByTests } from '../support/desktop/desktop-owned.ts';
import { runCommand } from '../support/desktop/desktop-page.ts';
import { pictureProblem } from '../support/desktop/desktop-problems.ts';

const axeSource = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

describe('the first run', () => {
  const own = ownedByTests();
  let desktop: Desktop;
  let running: DesktopAppUnderTest;

  beforeAll(async () => {
    desktop = own(await Desktop.start(), (session) => session.stop());
    running = own(await launchApp(desktop, ['--interface', 'lo'], { welcomes: true }), (app) => app.close());
  });

  it('shows by itself what a window and a limit are, the capture, interfaces, a limit and a test, by keyboard', async () => {
    const { page } = running;
    const dialog = page.getByTestId('welcome');
    await dialog.getByText('A limit says how much may pass').waitFor();
    await dialog.locator('[data-interface=lo]').waitFor();
    await dialog.getByTestId('welcome-capture').waitFor();
    // There is too little of the past to suggest a limit from.
    await dialog.getByText('once there are 20 complete windows').waitFor();
    expect(await dialog.getByTestId('welcome-suggest').count()).toBe(0);
    await page.getByTestId('welcome-limit').press('Enter');
    await page.getByTestId('limit-form').waitFor();
    await page.keyboard.press('Escape');
    await page.getByTestId('limit-form').waitFor({ state: 'detached' });
    await dialog.waitFor();
  });

  it('sends a real test notification, and says what became of it', async () => {
    const { page } = running;
    await page.getByTestId('test-notification').click();
    await page.getByTestId('test-notification-outcome').getByText('The desktop took it.').waitFor();
    await eventually('its notification', () =>
      desktop.notices.some(({ summary }) => summary === 'A test of StreamChecker'),
    );
    await pictureProblem(running, 'welcome');
    await page.evaluate(await readFile(axeSource, 'utf8'));
    const { violations } = await page.evaluate(() =>
      (window as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
    );
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  });

  it('never comes back unasked, and is opened again from Help', async () => {
    const { page } = running;
    await page.getByTestId('close-welcome').click();
    await page.getByTestId('welcome').waitFor({ state: 'detached' });
    await page.reload();
    await page.getByTestId('capture-state').waitFor({ state: 'attached' });
    await page.getByText('No limits').first().waitFor();
    expect(await page.getByTestId('welcome').count()).toBe(0);
    await runCommand(page, 'Get Started');
    await page.getByTestId('welcome').waitFor();
    await page.keyboard.press('Escape');
    await page.getByTestId('welcome').waitFor({ state: 'detached' });
  });

  it('tests a receiver from the settings, for real, and says why one has not got it', async () => {
    const { page, dataDir } = running;
    const told = join(dataDir, 'told.json');
    const choose = (command: readonly string[]): Promise<void> =>
      writeFile(
        join(dataDir, 'settings.json'),
        JSON.stringify({ 'alerts.command': JSON.stringify(command) }),
      );
    await choose(['/bin/sh', '-c', `cat > ${told}`]);
    await page.getByTestId('go-settings').click();
    await page.getByTestId('search-settings').locator('input').fill('alerts.command');
    const button = page.getByTestId('test-alerts.command');
    const outcome = page.getByTestId('tested-alerts.command');
    const says = (text: string) => async (): Promise<boolean> => {
      // While the engine starts again, it says that there is none.
      await button.click();
      await outcome.first().waitFor();
      return (await outcome.first().innerText()).includes(text);
    };
    await eventually('a test that arrives', says('It arrived: command /bin/sh.'), 20_000);
    expect(JSON.parse(await readFile(told, 'utf8'))).toMatchObject({ type: 'alert', test: true });
    await choose([join(dataDir, 'no-such-program')]);
    await eventually('a test that fails', says("can't be run"), 20_000);
    await pictureProblem(running, 'setting-test');
  });
});
