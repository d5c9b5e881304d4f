import { rm } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../support/process/command-line.ts';
import { Desktop } from '../support/desktop/desktop.ts';
import { type DesktopAppUnderTest, launchApp, makeDataDir } from '../support/desktop/desktop-app.ts';
import { ownedByTests } from '../support/desktop/desktop-owned.ts';

describe('an agent that is expected and not there', () => {
  const own = ownedByTests();
  let desktop: Desktop;
  let running: DesktopAppUnderTest;
  let dataDir: string;

  beforeAll(async () => {
    dataDir = own(await makeDataDir(), (path) => rm(path, { recursive: true, force: true }));
    desktop = own(await Desktop.start(), (session) => session.stop());
    running = own(await launchApp(desktop, ['--interface', 'lo'], { dataDir }), (app) => app.close());
  });

  it(
    'is an alert in the list and on the desktop, which can be muted, until it is expected no longer',
    { timeout: 240_000 },
    async () => {
      const { page } = running;
      await runCli('agents', 'expect', 'office', '--data-dir', dataDir);
      await page.getByTestId('go-alerts').click();
      const row = page.getByTestId('alert').filter({ hasText: 'No report from agent office' });
      await row.and(page.locator('[data-state=firing]')).waitFor({ timeout: 90_000 });
      await expect
        .poll(() => desktop.shownSummaries(), { timeout: 15_000 })
        .toContain('No report from agent office');
      // It has neither a limit nor a total.
      expect(await row.locator('.num').allInnerTexts()).toEqual(['–', '–']);
      const act = async (title: string): Promise<void> => {
        await row.getByTestId('row-actions').click();
        await page.getByRole('menuitem', { name: title }).click();
      };
      await act('Mute This Agent');
      await page.getByTestId('mute').getByText('agent office').waitFor();
      await row.getByText('muted').waitFor();
      await act('Show the First Window Without It');
      await page.getByTestId('alert-row').getByText('Agent office does not report').waitFor();
      await runCli('agents', 'expect', '--remove', 'office', '--data-dir', dataDir);
      await page.locator('[data-testid=alert-row][data-state=resolved]').waitFor({ timeout: 30_000 });
      await page.getByTestId('go-alerts').click();
      await page.getByRole('rowheader', { name: 'Resolved: no report from agent office' }).waitFor();
    },
  );
});
