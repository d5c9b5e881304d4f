import { appendFile, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AlertExplanation } from '../../src-main/common/model/alert-answer.ts';
import type { Alert } from '../../src-main/common/model/alerts.ts';
import { linesOf } from '../support/process/command-line.ts';
import { eventually } from '../support/desktop/desktop-app.ts';
import { type Office, openOffice } from '../support/desktop/desktop-office.ts';
import { ownedByTests } from '../support/desktop/desktop-owned.ts';
import { runCommand } from '../support/desktop/desktop-page.ts';
import { pictureProblem } from '../support/desktop/desktop-problems.ts';
import { engineOf } from '../support/desktop/page-calls.ts';

const axeSource = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

describe('the page of an alert', () => {
  const own = ownedByTests();
  let office: Office;
  let page: Page;
  let alert: Alert;

  const explained = (): Promise<AlertExplanation> => engineOf(page).explainAlert({ id: alert.id, count: 10 });
  const copied = (): Promise<string> => office.running.app.evaluate(({ clipboard }) => clipboard.readText());

  beforeAll(async () => {
    office = await openOffice(own);
    page = office.running.page;
    await appendFile(office.limits, 'max,1000,2026-02-01\n');
    await office.show('limits');
    await page.getByTestId('sync-limits').click();
    await office.traffic.send(200_000, 100, '127.0.0.7', '127.0.0.20');
    await office.show('alerts');
    await page.locator('[data-testid=alert][data-state=firing]').first().waitFor();
    const alerts = await engineOf(page).listAlerts({ count: 100 });
    alert = alerts.find(({ state }) => state === 'firing')!;
  });

  it('is opened from the side bar, the palette and the newest alert, and says what, how much and who', async () => {
    await office.show('overview');
    await page.locator('[data-testid=alert-row][data-state=firing]').first().click();
    await page.getByTestId('alert-what').getByText('has been above the maximum of 1000 B').waitFor();
    await page.getByTestId('alert-who').waitFor();
    const what = await page.getByTestId('alert-what').innerText();
    expect(what).toMatch(/Its peak was .* \([\d,]+ bytes\) in the window .*, [\d,]+ times the limit\./);
    expect(what).toMatch(/That total is (exact|a lower bound)/);
    const { answer } = await explained();
    const rows = page.getByTestId('alert-who').getByTestId('alert-pair');
    await eventually('as many pairs', async () => (await rows.count()) === answer!.who.length);
    expect(await rows.first().getAttribute('data-bytes')).toBe(String(answer!.who[0]!.bytes));
    const [top] = answer!.who;
    await page.getByText(`${top!.source} → ${top!.destination} made`).waitFor();
    await page.getByText(/^When it began, .*(new|grown)\. Usual is the middle of /).waitFor();
    await page.getByTestId('alert-versions').getByText('max 1000 B').waitFor();
    await office.show('overview');
    await page.keyboard.press('F8');
    await page.getByTestId('alert-page').waitFor();
    await runCommand(page, 'Show Alerts');
    await page.getByTestId('alerts').waitFor();
    await runCommand(page, 'Alerts Traffic above max');
    await page.getByTestId('alert-page').waitFor();
  });

  it('takes comments, here and from the terminal, and keeps who wrote them', async () => {
    const field = page.getByTestId('comment-text').locator('input');
    const shown = page.getByTestId('alert-comment');
    await page.getByText('Nobody has written about it yet.').waitFor();
    await field.fill('   ');
    await field.press('Enter');
    expect((await explained()).comments).toEqual([]);
    const text = `<b>the backup</b> ${'x'.repeat(980)}`;
    await field.fill(text);
    await page.keyboard.type('y'.repeat(99));
    const entered = await field.inputValue();
    expect(entered).toHaveLength(1000);
    await field.press('Enter');
    await shown.getByText(entered).waitFor();
    expect(await field.inputValue()).toBe('');
    await linesOf('alerts', 'comment', alert.id, 'moved to 02:00', '--data-dir', office.dataDir);
    await field.fill('thanks');
    await page.getByTestId('add-comment').click();
    await eventually('three', async () => (await shown.count()) === 3);
    const { comments } = await explained();
    expect(comments.map((comment) => comment.text)).toEqual([entered, 'moved to 02:00', 'thanks']);
    expect(new Set(comments.map(({ by }) => by)).size).toBe(1);
  });

  it('is copied as text and as a capture filter, and becomes a limit', async () => {
    await page.getByTestId('alert.copyText').click();
    await eventually('the text', async () => (await copied()).includes('moved to 02:00'));
    expect(await copied()).toMatch(/^- [\d.]+ → [\d.]+: .* \(usual: /m);
    await page.getByTestId('alert.copyFilter').click();
    const filter = /^\(src host [\d.]+ and dst host [\d.]+\) or /;
    await eventually('the filter', async () => filter.test(await copied()));
    await page.getByTestId('alert.newLimit').click();
    const value = page.getByTestId('limit-form').getByTestId('limit-value').locator('input');
    await value.waitFor();
    expect(await value.inputValue()).not.toBe('');
    await page.getByTestId('cancel-limit').click();
  });

  it('acknowledges, snoozes and mutes, and shows its window', async () => {
    await page.getByTestId('alert.acknowledge').click();
    await page.getByTestId('confirm-acknowledge').click();
    await page.getByTestId('alert-handling').getByText('acknowledged by').waitFor();
    await page.getByTestId('alert.snooze').click();
    await page.getByTestId('alert-handling').getByText('snoozed until').waitFor();
    await page.getByTestId('alert.mute').click();
    await page.getByTestId('alert-handling').getByText('muted').waitFor();
    await page.getByTestId('alert.show').click();
    await page.getByRole('main', { name: 'Overview' }).waitFor();
  });

  it('is clean for axe, in both themes and sizes', async () => {
    await page.keyboard.press('F8');
    await page.getByTestId('alert-who').waitFor();
    await pictureProblem(office.running, 'alert-page');
    await page.evaluate(await readFile(axeSource, 'utf8'));
    const { violations } = await page.evaluate(() =>
      (window as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
    );
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  });
});
