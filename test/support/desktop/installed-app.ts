import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import { type Browser, chromium, type Page } from 'playwright-core';
import { eventually } from './desktop-app.ts';
import { windowLoaded } from './desktop-attached.ts';
import { endProcess } from './desktop.ts';
import type { SystemCopy } from '../process/system-copy.ts';
import { hasConfinedItself, statusField } from '../packets/until-capturing.ts';

const ticksPerSecond = 100;

/** Whether a helper in the copy captures: it confines itself once its interfaces are open. */
export async function captures(system: SystemCopy): Promise<boolean> {
  const helpers = await system.pids('--exact', 'streamchecker-c');
  return helpers.some(hasConfinedItself);
}

/** Where an app runs. */
interface Place {
  readonly system: SystemCopy;
  readonly session: ChildProcess;
  /** Chromium writes there on which port it can be driven. */
  readonly portFile: string;
}

/** The installed desktop app with the fuses that ship, so it is driven through Chromium's own port. */
export class InstalledApp {
  readonly page: Page;
  /** From the start of its process until its window had its first content. */
  readonly windowMs: number;
  readonly #place: Place;
  readonly #browser: Browser;

  private constructor(parts: { place: Place; browser: Browser; page: Page; windowMs: number }) {
    this.#place = parts.place;
    this.#browser = parts.browser;
    this.page = parts.page;
    this.windowMs = parts.windowMs;
  }

  /**
   * Starts it on a display and a message bus of its own.
   *
   * @param command the program and its arguments
   * @param options.staysOpen whether display and bus stay when the app ends, for one that takes its place
   */
  static async start(
    system: SystemCopy,
    user: string,
    command: readonly string[],
    options: { staysOpen?: boolean } = {},
  ): Promise<InstalledApp> {
    const portFile = `/home/${user}/.local/share/streamchecker/desktop/DevToolsActivePort`;
    await system.do('rm', '-f', portFile);
    const display = ['xvfb-run', '--auto-servernum', '--server-args', '-screen 0 1600x1000x24 -nolisten tcp'];
    const hold = options.staysOpen ? ['sh', '-c', '"$@"; sleep infinity', 'sh'] : [];
    const at = command.findIndex((word) => word !== 'env' && !word.includes('='));
    const app = command.toSpliced(at + 1, 0, '--remote-debugging-port=0');
    const [program, ...args] = system.commandAs(user, ...display, 'dbus-run-session', '--', ...hold, ...app);
    const session = spawn(program!, args, { stdio: 'ignore' });
    return InstalledApp.#attach({ system, session, portFile });
  }

  /** The app that takes the place of this one, which has ended, and its connection with it. */
  successor(): Promise<InstalledApp> {
    return InstalledApp.#attach(this.#place);
  }

  static async #attach(place: Place): Promise<InstalledApp> {
    const { system, session, portFile } = place;
    try {
      const address = await eventually('its port', () => addressIn(portFile, system), 60_000);
      await windowLoaded(address, 'StreamChecker', 30_000);
      const browser = await chromium.connectOverCDP(address);
      const page = await eventually('its window', () => browser.contexts()[0]?.pages()[0]);
      const [pid] = await system.pids('--oldest', '--exact', 'streamchecker');
      const windowMs = Math.round((await paintedAt(page)) - startOf(pid!));
      return new InstalledApp({ place, browser, page, windowMs });
    } catch (thrown) {
      await endProcess(session);
      throw thrown;
    }
  }

  /** Whether the process of its page is confined by Chromium's sandbox. */
  async sandboxed(): Promise<boolean> {
    const renderers = await this.#place.system.pids('--full', '--', '--type=renderer');
    return renderers.length > 0 && renderers.every((pid) => statusField(pid, 'Seccomp') === '2');
  }

  /** Ends it as a session manager would. */
  async close(): Promise<void> {
    const { system, session } = this.#place;
    await this.#browser.close();
    const [pid] = await system.pids('--oldest', '--exact', 'streamchecker');
    if (pid !== undefined) process.kill(pid, 'SIGTERM');
    await Promise.race([once(session, 'exit'), new Promise((wake) => setTimeout(wake, 8_000))]);
    await endProcess(session);
  }
}

/** Where an app can be driven; the file is gone once this was read, so that the next one's is not mistaken for it. */
async function addressIn(portFile: string, system: SystemCopy): Promise<string | null> {
  const { status, stdout } = await system.run('cat', portFile);
  if (status !== 0 || !stdout.includes('\n')) return null;
  await system.do('rm', portFile);
  return `http://127.0.0.1:${stdout.split('\n')[0]!}`;
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
