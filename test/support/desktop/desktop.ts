import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The system's own Python, which sees the system's `gi`; another one may come first in the path. */
const systemPython = '/usr/bin/python3';

const menuPath = '/com/canonical/dbusmenu';
const menuInterface = 'com.canonical.dbusmenu';

/** A notification that arrived at the notification service. */
export interface Notice {
  readonly summary: string;
  readonly body: string;
  /** When the service was asked to show it, in milliseconds since the epoch. */
  readonly atMs: number;
}

/** An item that registered in the tray: where it is on the bus. */
export interface TrayItem {
  readonly service: string;
  readonly path: string;
}

/** A desktop session of its own: a display, a message bus, a real notification service, and a tray if wanted. */
export class Desktop {
  readonly #children: ChildProcess[] = [];
  readonly #folder: string;
  readonly #notices: Notice[] = [];
  readonly #trayItems: TrayItem[] = [];
  /** Environment of a program that runs in this session. */
  env: Record<string, string> = {};

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * @param tray whether something on this desktop shows tray icons
   * @param notifications whether something on it shows notifications
   * @param keyring whether it has a keyring, which is unlocked
   */
  static async start({ tray = true, notifications = true, keyring = false } = {}): Promise<Desktop> {
    const desktop = new Desktop(await mkdtemp(join(tmpdir(), 'streamchecker-desktop-')));
    try {
      await desktop.#open(tray, notifications);
      if (keyring) await desktop.#startKeyring();
    } catch (thrown) {
      await desktop.stop();
      throw thrown;
    }
    return desktop;
  }

  /** The notifications so far, in order. */
  get notices(): readonly Notice[] {
    return this.#notices;
  }

