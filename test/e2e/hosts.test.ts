import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { Desktop } from '../support/desktop/desktop.ts';
import {
  type DesktopAppUnderTest,
  eventually,
  launchApp,
  makeDataDir,
} from '../support/desktop/desktop-app.ts';
import { ownedByTests } from '../support/desktop/desktop-owned.ts';
import { LoopbackTraffic } from '../support/desktop/desktop-traffic.ts';
import { DnsServer } from '../support/network/dns-server.ts';

describe('hosts in the app', () => {
  const own = ownedByTests();
  let running: DesktopAppUnderTest;
  let dataDir: string;
  let dns: DnsServer;

  const pairs = (): Promise<string[]> => running.page.getByTestId('pair-row').allInnerTexts();
  const show = (view: string): Promise<void> => running.page.getByTestId(`go-${view}`).click();

  beforeAll(async () => {
    dataDir = own(await makeDataDir(), (path) => rm(path, { recursive: true, force: true }));
    dns = own(await DnsServer.open(), (server) => server.close());
    dns.names.set('20.0.0.127.in-addr.arpa', 'files.example');
    await writeFile(join(dataDir, 'settings.json'), JSON.stringify({ 'hosts.dnsServers': [dns.address] }));
    const traffic = own(await LoopbackTraffic.open(), (sockets) => sockets.close());
    const desktop = own(await Desktop.start(), (session) => session.stop());
    const options = ['--interface', 'lo', '--filter', `udp port ${traffic.port}`, '--window', '24h'];
    running = own(await launchApp(desktop, options, { dataDir }), (app) => app.close());
    await running.page.locator('[data-testid=capture-state][data-state=capturing]').waitFor();
    await traffic.send(30_000, 30, '127.0.0.7', '127.0.0.20');
    await traffic.send(10_000, 10, '127.0.0.8', '127.0.0.21');
    await running.page.locator('[data-testid=top-sources] [data-host="127.0.0.7"]').waitFor();
  });

  it('are given names by the person, which stand wherever they are shown, and in filters', async () => {
    const { page } = running;
    await page.locator('[data-testid=top-sources] [data-host="127.0.0.7"]').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Name 127.0.0.7…' }).click();
    await page.getByTestId('host-name-field').locator('input').fill('Printer');
    await page.keyboard.press('Enter');
    await page.locator('[data-testid=top-sources] [data-host="127.0.0.7"]').getByText('Printer').waitFor();
    await page.getByTestId('top-pair-row').first().getByText('Printer').waitFor();
    await show('pairs');
    await eventually('two pairs', async () => (await pairs()).length === 2);
    await page.getByTestId('filter-pairs').locator('input').fill('src:print');
    await eventually('one pair', async () => (await pairs()).length === 1);
    expect((await pairs())[0]).toMatch(/^Printer\s+127\.0\.0\.7/);
    await page.getByTestId('filter-pairs').locator('input').fill('');
    const stored = await readFile(join(dataDir, 'settings.json'), 'utf8');
    expect(JSON.parse(stored)).toMatchObject({ 'hosts.names': { '127.0.0.7': 'Printer' } });
  });

  it('have their names in the DNS asked for only when the person wants that', async () => {
    const { page } = running;
    expect(dns.asked).toEqual([]);
    await show('settings');
    await page.getByTestId('value-hosts.reverseDns').click();
    await show('pairs');
    await page.getByTestId('pair-row').first().getByText('files.example').waitFor();
    await show('overview');
    await page
      .locator('[data-testid=top-destinations] [data-host="127.0.0.20"]')
      .getByText('files.example')
      .waitFor();
    expect(dns.asked.toSorted()).toEqual([
      '20.0.0.127.in-addr.arpa',
      '21.0.0.127.in-addr.arpa',
      '8.0.0.127.in-addr.arpa',
    ]);
  });

  it('lose their names on the settings page, one with each press of its button', async () => {
    const { page } = running;
    const file = join(dataDir, 'settings.json');
    const settings = JSON.parse(await readFile(file, 'utf8')) as object;
    const names = { '127.0.0.7': 'Printer', '127.0.0.8': 'Scanner' };
    await writeFile(file, JSON.stringify({ ...settings, 'hosts.names': names }));
    await show('settings');
    const rows = page.getByTestId('own-name');
    await eventually('two names', async () => (await rows.count()) === 2);
    await page.getByRole('button', { name: 'Remove the name of 127.0.0.8' }).scrollIntoViewIfNeeded();
    await page.getByRole('button', { name: 'Remove the name of 127.0.0.7' }).press('Enter');
    await eventually('one name', async () => (await rows.count()) === 1);
    await page.keyboard.press('Enter');
    await page.getByTestId('host-name-field').waitFor();
    expect(await rows.count()).toBe(1);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Remove the name of 127.0.0.8' }).click();
    await page.getByText('No host has a name of yours.').waitFor();
    await show('pairs');
    await eventually('its address', async () => (await pairs())[0]?.startsWith('127.0.0.7'));
  });
});
