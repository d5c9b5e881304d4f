import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { StoredLimit } from '../../src-main/common/model/limits.ts';
import { Desktop } from '../support/desktop/desktop.ts';
import {
  type DesktopAppUnderTest,
  eventually,
  launchApp,
  makeDataDir,
} from '../support/desktop/desktop-app.ts';
import { ownedByTests } from '../support/desktop/desktop-owned.ts';
import { runCommand } from '../support/desktop/desktop-page.ts';
import { writeSlope } from '../support/desktop/desktop-slope.ts';
import { LoopbackTraffic } from '../support/desktop/desktop-traffic.ts';
import { engineOf } from '../support/desktop/page-calls.ts';

const axeSource = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const pictures = join(import.meta.dirname, '../../test-results/images');

declare global {
  interface Window {
    drawAgain(): void;
  }
}

describe('limits by hand in the desktop app', () => {
  const own = ownedByTests();
  let running: DesktopAppUnderTest;
  let dataDir: string;
  let traffic: LoopbackTraffic;

  beforeAll(async () => {
    dataDir = own(await makeDataDir(), (path) => rm(path, { recursive: true, force: true }));
    traffic = own(await LoopbackTraffic.open(), (sockets) => sockets.close());
    const options = await writeSlope(dataDir, `udp port ${traffic.port}`);
    const desktop = own(await Desktop.start(), (session) => session.stop());
    running = own(await launchApp(desktop, options, { dataDir }), (app) => app.close());
    await running.page.locator('[data-testid=capture-state][data-state=capturing]').waitFor();
  });

  const limits = (): Promise<readonly StoredLimit[]> => engineOf(running.page).listLimits();
  const have = (wanted: readonly number[]): Promise<unknown> =>
    eventually(
      `limits of ${wanted.join()}`,
      async () => (await limits()).map(({ value }) => value).join() === wanted.join(),
    );
  const closed = (): Promise<void> => running.page.getByTestId('limit-form').waitFor({ state: 'detached' });
  const fill = (field: string, text: string): Promise<void> =>
    running.page.getByTestId(`limit-${field}`).locator('input').fill(text);
  const picture = async (name: string): Promise<void> => {
    const { page } = running;
    await mkdir(pictures, { recursive: true });
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: join(pictures, `${name}-${colorScheme}.png`) });
    }
  };

  it('are written with the keyboard alone in three actions, and begin a file', async () => {
    const { page } = running;
    const begunMs = Date.now();
    await page.keyboard.press('Control+Shift+L');
    await page.getByTestId('limit-form').waitFor();
    await page.keyboard.type('4500');
    await page
      .getByTestId('limit-outcome')
      .getByText(/^Of \d+ windows of the last 30 days, 4 would have left it/)
      .waitFor();
    await page.getByTestId('limit-outcome').getByText('It can be judged here.').waitFor();
    await page.keyboard.press('Enter');
    await closed();
    expect(Date.now() - begunMs).toBeLessThan(10_000);
    await have([4_500]);
    const own_ = join(dataDir, 'limits.json');
    expect(JSON.parse(await readFile(own_, 'utf8'))).toMatchObject([
      { limit_name: 'max', limit_value: 4_500 },
    ]);
    expect((await engineOf(running.page).getStatus()).limits).toMatchObject({ source: own_, problem: null });
  });

  it('take what is typed at once, however late the next frame is drawn', async () => {
    const { page } = running;
    await page.evaluate(() => {
      const draw = window.requestAnimationFrame.bind(window);
      window.drawAgain = () => (window.requestAnimationFrame = draw);
      window.requestAnimationFrame = () => 0;
    });
    try {
      await page.keyboard.press('Control+Shift+L');
      await page.getByTestId('limit-form').waitFor();
      await page.keyboard.type('7 GB');
      expect(await page.getByTestId('limit-value').locator('input').inputValue()).toBe('7 GB');
      await page.keyboard.press('Escape');
      await closed();
      await runCommand(page, 'Show a Host or Network');
      await page.getByTestId('history-scope').waitFor();
      await page.keyboard.type('10.0.0.1');
      expect(await page.getByTestId('history-scope').locator('input').inputValue()).toBe('10.0.0.1');
    } finally {
      await page.evaluate(() => window.drawAgain());
    }
  });

  it('say what is wrong at its field, and store nothing', async () => {
    const { page } = running;
    await page.getByTestId('go-limits').click();
    await page.getByTestId('new-limit').click();
    for (const [field, text, sentence] of [
      ['value', '1e400 GB', 'more than can be counted to the byte'],
      ['period', 'month@31', 'begins on a day that not every month has'],
      ['hours', '08:00-08:00', 'is a range of no length'],
      ['source', 'example.org', 'is not an IP address or network'],
      ['warnAt', '0', 'a percentage from 1 to 100'],
      ['effective', '2026-01-31T08:00 Europe/Nowhere', 'is not a date or timestamp'],
    ] as const) {
      await fill(field, text);
      await page.getByTestId(`defect-${field}`).getByText(sentence).waitFor();
    }
    await page.getByTestId('save-limit').click();
    await picture('limit-form-defects');
    await page.evaluate(await readFile(axeSource, 'utf8'));
    const { violations } = await page.evaluate(() =>
      (window as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
    );
    expect(violations).toEqual([]);
    await have([4_500]);
    await page.keyboard.press('Escape');
    await closed();
  });

  it('of a month say so, and that a minimum may not be above the maximum', async () => {
    const { page } = running;
    await page.getByTestId('new-limit').click();
    await fill('value', '2 GB');
    await fill('period', 'month@15');
    await fill('warnAt', '80');
    await page.getByTestId('limit-outcome').getByText('It goes into limits.json.').waitFor();
    await picture('limit-form');
    await page.getByTestId('save-limit').click();
    await closed();
    await have([2e9, 4_500]);
    await page.getByTestId('new-limit').click();
    await page.getByTestId('limit-name').click();
    await page.getByRole('option', { name: 'At least (min)' }).click();
    await fill('value', '3 GB');
    await fill('period', 'month@15');
    await page.getByTestId('defect-value').getByText("A minimum above the maximum can't be met").waitFor();
    await page.getByTestId('cancel-limit').click();
    await closed();
  });

  it('are changed and removed by row, and taken back', async () => {
    const { page } = running;
    const row = page.getByTestId('limit-row').filter({ hasText: '4.39 KiB' });
    await row.getByTestId('edit-limit').click();
    await fill('value', '5 KB');
    await page.getByTestId('save-limit').click();
    await closed();
    await have([2e9, 5_000]);
    await picture('limits-by-hand');
    await page.getByTestId('limit-row').filter({ hasText: '4.88 KiB' }).getByTestId('remove-limit').click();
    await have([2e9]);
    await page.getByTestId('toast').filter({ hasText: 'removed' }).getByTestId('toast-action').click();
    await have([2e9, 5_000]);
    await page.getByTestId('undo-import').click();
    await have([2e9, 4_500]);
  });

  it('are switched off and on by row, as versions, and taken back', async () => {
    const { page } = running;
    const off = Number.MAX_SAFE_INTEGER;
    const row = page.getByTestId('limit-row').filter({ hasText: 'month from the 15th' });
    const values = async (): Promise<number[]> =>
      (await limits()).map(({ value }) => value).sort((a, b) => a - b);
    const become = (wanted: readonly number[]): Promise<unknown> =>
      eventually(`values of ${wanted.join()}`, async () => (await values()).join() === wanted.join());
    await row.getByTestId('disable-limit').click();
    await become([4_500, 2e9, off]);
    await row.getByText('off', { exact: true }).waitFor();
    expect(await row.getByTestId('disable-limit').count()).toBe(0);
    await picture('limits-switched-off');
    await row.getByTestId('enable-limit').click();
    await become([4_500, 2e9]);
    await page.getByTestId('limit-row').filter({ hasText: '4.39 KiB' }).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Disable' }).click();
    await become([4_500, 2e9, off]);
    await page
      .getByTestId('toast')
      .filter({ hasText: 'switched off' })
      .last()
      .getByTestId('toast-action')
      .click();
    await become([4_500, 2e9]);
  });

  it('have a name and a note, as one more version', async () => {
    const { page } = running;
    await page.getByTestId('go-limits').click();
    const row = page.getByTestId('limit-row').filter({ hasText: '4.39 KiB' });
    await row.getByTestId('edit-limit').click();
    await fill('title', 'Line to the office');
    await fill('note', 'as agreed in May');
    await page.getByTestId('save-limit').click();
    await closed();
    await row.getByTestId('limit-title').getByText('Line to the office').waitFor();
    await row.getByTestId('limit-note').getByText('as agreed in May').waitFor();
    await picture('limits-named');
    await page.getByTestId('go-overview').click();
    await page.getByTestId('limit-bar').getByText('Line to the office').waitFor();
    await page.getByTestId('toast').filter({ hasText: 'changed' }).last().getByTestId('toast-action').click();
    await eventually('no name', async () => (await limits()).every(({ title }) => title === undefined));
  });

  it('begin from a pair, a host and a bar of the chart, filled in', async () => {
    const { page } = running;
    const value = (field: string): Promise<string> =>
      page.getByTestId(`limit-${field}`).locator('input').inputValue();
    await page.getByTestId('go-overview').click();
    await page.getByTestId('chart').focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await page.getByTestId('limit-from-window').click();
    await page.getByTestId('limit-form').waitFor();
    expect(await value('value')).toMatch(/^\d+( KB)?$/);
    await page.keyboard.press('Escape');
    await closed();
    await page.getByTestId('chart').focus();
    await page.keyboard.press('Escape');
    // The window is a short one: the pair is there again in each.
    const sending = own(
      setInterval(() => void traffic.send(1_000), 300),
      clearInterval,
    );
    await page.getByTestId('go-pairs').click();
    await page.getByTestId('pair-row').first().click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'New Limit…' }).click();
    await page.getByTestId('limit-form').waitFor();
    expect([await value('source'), await value('destination')]).not.toContain('');
    await page.keyboard.press('Escape');
    await closed();
    await page.getByTestId('pair-row').first().click({ button: 'right' });
    await page
      .getByRole('menuitem', { name: /^New Limit for / })
      .first()
      .click();
    clearInterval(sending);
    expect([await value('source'), await value('destination')]).toEqual([expect.stringMatching(/\d/), '']);
    await page.keyboard.press('Escape');
    await closed();
  });

  it('are written in German, too', async () => {
    const { page } = running;
    await writeFile(join(dataDir, 'settings.json'), JSON.stringify({ 'appearance.language': 'de' }));
    await page.getByTestId('go-limits').click();
    await page.getByTestId('new-limit').getByText('Neue Grenze…').waitFor();
    await page.getByTestId('new-limit').click();
    await fill('period', 'month@31');
    await page
      .getByTestId('defect-period')
      .getByText('beginnt an einem Tag, den nicht jeder Monat hat')
      .waitFor();
    await picture('limit-form-de');
    await page.keyboard.press('Escape');
    await closed();
  });
});