  /** The notifications that dunst itself says it has shown. */
  async shownSummaries(): Promise<string[]> {
    await this.#command('dunstctl', 'close-all');
    const { data } = JSON.parse(await this.#command('dunstctl', 'history')) as DunstHistory;
    return data.flat().map((entry) => entry.summary.data);
  }

  /** Clicks the notification that is shown first. */
  async clickNotice(): Promise<void> {
    await this.#command('dunstctl', 'action', '0');
  }

  /** Presses a button of a notification that is shown, as its menu has it. */
  async pressOnNotice(button: string): Promise<void> {
    await writeFile(join(this.#folder, 'pressed'), button);
    await this.#command('dunstctl', 'context');
  }

  /** What registered in the tray, in order. */
  get trayItems(): readonly TrayItem[] {
    return this.#trayItems;
  }

  /** The labels of an item's menu by their id. */
  async menuLabels(item: TrayItem): Promise<ReadonlyMap<number, string>> {
    const layout = await this.#call(item.service, menuPath, `${menuInterface}.GetLayout`, [
      '0',
      '1',
      "['label']",
    ]);
    const entries = layout.matchAll(/\((\d+), \{'label': <(?:'([^']*)'|"([^"]*)")>\}/g);
    return new Map([...entries].map(([, id, plain, quoted]) => [Number(id), plain ?? quoted ?? '']));
  }

  /** Chooses the entry with that label in an item's menu; once more when the menu has been drawn anew meanwhile. */
  async chooseInMenu(item: TrayItem, label: string): Promise<void> {
    try {
      await this.#chooseInMenu(item, label);
    } catch (thrown) {
      if (!(thrown instanceof Error && thrown.message.includes('error occurred in Event'))) throw thrown;
      await this.#chooseInMenu(item, label);
    }
  }

  /** Clicks an item's icon. */
  async clickTray(item: TrayItem): Promise<void> {
    await this.#call(item.service, item.path, 'org.kde.StatusNotifierItem.Activate', ['0', '0']);
  }

  /** Takes the focus from every window, as when a person works elsewhere. */
  async unfocus(): Promise<void> {
    await this.#command(systemPython, join(import.meta.dirname, 'desktop-unfocus.py'));
  }

  /** Ends what was started here, newest first, and nothing else. */
  async stop(): Promise<void> {
    for (const child of this.#children.reverse()) await endProcess(child);
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #open(tray: boolean, notifications: boolean): Promise<void> {
    const display = await this.#startXvfb();
    this.env = {
      ...process.env,
      DISPLAY: display,
      XDG_RUNTIME_DIR: this.#folder,
      // Where a keyring is kept.
      XDG_DATA_HOME: this.#folder,
    };
    delete this.env.WAYLAND_DISPLAY;
    this.env.DBUS_SESSION_BUS_ADDRESS = await this.#startBus(notifications);
    if (notifications) {
      await this.#startDunst();
      await this.#listenForNotices();
    }
    if (tray) await this.#startTray();
  }

  async #startXvfb(): Promise<string> {
    const child = this.#spawn(
      'Xvfb',
      ['-displayfd', '3', '-screen', '0', '2560x1440x24', '-nolisten', 'tcp'],
      3,
    );
    return `:${await firstLine(child, 3)}`;
  }

  /** @param startsServices whether the bus starts what is installed, such as a notification service, when it is asked for */
  async #startBus(startsServices: boolean): Promise<string> {
    const config = join(this.#folder, 'bus.conf');
    await writeFile(config, busWithoutServices(this.#folder));
    const kind = startsServices ? '--session' : `--config-file=${config}`;
    return firstLine(
      this.#spawn('dbus-daemon', [kind, '--nofork', '--nopidfile', '--print-address=3'], 3),
      3,
    );
  }

  async #startDunst(): Promise<void> {
    const [config, menu] = [join(this.#folder, 'dunstrc'), join(this.#folder, 'menu')];
    // In place of a person, who chooses one of the lines that the menu has.
    await writeFile(menu, `#!/bin/sh\ngrep -m 1 -F -f '${join(this.#folder, 'pressed')}'\n`, { mode: 0o755 });
    const global = `history_length = 100\nidle_threshold = 0\nstack_duplicates = false\ndmenu = ${menu}\n`;
    await writeFile(config, `[global]\n${global}`);
    this.#spawn('dunst', ['-conf', config]);
    await this.#command('gdbus', 'wait', '--session', '--timeout', '10', 'org.freedesktop.Notifications');
  }

  async #startKeyring(): Promise<void> {
    const child = this.#spawn(
      'gnome-keyring-daemon',
      ['--foreground', '--unlock', '--components=secrets'],
      0,
    );
    (child.stdin as NodeJS.WritableStream).end('of this test');
    await this.#command('gdbus', 'wait', '--session', '--timeout', '10', 'org.freedesktop.secrets');
  }

  async #listenForNotices(): Promise<void> {
    const rule = "type='method_call',interface='org.freedesktop.Notifications',member='Notify'";
    const child = this.#spawn('dbus-monitor', ['--session', rule], 1);
    let strings: string[] | null = null;
    const lines = createInterface({ input: child.stdio[1] as NodeJS.ReadableStream });
    const ready = once(lines, 'line');
    lines.on('line', (line) => {
      if (/^\S/.test(line)) strings = line.includes('member=Notify') ? [] : null;
      const [, text] = /^ {3}string "(.*)"?$/.exec(line) ?? [];
      if (strings === null || text === undefined) return;
      strings.push(text.replace(/"$/, ''));
      // Its arguments: application, (id), icon, summary, body.
      const [, , summary, body] = strings;
      if (strings.length === 4)
        this.#notices.push({ summary: summary ?? '', body: body ?? '', atMs: Date.now() });
    });
    await ready;
  }

  async #startTray(): Promise<void> {
    const child = this.#spawn(systemPython, [join(import.meta.dirname, 'desktop-tray.py')], 1);
    const lines = createInterface({ input: child.stdio[1] as NodeJS.ReadableStream });
    const ready = once(lines, 'line');
    lines.on('line', (line) => {
      const [word, service, path] = line.split(' ');
      if (word === 'registered' && service && path) this.#trayItems.push({ service, path });
    });
    const [line] = (await Promise.race([ready, failure(child)])) as [string];
    if (line !== 'ready') throw new Error(`The tray said ${line}`);
  }

  async #chooseInMenu(item: TrayItem, label: string): Promise<void> {
    const labels = await this.menuLabels(item);
    const id = [...labels].find(([, text]) => text === label)?.[0];
    if (id === undefined) throw new Error(`No "${label}" among ${[...labels.values()].join(', ')}`);
    await this.#call(item.service, menuPath, `${menuInterface}.Event`, [String(id), 'clicked', '<"">', '0']);
  }

  #call(service: string, path: string, method: string, values: readonly string[]): Promise<string> {
    const target = ['--session', '--timeout', '5', '-d', service, '-o', path, '-m', method];
    return this.#command('gdbus', 'call', ...target, '--', ...values);
  }

  async #command(program: string, ...options: string[]): Promise<string> {
    return (await run(program, options, { env: this.env, timeout: 15_000 })).stdout;
  }

  /** Starts a program of the session; the output number `pipe` is ours to read. */
  #spawn(program: string, options: readonly string[], pipe?: number): ChildProcess {
    const stdio: ('ignore' | 'pipe')[] = ['ignore', 'ignore', 'ignore'];
    if (pipe !== undefined) stdio[pipe] = 'pipe';
    const child = spawn(program, options, {
      stdio,
      env: Object.keys(this.env).length > 0 ? this.env : process.env,
    });
    this.#children.push(child);
    return child;
  }
}

const busWithoutServices = (folder: string): string => `<busconfig>
  <type>session</type>
  <listen>unix:dir=${folder}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`;

interface DunstHistory {
  readonly data: readonly (readonly { readonly summary: { readonly data: string } }[])[];
}

/** Ends a process that the test started: asks, then kills after two seconds. */
export async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const bound = setTimeout(() => child.kill('SIGKILL'), 2_000);
  await ended;
  clearTimeout(bound);
}

async function firstLine(child: ChildProcess, pipe: number): Promise<string> {
  const lines = createInterface({ input: child.stdio[pipe] as NodeJS.ReadableStream });
  const [line] = (await Promise.race([once(lines, 'line'), failure(child)])) as [string];
  return line;
}

/** Rejects when the program can't be started, or ends. */
async function failure(child: ChildProcess): Promise<never> {
  const [status] = (await once(child, 'exit')) as [number | null];
  throw new Error(`${child.spawnfile} ended with status ${status}`);
}
