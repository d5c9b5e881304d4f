import { readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AxeResults } from 'axe-core';
import type { Limit } from '../../src-main/common/model/limits.ts';
import { epochMs } from '../../src-main/common/units.ts';
import type { CheckSettings } from '../../src-main/engine/settings.ts';
import { plainRules } from '../../src-main/engine/alerts/alert-rules.ts';
import { Desktop } from '../helpers/desktop.ts';
import { type DesktopAppUnderTest, eventually, launchApp, makeDataDir } from '../helpers/desktop-app.ts';
import { enoughOfWindow, writePast } from '../helpers/desktop-history.ts';
import { morning } from '../helpers/desktop-morning.ts';
import { ownedByTests } from '../helpers/desktop-owned.ts';
import { LoopbackTraffic } from '../helpers/desktop-traffic.ts';

const windowMs = 300_000;
const axeSource = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const views = ['overview', 'pairs', 'history', 'limits', 'alerts', 'pipeline', 'settings'];
const max: Limit = {
  ...{ name: 'max', value: 96 * 1024 ** 2, effectiveMs: epochMs(Date.UTC(2026, 0, 1)) },
  ...{ source: null, destination: null, windowSeconds: null },
};

/** Of the past only: what is followed from the start on has not got it. */
const scoped: Limit = { ...max, value: 1024, source: '10.20.4.17' };

describe('the views', () => {
  const own = ownedByTests();
  let running: DesktopAppUnderTest;
  let dataDir: string;

  beforeAll(async () => {
    dataDir = own(await makeDataDir(), (path) => rm(path, { recursive: true, force: true }));
    const traffic = own(await LoopbackTraffic.open(), (sockets) => sockets.close());
    const filter = `udp port ${traffic.port}`;
    const settings: CheckSettings = {
      ...{ windowMs, slideMs: windowMs, latenessMs: 10_000, intervalMs: 1_000 },
      ...{ filter, sources: [], destinations: [], rules: plainRules },
    };
    await enoughOfWindow(windowMs, 40_000);
    await writePast(dataDir, settings, [max, scoped], morning(Date.now()));
    const limits = join(dataDir, 'limits.csv');
    await writeFile(limits, 'limit_name,limit_value,effective_date\nmax,100663296,2026-01-01\n');
    const desktop = own(await Desktop.start(), (session) => session.stop());
    const options = ['--interface', 'lo', '--filter', filter, '--limits', limits];
    running = own(await launchApp(desktop, options, { dataDir }), (app) => app.close());
    const capturing = running.page.locator('[data-testid=capture-state][data-state=capturing]');
    await capturing.waitFor({ timeout: 30_000 });
    await traffic.send(4_000_000, 100, '127.0.0.7', '127.0.0.20');
  });

  const show = async (view: string): Promise<void> => {
    const button = running.page.getByTestId(`go-${view}`);
    if ((await button.getAttribute('aria-current')) === null) await button.click();
  };
  const attribute = (testId: string, name: string): Promise<string | null> =>
    running.page.getByTestId(testId).first().getAttribute(name);

  it('of pairs: all of them, filtered by network and by text, sorted, with a menu for each', async () => {
    const { app, page } = running;
    await show('pairs');
    await eventually('eight pairs', async () => (await attribute('pairs', 'data-count')) === '8');
    const filter = page.getByTestId('filter-pairs').locator('input');
    await filter.fill('src:10.20.0.0/24');
    await eventually('two pairs', async () => (await attribute('pairs', 'data-count')) === '2');
    await filter.fill('no such address');
    await page.getByText('No pair matches the filter.').waitFor();
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

  it('of history: from windows to days, with verdict, comparison and export', async () => {
    const { app, page } = running;
    await show('history');
    await page.getByRole('button', { name: '6 h' }).click();
    await eventually('twelve windows', async () => Number(await attribute('history', 'data-bars')) >= 12);
    await page.getByRole('button', { name: 'Show table' }).click();
    await page.getByTestId('window-table').getByRole('button').nth(3).click();
    await page.getByTestId('verdict').waitFor();
    await page.getByTestId('verdict-row').first().waitFor();
    const outcomes = await page
      .getByTestId('verdict-row')
      .evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset.outcome));
    expect(outcomes).toEqual(['breached', 'within']);
    await page.getByText('10.20.4.17 → any', { exact: true }).waitFor();
    await page.getByRole('button', { name: '1 year' }).click();
    await eventually('days', async () => (await attribute('history', 'data-level')) === 'day');
    await page.getByRole('button', { name: 'Compare with a week before' }).click();
    await page.getByText('A week before', { exact: true }).waitFor();
    const path = join(dataDir, 'exported.csv');
    await app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
    }, path);
    await page.getByRole('button', { name: 'CSV' }).click();
    await page.getByTestId('toast').getByText('exported.csv').waitFor();
    expect(await readFile(path, 'utf8')).toMatch(/^start,end,windows,bytes/);
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

  it('of alerts: one can be acknowledged, snoozed and muted', async () => {
    const { page } = running;
    await show('alerts');
    await page.getByTestId('alert-actions').first().click();
    await page.getByRole('menuitem', { name: 'Mute This Limit' }).click();
    await page.getByTestId('mute').waitFor();
    await page.getByRole('button', { name: 'Unmute' }).click();
    await page.getByText('Nothing is muted.').waitFor();
  });

  it('of limits: what is stored, and its source', async () => {
    const { page } = running;
    await show('limits');
    await eventually('one row', async () => (await page.getByTestId('limit-row').count()) === 1);
    await page.getByTestId('limits').getByText('limits.csv').first().waitFor();
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
