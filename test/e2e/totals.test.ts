import { mkdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Locator } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Totals } from '../../src-main/common/model/totals.ts';
import { plainRules } from '../../src-main/engine/alerts/alert-rules.ts';
import { Desktop } from '../support/desktop/desktop.ts';
import {
  type DesktopAppUnderTest,
  eventually,
  launchApp,
  makeDataDir,
} from '../support/desktop/desktop-app.ts';
import { type PastSecond, writePast } from '../support/desktop/desktop-history.ts';
import { ownedByTests } from '../support/desktop/desktop-owned.ts';
import { flow } from '../support/records/flows.ts';
import { engineOf } from '../support/desktop/page-calls.ts';

const axeSource = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const pictures = join(import.meta.dirname, '../../test-results/images');

const windowMs = 1_800_000;
const daysAgo = 40;
const settings = {
  ...{ windowMs, slideMs: windowMs, latenessMs: 10_000, intervalMs: 1_000, filter: 'udp port 9' },
  ...{ sources: [], destinations: [], rules: plainRules },
  timeZone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
};

/** More by day than by night, with one giant window. */
function bytesAt(ms: number, index: number): number {
  const hour = new Date(ms).getHours();
  const usual = 20_000_000 * (1.2 - Math.cos((hour / 24) * 2 * Math.PI)) * (1 + ((index * 7919) % 13) / 40);
  return Math.round(index === 100 ? 40 * usual : usual);
}

function* past(): Generator<PastSecond> {
  const lastMs = Math.floor(Date.now() / windowMs) * windowMs;
  for (let i = daysAgo * 48; i >= 0; i -= 1) {
    const bytes = bytesAt(lastMs - i * windowMs, i);
    yield {
      fromMs: lastMs - i * windowMs,
      flows: [
        flow('192.0.2.1', '10.0.0.1', 3 * bytes, 3),
        flow('10.0.0.1', '192.0.2.1', bytes, 1),
        flow('10.0.0.2', '10.0.0.1', 1_000, 1),
      ],
    };
  }
}

