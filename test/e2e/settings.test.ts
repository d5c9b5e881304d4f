import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { Desktop } from '../support/desktop/desktop.ts';
import {
  type DesktopAppUnderTest,
  eventually,
  launchApp,
  makeDataDir,
  runApp,
} from '../support/desktop/desktop-app.ts';
import { answerConsent, visibleWindows } from '../support/desktop/desktop-page.ts';
import { ownedByTests } from '../support/desktop/desktop-owned.ts';
import { engineOf, shellOf } from '../support/desktop/page-calls.ts';

/** Whether a frame is drawn within a second. */
const drawsWithinASecond = (): Promise<boolean> =>
  new Promise((resolve) => {
    requestAnimationFrame(() => resolve(true));
    setTimeout(() => resolve(false), 1_000);
  });

it('start hidden where that is wanted, until the app is started again', async () => {
  const dataDir = await makeDataDir();
  await writeFile(join(dataDir, 'settings.json'), '{ "app.startHidden": true }');
  const desktop = await Desktop.start();
  const app = await launchApp(desktop, ['--interface', 'lo'], { dataDir, startsHidden: true });
  try {
    await app.page.getByTestId('capture-state').waitFor();
    expect(await visibleWindows(app.app)).toEqual([false]);
    await runApp(desktop, ['--data-dir', dataDir]);
    await eventually('its window', async () => (await visibleWindows(app.app)).includes(true));
    expect(await app.page.evaluate(drawsWithinASecond)).toBe(true);
  } finally {
    await app.close();
    await desktop.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
});

describe('the settings', () => {
  const own = ownedByTests();
  let running: DesktopAppUnderTest;
  let file: string;

  beforeAll(async () => {
    const dataDir = own(await makeDataDir(), (path) => rm(path, { recursive: true, force: true }));
    file = join(dataDir, 'settings.json');
    await writeFile(file, '{ "windows.length": ');
    const desktop = own(await Desktop.start(), (session) => session.stop());
    running = own(await launchApp(desktop, ['--interface', 'lo'], { dataDir }), (app) => app.close());
    await running.page
      .locator('[data-testid=capture-state][data-state=capturing]')
      .waitFor({ timeout: 30_000 });
  });

  const stored = async (): Promise<unknown> => JSON.parse(await readFile(file, 'utf8'));
  const windowMs = (): Promise<number | null> =>
    // While the engine starts again, it answers nothing.
    engineOf(running.page)
      .getStatus()
      .then(
        (status) => status.windowMs,
        () => null,
      );
  /** Types into the field of a setting, and leaves it. */
  const enter = async (key: string, text: string): Promise<void> => {
    const field = running.page.getByTestId(`value-${key}`).locator('input');
    await field.fill(text);
    await field.press('Enter');
    await field.blur();
  };

  it('told that the damaged file is kept aside', async () => {
    await running.page.getByTestId('problem').filter({ hasText: 'settings.json.damaged-' }).waitFor();
  });

  it('are found by words', async () => {
    const { page } = running;
    await page.keyboard.press('Control+,');
    await page.getByTestId('search-settings').locator('input').fill('bpf');
    const found = (): Promise<(string | undefined)[]> =>
      page
        .getByTestId('setting')
        .evaluateAll((items) => items.map((item) => (item as HTMLElement).dataset.setting));
    await eventually('two settings', async () => (await found()).length === 2);
    expect(await found()).toEqual(expect.arrayContaining(['capture.filter', 'capture.engine']));
    await page.getByTestId('search-settings').locator('input').fill('');
  });

  it('start the engine again where it needs that, and are stored', async () => {
    await enter('windows.length', '1h');
    const { page } = running;
    await page.getByTestId('consequences').getByText('a history of their own').waitFor();
    expect(await windowMs()).toBe(300_000);
    await page.getByTestId('take-back-change').click();
    expect(await page.getByTestId('value-windows.length').locator('input').inputValue()).toBe('5m');
    await enter('windows.length', '1h');
    await page.getByTestId('apply-change').click();
    await eventually('windows of an hour', async () => (await windowMs()) === 3_600_000);
    expect(await stored()).toMatchObject({ 'windows.length': '1h' });
    await running.page
      .locator('[data-testid=capture-state][data-state=capturing]')
      .waitFor({ timeout: 30_000 });
  });

  it('name groups of networks, and refuse one that contains itself', async () => {
    const { page } = running;
    await page.getByTestId('search-settings').locator('input').fill('networks.groups');
    const add = async (name: string, networks: string): Promise<void> => {
      await page.getByTestId('group-name').locator('input').fill(name);
      await page.getByTestId('group-networks').locator('input').fill(networks);
      await page.getByTestId('group-add').click();
    };
    const fields = (): Promise<string[]> =>
      Promise.all(
        ['group-name', 'group-networks'].map((id) => page.getByTestId(id).locator('input').inputValue()),
      );
    await add('office', '10.1.0.0/16, 192.0.2.7');
    await page.locator('[data-testid=network-group][data-group=office]').waitFor();
    await expect.poll(() => fields()).toEqual(['', '']);
    const groups = { office: ['10.1.0.0/16', '192.0.2.7'] };
    await eventually('the group in the file', async () =>
      isDeepStrictEqual(((await stored()) as Record<string, unknown>)['networks.groups'], groups),
    );
    await add('lab', '@lab');
    const problem = page.locator('[data-setting="networks.groups"] [role=alert]');
    await problem.getByText('The group lab contains itself: lab → lab').waitFor();
    expect(await stored()).toMatchObject({ 'networks.groups': groups });
    expect(await fields(), 'what was refused can be corrected').toEqual(['lab', '@lab']);
    await page.getByTestId('search-settings').locator('input').fill('');
  });

  it('start no program and connect nowhere without the person’s word', async () => {
    const { app, page } = running;
    await answerConsent(app, false);
    for (const [key, value] of [
      ['alerts.command', '/bin/true'],
      ['alerts.webhook', 'http://127.0.0.1:9/x'],
      ['kafka.brokers', ['127.0.0.1:9092']],
      ['limits.source', '/etc/hostname'],
    ] as const) {
      const request = { key, value };
      const refused = shellOf(page).changeSetting(request);
      await expect(refused).rejects.toThrow(/You did not allow it/);
    }
    const read = engineOf(page).importLimits({ source: '/etc/hostname' });
    await expect(read).rejects.toThrow(/You did not allow it/);
    expect(Object.keys((await stored()) as object).filter((key) => /alerts|kafka|limits/.test(key))).toEqual(
      [],
    );
    await enter('alerts.command', '/bin/true');
    await page
      .locator('[data-setting="alerts.command"] [role=alert]')
      .getByText('You did not allow it')
      .waitFor();
  });

  it('add a way to be told of alerts', async () => {
    const { app, page } = running;
    await answerConsent(app, true);
    await enter('alerts.syslog', 'udp://127.0.0.1:5514');
    await eventually('a channel', async () => {
      const status = await engineOf(page)
        .getStatus()
        .catch(() => null);
      return status?.channels.some(({ name }) => name.includes('127.0.0.1:5514')) === true;
    });
    await enter('alerts.syslog', 'nowhere');
    await page.locator('[data-setting="alerts.syslog"] [role=alert]').waitFor();
    await page.locator('[data-testid=capture-state][data-state=capturing]').waitFor({ timeout: 30_000 });
  });

  it('refuse nonsense beside the field, and stay as they are', async () => {
    await enter('windows.length', 'five minutes');
    await running.page.locator('[data-setting="windows.length"] [role=alert]').waitFor();
    expect(await stored()).toMatchObject({ 'windows.length': '1h' });
  });

  it('refuse a filter that does not compile beside the field, and the capture goes on', async () => {
    const { page } = running;
    await enter('capture.filter', 'tcp port');
    await page.getByTestId('apply-change').click();
    await page.locator('[data-setting="capture.filter"] [role=alert]').getByText("can't be used").waitFor();
    expect(await stored()).not.toHaveProperty(['capture.filter']);
    await page.locator('[data-testid=capture-state][data-state=capturing]').waitFor();
  });

  it('refuse what excludes another one, at the field that was changed', async () => {
    const { page } = running;
    await enter('windows.slide', '2h');
    await page.getByTestId('apply-change').click();
    await page.locator('[data-setting="windows.slide"] [role=alert]').waitFor();
    expect(await stored()).not.toHaveProperty(['windows.slide']);
  });

  it('list the interfaces to choose from, with what passes them', async () => {
    const { page } = running;
    const choices = page.getByTestId('value-capture.interfaces');
    await choices.getByText('lo', { exact: true }).waitFor();
    await eventually('a rate', async () =>
      (await choices.getByTestId('interface-rate').allInnerTexts()).some((text) => text.includes('B/s')),
    );
    await choices.locator('[data-interface=lo]').check();
    await eventually('lo alone', async () =>
      JSON.stringify(await stored()).includes('"capture.interfaces":["lo"]'),
    );
    await choices.locator('[data-interface=lo]').uncheck();
    expect(await choices.locator('[data-interface=auto]').isChecked()).toBe(true);
  });

  it('leave the last good capture where an editor has written another filter', async () => {
    const { page } = running;
    await writeFile(
      file,
      JSON.stringify({
        'windows.length': '1h',
        'alerts.syslog': 'udp://127.0.0.1:5514',
        'capture.filter': 'nonsense',
      }),
    );
    await page.getByTestId('problem').filter({ hasText: 'nonsense' }).waitFor();
    await page.locator('[data-testid=capture-state][data-state=capturing]').waitFor();
    await writeFile(file, JSON.stringify({ 'windows.length': '1h' }));
    await eventually('no problem', async () => (await page.getByTestId('problem').count()) === 0);
  });

  it('say where the command line goes before them', async () => {
    await running.page
      .locator('[data-setting="capture.interfaces"]')
      .getByText('The command line overrides it in this run (--interface).')
      .waitFor();
  });

  it('follow an editor: units, language and theme change at once', async () => {
    const { page } = running;
    await writeFile(
      file,
      JSON.stringify({
        'appearance.language': 'de',
        'appearance.units': 'si',
        'appearance.theme': 'high contrast',
      }),
    );
    await page.getByTestId('go-overview').click();
    await page.getByRole('heading', { name: 'Überblick' }).waitFor();
    expect(await page.evaluate(() => document.documentElement.dataset.contrast)).toBe('more');
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('de');
    await eventually('windows of 5 minutes', async () => (await windowMs()) === 300_000);
    await writeFile(file, JSON.stringify({ 'appearance.language': 'fr' }));
    await page.getByRole('heading', { name: 'Vue d’ensemble' }).waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('fr');
    await writeFile(file, '{}');
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
  });

  it('change a shortcut, which holds at once', async () => {
    const { page } = running;
    await page.keyboard.press('Control+,');
    const row = page.locator('[data-command="panel.toggle"]');
    await row.getByRole('button').first().click();
    await page.keyboard.press('Control+Alt+Y');
    await eventually('the new shortcut', async () => (await row.innerText()).includes('Alt'));
    await page.keyboard.press('Control+Alt+Y');
    await page.getByTestId('panel').waitFor();
    expect(await stored()).toMatchObject({ 'keyboard.shortcuts': { 'panel.toggle': 'Mod+Alt+Y' } });
  });
});
