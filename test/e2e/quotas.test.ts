import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Locator } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Quota, Quotas } from '../../src-main/common/model/quotas.ts';
import { plainRules } from '../../src-main/engine/alerts/alert-rules.ts';
import { Desktop } from '../support/desktop/desktop.ts';
import {
  type DesktopAppUnderTest,
  eventually,
  launchApp,
  makeDataDir,
} from '../support/desktop/desktop-app.ts';
import { type PastSecond, writePast } from '../support/desktop/desktop-history.ts';
import { ownedByTests } from '../support/desktop/desktop-owned.ts';
import { flow } from '../support/records/flows.ts';
import { engineOf } from '../support/desktop/page-calls.ts';

const axeSource = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const pictures = join(import.meta.dirname, '../../test-results/images');

const windowMs = 1_800_000;
const perWindow = 50_000_000;
const windowsAgo = 80 * 48;
const settings = {
  ...{ windowMs, slideMs: windowMs, latenessMs: 10_000, intervalMs: 1_000, filter: 'udp port 9' },
  ...{ sources: [], destinations: [], rules: plainRules },
};

/** 50 MB in each half an hour of the last 80 days, the present one included. */
function* past(): Generator<PastSecond> {
  const lastMs = Math.floor(Date.now() / windowMs) * windowMs;
  for (let i = windowsAgo; i >= 0; i -= 1)
    yield {
      fromMs: lastMs - i * windowMs,
      flows: [flow('10.0.0.1', '10.0.0.2', perWindow, 1)],
    };
}

