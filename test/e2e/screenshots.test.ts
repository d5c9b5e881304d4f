import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Limit, LimitName } from '../../src-main/common/model/limits.ts';
import { epochMs } from '../../src-main/common/units.ts';
import { plainRules } from '../../src-main/engine/alerts/alert-rules.ts';
import type { CheckSettings } from '../../src-main/engine/run/settings.ts';
import { Desktop } from '../support/desktop/desktop.ts';
import {
  type DesktopAppUnderTest,
  eventually,
  launchApp,
  makeDataDir,
} from '../support/desktop/desktop-app.ts';
import { writeOfficeCapture } from '../support/desktop/desktop-capture.ts';
import { writePast } from '../support/desktop/desktop-history.ts';
import { ownedByTests } from '../support/desktop/desktop-owned.ts';
import { LoopbackTraffic } from '../support/desktop/desktop-traffic.ts';
import { morning } from '../support/desktop/desktop-morning.ts';
import { shellOf } from '../support/desktop/page-calls.ts';

const root = resolve(import.meta.dirname, '../..');
/** Where a person can look at them. */
const looks = join(root, 'test-results/images');
/** `UPDATE_IMAGES=1` renews the pictures that the README shows. */
const shown = process.env.UPDATE_IMAGES ? join(root, 'docs/images') : looks;

const windowMs = 300_000;
const megabyte = 1024 ** 2;
const limitOf = (name: LimitName, value: number): Limit => ({
  name,
  value,
  effectiveMs: epochMs(Date.UTC(2026, 0, 1)),
  source: null,
  destination: null,
  windowSeconds: null,
});
const limits = [limitOf('min', 8 * megabyte), limitOf('max', 96 * megabyte)];
const limitRows = limits.map(({ name, value }) => ({
  limit_name: name,
  limit_value: value,
  effective_date: '2026-01-01',
}));

describe('pictures of the desktop app', () => {
  const own = ownedByTests();
  let running: DesktopAppUnderTest;
  let traffic: LoopbackTraffic;

  beforeAll(async () => {
    const dataDir = own(await makeDataDir(), (path) => rm(path, { recursive: true, force: true }));
    for (const folder of [looks, shown]) await mkdir(folder, { recursive: true });
    await roomInWindow();
    traffic = own(await LoopbackTraffic.open(), (sockets) => sockets.close());
    // Port 0 is that of the capture file.
    const filter = `udp port ${traffic.port} or udp port 0`;
    const settings: CheckSettings = {
      ...{ windowMs, slideMs: windowMs, latenessMs: 10_000, intervalMs: 1_000 },
      ...{ filter, sources: [], destinations: [], rules: plainRules },
    };
    await writePast(dataDir, settings, limits, morning(Date.now()));
    const limitsFile = join(dataDir, 'limits.json');
    await writeFile(limitsFile, JSON.stringify(limitRows));
    const desktop = own(await Desktop.start(), (session) => session.stop());
    const options = ['--interface', 'lo', '--filter', filter, '--window', '5m', '--limits', limitsFile];
    running = own(await launchApp(desktop, options, { dataDir }), (app) => app.close());
    await breach();
    const capture = join(dataDir, 'monday morning.pcapng');
    await writeOfficeCapture(capture, Math.floor(Date.now() / 1000) - 86_400);
    await openCapture(running.page, capture);
  });

  /** Live traffic on top of the morning's takes the current window above its maximum. */
  const breach = async (): Promise<void> => {
    const { page } = running;
    await page.locator('[data-testid=capture-state][data-state=capturing]').waitFor();
    await traffic.send(21 * megabyte, 600, '127.0.0.7', '127.0.0.20');
    await traffic.send(3 * megabyte, 90, '127.0.0.9', '127.0.0.20');
    await eventually('three breaches', async () => (await alertsOf(page)) >= 3);
    await eventually('the window above its maximum', async () =>
      (await page.getByTestId('window-status').first().textContent())?.includes('Above'),
    );
  };

  it.each([
    ['dark', 1280, 800, 1],
    ['light', 1280, 800, 1],
    ['dark', 700, 500, 1],
    ['light', 900, 600, 1],
    ['light', 700, 500, 2],
    ['light', 1280, 800, 2],
    ['dark', 1280, 800, 3],
    ['light', 2560, 1440, 1],
    ['dark', 2560, 1440, 3],
  ] as const)(
    'of each view in the %s theme at %d × %d, %d times as large, with nothing that overflows',
    async (theme, width, height, zoom) => {
      const { page } = running;
      await resize(width, height, zoom);
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      await page.mouse.move(20, 500);
      const isUsual = width === 1280 && zoom === 1;
      const size = isUsual ? '' : `-${width}x${height}-${zoom}`;
      const look = async (name: string): Promise<void> => {
        await drawn(page);
        await picture(join(isUsual ? shown : looks, `${name}-${theme}${size}.png`), zoom);
        expect(await hiddenBeyond(page), name).toEqual([]);
      };
      for (const view of await viewsOf(page)) {
        await showView(page, view);
        await look(view);
      }
      await showView(page, 'history');
      await showHistoryOf(page, '10.20.4.17');
      await look('history-host');
      await showHistoryOf(page, '');
    },
  );

  /** A driver's own picture is cut where the page is zoomed. */
  const picture = async (path: string, zoom: number): Promise<void> => {
    const { app, page } = running;
    if (zoom === 1) await page.screenshot({ path });
    else await writeFile(path, Buffer.from(await zoomedPicture(app), 'base64'));
  };

  const zoomedPicture = (app: DesktopAppUnderTest['app']): Promise<string> =>
    app.evaluate(async ({ BrowserWindow }) => {
      const image = await BrowserWindow.getAllWindows()[0]!.webContents.capturePage();
      return image.toPNG().toString('base64');
    });

  const resize = async (width: number, height: number, zoom: number): Promise<void> => {
    const { app, page } = running;
    await app.evaluate(
      ({ BrowserWindow }, size) => {
        const [window] = BrowserWindow.getAllWindows();
        window?.setContentSize(size.width, size.height);
        window?.webContents.setZoomFactor(size.zoom);
      },
      { width, height, zoom },
    );
    const isSo = (wanted: number): boolean => Math.abs(innerWidth - wanted) <= 1;
    await eventually('the size', () => page.evaluate(isSo, width / zoom));
  };
});

