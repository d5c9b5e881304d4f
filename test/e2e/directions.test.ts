import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/desktop/desktop-app.ts';
import { type Office, openOffice } from '../support/desktop/desktop-office.ts';
import { ownedByTests } from '../support/desktop/desktop-owned.ts';
import { pictureProblem } from '../support/desktop/desktop-problems.ts';
import { engineOf } from '../support/desktop/page-calls.ts';

const directions = '[data-testid=pair-row] [data-column=direction]';

describe('in and out', () => {
  const own = ownedByTests();
  let office: Office;
  let page: Page;

  beforeAll(async () => {
    office = await openOffice(own);
    page = office.running.page;
  });

  const bytesAt = async (testId: string): Promise<number> =>
    Number(await page.getByTestId(testId).first().getAttribute('data-bytes'));

  it('stand beside the total of the growing window', async () => {
    await office.show('overview');
    await page.getByTestId('window-out').waitFor();
    const goingOut = async (): Promise<number> => {
      const { window: present } = await engineOf(page).getStatus();
      const query = { order: 'bytes', descending: true, filter: 'dir:out', offset: 0, count: 1 } as const;
      return (await engineOf(page).listPairs({ startMs: present!.startMs, ...query }))!.bytes;
    };
    await eventually(
      'the bytes that went out',
      async () => (await bytesAt('window-out')) === (await goingOut()),
    );
    await pictureProblem(office.running, 'directions-overview');
  });

  it('are told of the history, and add up to its total', async () => {
    await office.show('history');
    await page.getByRole('button', { name: '6 h' }).click();
    const total = async (): Promise<number> => {
      const title = await page.getByTestId('history').locator('dd').first().getAttribute('title');
      return Number(title!.replaceAll(/\D/g, ''));
    };
    const parts = async (): Promise<readonly number[]> => {
      const shown = page.locator('[data-testid^=history-][data-bytes]');
      const texts = await shown.evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset.bytes));
      return texts.map(Number);
    };
    await eventually('sums of all that passed', async () => {
      const sum = (await parts()).reduce((all, one) => all + one, 0);
      return sum > 0 && sum === (await total());
    });
    expect(await bytesAt('history-out')).toBeGreaterThan(0);
    await pictureProblem(office.running, 'directions-history');
    await page.getByTestId('history-direction').click();
    await page.getByRole('option', { name: 'Out' }).click();
    await pictureProblem(office.running, 'directions-history-out');
  });

  it('are a column of the pairs, which are filtered by them', async () => {
    await office.show('pairs');
    await page.locator(directions, { hasText: 'Local' }).first().waitFor();
    await page.getByTestId('filter-pairs').locator('input').fill('dir:out');
    await eventually('no local pair', async () => {
      const shown = await page.locator(directions).allTextContents();
      return shown.length > 0 && shown.every((text) => text.trim() === 'Out');
    });
    await page.getByTestId('filter-pairs').locator('input').fill('dir:local');
    await page.locator(directions, { hasText: 'Local' }).first().waitFor();
    await pictureProblem(office.running, 'directions-pairs');
  });
});
