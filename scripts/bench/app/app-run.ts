import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { type Browser, chromium, type Page } from 'playwright-core';
import { resolveElectron } from '../../electron-runtime.mjs';
import type { Desktop } from '../../../test/support/desktop/desktop.ts';
import { windowLoaded } from '../../../test/support/desktop/desktop-attached.ts';
import { commandLineOf, cpuNsOf, descendantsOf, proportionalKibOf, wakeUpsOf } from '../processes.ts';

const startLimitMs = 60_000;
const endLimitMs = 8_000;

/** An Electron app that runs freely; it is looked into through Chromium's own port, only while something is asked. */
export class AppRun {
  /** When its process was asked for, by `performance.now()`. */
  readonly startedMs: number;
  readonly #child: ChildProcess;
  readonly #endpoint: string;
  readonly #title: string;
  readonly #startAgain: () => ChildProcess;

  private constructor(parts: {
    child: ChildProcess;
    startedMs: number;
    endpoint: string;
    title: string;
    startAgain: () => ChildProcess;
  }) {
    this.#child = parts.child;
    this.startedMs = parts.startedMs;
    this.#endpoint = parts.endpoint;
    this.#title = parts.title;
    this.#startAgain = parts.startAgain;
  }

  /**
   * @param title of its window
   * @param args the app's folder, and what the app is told
   */
  static async start(desktop: Desktop, title: string, args: readonly string[]): Promise<AppRun> {
    const { path } = await resolveElectron();
    const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []; // Chromium has no sandbox for root
    const startedMs = performance.now();
    const start = (): ChildProcess =>
      spawn(path, [...sandbox, '--remote-debugging-port=0', ...args], {
        stdio: ['ignore', 'ignore', 'pipe'],
        env: desktop.env,
      });
    const child = start();
    const endpoint = await endpointOf(child);
    return new AppRun({ child, startedMs, endpoint, title, startAgain: start });
  }

  /** Looks into its window. Before and after, no driver costs it anything. */
  async look<T>(at: (page: Page) => Promise<T>): Promise<T> {
    await windowLoaded(this.#endpoint, this.#title);
    const browser = await chromium.connectOverCDP(this.#endpoint);
    try {
      return await at(await pageOf(browser));
    } finally {
      await browser.close();
    }
  }

  /** CPU time that all of its processes have used so far. */
  cpuNs(): number {
    return this.#pids().reduce((sum, pid) => sum + cpuNsOf(pid), 0);
  }

  /** How often all of its processes have been woken up so far. */
  wakeUps(): number {
    return this.#pids().reduce((sum, pid) => sum + wakeUpsOf(pid), 0);
  }

  /** What all of its processes have in memory, each shared page once. */
  memoryKib(): number {
    return this.#pids().reduce((sum, pid) => sum + proportionalKibOf(pid), 0);
  }

  /** Whether it has no page: its window was let go. */
  get hasNoPage(): boolean {
    return this.#pids().every((pid) => !commandLineOf(pid).includes('--type=renderer'));
  }

  /** Starts it once more, which hands its wish over; resolves to how long the window takes from then on, in ms. */
  async comeBack(until: (page: Page) => Promise<unknown>): Promise<number> {
    const second = this.#startAgain();
    second.stderr?.resume();
    await once(second, 'exit');
    const askedMs = performance.now();
    await this.look(until);
    return performance.now() - askedMs;
  }

  async close(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    const bound = setTimeout(() => this.#child.kill('SIGKILL'), endLimitMs);
    await ended;
    clearTimeout(bound);
  }

  #pids(): number[] {
    const pid = this.#child.pid ?? 0;
    return [pid, ...descendantsOf(pid)];
  }
}

/** Chromium says on its standard error where it listens. */
async function endpointOf(child: ChildProcess): Promise<string> {
  const bound = setTimeout(() => child.kill('SIGKILL'), startLimitMs);
  try {
    for await (const line of createInterface({ input: child.stderr! })) {
      const [, endpoint] = /^DevTools listening on (ws:\S+)/.exec(line) ?? [];
      if (endpoint !== undefined) return endpoint;
    }
    throw new Error('Electron ended, or opened no port for its driver');
  } finally {
    clearTimeout(bound);
    child.stderr?.resume();
  }
}

async function pageOf(browser: Browser): Promise<Page> {
  const [context] = browser.contexts();
  if (!context) throw new Error('The app has no window');
  return context.pages()[0] ?? (await context.waitForEvent('page'));
}
