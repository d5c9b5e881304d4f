import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { StoredLimit } from '../../src-main/common/model/limits.ts';
import { Desktop } from '../support/desktop/desktop.ts';
import {
  type DesktopAppUnderTest,
  eventually,
  launchApp,
  makeDataDir,
} from '../support/desktop/desktop-app.ts';
import { ownedByTests } from '../support/desktop/desktop-owned.ts';
import { writeSlope } from '../support/desktop/desktop-slope.ts';
import { LoopbackTraffic } from '../support/desktop/desktop-traffic.ts';
import { engineOf } from '../support/desktop/page-calls.ts';

const pictures = join(import.meta.dirname, '../../test-results/images');

describe('limits from charts and hosts of the desktop app', () => {
  const own = ownedByTests();
  let running: DesktopAppUnderTest;
  let traffic: LoopbackTraffic;

  beforeAll(async () => {
    const dataDir = own(await makeDataDir(), (path) => rm(path, { recursive: true, force: true }));
    traffic = own(await LoopbackTraffic.open(), (sockets) => sockets.close());
    const options = await writeSlope(dataDir, `udp port ${traffic.port}`);
    const file = join(dataDir, 'limits.json');
    const row = { limit_name: 'max', limit_value: 4_500, effective_date: '2026-01-01' };
    await writeFile(file, JSON.stringify([row]));
    const desktop = own(await Desktop.start(), (session) => session.stop());
    running = own(await launchApp(desktop, [...options, '--limits', file], { dataDir }), (app) =>
      app.close(),
    );
    await running.page.locator('[data-testid=capture-state][data-state=capturing]').waitFor();
    await have([4_500]);
  });

  const limits = (): Promise<readonly StoredLimit[]> => engineOf(running.page).listLimits();
  const have = (wanted: readonly number[]): Promise<unknown> =>
    eventually(
      `limits of ${wanted.join()}`,
      async () => (await limits()).map(({ value }) => value).join() === wanted.join(),
    );
  const closed = (): Promise<void> => running.page.getByTestId('limit-form').waitFor({ state: 'detached' });
  const picture = async (name: string): Promise<void> => {
    const { page } = running;
    await mkdir(pictures, { recursive: true });
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: join(pictures, `${name}-${colorScheme}.png`) });
    }
  };

  it('are moved by dragging or by keys at their line in the chart, with what they would have found', async () => {
    const { page } = running;
    const handle = page.getByTestId('limit-handle-max');
    const box = (await handle.boundingBox())!;
    const [x, y] = [box.x + box.width / 3, box.y + box.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x, y + 40, { steps: 4 });
    const [, moved = ''] = /([\d.]+) KiB/.exec((await page.getByTestId('moved-limit').textContent())!) ?? [];
    expect(Number(moved)).toBeLessThan(4.3);
    await picture('limit-line-dragged');
    await page.keyboard.press('Escape');
    await page.mouse.move(x, y + 42);
    expect(await page.getByTestId('moved-limit').count()).toBe(0);
    await page.mouse.up();
    expect(await page.getByTestId('limit-form').count()).toBe(0);

    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x, y + 40, { steps: 4 });
    await page.mouse.up();
    await page.getByTestId('limit-form').getByText('Edit limit').waitFor();
    expect(await page.getByTestId('limit-value').locator('input').inputValue()).toMatch(
      /^(?:[34]\d+|[34] KB)$/,
    );
    await page
      .getByTestId('limit-outcome')
      .getByText(/^Of \d+ windows of the last 30 days, \d+ would have left it/)
      .waitFor();
    await page.keyboard.press('Escape');
    await closed();

    await handle.focus();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('PageUp');
    await page.keyboard.press('ArrowDown');
    expect(await handle.getAttribute('aria-valuenow')).toBe('5500');
    await page.keyboard.press('Enter');
    await page.getByTestId('limit-form').waitFor();
    await page.getByTestId('save-limit').click();
    await closed();
    await have([5_500]);
    await page.getByTestId('toast').filter({ hasText: 'changed' }).last().getByTestId('toast-action').click();
    await have([4_500]);
  });

  it('leave a click on their line to the bar below, but at their grip', async () => {
    const { page } = running;
    const { x, y, height } = (await page.getByTestId('limit-handle-max').boundingBox())!;
    const isHandle = (atX: number): Promise<boolean> =>
      page.evaluate(
        ([left, top]) => document.elementFromPoint(left, top)!.matches('[data-testid^="limit-handle"]'),
        [atX, y + height / 2] as const,
      );
    expect([await isHandle(x - 5), await isHandle(x + 5)]).toEqual([false, true]);
  });

  it('on one host are set from the overview in four actions and ten seconds', async () => {
    const { page } = running;
    const sending = own(
      setInterval(() => void traffic.send(1_000), 300),
      clearInterval,
    );
    const host = page.locator('[data-host="127.0.0.1"]').first();
    await host.waitFor();
    await page.getByTestId('limit-bar').first().waitFor();
    const before = (await limits()).length;
    const begunMs = Date.now();
    let actions = 0;
    const act = async (step: Promise<unknown>): Promise<void> => {
      actions += 1;
      await step;
    };
    await act(host.click({ button: 'right' }));
    await act(
      page
        .getByRole('menuitem', { name: /^New Limit for / })
        .first()
        .click(),
    );
    await page.getByTestId('limit-form').waitFor();
    await act(page.keyboard.type('2 GB'));
    await act(page.keyboard.press('Enter'));
    await closed();
    const tookMs = Date.now() - begunMs;
    clearInterval(sending);
    expect(actions).toBeLessThanOrEqual(4);
    expect(tookMs).toBeLessThan(10_000);
    const all = await limits();
    expect(all).toHaveLength(before + 1);
    expect(all).toContainEqual(
      expect.objectContaining({ value: 2e9, source: '127.0.0.1', destination: null }),
    );
    await page.getByTestId('toast').filter({ hasText: 'added' }).last().getByTestId('toast-action').click();
    await have([4_500]);
  });

  it('begin from the menu of a bar, by the pointer and by keyboard', async () => {
    const { page } = running;
    const value = (): Promise<string> => page.getByTestId('limit-value').locator('input').inputValue();
    await page.getByTestId('chart').focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Shift+F10');
    await page.getByRole('menuitem', { name: 'New Limit from This Bar…' }).click();
    await page.getByTestId('limit-form').waitFor();
    expect(await value()).toMatch(/^\d+( KB)?$/);
    await page.keyboard.press('Escape');
    await closed();
    await page.getByTestId('chart').focus();
    await page.keyboard.press('Escape');
    await page.getByTestId('go-totals').click();
    await page.getByTestId('totals').getByTestId('chart').waitFor();
    const box = (await page.getByTestId('chart').boundingBox())!;
    await page.mouse.click(box.x + box.width - 100, box.y + box.height - 60, { button: 'right' });
    await page.getByRole('menuitem', { name: 'New Limit from This Bar…' }).click();
    await page.getByTestId('limit-form').waitFor();
    expect(await page.getByTestId('limit-period').locator('input').inputValue()).toBe('day');
    await page.keyboard.press('Escape');
    await closed();
  });
});