const alertsOf = (page: Page): Promise<number> => page.getByTestId('alert-row').count();

/** Shows the history of a host; empty for that of all traffic. */
async function showHistoryOf(page: Page, host: string): Promise<void> {
  const field = page.getByTestId('history-scope').locator('input');
  await field.fill(host);
  await field.press('Enter');
  await page.getByTestId('history-sent').waitFor({ state: host === '' ? 'detached' : 'visible' });
}

/** The views that the activity bar offers. */
const viewsOf = (page: Page): Promise<string[]> =>
  page
    .locator('[data-testid^=go-]')
    .evaluateAll((buttons) => buttons.map((button) => (button as HTMLElement).dataset.testid!.slice(3)));

/** Opens a capture file as a drop on the window would, and waits for its end. */
async function openCapture(page: Page, path: string): Promise<void> {
  await shellOf(page).replayFiles({ files: [path] });
  await page.locator('[data-testid=capture][data-state=done]').waitFor();
}

/** Shows a view; the icon of the one that is shown would hide the side bar. */
async function showView(page: Page, view: string): Promise<void> {
  const button = page.getByTestId(`go-${view}`);
  if ((await button.getAttribute('aria-current')) === null) await button.click();
}

/** What lies beyond the page's edges, where nothing scrolls to it; words for screen readers alone may. */
function hiddenBeyond(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const isCut = (element: Element): boolean => {
      const { right, bottom, width } = element.getBoundingClientRect();
      return width > 1 && (right > innerWidth + 1 || bottom > innerHeight + 1);
    };
    const isScrolled = (element: Element | null): boolean =>
      element !== null &&
      (/auto|scroll/.test(getComputedStyle(element).overflowY) || isScrolled(element.parentElement));
    const all = [...document.body.querySelectorAll('*')].filter((element) =>
      element.checkVisibility({ visibilityProperty: true }),
    );
    return all.filter((element) => isCut(element) && !isScrolled(element)).map(({ outerHTML }) => outerHTML);
  });
}

/** Two frames after the newest change: what there is to draw has been drawn. */
function drawn(page: Page): Promise<void> {
  return page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 100)));
      }),
  );
}

/** A window that ends while the pictures are taken would show another one: wait for the next, if it is that late. */
async function roomInWindow(): Promise<void> {
  const leftMs = windowMs - (Date.now() % windowMs);
  if (leftMs < 30_000) await new Promise((wake) => setTimeout(wake, leftMs + 1_000));
}
