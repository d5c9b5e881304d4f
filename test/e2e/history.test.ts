import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { WindowSummary } from '../../src-main/common/model/windows.ts';
import { eventually } from '../support/desktop/desktop-app.ts';
import { type Office, openOffice } from '../support/desktop/desktop-office.ts';
import { ownedByTests } from '../support/desktop/desktop-owned.ts';
import { saveAs } from '../support/desktop/desktop-page.ts';
import { engineOf } from '../support/desktop/page-calls.ts';

const windowMs = 300_000;
const hourMs = 3_600_000;

/** The first field of each line but the headings, and what the named column has there. */
function columnOf(csv: string, name: string): readonly string[] {
  const [headings, ...lines] = csv
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(','));
  return lines.map((line) => line[headings!.indexOf(name)]!);
}

/** Whether nothing shines through a picture. */
async function isOpaque(png: string): Promise<boolean> {
  const bytes = Uint8Array.from(atob(png), (char) => char.charCodeAt(0));
  const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
  const paint = new OffscreenCanvas(image.width, image.height).getContext('2d')!;
  paint.drawImage(image, 0, 0);
  const { data } = paint.getImageData(0, 0, image.width, image.height);
  return data.every((value, i) => i % 4 !== 3 || value === 255);
}

describe('the history', () => {
  const own = ownedByTests();
  let office: Office;
  let page: Page;

  beforeAll(async () => {
    office = await openOffice(own);
    page = office.running.page;
    await office.show('history');
    await page.getByRole('button', { name: '6 h' }).click();
    await eventually('twelve windows', async () => (await bars()) >= 12);
  });

  const bars = async (): Promise<number> => Number(await office.attribute('history', 'data-bars'));
  const range = async (): Promise<{ from: number; to: number }> => ({
    from: Number(await office.attribute('history', 'data-from')),
    to: Number(await office.attribute('history', 'data-to')),
  });
  /** Where the bars are drawn, without the axes: in CSS pixels from the page's corner. */
  const plot = async () => (await page.locator('[data-testid=chart] .u-over').boundingBox())!;
  const windows = async (): Promise<readonly WindowSummary[]> => {
    const { from: fromMs, to: toMs } = await range();
    return engineOf(page).listWindows({ fromMs, toMs, count: 1000 });
  };
  /** What was captured of the traffic that the test sends: all of it in the present window. */
  const sentBytes = async (): Promise<number> => {
    const { startMs } = (await windows()).at(-1)!;
    const detail = await engineOf(page).getWindow({ startMs, pairs: 1000 });
    return detail!.pairs.find(({ source }) => source === '127.0.0.7')?.bytes ?? 0;
  };
  /** The sum of the range, as it stands above the chart. */
  const shownBytes = async (): Promise<number> => {
    const title = await page.getByTestId('history').locator('dd').first().getAttribute('title');
    return Number(title!.replaceAll(/\D/g, ''));
  };
  const closedWindows = async (): Promise<readonly WindowSummary[]> =>
    (await windows()).filter(({ closed }) => closed);

  it('moves on with what is captured', async () => {
    const everything = async (): Promise<boolean> => {
      const bytes = (await windows()).reduce((sum, window) => sum + window.bytes, 0);
      return (await sentBytes()) === office.traffic.sentBytes && (await shownBytes()) === bytes;
    };
    await eventually('what was sent before', everything);
    const before = await shownBytes();
    await office.traffic.send(2_000_000, 100, '127.0.0.7', '127.0.0.20');
    await eventually('the growth', everything);
    expect((await shownBytes()) - before).toBe(2_000_000);
  });

  it('zooms by the wheel around the pointer, in and out', async () => {
    const before = await range();
    const { x, y, width, height } = await plot();
    await page.mouse.move(x + width * 0.75, y + height / 2);
    const around = before.from + 0.75 * (before.to - before.from);
    await page.mouse.wheel(0, -400);
    await eventually('a shorter range', async () => (await range()).to - (await range()).from < 4 * hourMs);
    const after = await range();
    const share = (around - after.from) / (after.to - after.from);
    expect(share).toBeGreaterThan(0.73);
    expect(share).toBeLessThan(0.77);
    await page.mouse.wheel(0, 400);
    await eventually('the range before', async () => Math.abs((await range()).from - before.from) < 1_000);
    expect(Math.abs((await range()).to - before.to)).toBeLessThan(1_000);
  });

  it('is dragged with its bars under the pointer, and dragging chooses no window', async () => {
    const before = await range();
    const { x, y, width, height } = await plot();
    await page.mouse.move(x + width / 2, y + height / 2);
    await page.mouse.down();
    await page.mouse.move(x + (width * 3) / 4, y + height / 2, { steps: 8 });
    await page.mouse.up();
    const moved = (before.to - before.from) / 4;
    const after = await range();
    expect(Math.abs(before.from - after.from - moved)).toBeLessThan(0.02 * (before.to - before.from));
    expect(after.to - after.from).toBe(before.to - before.from);
    expect(await page.getByTestId('verdict').count()).toBe(0);
    await page.getByRole('button', { name: '6 h' }).click();
    await eventually('the present', async () => (await range()).to >= before.to);
  });

  it('shows the window that is clicked, with its verdict', async () => {
    const { from, to } = await range();
    const breached = (await closedWindows()).find(({ status }) => status === 'above')!;
    const { x, y, width, height } = await plot();
    const middle = breached.startMs + windowMs / 2;
    await page.mouse.click(x + (width * (middle - from)) / (to - from), y + height - 8);
    await page.getByTestId('verdict').getByText('Above max').waitFor();
    await page.keyboard.press('Escape');
  });

  describe('of a host', () => {
    const host = '10.20.4.17';
    const field = () => page.getByTestId('history-scope').locator('input');
    /** What closed windows have between a host and others, or one of them. */
    const passed = async (peer: string | null): Promise<{ sent: number; received: number }> => {
      const sums = { sent: 0, received: 0 };
      for (const { startMs } of await closedWindows()) {
        const { pairs } = (await engineOf(page).getWindow({ startMs, pairs: 250_000 }))!;
        for (const { source, destination, bytes } of pairs) {
          if (source === host && (peer ?? destination) === destination) sums.sent += bytes;
          if (destination === host && (peer ?? source) === source) sums.received += bytes;
        }
      }
      return sums;
    };
    const shown = async (side: string): Promise<number> => {
      const title = await page.getByTestId(`history-${side}`).getAttribute('title');
      return Number(title!.replaceAll(/\D/g, ''));
    };

    it('is what it sent and received, to the byte, and with whom', async () => {
      await field().fill(host);
      await field().press('Enter');
      await page.getByTestId('history-sent').waitFor();
      const { sent, received } = await passed(null);
      expect(sent).toBeGreaterThan(0);
      await eventually(
        'its sums',
        async () => (await shown('sent')) === sent && (await shown('received')) === received,
      );
      // A window that ends meanwhile lacks what passed before the app was there.
      const isExact = (await closedWindows()).every(({ exact }) => exact);
      expect(await page.getByTestId('history-exactness').innerText()).toMatch(
        isExact ? /^exact$/ : /^at least/,
      );
      const peer = (await page.locator('[data-peer]').first().getAttribute('data-peer'))!;
      await page.locator('[data-peer] button').first().click();
      const between = await passed(peer);
      await eventually(
        'what passed between the two',
        async () => (await shown('sent')) === between.sent && (await shown('received')) === between.received,
      );
      expect(await field().inputValue()).toBe(`${host} ↔ ${peer}`);
    });

    it('is refused where there is no such address, and left for that of all traffic', async () => {
      await field().fill('10.20.4.999');
      await field().press('Enter');
      await page.getByRole('alert').getByText('is not an IP address or network').waitFor();
      await page.getByRole('button', { name: 'Show all traffic' }).click();
      await eventually('all windows', async () => (await bars()) >= 12);
      expect(await field().inputValue()).toBe('');
    });
  });

  it('is exported as CSV and JSON, with what the engine has', async () => {
    const windows = await closedWindows();
    const expected = windows.map(({ startMs, bytes }) => [new Date(startMs).toISOString(), bytes]);
    const csv = join(office.dataDir, 'shown.csv');
    await saveAs(office.running.app, csv);
    await page.getByRole('button', { name: 'CSV' }).click();
    await page.getByTestId('toast').getByText('shown.csv').waitFor();
    const text = await readFile(csv, 'utf8');
    const lines = columnOf(text, 'start').map((start, i) => [start, Number(columnOf(text, 'bytes')[i])]);
    expect(lines.slice(0, expected.length)).toEqual(expected);
    const json = join(office.dataDir, 'shown.json');
    await saveAs(office.running.app, json);
    await page.getByRole('button', { name: 'JSON' }).click();
    await page.getByTestId('toast').getByText('shown.json').waitFor();
    const rows = JSON.parse(await readFile(json, 'utf8')) as { start: string; bytes: number; max: number }[];
    expect(rows.slice(0, expected.length).map(({ start, bytes }) => [start, bytes])).toEqual(expected);
    expect(rows[0]!.max).toBe(96 * 1024 ** 2);
  });

  it('is exported as a picture of the chart', async () => {
    const png = join(office.dataDir, 'shown.png');
    await saveAs(office.running.app, png);
    await page.getByRole('button', { name: 'PNG' }).click();
    await page.getByTestId('toast').getByText('shown.png').waitFor();
    const picture = await readFile(png);
    expect(picture.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
    const canvas = await page.locator('[data-testid=history] canvas').evaluate((element) => {
      const { width, height } = element as HTMLCanvasElement;
      return { width, height };
    });
    const [width, height] = [picture.readUInt32BE(16), picture.readUInt32BE(20)];
    expect(width).toBe(canvas.width);
    // Title, range and legend stand above and below.
    expect(height).toBeGreaterThan(canvas.height + 60);
    expect(await page.evaluate(isOpaque, picture.toString('base64'))).toBe(true);
  });

  it('says why a file can not be written', async () => {
    await saveAs(office.running.app, join(office.dataDir, 'no such folder', 'shown.csv'));
    await page.getByRole('button', { name: 'CSV' }).click();
    await page.getByTestId('toast').getByText("Can't write").waitFor();
  });
});
