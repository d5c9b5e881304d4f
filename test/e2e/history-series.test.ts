import { rm } from 'node:fs/promises';
import Database from 'better-sqlite3';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { plainRules } from '../../src-main/engine/alerts/alert-rules.ts';
import { Desktop } from '../support/desktop/desktop.ts';
import { type DesktopAppUnderTest, launchApp, makeDataDir } from '../support/desktop/desktop-app.ts';
import { type PastSecond, writePast } from '../support/desktop/desktop-history.ts';
import { ownedByTests } from '../support/desktop/desktop-owned.ts';
import { flow } from '../support/records/flows.ts';

const minute = 60_000;
const hour = 60 * minute;

/** A packet of 1,000 bytes in each of the first thirty minutes. */
function* minutes(fromMs: number): Generator<PastSecond> {
  for (let i = 0; i < 30; i += 1)
    yield { fromMs: fromMs + i * minute, flows: [flow('10.0.0.1', '10.0.0.2', 1_000, 1)] };
}

describe('a folder with the history of another window length', () => {
  const own = ownedByTests();
  let dataDir: string;
  let running: DesktopAppUnderTest;
  let page: Page;

  const chooser = () => page.getByTestId('history-series');
  const shownBytes = () => page.getByTestId('history').locator('dd').first().getAttribute('title');

  beforeAll(async () => {
    dataDir = own(await makeDataDir(), (path) => rm(path, { recursive: true, force: true }));
    const now = Date.now();
    const settings = {
      ...{ windowMs: minute, slideMs: minute, latenessMs: 10_000, intervalMs: 1_000 },
      ...{ filter: 'udp', sources: [], destinations: [], rules: plainRules },
    };
    await writePast(dataDir, settings, [], minutes(now - (now % hour) - 48 * hour));
    const desktop = own(await Desktop.start(), (session) => session.stop());
    const options = ['--interface', 'lo', '--filter', 'udp port 9', '--window', '5m'];
    running = own(await launchApp(desktop, options, { dataDir }), (app) => app.close());
    page = running.page;
    await page.locator('[data-testid=capture-state][data-state=capturing]').waitFor({ timeout: 30_000 });
    await page.getByTestId('go-history').click();
  });

  it('shows it, to the byte, when it is chosen', async () => {
    await chooser().click();
    await page.getByRole('option', { name: /^1 min.* · lo · udp · until/ }).click();
    await expect.poll(shownBytes).toBe('30,000 bytes');
    await expect.poll(() => page.getByTestId('history').getAttribute('data-bars')).toBe('30');
    await page.getByText('This series is not the one that is watched now.').waitFor();
    // Its last window was left growing, and nobody sums it any more.
    await page.getByTestId('history-exactness').getByText('at least').waitFor();
    await page.getByRole('button', { name: '1 h' }).click();
    await expect.poll(shownBytes).toBe('30,000 bytes');
    expect(await page.getByTestId('history').getAttribute('data-bars')).toBe('30');
  });

  it('is chosen by keyboard as well, and left again', async () => {
    await chooser().focus();
    await page.keyboard.press(' ');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await expect.poll(shownBytes).not.toBe('30,000 bytes');
    await page.getByText('Choose a window in the chart').waitFor();
  });

  it('says so when what is shown is no longer stored', async () => {
    await chooser().click();
    await page.getByRole('option', { name: /^1 min/ }).click();
    await expect.poll(shownBytes).toBe('30,000 bytes');
    const database = new Database(join(dataDir, 'streamchecker.db'), { timeout: 5_000 });
    database.pragma('foreign_keys = ON');
    database.prepare('DELETE FROM series WHERE size_ms = ?').run(minute);
    database.close();
    await page.getByRole('button', { name: 'Earlier' }).click();
    await page.getByText('The series that was shown is no longer stored').waitFor();
    expect(await chooser().count()).toBe(0);
  });
});
