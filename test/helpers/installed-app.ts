import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { type Browser, chromium, type Page } from 'playwright-core';
import { eventually } from './desktop-app.ts';
import { endProcess } from './desktop.ts';
import type { SystemCopy } from './system-copy.ts';

const ticksPerSecond = 100;

/** A field of `/proc/PID/status`, or '' if the process is gone. */
function fieldOf(pid: number, name: string): string {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(status)?.[1] ?? '';
  } catch {
    return '';
  }
}

/** Whether a helper in the copy captures: it confines itself once its interfaces are open. */
export async function captures(system: SystemCopy): Promise<boolean> {
  const helpers = await system.pids('--exact', 'streamchecker-c');
  return helpers.some((pid) => fieldOf(pid, 'Seccomp') === '2');
}

/** The installed desktop app with the fuses that ship, so it is driven through Chromium's own port. */
export class InstalledApp {
  readonly page: Page;
  /** From the start of its process until its window had its first content. */
  readonly windowMs: number;
  readonly #system: SystemCopy;
  readonly #session: ChildProcess;
  readonly #browser: Browser;

  private constructor(parts: {
    system: SystemCopy;
    session: ChildProcess;
    browser: Browser;
    page: Page;
    windowMs: number;
  }) {
    this.#system = parts.system;
    this.#session = parts.session;
    this.#browser = parts.browser;
    this.page = parts.page;
    this.windowMs = parts.windowMs;
  }

  /**
   * Starts it on a display and a message bus of its own.
   *
   * @param command the program and its arguments
   */
  static async start(system: SystemCopy, user: string, command: readonly string[]): Promise<InstalledApp> {
    const port = await freePort();
    const display = ['xvfb-run', '--auto-servernum', '--server-args', '-screen 0 1600x1000x24 -nolisten tcp'];
    const at = command.findIndex((word) => word !== 'env' && !word.includes('='));
    const app = command.toSpliced(at + 1, 0, `--remote-debugging-port=${port}`);
    const [program, ...args] = system.commandAs(user, ...display, 'dbus-run-session', '--', ...app);
    const session = spawn(program!, args, { stdio: 'ignore' });
    try {
      const connect = (): Promise<Browser | undefined> =>
        chromium.connectOverCDP(`http://127.0.0.1:${port}`, { timeout: 5_000 }).catch(() => undefined);
      const browser = await eventually('a connection', connect, 60_000);
      const page = await eventually('its window', () => browser.contexts()[0]?.pages()[0]);
      const [pid] = await system.pids('--oldest', '--exact', 'streamchecker');
      const windowMs = Math.round((await paintedAt(page)) - startOf(pid!));
      return new InstalledApp({ system, session, browser, page, windowMs });
    } catch (thrown) {
      await endProcess(session);
      throw thrown;
    }
  }

  /** Whether the process of its page is confined by Chromium's sandbox. */
  async sandboxed(): Promise<boolean> {
    const renderers = await this.#system.pids('--full', '--', '--type=renderer');
    return renderers.length > 0 && renderers.every((pid) => fieldOf(pid, 'Seccomp') === '2');
  }

  /** Ends it as a session manager would. */
  async close(): Promise<void> {
    await this.#browser.close();
    const [pid] = await this.#system.pids('--oldest', '--exact', 'streamchecker');
    if (pid !== undefined) process.kill(pid, 'SIGTERM');
    await Promise.race([once(this.#session, 'exit'), new Promise((wake) => setTimeout(wake, 8_000))]);
    await endProcess(this.#session);
  }
}

/** When the page first showed something, in milliseconds since the epoch. */
const paintedAt = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const told = (entries: PerformanceEntryList): void => {
          const [entry] = entries.filter(({ name }) => name === 'first-contentful-paint');
          if (entry !== undefined) resolve(performance.timeOrigin + entry.startTime);
        };
        new PerformanceObserver((list) => told(list.getEntries())).observe({ type: 'paint', buffered: true });
      }),
  );

/** When a process was started, in milliseconds since the epoch. */
function startOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const startTicks = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]);
  const uptimeMs = Number(readFileSync('/proc/uptime', 'utf8').split(' ')[0]) * 1000;
  return Date.now() - uptimeMs + (startTicks * 1000) / ticksPerSecond;
}

/** A port of the loopback interface that nothing listens on. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('No port was given');
  return address.port;
}