describe('quotas in the desktop app', () => {
  const own = ownedByTests();
  let running: DesktopAppUnderTest;
  let desktop: Desktop;
  let dataDir: string;

  beforeAll(async () => {
    dataDir = own(await makeDataDir(), (path) => rm(path, { recursive: true, force: true }));
    await writePast(dataDir, settings, [], past());
    const groups = { 'networks.groups': { office: ['10.0.0.1', '10.0.0.9'] } };
    await writeFile(join(dataDir, 'settings.json'), JSON.stringify(groups));
    desktop = own(await Desktop.start(), (session) => session.stop());
    const options = ['--interface', 'lo', '--filter', settings.filter, '--window', '30m'];
    running = own(await launchApp(desktop, options, { dataDir }), (app) => app.close());
    await running.page.locator('[data-testid=capture-state][data-state=capturing]').waitFor();
  });

  const told = (): Promise<Quotas> => engineOf(running.page).listQuotas({ count: 100 });
  const row = (title: string): Locator =>
    running.page.getByTestId('quota').filter({ hasText: title }).first();
  const resize = async (width: number, height: number): Promise<void> => {
    await running.app.evaluate(
      ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height),
      { width, height },
    );
    await eventually('the size', () => running.page.evaluate((wanted) => innerWidth === wanted, width));
  };
  const picture = async (name: string): Promise<void> => {
    const { page } = running;
    await mkdir(pictures, { recursive: true });
    await page.mouse.move(30, 700);
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.screenshot({ path: join(pictures, `${name}-${colorScheme}.png`) });
    }
  };
  const violations = async (): Promise<unknown[]> => {
    await running.page.evaluate(await readFile(axeSource, 'utf8'));
    const found = await running.page.evaluate(() =>
      (window as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
    );
    return found.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
  };

  it('begin with the keyboard alone: an empty view with one action', async () => {
    const { page } = running;
    await page.keyboard.press('Control+6');
    await page.getByTestId('quotas').getByText('No quota yet').waitFor();
    expect(await page.getByTestId('quotas').getByRole('button').count()).toBe(1);
    expect(await violations()).toEqual([]);
    await picture('quotas-empty');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByTestId('limit-form').waitFor();
    expect(await page.getByTestId('limit-period').locator('input').inputValue()).toBe('month');
    await page.locator('[data-testid=limit-value]:focus-within').waitFor();
    await page.keyboard.type('1 TB');
    await page.keyboard.press('Enter');
    await page.getByTestId('limit-form').waitFor({ state: 'detached' });
    await row('Month')
      .getByText(/^On track/)
      .waitFor();
    await page.getByTestId('toast').getByRole('button', { name: 'Dismiss' }).click();
  });

  /** Less than is used of any day: there is a window at least. */
  const dayLimit = 45_000_000;

  it('show what is used to the byte, what is left and when it is used up, nearest to full first', async () => {
    const limit = { limit_name: 'max', effective_date: '2020-01-01' };
    const [used] = (await told()).quotas;
    await writeFile(
      join(dataDir, 'limits.json'),
      JSON.stringify([
        { ...limit, limit_value: dayLimit, period: 'day' },
        { ...limit, limit_value: used!.used + perWindow, period: 'month', warn_at: 90 },
        { ...limit, limit_value: 200e9, period: 'month@15' },
        { ...limit, limit_value: 50e9, period: 'week', source: '10.0.0.1' },
        { ...limit, limit_value: 10e12, period: 'year' },
        { ...limit, limit_value: 1, period: '1h', limit_name: 'min' },
      ]),
    );
    await row('Month from the 15th').waitFor();
    await eventually('all quotas', async () => (await running.page.getByTestId('quota').count()) === 5);
    await eventually('all that is stored is summed', async () =>
      (await told()).quotas.every(({ lacks }) => lacks.every(({ reason }) => reason !== 'not-summed')),
    );
    const { atMs, quotas } = await told();
    const firstMs = (Math.floor(Date.now() / windowMs) - windowsAgo) * windowMs;
    for (const { limit: of, startMs, used: bytes, previous, exact } of quotas) {
      if (of.source !== null) continue;
      const windows = (fromMs: number, toMs: number): number =>
        Math.max(0, Math.ceil((Math.min(toMs, Date.now()) - Math.max(fromMs, firstMs)) / windowMs));
      expect([of.period, bytes]).toEqual([of.period, perWindow * windows(startMs, Infinity)]);
      // Who watched the last windows of the past is not known.
      expect([of.period, exact]).toEqual([of.period, false]);
      if (previous && previous.startMs >= firstMs) {
        expect(previous.whole.bytes).toBe(perWindow * windows(previous.startMs, previous.endMs));
        expect(previous.elapsed?.bytes).toBe(
          perWindow *
            Math.min(windows(previous.startMs, previous.endMs), Math.floor((atMs - startMs) / windowMs)),
        );
      }
    }
    const shares = quotas.map(({ used: bytes, limit: { value } }: Quota) => bytes / value);
    expect(shares).toEqual([...shares].sort((a, b) => b - a));
    await row('Day').getByText('Used up').waitFor();
    await row('Month from the 15th')
      .getByTestId('quota-exactness')
      .getByText('at least: coverage unknown')
      .waitFor();
    await row('Month from the 15th')
      .getByTestId('quota-before')
      .getByText(/^Before \(.*\): [\d.]+ [KMGT]iB by this point, [\d.]+ [KMGT]iB in all$/)
      .waitFor();
    await row('Year').getByText('not captured from start to end').waitFor();
    await row('10.0.0.1')
      .getByTestId('quota-left')
      .getByText(/ left$/)
      .waitFor();
  });

  it.each([
    [1280, 800],
    [900, 600],
    [700, 500],
  ])('look as they should at %d × %d, in both themes', async (width, height) => {
    const { page } = running;
    await resize(width, height);
    await page.getByTestId('quota').first().waitFor();
    await picture(`quotas-${width}`);
    expect(await violations()).toEqual([]);
    const cut = await page.getByTestId('quotas').evaluate((view) => view.scrollWidth - view.clientWidth);
    expect(cut).toBeLessThanOrEqual(0);
    await page.getByTestId('go-overview').click();
    await page.getByTestId('quota').first().scrollIntoViewIfNeeded();
    expect(await page.getByTestId('quota').count()).toBe(2);
    expect(await violations()).toEqual([]);
    await picture(`quotas-overview-${width}`);
    await page.getByTestId('all-quotas').click();
    await resize(1280, 800);
  });

  it('lead to their limit, their alert and their history', async () => {
    const { page } = running;
    const choose = async (title: string, action: string): Promise<void> => {
      await row(title).getByTestId('quota-actions').click();
      await page.getByRole('menuitem', { name: action }).click();
    };
    await choose('Month from the 15th', 'Edit…');
    await page.getByTestId('limit-form').waitFor();
    expect(await page.getByTestId('limit-period').locator('input').inputValue()).toBe('month@15');
    await page.keyboard.press('Escape');
    await page.getByTestId('limit-form').waitFor({ state: 'detached' });
    await choose('Day', 'Open Alert');
    await page
      .getByTestId('alert-what')
      .getByText(/above the maximum of .* per day|\(per day\)/)
      .waitFor();
    await page.keyboard.press('Escape');
    await eventually('the focus on its row', () =>
      page.evaluate(() => document.activeElement?.closest('[data-testid=alert]') !== null),
    );
    await page.getByTestId('go-quotas').click();
    await choose('Month from the 15th', 'Show in History');
    await page.getByTestId('history').waitFor();
    await page.getByTestId('go-quotas').click();
    await row('Week').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Show in History' }).waitFor();
    expect(await page.getByRole('menuitem', { name: 'Open Alert' }).count()).toBe(0);
    await page.keyboard.press('Escape');
  });

  it('are on a named group, too, and lead to its page, to the byte', async () => {
    const { page } = running;
    const path = join(dataDir, 'limits.json');
    const before = await readFile(path, 'utf8');
    const limit = { limit_name: 'max', effective_date: '2020-01-01', limit_value: 60e9, period: 'week' };
    const rows = JSON.parse(before) as object[];
    await writeFile(path, JSON.stringify([...rows, { ...limit, source: '@office' }]));
    await row('@office').waitFor();
    const quotaOfGroup = async () =>
      (await told()).quotas.find(({ limit: { source } }) => source === '@office');
    await eventually('all that is stored is summed', async () =>
      (await quotaOfGroup())!.lacks.every(({ reason }) => reason !== 'not-summed'),
    );
    await picture('quotas-group');
    await row('@office').getByTestId('quota-actions').click();
    await page.getByRole('menuitem', { name: 'Show in History' }).click();
    await page.getByTestId('scope-heading').getByText('@office').waitFor();
    const { used, startMs } = (await quotaOfGroup())!;
    // The last window is still open.
    const sent = (used - perWindow).toLocaleString('en-US');
    await eventually('all that its hosts sent', async () =>
      (await page.getByTestId('history-sent').getAttribute('title'))?.startsWith(sent),
    );
    expect(Number(await page.getByTestId('history').getAttribute('data-from'))).toBe(startMs);
    await page.locator('[data-peer="10.0.0.2"]').waitFor();
    await page.getByTestId('scope-limits').getByText('@office').waitFor();
    expect(await violations()).toEqual([]);
    await picture('group-page');
    await writeFile(path, before);
    await page.getByTestId('go-quotas').click();
    await row('@office').waitFor({ state: 'detached' });
  });

  it('stand in the tray, the nearest to full, and in German', async () => {
    const item = await eventually('the tray icon', () => desktop.trayItems.at(-1));
    const says = (text: string) => async (): Promise<boolean> =>
      [...(await desktop.menuLabels(item)).values()].some((label) => label.includes(text));
    await eventually('the quota in the tray', says('Day: 42.9 MiB used up'));
    await writeFile(join(dataDir, 'settings.json'), JSON.stringify({ 'appearance.language': 'de' }));
    await eventually('the quota in German', says('Tag: 42,9 MiB aufgebraucht'));
    await row('Monat ab dem 15.').getByText('Abdeckung unbekannt').waitFor();
    await picture('quotas-de');
  });
});

