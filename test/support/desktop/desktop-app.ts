import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { resolveElectron } from '../../../scripts/electron-runtime.mjs';
import { type Desktop, endProcess } from './desktop.ts';
import { visibleWindows } from './desktop-page.ts';

const root = resolve(import.meta.dirname, '../../..');

/** The pages of the apps that were launched and are still there. */
const pages = new Set<Page>();

/** The built app in a real Electron, driven by Playwright. */
export interface DesktopAppUnderTest {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly dataDir: string;
  /** What the app wrote to its standard error so far. */
  readonly errors: () => string;
  /** Resolves to the exit status when the app ends. */
  readonly ended: Promise<number | null>;
  /** Quits the app as its menu would, and forgets its data. */
  close(): Promise<void>;
}

/** A data folder for one test. */
export function makeDataDir(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'streamchecker-data-'));
}

/**
 * Starts the built app on `desktop` with the person's arguments `options`, on a data folder of its own unless given.
 */
export async function launchApp(
  desktop: Desktop,
  options: readonly string[],
  given: {
    dataDir?: string;
    colorScheme?: 'dark' | 'light';
    /** Whether its settings keep its window from being shown. */
    startsHidden?: boolean;
    /** Whether it shows what a person sees at first. */
    welcomes?: boolean;
  } = {},
): Promise<DesktopAppUnderTest> {
  const dataDir = given.dataDir ?? (await makeDataDir());
  // Named so, and not as `executablePath`, the driver holds the app until it has attached itself.
  process.env.ELECTRON_OVERRIDE_DIST_PATH = dirname((await resolveElectron()).path);
  const app = await _electron.launch({
    args: [
      ...runtimeSwitches(),
      root,
      '--data-dir',
      dataDir,
      ...options,
      ...shownFirst(dataDir, options, given),
    ],
    cwd: root,
    env: desktop.env,
    colorScheme: given.colorScheme ?? 'dark',
    timeout: 60_000,
  });
  const child = app.process();
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const ended = exitStatus(child);
  const page = await app.firstWindow();
  page.setDefaultTimeout(10_000);
  pages.add(page);
  page.once('close', () => pages.delete(page));
  await page.waitForLoadState('load');
  if (!given.startsHidden) {
    await eventually('its window', async () => (await visibleWindows(app)).includes(true));
    // The page is loaded before it hears keys.
    await page.getByTestId('capture-state').waitFor({ state: 'attached', timeout: 30_000 });
  }
  const close = async (): Promise<void> => {
    await quit(app, child);
    if (given.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
  };
  return { app, page, dataDir, errors: () => errors, ended, close };
}

/** At its first start the app is asked for its overview: else it would open what a person sees at first. */
function shownFirst(
  dataDir: string,
  options: readonly string[],
  { startsHidden, welcomes }: { startsHidden?: boolean; welcomes?: boolean },
): readonly string[] {
  const isFirst = !existsSync(join(dataDir, 'desktop'));
  const isAsked = options.some((option) => option.startsWith('--show'));
  return isFirst && !isAsked && !startsHidden && !welcomes ? ['--show', 'overview'] : [];
}

/** Loads the page of each app anew, which has no dialog, menu or message then. */
export async function reloadPages(): Promise<void> {
  for (const page of pages) {
    // A dialog in which something may be written holds its page back.
    await page.evaluate(() => document.querySelectorAll('dialog').forEach((dialog) => dialog.close()));
    await page.reload();
    await page.getByTestId('capture-state').waitFor({ state: 'attached' });
  }
}

/** Runs the app without a driver until it ends by itself. */
export async function runApp(
  desktop: Desktop,
  options: readonly string[],
): Promise<{ status: number | null; stdout: string; stderr: string }> {
  const { path } = await resolveElectron();
  const child = spawn(path, [...runtimeSwitches(), root, ...options], { env: desktop.env, cwd: root });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
  const bound = setTimeout(() => child.kill('SIGKILL'), 60_000);
  const status = await exitStatus(child);
  clearTimeout(bound);
  return { status, ...output };
}

/** Process ids of the engine's processes of an app. */
export function enginePids(app: ElectronApplication): Promise<number[]> {
  return app.evaluate((electron) =>
    electron.app.getAppMetrics().flatMap(({ name, pid }) => (name === 'StreamChecker engine' ? [pid] : [])),
  );
}

/** Process ids of the children of `pid`. */
export async function childPids(pid: number): Promise<number[]> {
  const all = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const parents = await Promise.all(all.map(parentPid));
  return all.filter((_, index) => parents[index] === pid);
}

/** Waits until `look` finds something; fails after `withinMs` with what it is about. */
export async function eventually<T>(
  what: string,
  look: () => T | Promise<T>,
  withinMs = 10_000,
): Promise<NonNullable<T>> {
  const end = performance.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (performance.now() > end) throw new Error(`Not within ${withinMs} ms: ${what}`);
    await new Promise((wake) => setTimeout(wake, 50));
  }
}

/** As root, Chromium's sandbox refuses to start. */
export function runtimeSwitches(): string[] {
  return process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}

async function parentPid(pid: number): Promise<number | null> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return null; // It ended meanwhile.
  }
}

async function quit(app: ElectronApplication, child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = exitStatus(child);
    await app.evaluate((electron) => setTimeout(() => electron.app.quit(), 0)).catch(() => undefined);
    await Promise.race([ended, new Promise((wake) => setTimeout(wake, 8_000))]);
  }
  await endProcess(child);
}

async function exitStatus(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null) return child.exitCode;
  const [status] = (await once(child, 'exit')) as [number | null];
  return status;
}