describe('totals in the desktop app', () => {
  const own = ownedByTests();
  let running: DesktopAppUnderTest;

  beforeAll(async () => {
    const dataDir = own(await makeDataDir(), (path) => rm(path, { recursive: true, force: true }));
    await writePast(dataDir, settings, [], past());
    const desktop = own(await Desktop.start(), (session) => session.stop());
    const options = ['--interface', 'lo', '--filter', settings.filter, '--window', '30m'];
    running = own(await launchApp(desktop, options, { dataDir }), (app) => app.close());
    await running.page.locator('[data-testid=capture-state][data-state=capturing]').waitFor();
  });

  const told = (request: object): Promise<Totals> =>
    engineOf(running.page).getTotals({
      ...{ per: 'day', fromMs: null, toMs: null, count: 30, scope: null, direction: null },
      ...{ hasDirections: false, compare: null },
      ...request,
    });
  const view = (): Locator => running.page.getByTestId('totals');
  const resize = async (width: number, height: number): Promise<void> => {
    await running.app.evaluate(
      ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height),
      { width, height },
    );
    await eventually('the size', () => running.page.evaluate((wanted) => innerWidth === wanted, width));
  };
  const picture = async (name: string): Promise<void> => {
    const { page } = running;
    await mkdir(pictures, { recursive: true });
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.screenshot({ path: join(pictures, `${name}-${colorScheme}.png`) });
    }
  };
  const violations = async (): Promise<unknown[]> => {
    await running.page.evaluate(await readFile(axeSource, 'utf8'));
    const found = await running.page.evaluate(() =>
      (window as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
    );
    return found.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
  };

  it('stand as bars and as rows, to the byte, by the keyboard alone', async () => {
    const { page } = running;
    await page.keyboard.press('Control+4');
    await view().getByTestId('total-row').first().waitFor();
    const { rows } = await told({});
    expect(rows).toHaveLength(30);
    const bytes = await view()
      .getByTestId('total-row')
      .evaluateAll((all) =>
        all.map((one) => [(one as HTMLElement).dataset.start, (one as HTMLElement).dataset.bytes]),
      );
    for (const [start, shown] of bytes)
      expect(shown).toBe(String(rows.find(({ startMs }) => String(startMs) === start)!.bytes));
    await view().getByTestId('chart').focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    const chosen = rows.at(-2)!;
    await view().locator(`[aria-selected=true][data-start="${chosen.startMs}"]`).waitFor();
    const hosts = page.getByTestId('totals-hosts').getByTestId('top-row');
    await eventually('its hosts', async () => (await hosts.count()) === 3);
    expect(await hosts.first().getAttribute('data-bytes')).toBe(String(chosen.bytes));
    expect(await page.getByTestId('totals-pairs').getByTestId('top-row').count()).toBe(3);
  });

  it.each([
    [1280, 800],
    [900, 600],
    [700, 500],
  ])('look as they should at %d × %d, in both themes', async (width, height) => {
    const { page } = running;
    await resize(width, height);
    await page.mouse.move(30, height - 60);
    await picture(`totals-${width}`);
    expect(await violations()).toEqual([]);
    const cut = await view().evaluate((one) => one.scrollWidth - one.clientWidth);
    expect(cut).toBeLessThanOrEqual(0);
    await resize(1280, 800);
  });

  it('stand beside another time, of one host or one way, and say what is wrong', async () => {
    const { page } = running;
    await view().getByTestId('totals-per').getByRole('button', { name: 'Hour', exact: true }).click();
    const choose = async (testId: string, option: string): Promise<void> => {
      await page.getByTestId(testId).click();
      await page.getByTestId(testId).getByRole('option', { name: option, exact: true }).click();
    };
    await choose('totals-compare', 'The same time last week');
    await view().getByRole('columnheader', { name: 'Difference' }).waitFor();
    const box = (await view().getByTestId('chart').boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.getByTestId('total-before').waitFor();
    await picture('totals-hours-compared');
    expect(await violations()).toEqual([]);
    await resize(900, 600);
    await page.mouse.move(30, 540);
    await picture('totals-hours-compared-900');
    const table = (await view().getByTestId('totals-table').boundingBox())!;
    const last = (await view().getByRole('columnheader', { name: 'Exactness' }).boundingBox())!;
    expect(last.x + last.width).toBeLessThanOrEqual(table.x + table.width);
    expect(
      await view()
        .getByTestId('totals-table')
        .evaluate((one) => one.scrollWidth - one.clientWidth),
    ).toBe(0);
    await resize(1280, 800);
    await choose('totals-direction', 'In');
    await view().getByText('In', { exact: true }).first().waitFor();
    const field = page.getByTestId('totals-scope').locator('input');
    await field.fill('no host at all');
    await field.press('Enter');
    await view().getByRole('alert').waitFor();
    await field.fill('10.0.0.2');
    await field.press('Enter');
    await eventually(
      'the sums of the host',
      async () =>
        (await view().getByTestId('totals-sum').getAttribute('title')) !== null &&
        (await view().getByRole('alert').count()) === 0,
    );
    await view().getByRole('columnheader', { name: 'Sent' }).waitFor();
    await view().getByText('10.0.0.2, In', { exact: true }).waitFor();
    await choose('totals-compare', 'From another day on…');
    const day = page.getByTestId('totals-compare-day').locator('input');
    await day.fill('1e400');
    await day.press('Enter');
    await page.getByText('Not a date. Write it as 2026-01-31.').waitFor();
    await picture('totals-host');
    await choose('totals-compare', 'Nothing');
    await choose('totals-direction', 'Every direction');
    await view().getByTestId('totals-per').getByRole('button', { name: 'Day', exact: true }).click();
    await page.locator('[data-testid=totals][data-per=day]').waitFor();
    await view()
      .getByText(/^usual at that time \(/)
      .waitFor();
    await picture('usual-days-host');
    await page.getByRole('button', { name: 'Show all traffic' }).click();
  });

  it('show what is usual in totals by hour, in the history and in the overview, until it is hidden', async () => {
    const { page } = running;
    const legend = (in_: Locator): Locator => in_.getByText(/^usual at that time \(/);
    await view().getByTestId('totals-per').getByRole('button', { name: 'Hour', exact: true }).click();
    await legend(view()).waitFor();
    const box = (await view().getByTestId('chart').boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    const fromMs = Math.floor(Date.now() / 3_600_000) * 3_600_000 - 12 * 3_600_000;
    const { usual } = await engineOf(running.page).getRange({
      ...{ edges: [fromMs, fromMs + 3_600_000], of: { kind: 'totals', windows: 0 } },
      ...{ before: null, usual: { of: 'hours', direction: null } },
    });
    const [step] = usual;
    expect(step!.dayCount).toBeGreaterThanOrEqual(8);
    await page
      .getByTestId('tooltip-usual')
      .getByText(/^Usual: .* median .*days/)
      .waitFor();
    await picture('usual-totals');
    for (const name of ['history', 'overview']) {
      await page.getByTestId(`go-${name}`).click();
      await legend(page.getByRole('main')).waitFor();
      await picture(`usual-${name}`);
      expect(await violations()).toEqual([]);
    }
    const option = async (name: string): Promise<void> => {
      await page.getByTestId('chart-options').first().click();
      await page.getByRole('menuitem', { name }).click();
    };
    await option('Hide What Is Usual');
    await legend(page.getByRole('main')).waitFor({ state: 'detached' });
    await option('Show What Is Usual');
    await legend(page.getByRole('main')).waitFor();
    await page.getByTestId('go-history').click();
    await option('Cut Axis Below Giant Bars');
    await page.getByRole('button', { name: '7 d', exact: true }).click();
    await page.getByText(/^axis cut above/).waitFor();
    await picture('axis-cut');
    await option('Logarithmic Axis');
    await page.getByText('logarithmic axis').waitFor();
    await picture('axis-logarithmic');
    expect(await violations()).toEqual([]);
    await option('Linear Axis');
    await page.getByText('logarithmic axis').waitFor({ state: 'detached' });
    await page.getByTestId('go-totals').click();
  });

  it('go back to earlier periods and to the present', async () => {
    const { page } = running;
    await view().getByRole('button', { name: 'Day', exact: true }).click();
    await page.locator('[data-testid=totals][data-per=day][data-rows="30"]').waitFor();
    const newest = await view().getByTestId('total-row').first().getAttribute('data-start');
    await view().getByRole('button', { name: 'Earlier periods' }).click();
    await page.locator('[data-testid=totals][data-rows="11"]').waitFor();
    await view().getByRole('button', { name: 'Now', exact: true }).click();
    await view().locator(`[data-testid=total-row][data-start="${newest}"]`).waitFor();
  });

  it('are copied as a table and exported as CSV', async () => {
    const { page, app } = running;
    await view().getByRole('button', { name: 'Month', exact: true }).click();
    await page.locator('[data-testid=totals][data-per=month]').waitFor();
    await page.getByTestId('totals-copy').click();
    await page.getByTestId('toast').first().waitFor();
    const text = await app.evaluate(({ clipboard }) => clipboard.readText());
    const { rows } = await told({ per: 'month', count: 12 });
    const lines = text.trim().split('\n');
    expect(lines[0]!.split('\t').slice(0, 4)).toEqual(['Period', 'Start (UTC)', 'Bytes', 'Packets']);
    expect(lines.slice(1).map((line) => line.split('\t')[2])).toEqual(rows.map(({ bytes }) => String(bytes)));
  });
});