describe('a quota that is captured from its start', () => {
  const own = ownedByTests();

  it('projects nothing before its first window has closed, then is exact, period for period', async () => {
    const dataDir = own(await makeDataDir(), (path) => rm(path, { recursive: true, force: true }));
    const limits = join(dataDir, 'limits.json');
    const limit = { limit_name: 'max', limit_value: 1e6, effective_date: '2020-01-01', period: '20s' };
    await writeFile(limits, JSON.stringify([limit]));
    const desktop = own(await Desktop.start(), (session) => session.stop());
    const windows = ['--window', '2s', '--lateness', '1s', '--limits', limits];
    const options = ['--interface', 'lo', '--filter', 'udp port 9', ...windows];
    const { page } = own(await launchApp(desktop, options, { dataDir }), (app) => app.close());
    await page.getByTestId('go-quotas').click();
    const state = page.getByTestId('quota-state');
    await state.getByText('No projection yet').waitFor();
    await page.locator('[data-testid=quota][data-exact=true]').waitFor({ timeout: 60_000 });
    await page.getByTestId('quota-exactness').getByText('exact so far').waitFor();
    await state.getByText(/^On track/).waitFor();
    await mkdir(pictures, { recursive: true });
    await page.screenshot({ path: join(pictures, 'quotas-exact-dark.png') });
  }, 120_000);
});
