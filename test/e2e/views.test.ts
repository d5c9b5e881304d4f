import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AxeResults } from 'axe-core';
import { type DesktopAppUnderTest, eventually } from '../support/desktop/desktop-app.ts';
import { type Office, openOffice } from '../support/desktop/desktop-office.ts';
import { ownedByTests } from '../support/desktop/desktop-owned.ts';
import { chooseFile } from '../support/desktop/desktop-page.ts';

const axeSource = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const views = ['overview', 'pairs', 'history', 'totals', 'limits', 'alerts', 'pipeline', 'settings'];

describe('the views', () => {
  const own = ownedByTests();
  let running: DesktopAppUnderTest;
  let office: Office;

  beforeAll(async () => {
    office = await openOffice(own);
    running = office.running;
  });

  const show = (view: string): Promise<void> => office.show(view);
  const attribute = (testId: string, name: string): Promise<string | null> => office.attribute(testId, name);

  it('of pairs: all of them, filtered by network and by text, sorted, with a menu for each', async () => {
    const { app, page } = running;
    await show('pairs');
    await eventually('eight pairs', async () => (await attribute('pairs', 'data-count')) === '8');
    const filter = page.getByTestId('filter-pairs').locator('input');
    await filter.fill('src:10.20.0.0/24');
    await eventually('two pairs', async () => (await attribute('pairs', 'data-count')) === '2');
    await filter.fill('no such address');
    await page.getByText('No pair matches the filter.').waitFor();
    expect(await page.getByTestId('pairs').getByRole('button').count()).toBe(1);
    await page.getByTestId('empty-action').click();
    await eventually('all pairs', async () => (await attribute('pairs', 'data-count')) === '8');
    await filter.fill('192.0.2');
    await eventually('one pair', async () => (await attribute('pairs', 'data-count')) === '1');
    await page.getByTestId('pair-row').first().click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Copy Capture Filter' }).click();
    const copied = await app.evaluate(({ clipboard }) => clipboard.readText());
    expect(copied).toBe('src host 192.0.2.44 and dst host 10.20.0.9');
    await filter.fill('');
    await page.getByRole('button', { name: 'Source' }).click();
    await eventually('sorted by source', async () =>
      (await page.getByTestId('pair-row').first().innerText()).startsWith('10.20.0.5'),
    );
  });

  it('of the overview: the top pairs by keyboard, with the menu of a pair', async () => {
    const { page } = running;
    await show('overview');
    await page.getByTestId('top-pairs').focus();
    await page.keyboard.press('ContextMenu');
    await page.getByRole('menuitem', { name: 'Mute Alerts for This Pair' }).waitFor();
    await page.keyboard.press('Enter');
    await eventually(
      'the pairs of one source',
      async () => Number(await attribute('pairs', 'data-count')) === 1,
    );
    const filter = page.getByTestId('filter-pairs').locator('input');
    expect(await filter.inputValue()).toMatch(/^src:/);
    await filter.fill('');
  });

  it('with tables that are gone through, copied from and opened by the keyboard', async () => {
    const { app, page } = running;
    await show('pairs');
    const grid = page.getByRole('grid', { name: 'Pairs' });
    await grid.focus();
    const active = (): Promise<string | undefined> =>
      grid.evaluate(
        (one) => document.getElementById(one.getAttribute('aria-activedescendant') ?? '')?.innerText,
      );
    const first = await active();
    await page.keyboard.press('End');
    const last = await active();
    expect(last).not.toBe(first);
    expect(await grid.evaluate((one) => one.getAttribute('aria-activedescendant'))).toMatch(/-7$/);
    await page.keyboard.press('Control+c');
    await page.getByTestId('toast').getByText('Copied.').first().waitFor();
    const cells = (await app.evaluate(({ clipboard }) => clipboard.readText())).split('\t');
    expect(cells.slice(0, 2)).toEqual(last!.split(/\s+/).slice(0, 2));
    expect(cells.slice(2, 4).every((cell) => /^\d+$/.test(cell))).toBe(true);
    await page.keyboard.press('Home');
    expect(await active()).toBe(first);
    await page.keyboard.press('Shift+F10');
    await page.getByRole('menuitem', { name: 'Copy Row' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Enter');
    await page.getByTestId('scope-heading').waitFor();
    await page.getByRole('button', { name: 'Show all traffic' }).first().click();
  });

  it('fit into 900 × 600: no tool stands on a line of its own, and no table of agents scrolls sideways', async () => {
    const { app, page } = running;
    const resize = (width: number, height: number): Promise<void> =>
      app.evaluate(
        ({ BrowserWindow }, size) =>
          BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height),
        { width, height },
      );
    await resize(900, 600);
    await eventually('the size', () => page.evaluate(() => innerWidth === 900));
    await show('history');
    const tools = page.getByRole('toolbar').locator('.tools > *');
    const tops = await tools.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().bottom));
    expect(Math.max(...tops) - Math.min(...tops)).toBeLessThan(12);
    await show('agents');
    await page.getByTestId('agent-row').first().waitFor();
    const beyond = await page.getByRole('grid').evaluate((one) => one.scrollWidth - one.clientWidth);
    expect(beyond).toBe(0);
    await resize(1280, 800);
    await eventually('the size', () => page.evaluate(() => innerWidth === 1280));
  });

  it('of the overview: its side bar chooses the window whose pairs and verdicts are shown', async () => {
    const { page } = running;
    await show('overview');
    const windows = page.getByTestId('window-list').getByRole('button');
    const chosen = windows.and(page.locator('[aria-pressed=true]'));
    const presentMs = await chosen.getAttribute('data-start');
    await windows.nth(3).click();
    await page.getByTestId('show-present').waitFor();
    await page.getByTestId('verdict-row').first().waitFor();
    expect(await chosen.getAttribute('data-start')).toBe(await windows.nth(3).getAttribute('data-start'));
    await windows.first().click();
    await page.getByTestId('show-present').waitFor({ state: 'detached' });
    expect(await chosen.getAttribute('data-start')).toBe(presentMs);
  });

  it('of history: from windows to days, with verdict and comparison', async () => {
    const { page } = running;
    await show('history');
    await page.getByRole('button', { name: '6 h' }).click();
    await eventually('twelve windows', async () => Number(await attribute('history', 'data-bars')) >= 12);
    await page.getByRole('button', { name: 'Show table' }).click();
    await page.getByTestId('window-row').nth(3).click();
    await page.getByTestId('verdict').waitFor();
    await page.getByTestId('verdict-row').first().waitFor();
    const outcomes = await page
      .getByTestId('verdict-row')
      .evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset.outcome));
    expect(outcomes).toEqual(['breached', 'within']);
    await page.getByText('10.20.4.17 → any', { exact: true }).waitFor();
    await page.getByRole('button', { name: '1 year' }).click();
    await eventually('days', async () => (await attribute('history', 'data-level')) === 'day');
    const day = page.getByTestId('window-row').first();
    await eventually('rows of days', async () =>
      /^\d{1,2} \w{3}$/.test(await day.getByRole('rowheader').innerText()),
    );
    const [total, largest] = (await day.getByRole('gridcell').allInnerTexts()).map((text) =>
      Number(text.replaceAll(',', '')),
    );
    expect(total).toBe(Number(await day.getAttribute('data-bytes')));
    expect(largest! > 121 * 1024 ** 2 && largest! < total! / 4).toBe(true);
    await page.getByTestId('history').getByRole('columnheader', { name: 'Largest window' }).waitFor();
    await page.getByRole('button', { name: 'Compare with a week before' }).click();
    await page.getByText('A week before', { exact: true }).waitFor();
  });

  it('of the pipeline: each step with its figures', async () => {
    const { page } = running;
    await show('pipeline');
    const steps = page.getByTestId('pipeline-step');
    expect(await steps.evaluateAll((boxes) => boxes.map((box) => (box as HTMLElement).dataset.step))).toEqual(
      [...['interfaces', 'log', 'windows', 'limits', 'alerts']],
    );
    await steps.first().getByText('Capturing').waitFor();
  });

  it('of limits: what is stored, and its source', async () => {
    const { page } = running;
    await show('limits');
    await eventually('one row', async () => (await page.getByTestId('limit-row').count()) === 1);
    await page.getByTestId('limits').getByText('limits.csv').first().waitFor();
  });

  it('of limits: one that these windows can not sum says so, in table, preview and status bar', async () => {
    const { app, page } = running;
    const rows = 'max,100663296,2026-01-01,,80\nmax,5000,2026-01-01,420,\n';
    await writeFile(office.limits, `limit_name,limit_value,effective_date,window_seconds,warn_at\n${rows}`);
    await page.getByTestId('sync-limits').click();
    const unjudged = page.getByTestId('limit-row').filter({ has: page.getByTestId('unjudged') });
    await eventually('one of them', async () => (await unjudged.count()) === 1);
    expect(await unjudged.getByTestId('unjudged').getAttribute('title')).toBe(
      "Not judged: 7m can't be summed from windows of 5m",
    );
    expect(await unjudged.innerText()).toContain('windows of 7 min');
    await page.getByTestId('status-limits').getByText('(1 not judged)').waitFor();
    await chooseFile(app, office.limits);
    await page.getByRole('button', { name: 'Import limits…' }).first().click();
    await page.getByTestId('preview-unjudged').getByText('1 limit can').waitFor();
    await page.getByTestId('confirm-import').click();
    await page.getByTestId('toast').getByText("1 limit can't be judged in this run").waitFor();
  });

  it.each(views)('%s: axe finds nothing', async (view) => {
    const { page } = running;
    await show(view);
    await page.evaluate(await readFile(axeSource, 'utf8'));
    const { violations } = await page.evaluate(() =>
      (window as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
    );
    const found = violations.map(({ id, nodes }) => [id, nodes.slice(0, 3).map(({ html }) => html)]);
    expect(found).toEqual([]);
  });
});
