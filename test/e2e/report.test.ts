import { execFile } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { linesOf } from '../support/process/command-line.ts';
import { eventually } from '../support/desktop/desktop-app.ts';
import { type Office, openOffice } from '../support/desktop/desktop-office.ts';
import { ownedByTests } from '../support/desktop/desktop-owned.ts';
import { runCommand, saveAs } from '../support/desktop/desktop-page.ts';
import { pictureProblem } from '../support/desktop/desktop-problems.ts';

const axeSource = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const pictures = join(import.meta.dirname, '../../test-results/images');

describe('a report from the app', () => {
  const own = ownedByTests();
  let office: Office;
  let page: Page;

  beforeAll(async () => {
    office = await openOffice(own);
    page = office.running.page;
  });

  const fill = (field: string, text: string): Promise<void> =>
    page.getByTestId(`report-${field}`).locator('input').fill(text);
  /** Its title, time zone and totals: what else it says may grow meanwhile, and the minute up to which it is may be over. */
  const totalsOf = (markdown: string): string[] =>
    markdown
      .split('\n')
      .filter((line) => /^# |^Until |^\| [\d,]+ bytes \|/.test(line))
      .map((line) => line.replace(/^Until .*; /, 'Until then; '));

  async function save(form: string, ending: string): Promise<string> {
    const path = join(office.dataDir, `report.${ending}`);
    await saveAs(office.running.app, path);
    await runCommand(page, 'Export Report');
    await page.getByTestId('report').waitFor();
    await fill('period', 'day');
    await page.getByTestId('report-form').click();
    await page.getByTestId('report-form').getByText(form, { exact: true }).last().click();
    await page.getByTestId('save-report').click();
    await page.getByTestId('toast').getByText(`Saved as ${path}.`).waitFor({ timeout: 30_000 });
    await page.getByTestId('report').waitFor({ state: 'detached' });
    return path;
  }

  it('is begun in the view of the history, says what is no day and no period, and is clean for axe', async () => {
    await office.show('history');
    await page.getByTestId('export-report').click();
    await page.getByTestId('report').waitFor();
    await fill('day', '31.1.2026');
    await page.keyboard.press('Enter');
    await page.getByTestId('report-bad-day').getByText('“31.1.2026” is not a date.').waitFor();
    await fill('day', '');
    await fill('period', 'fortnight');
    await page.keyboard.press('Enter');
    await page.getByTestId('report-problem').getByText('fortnight').waitFor();
    await pictureProblem(office.running, 'report-dialog');
    await page.evaluate(await readFile(axeSource, 'utf8'));
    const { violations } = await page.evaluate(() =>
      (window as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
    );
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByTestId('report').waitFor({ state: 'detached' });
  });

  it('says in Markdown, HTML and PDF what the terminal says', async () => {
    const totals = totalsOf(await readFile(await save('Markdown', 'md'), 'utf8'));
    expect(totals).toHaveLength(3);
    // The terminal says what is stored: the newest traffic some seconds later.
    const inTerminal = async (): Promise<string[]> =>
      totalsOf((await linesOf('report', '--period', 'day', '--data-dir', office.dataDir)).join('\n'));
    await expect.poll(inTerminal, { timeout: 20_000 }).toEqual(totals);
    const [, bytes] = /^\| ([\d,]+ bytes) \|/.exec(totals[2]!)!;
    const html = await readFile(await save('HTML', 'html'), 'utf8');
    expect(html).toContain(`<td>${bytes}</td>`);
    expect(html).not.toMatch(/<script|https?:/);
    const windows = await office.running.app.evaluate(
      ({ BrowserWindow }) => BrowserWindow.getAllWindows().length,
    );
    const pdf = await save('PDF', 'pdf');
    await mkdir(pictures, { recursive: true });
    const drawn = ['-png', '-r', '70', '-singlefile', pdf, join(pictures, 'report-pdf')];
    await promisify(execFile)('pdftoppm', drawn);
    const { stdout } = await promisify(execFile)('pdftotext', ['-layout', pdf, '-']);
    expect(stdout).toContain(bytes);
    expect(stdout).toContain('Hosts with most traffic');
    expect(stdout).toMatch(/10\.20\.4\.17 +[\d.]+ MiB/);
    await eventually('no window is left of the printing', async () => {
      const now = await office.running.app.evaluate(
        ({ BrowserWindow }) => BrowserWindow.getAllWindows().length,
      );
      return now === windows;
    });
  });
});
