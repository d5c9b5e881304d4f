import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { Desktop } from '../support/desktop/desktop.ts';
import { type DesktopAppUnderTest, eventually, launchApp } from '../support/desktop/desktop-app.ts';
import { ownedByTests } from '../support/desktop/desktop-owned.ts';
import { chooseFile, shownTotal, visibleWindows } from '../support/desktop/desktop-page.ts';
import { LoopbackTraffic } from '../support/desktop/desktop-traffic.ts';
import { engineOf } from '../support/desktop/page-calls.ts';

const maximum = 500_000;
const limitRow = { limit_name: 'max', limit_value: maximum, effective_date: '2020-01-01' };

describe('the desktop app', () => {
  const own = ownedByTests();
  let desktop: Desktop;
  let traffic: LoopbackTraffic;
  let running: DesktopAppUnderTest;
  let folder: string;
  const complaints: string[] = [];

  beforeAll(async () => {
    folder = own(await mkdtemp(join(tmpdir(), 'streamchecker-limits-')), (path) =>
      rm(path, { recursive: true }),
    );
    desktop = own(await Desktop.start(), (session) => session.stop());
    traffic = own(await LoopbackTraffic.open(), (sockets) => sockets.close());
    const filter = `udp port ${traffic.port}`;
    const options = ['--interface', 'lo', '--filter', filter, '--window', '24h'];
    running = own(await launchApp(desktop, options), (app) => app.close());
    running.page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
  });

  const file = async (name: string, rows: unknown): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, JSON.stringify(rows));
    return path;
  };
  const shows = (bytes: number): Promise<unknown> =>
    eventually(`a total of ${bytes}`, async () => (await shownTotal(running.page)) === bytes);

  it('shows its window and captures', async () => {
    const { app, page } = running;
    expect(await visibleWindows(app)).toEqual([true]);
    await page.locator('[data-testid=capture-state][data-state=capturing]').waitFor();
  });

  it('shows what was sent, to the byte', async () => {
    await traffic.send(300_000, 300);
    await shows(traffic.sentBytes);
    await traffic.send(12_345, 7, '127.0.0.2', '127.0.0.3');
    await shows(traffic.sentBytes);
    await eventually(
      'both pairs',
      async () => (await running.page.getByTestId('top-pair-row').count()) === 2,
    );
    const sender = running.page.getByTestId('top-sources').locator('[data-host="127.0.0.2"]');
    await eventually('the second sender', async () => (await sender.getAttribute('data-bytes')) === '12345');
    const receivers = running.page.getByTestId('top-destinations').locator('[data-host]');
    await expect.poll(() => receivers.first().getAttribute('data-bytes')).toBe('300000');
  });

  it('names the bad rows of a limits file and applies nothing', async () => {
    const { app, page } = running;
    await page.getByTestId('go-limits').click();
    await chooseFile(app, await file('bad.json', [limitRow, { ...limitRow, limit_name: 'most' }]));
    await page.getByTestId('import-limits').click();
    await page.getByTestId('limits-preview').getByText('limit_name').waitFor();
    const isDisabled = (button: Element): boolean => (button as HTMLButtonElement).disabled;
    expect(await page.getByTestId('confirm-import').evaluate(isDisabled)).toBe(true);
    await page.keyboard.press('Escape');
    expect(await engineOf(page).listLimits()).toEqual([]);
  });

  it('imports a limits file after a preview', async () => {
    const { app, page } = running;
    await chooseFile(app, await file('good.json', [limitRow]));
    await page.getByTestId('import-limits').click();
    await page.getByTestId('limits-preview').waitFor();
    await page.getByTestId('confirm-import').click();
    await page.getByTestId('limits-preview').waitFor({ state: 'detached' });
    const limits = await engineOf(page).listLimits();
    expect(limits).toMatchObject([{ name: 'max', value: maximum }]);
  });

  it('leaves everything as it is when no file is chosen', async () => {
    const { app, page } = running;
    await chooseFile(app, null);
    await page.getByTestId('import-limits').click();
    expect(await page.getByTestId('limits-preview').count()).toBe(0);
    await page.getByTestId('go-overview').click();
  });

  it('repeats nothing in the side bar of the overview: it has alerts, and windows to choose', async () => {
    const sections = running.page.getByTestId('side-bar').locator('section h2');
    expect(await sections.allInnerTexts()).toEqual(['Alerts', 'Windows'].map((title) => title.toUpperCase()));
    await running.page.getByTestId('window-list').locator('[aria-pressed=true]').waitFor();
  });

  it('notifies at once, and once, when the window goes above its maximum', async () => {
    await traffic.send(maximum - traffic.sentBytes, 100);
    await shows(maximum);
    expect(desktop.notices).toEqual([]);
    const crossedMs = Date.now();
    await traffic.send(1_000);
    const notice = await eventually('a notification', () => desktop.notices[0]);
    const latencyMs = notice.atMs - crossedMs;
    console.log(`From crossing the maximum to its notification: ${latencyMs} ms`);
    expect(latencyMs).toBeLessThan(2_000);
    await running.page.locator('[data-testid=alert-row][data-state=firing]').waitFor();

    await traffic.send(50_000, 50);
    await shows(traffic.sentBytes);
    const title = 'Traffic above max, mostly from 127.0.0.1';
    expect(desktop.notices.map(({ summary }) => summary)).toEqual([title]);
    expect(await desktop.shownSummaries()).toEqual([title]);
  });

  it('says nothing on its console', () => {
    expect(complaints).toEqual([]);
  });
});
