import { readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { plainRules } from '../../src-main/engine/alerts/alert-rules.ts';
import { Desktop } from '../support/desktop/desktop.ts';
import {
  type DesktopAppUnderTest,
  eventually,
  launchApp,
  makeDataDir,
} from '../support/desktop/desktop-app.ts';
import { listHosts, type PastSecond, writePast } from '../support/desktop/desktop-history.ts';
import { ownedByTests } from '../support/desktop/desktop-owned.ts';
import { pictureProblem } from '../support/desktop/desktop-problems.ts';
import { flow, limitOf } from '../support/records/flows.ts';

const axeSource = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const windowMs = 1_800_000;
const settings = {
  ...{ windowMs, slideMs: windowMs, latenessMs: 10_000, intervalMs: 1_000, filter: 'udp port 9' },
  ...{ sources: [], destinations: [], rules: plainRules },
};
const daysAgo = 5;
const lastMs = Math.floor(Date.now() / windowMs) * windowMs;
const windows = daysAgo * 48 + 1;

/** A printer in each window of the last days, a server, and a host that was there once. */
function* past(): Generator<PastSecond> {
  for (let i = windows - 1; i >= 0; i -= 1) {
    const visitor = i === 60 ? [flow('10.9.9.9', '10.1.0.7', 500_000_000, 9)] : [];
    yield {
      fromMs: lastMs - i * windowMs,
      flows: [
        ...[flow('10.1.0.7', '10.1.0.20', 2_000_000, 20), flow('10.1.0.20', '10.1.0.7', 1_000_000, 10)],
        flow('10.1.0.7', '192.0.2.80', 3_000_000, 30),
        ...visitor,
      ],
    };
    yield { fromMs: lastMs - i * windowMs, flows: [flow('2001:db8::7', '2001:db8::20', 4_000, 4)] };
  }
}

describe('the search of hosts, and their pages', () => {
  const own = ownedByTests();
  let running: DesktopAppUnderTest;
  let dataDir: string;

  beforeAll(async () => {
    dataDir = own(await makeDataDir(), (path) => rm(path, { recursive: true, force: true }));
    const limits = [
      { ...limitOf('max', 100_000_000), destination: '10.1.0.0/16' },
      { ...limitOf('max', 900_000_000), source: '192.0.2.80' },
    ];
    await writePast(dataDir, settings, limits, past());
    await listHosts(dataDir);
    const row = { limit_name: 'max', effective_date: '2020-01-01' };
    await writeFile(
      join(dataDir, 'limits.json'),
      JSON.stringify([
        { ...row, limit_value: 100_000_000, destination: '10.1.0.0/16' },
        { ...row, limit_value: 900_000_000, source: '192.0.2.80' },
      ]),
    );
    const named = { 'hosts.names': { '10.1.0.7': 'Printer' } };
    await writeFile(join(dataDir, 'settings.json'), JSON.stringify(named));
    const desktop = own(await Desktop.start(), (session) => session.stop());
    const options = ['--interface', 'lo', '--filter', settings.filter, '--window', '30m'];
    const given = ['--limits', join(dataDir, 'limits.json')];
    running = own(await launchApp(desktop, [...options, ...given], { dataDir }), (app) => app.close());
    await running.page.locator('[data-testid=capture-state][data-state=capturing]').waitFor();
  });

  const violations = async (): Promise<unknown[]> => {
    await running.page.evaluate(await readFile(axeSource, 'utf8'));
    const found = await running.page.evaluate(() =>
      (window as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
    );
    return found.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
  };
  const rows = (): Promise<string[]> =>
    running.page
      .getByTestId('found-host')
      .evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset.host!));
  const found = async (text: string, hosts: string[]): Promise<void> => {
    await running.page.getByTestId('search-hosts').locator('input').fill(text);
    await running.page.locator(`[data-testid=hosts][data-query=${JSON.stringify(text)}]`).waitFor();
    expect(await rows()).toEqual(hosts);
  };

  it('finds hosts by address, network, part of an address and name, the largest first, to the byte', async () => {
    const { page } = running;
    await page.keyboard.press('Control+p');
    await page.locator('[data-testid=search-hosts]:focus-within').waitFor();
    await page.getByTestId('found-host').first().waitFor();
    expect(await rows()).toHaveLength(6);
    const printer = page.locator('[data-host="10.1.0.7"]');
    const bytes = windows * (2_000_000 + 1_000_000 + 3_000_000) + 500_000_000;
    expect(await printer.getAttribute('data-bytes')).toBe(String(bytes));
    expect((await rows())[0]).toBe('10.1.0.7');
    expect(await violations()).toEqual([]);
    await pictureProblem(running, 'hosts');
    expect(await page.getByTestId('search-incomplete').count()).toBe(0);
    await found('print', ['10.1.0.7']);
    await found('10.1.0.0/16', ['10.1.0.7', '10.1.0.20']);
    await found('9.9', ['10.9.9.9']);
    await found('::20', ['2001:db8::20']);
    await found('nonsense ☃', []);
    await page.getByTestId('hosts').getByText('No such host').waitFor();
    await pictureProblem(running, 'hosts-none');
    await page.getByTestId('empty-action').click();
    await expect.poll(rows).toHaveLength(6);
  });

  it('opens the page of a host with Enter, with its limits, its alerts and its peers', async () => {
    const { page } = running;
    await page.getByTestId('search-hosts').locator('input').fill('printer');
    await page.keyboard.press('Enter');
    await page.getByTestId('scope-heading').getByText('Printer 10.1.0.7').waitFor();
    await page.getByTestId('history').getByRole('button', { name: '7 d' }).click();
    await page.getByTestId('scope-limits').getByText('10.1.0.0/16').waitFor();
    expect(await page.getByTestId('scope-limits').locator('tbody th').count()).toBe(1);
    expect(await page.getByTestId('scope-alerts').getByTestId('alert-row').count()).toBe(1);
    await page.locator('[data-peer="192.0.2.80"]').waitFor();
    // The last window is still open.
    const sent = ((windows - 1) * 5_000_000).toLocaleString('en-US');
    await eventually('all that it sent', async () =>
      (await page.getByTestId('history-sent').getAttribute('title'))?.startsWith(sent),
    );
    expect(await violations()).toEqual([]);
    await pictureProblem(running, 'host-page');
    await page.getByTestId('scope-actions').click();
    await page.getByRole('menuitem', { name: 'Name 10.1.0.7…' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByTestId('new-scope-limit').click();
    expect(await page.getByTestId('limit-source').locator('input').inputValue()).toBe('10.1.0.7');
    await page.keyboard.press('Escape');
  });

  it('is reached by a click on an address wherever one stands, and by the palette', async () => {
    const { page } = running;
    const heading = (text: string): Promise<void> =>
      page.getByTestId('scope-heading').getByText(text, { exact: true }).waitFor();
    await page.getByTestId('go-alerts').click();
    await page.getByTestId('alerts').getByRole('button', { name: '10.1.0.0/16' }).click();
    await heading('10.1.0.0/16');
    await page.getByTestId('go-limits').click();
    await page.getByTestId('limits').getByRole('button', { name: '192.0.2.80' }).click();
    await heading('192.0.2.80');
    await page.keyboard.press('Control+Shift+p');
    await page.keyboard.type('2001:db8:0::7');
    await page.getByRole('option', { name: '2001:db8:0::7' }).waitFor();
    await page.keyboard.press('Enter');
    await heading('2001:db8::7');
    await page.getByTestId('go-overview').click();
    await page.locator('[data-testid=windows] canvas, canvas').first().waitFor();
    expect(await violations()).toEqual([]);
  });

  it('reads German', async () => {
    const { page } = running;
    const german = { 'appearance.language': 'de', 'hosts.names': { '10.1.0.7': 'Drucker' } };
    await writeFile(join(dataDir, 'settings.json'), JSON.stringify(german));
    await page.getByTestId('go-hosts').click();
    await page.getByText('Hosts mit Namen').waitFor();
    await found('druck', ['10.1.0.7']);
    await page.getByTestId('hosts').getByText('1 Host').waitFor();
    await page.locator('[data-host="10.1.0.7"] button').press('Enter');
    await page.getByTestId('scope-heading').getByText('Drucker 10.1.0.7').waitFor();
    await pictureProblem(running, 'host-page-de');
  });
});
