import { appendFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Alert } from '../../src-main/common/model/alerts.ts';
import { eventually } from '../support/desktop/desktop-app.ts';
import { type Office, openOffice } from '../support/desktop/desktop-office.ts';
import { ownedByTests } from '../support/desktop/desktop-owned.ts';
import { engineOf } from '../support/desktop/page-calls.ts';

describe('alerts and their limits, by the mouse', () => {
  const own = ownedByTests();
  let office: Office;
  let page: Page;

  beforeAll(async () => {
    office = await openOffice(own);
    page = office.running.page;
    // What the present window holds already is above it.
    await appendFile(office.limits, 'max,1000,2026-02-01\n');
    await office.show('limits');
    await page.getByTestId('sync-limits').click();
    await eventually('two limits', async () => (await page.getByTestId('limit-row').count()) === 2);
    await office.traffic.send(200_000, 100, '127.0.0.7', '127.0.0.20');
    await office.show('alerts');
    await page.locator('[data-testid=alert][data-state=firing]').first().waitFor();
  });

  const alerts = (): Promise<readonly Alert[]> => engineOf(page).listAlerts({ count: 100 });
  const firing = async (): Promise<Alert> => (await alerts()).find(({ state }) => state === 'firing')!;
  const act = async (title: string): Promise<void> => {
    const row = page.locator('[data-testid=alert][data-state=firing]').first();
    await row.getByTestId('row-actions').click();
    await page.getByRole('menuitem', { name: title }).click();
  };
  const actOnPair = async (title: string): Promise<void> => {
    await office.show('pairs');
    await page.getByTestId('pair-row').first().click({ button: 'right' });
    await page.getByRole('menuitem', { name: title }).click();
  };
  const shown = (text: string): Promise<void> =>
    page.locator('[data-testid=alert][data-state=firing]').first().getByText(text).waitFor();

  it('one is acknowledged with a comment, which everyone sees', async () => {
    await act('Acknowledge…');
    const comment = `the backup; <b>Kim</b> looks at it ${'x'.repeat(960)}`;
    const field = page.getByTestId('acknowledge-comment').locator('input');
    await field.fill(comment);
    await page.keyboard.type('y'.repeat(100));
    const entered = await field.inputValue();
    expect(entered).toHaveLength(1000);
    await page.keyboard.press('Enter');
    await shown(`“${entered}”`);
    expect((await firing()).acknowledged).toMatchObject({ comment: entered });
    const isCut = ({ scrollWidth, clientWidth }: Element): boolean => scrollWidth > clientWidth;
    expect(await page.getByTestId('alerts').evaluate(isCut)).toBe(false);
  });

  it('one is snoozed for an hour, and no longer', async () => {
    await act('Snooze for an Hour');
    await shown('snoozed until');
    const leftMs = (await firing()).snoozedUntilMs! - Date.now();
    expect(leftMs).toBeGreaterThan(3_590_000 - 10_000);
    expect(leftMs).toBeLessThanOrEqual(3_600_000);
    await act('End Snooze');
    await eventually('no snooze', async () => (await firing()).snoozedUntilMs === null);
  });

  it('one is muted by its limit, and unmuted', async () => {
    await act('Mute This Limit');
    await page.getByTestId('mute').waitFor();
    expect((await firing()).muted).toBe(true);
    await page.getByRole('button', { name: 'Unmute' }).click();
    await page.getByText('Nothing is muted.').waitFor();
    expect((await firing()).muted).toBe(false);
  });

  it('are searched, filtered and sorted', async () => {
    const rows = page.getByTestId('alert');
    const all = await rows.count();
    await page.getByTestId('search-alerts').locator('input').fill('no such host');
    await eventually('none', async () => (await rows.count()) === 0);
    await page.getByTestId('search-alerts').locator('input').fill('max');
    await eventually('those above a maximum', async () => (await rows.count()) === all);
    await page.getByTestId('alerts-by-state').locator('[data-value=resolved]').click();
    await eventually('fewer', async () => (await rows.count()) < all);
    await page.getByTestId('alerts-by-state').locator('[data-value=all]').click();
    await page.getByTestId('search-alerts').locator('input').fill('');
    const limit = page.getByTestId('alerts').getByRole('columnheader', { name: 'Limit' });
    await limit.getByRole('button').click();
    expect(await limit.getAttribute('aria-sort')).toBe('descending');
    await limit.getByRole('button').click();
    await rows.first().getByText('max 1000 B').waitFor();
  });

  it('one is opened by a click on its row, and by Enter; Escape goes back to its row', async () => {
    const row = page.locator('[data-testid=alert][data-state=firing]').first();
    await row.getByRole('gridcell').nth(1).click();
    await page.getByTestId('alert-page').waitFor();
    await page.getByTestId('all-alerts').click();
    await row.getByTestId('open-alert').press('Enter');
    await page.getByTestId('alert-page').waitFor();
    await page.keyboard.press('Escape');
    await eventually('its row', () =>
      row.getByTestId('open-alert').evaluate((button) => button === document.activeElement),
    );
  });

  it('a pair is muted from the view of pairs', async () => {
    await actOnPair('Mute Alerts for This Pair');
    await office.show('alerts');
    await page.getByTestId('mute').getByText('→').waitFor();
    await page.getByRole('button', { name: 'Unmute' }).click();
    await page.getByText('Nothing is muted.').waitFor();
  });

  it('a pair gets a limit of its own: suggested once it was seen for long enough, or copied as a row', async () => {
    await actOnPair('Suggest a Limit…');
    const dialog = page.getByTestId('limit-suggestions');
    await dialog.getByText('20 are needed').waitFor();
    expect(await dialog.getByTestId('accept-suggestion').count()).toBe(0);
    await page.getByTestId('close-suggestions').click();
    await actOnPair('Copy as Row for a Limits File');
    const copied = await office.running.app.evaluate(({ clipboard }) => clipboard.readText());
    const pair = await page.getByTestId('pair-row').first().innerText();
    const row = JSON.parse(copied) as { limit_name: string; limit_value: number; source: string };
    expect(row).toMatchObject({ limit_name: 'max' });
    expect(pair).toContain(row.source);
    expect(row.limit_value).toBeGreaterThan(0);
  });
});
