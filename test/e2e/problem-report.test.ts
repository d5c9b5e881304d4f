import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { Desktop } from '../support/desktop/desktop.ts';
import { type DesktopAppUnderTest, eventually, launchApp } from '../support/desktop/desktop-app.ts';
import { ownedByTests } from '../support/desktop/desktop-owned.ts';
import { runCommand, saveAs } from '../support/desktop/desktop-page.ts';
import { pictureProblem } from '../support/desktop/desktop-problems.ts';

const axeSource = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

declare global {
  var openedPages: string[] | undefined;
}

describe('reporting a problem', () => {
  const own = ownedByTests();
  let running: DesktopAppUnderTest;

  beforeAll(async () => {
    const desktop = own(await Desktop.start(), (session) => session.stop());
    running = own(await launchApp(desktop, ['--interface', 'lo']), (app) => app.close());
    await running.page.locator('[data-testid=capture-state][data-state=capturing]').waitFor();
    await running.app.evaluate(({ shell }) => {
      globalThis.openedPages = [];
      shell.openExternal = (url) => Promise.resolve(void globalThis.openedPages!.push(url));
    });
  });
  const opened = (): Promise<string[]> => running.app.evaluate(() => globalThis.openedPages!);

  it('shows what doctor finds, without what is private, before anything leaves', async () => {
    const { page } = running;
    await runCommand(page, 'Report a Problem');
    const text = page.getByTestId('problem-report-text');
    await text.waitFor({ timeout: 40_000 });
    const report = (await text.textContent())!;
    expect(report).toMatch(/^StreamChecker \d/);
    expect(report).toContain('Engine: running');
    expect(report).toMatch(/ok +runtime: Node \d/);
    expect(report).toMatch(/(ok|PROBLEM) +permission to capture: /);
    expect(report).not.toContain(hostname());
    expect(await opened()).toEqual([]);
    await pictureProblem(running, 'problem-report');
    await page.evaluate(await readFile(axeSource, 'utf8'));
    const { violations } = await page.evaluate(() =>
      (window as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
    );
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  });

  it('is saved and copied as it is shown, and opens the page for it on a click alone', async () => {
    const { app, page, dataDir } = running;
    const shown = (await page.getByTestId('problem-report-text').textContent())!;
    await page.getByTestId('copy-problem-report').click();
    await eventually('the text on the clipboard', async () =>
      app.evaluate(async ({ clipboard }, text) => (await clipboard.readText()) === text, shown),
    );
    const path = join(dataDir, 'problem.txt');
    await saveAs(app, path);
    await page.getByTestId('save-problem-report').click();
    await eventually('the file', async () => (await readFile(path, 'utf8').catch(() => '')) === `${shown}\n`);
    expect(await opened()).toEqual([]);
    await page.getByTestId('open-issue-tracker').press('Enter');
    await eventually('the page', async () => (await opened()).length === 1);
    expect((await opened())[0]).toMatch(/^https:\/\/.*\/issues\/new$/);
    await page.keyboard.press('Escape');
    await page.getByTestId('problem-report').waitFor({ state: 'detached' });
  });
});
