import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { type Browser, chromium, type Page } from 'playwright-core';
import { resolveElectron } from '../../../scripts/electron-runtime.mjs';
import { eventually, runtimeSwitches } from './desktop-app.ts';
import { type Desktop, endProcess } from './desktop.ts';

const root = resolve(import.meta.dirname, '../../..');

/** The app as a person starts it, with a driver attached to its window alone. */
export interface AttachedApp {
  readonly page: Page;
  close(): Promise<void>;
}

/**
 * Starts the app without the driver's own ways for Electron: they keep the app from using a keyring, and can't hold a
 * packaged one until they are attached.
 *
 * @param given.options the person's arguments
 * @param given.switches Chromium's
 * @param given.executable a packaged app; the built one if absent
 */
export async function startAttached(
  desktop: Desktop,
  given: { options: readonly string[]; switches?: readonly string[]; executable?: string },
): Promise<AttachedApp> {
  const program = given.executable ?? (await resolveElectron()).path;
  const app = given.executable === undefined ? [root] : [];
  const switches = [...runtimeSwitches(), '--remote-debugging-port=0', ...(given.switches ?? [])];
  const args = [...switches, ...app, ...given.options];
  const child = spawn(program, args, {
    env: desktop.env,
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const close = async (browser?: Browser): Promise<void> => {
    child.kill('SIGTERM');
    if (child.exitCode === null)
      await Promise.race([once(child, 'exit'), new Promise((wake) => setTimeout(wake, 8_000))]);
    await browser?.close().catch(() => undefined);
    await endProcess(child);
  };
  try {
    const address = await devToolsAddress(child.stderr);
    await windowLoaded(address, 'StreamChecker');
    const browser = await chromium.connectOverCDP(address);
    const [context] = browser.contexts();
    const page = context!.pages()[0] ?? (await context!.waitForEvent('page'));
    page.setDefaultTimeout(10_000);
    await page.getByTestId('capture-state').waitFor({ timeout: 30_000 });
    return { page, close: () => close(browser) };
  } catch (thrown) {
    await close();
    throw thrown;
  }
}

/** Waits for the window's page: a driver that attaches itself while it is being opened may wait for good. */
export async function windowLoaded(address: string, windowTitle: string, withinMs = 10_000): Promise<void> {
  const targets = new URL('/json/list', address.replace('ws:', 'http:'));
  const look = async (): Promise<boolean> => {
    const answer = await fetch(targets).catch(() => null); // It does not listen yet.
    const pages = ((await answer?.json()) ?? []) as { type: string; title: string }[];
    return pages.some(({ type, title }) => type === 'page' && title === windowTitle);
  };
  await eventually('the window', look, withinMs);
}

function devToolsAddress(output: NodeJS.ReadableStream): Promise<string> {
  return new Promise((found, failed) => {
    const lines = createInterface({ input: output });
    lines.on('line', (line) => {
      const [, address] = /^DevTools listening on (ws:\S+)/.exec(line) ?? [];
      if (address !== undefined) found(address);
    });
    lines.on('close', () => failed(new Error('The app ended before it could be driven')));
  });
}
