import { type ChildProcess, spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { freePorts } from '../../scripts/free-ports.ts';
import { windowLoaded } from '../support/desktop/desktop-attached.ts';
import { eventually } from '../support/desktop/desktop-app.ts';
import { ownedByTests } from '../support/desktop/desktop-owned.ts';
import { Desktop, endProcess } from '../support/desktop/desktop.ts';

const root = resolve(import.meta.dirname, '../..');
const copied = [
  ...['src-main', 'src-renderer', 'scripts', 'resources', 'docs'],
  ...['test/support/packets/pcap-writer.ts', 'package.json', 'vite.config.ts'],
];

/** The sources in a folder where tests may change them; what is installed and built is that of the checkout. */
async function copySources(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'streamchecker-dev-'));
  for (const path of copied) await cp(join(root, path), join(folder, path), { recursive: true });
  for (const path of ['node_modules', 'src-capture']) await symlink(join(root, path), join(folder, path));
  return folder;
}

/** Five ports in a row. */
async function freeRow(): Promise<number> {
  const first = (await freePorts(1))[0]!;
  const row = new Set([first, ...(await freePorts(4))]);
  return [0, 1, 2, 3, 4].every((more) => row.has(first + more)) ? first : freeRow();
}

/** The address of a process that can be debugged; another one for each that starts. */
async function inspected(port: number): Promise<string | undefined> {
  const answer = await fetch(`http://127.0.0.1:${port}/json/list`).catch(() => null);
  const targets = ((await answer?.json()) ?? []) as { webSocketDebuggerUrl: string }[];
  return targets[0]?.webSocketDebuggerUrl;
}

describe('npm run dev', () => {
  const own = ownedByTests();
  let folder: string;
  let first: number;
  let page: Page;
  let said = '';

  const change = async (path: string, from: string, to: string): Promise<void> => {
    const text = await readFile(join(folder, path), 'utf8');
    expect(text).toContain(from);
    await writeFile(join(folder, path), text.replace(from, to));
  };

  beforeAll(async () => {
    folder = own(await copySources(), (path) => rm(path, { recursive: true, force: true }));
    const desktop = own(await Desktop.start(), (session) => session.stop());
    first = await freeRow();
    const args = [join(folder, 'scripts/dev/main.ts'), '--ports', String(first)];
    // Vite behaves otherwise where a test runner runs it.
    const { VITEST: _runner, TEST: _test, NODE_ENV: _kind, ...env } = desktop.env;
    const child: ChildProcess = spawn(process.execPath, args, {
      env: { ...env, PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH}` },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    own(child, endProcess);
    child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const address = `http://127.0.0.1:${first + 4}`;
    await windowLoaded(address, 'StreamChecker', 60_000);
    const browser = own(await chromium.connectOverCDP(address), (one) => one.close());
    page = browser.contexts()[0]!.pages()[0]!;
    await page.getByTestId('capture-state').waitFor({ timeout: 60_000 });
  });

  it('captures a recording, without a privilege', async () => {
    const state = page.getByTestId('capture-state');
    await expect.poll(() => state.getAttribute('data-state'), { timeout: 20_000 }).toBe('capturing');
    await expect.poll(() => state.getAttribute('title')).toContain('on 1 interface');
  });

  it('shows a changed component at once, with all that was chosen and typed', async () => {
    await page.keyboard.press('Control+,');
    await page.getByTestId('search-settings').locator('input').fill('theme');
    await page.evaluate(() => Object.assign(globalThis, { isSamePage: true }));
    await change(
      'src-renderer/features/settings/SettingsView.svelte',
      '<div class="settings" data-testid="settings">',
      '<div class="settings" data-testid="settings"><p>a changed component</p>',
    );
    await page.getByText('a changed component').waitFor();
    expect(await page.evaluate(() => 'isSamePage' in globalThis)).toBe(true);
    expect(await page.getByTestId('search-settings').locator('input').inputValue()).toBe('theme');
  });

  it('loads the page anew where a module has no component, and goes on where it was', async () => {
    await change('src-renderer/texts/en/settings.ts', "search: '", "search: 'Changed: ");
    await page.getByLabel('Changed:').waitFor();
    expect(await page.evaluate(() => 'isSamePage' in globalThis)).toBe(false);
    expect(await page.getByTestId('search-settings').locator('input').inputValue()).toBe('theme');
  });

  it('starts the engine again when its code has changed, and nothing else', async () => {
    const [main, engine] = [await inspected(first + 1), await inspected(first + 2)];
    await change(
      'src-main/engine/run/engine.ts',
      'async start(): Promise<void> {',
      "async start(): Promise<void> {\n    console.error('a changed engine');",
    );
    await expect.poll(() => said, { timeout: 30_000 }).toContain('a changed engine');
    await eventually('its inspector', () => inspected(first + 2));
    expect(await inspected(first + 2)).not.toBe(engine);
    expect(await inspected(first + 1)).toBe(main);
    const state = page.getByTestId('capture-state');
    await expect.poll(() => state.getAttribute('data-state')).toBe('capturing');
  });

  it('says what is wrong with a change, and goes on with what there was', async () => {
    await change('src-main/engine/run/engine.ts', "console.error('a changed engine');", 'this is not code;');
    await expect.poll(() => said, { timeout: 30_000 }).toContain("the change can't be built");
    expect(await inspected(first + 2)).toBeDefined();
    await change('src-main/engine/run/engine.ts', 'this is not code;', '');
  });

  it('starts the app again when main has changed', async () => {
    const main = await inspected(first + 1);
    await change('src-main/shell/tray.ts', 'import', "console.error('a changed main');\nimport");
    await expect.poll(() => said, { timeout: 30_000 }).toContain('a changed main');
    await expect.poll(() => inspected(first + 1), { timeout: 20_000 }).not.toBe(main);
  });
});
