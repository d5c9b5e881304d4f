import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { Desktop } from '../support/desktop/desktop.ts';
import {
  type DesktopAppUnderTest,
  enginePids,
  eventually,
  launchApp,
} from '../support/desktop/desktop-app.ts';
import { ownedByTests } from '../support/desktop/desktop-owned.ts';
import { callOver, engineOf, shellOf } from '../support/desktop/page-calls.ts';

declare global {
  interface Window {
    held?: { readonly port: MessagePort; isClosed: boolean };
  }
}

const invalid = { ok: false, error: { code: 'request/invalid', retriable: false } };

/** Has the page open a line to the engine, and keep its port. */
const holdPort = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const arrived = new Promise<MessagePort>((resolve) => {
      addEventListener('message', ({ data, ports: [port] }: MessageEvent<unknown>) => {
        if (data === 'held' && port !== undefined) resolve(port);
      });
    });
    await window.streamchecker.connect('engine', 'held');
    const held = { port: await arrived, isClosed: false };
    held.port.addEventListener('close', () => (held.isClosed = true));
    held.port.start();
    window.held = held;
  });

/** Asks over the port that was kept, and waits for an answer for a while. */
const askHeld = (page: Page): Promise<'answered' | 'silent'> =>
  page.evaluate(
    () =>
      new Promise<'answered' | 'silent'>((resolve) => {
        const { port } = window.held!;
        port.addEventListener('message', ({ data }: MessageEvent<{ kind: string }>) => {
          if (data.kind === 'answer') resolve('answered');
        });
        port.postMessage({ kind: 'call', id: 1, name: 'listMutes' });
        setTimeout(() => resolve('silent'), 1_000);
      }),
  );

const address = 'app://streamchecker/index.html';

describe('the page of the desktop app', () => {
  const own = ownedByTests();
  let running: DesktopAppUnderTest;

  beforeAll(async () => {
    const desktop = own(await Desktop.start(), (session) => session.stop());
    running = own(await launchApp(desktop, ['--interface', 'lo']), (app) => app.close());
    expect(running.page.url()).toBe(address);
  });

  it('has nothing of Node and nothing of Electron', async () => {
    const found = await running.page.evaluate(() =>
      ['require', 'process', 'module', 'Buffer', 'global', 'electron', 'ipcRenderer'].filter(
        (name) => name in window,
      ),
    );
    expect(found).toEqual([]);
    expect(await running.page.evaluate(() => Object.keys(window.streamchecker))).toEqual([
      'call',
      'on',
      'connect',
      'pathOf',
    ]);
  });

  it('is sandboxed and isolated', async () => {
    const preferences = await running.app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
        getLastWebPreferences(): Record<string, unknown>;
      };
      return contents.getLastWebPreferences();
    });
    expect(preferences).toMatchObject({ contextIsolation: true, sandbox: true, webSecurity: true });
    expect(preferences.nodeIntegration).not.toBe(true);
  });

  it('opens no window', async () => {
    expect(await running.page.evaluate(() => window.open('https://example.com/'))).toBeNull();
    expect(await running.page.evaluate(() => window.open('app://streamchecker/index.html'))).toBeNull();
    expect(running.app.windows()).toHaveLength(1);
  });

  it.each(['https://example.com/', 'file:///etc/passwd', 'app://elsewhere/', 'data:text/html,x'])(
    'does not leave for %s',
    async (target) => {
      const { page } = running;
      await page.evaluate((href) => {
        const link = document.createElement('a');
        link.href = href;
        document.body.append(link);
        link.click();
        link.remove();
      }, target);
      // A call to and fro: what the click started has been decided by then.
      await shellOf(page).getAppInfo();
      expect(page.url()).toBe(address);
    },
  );

  it('runs no inline script, no text as code, and talks to nobody', async () => {
    const results = await running.page.evaluate(async () => {
      const script = document.createElement('script');
      script.textContent = 'window.inlineRan = true';
      document.head.append(script);
      // The driver's own code may evaluate text; what a timer calls is the page's.
      const evaluated = await new Promise<boolean>((resolve) => {
        setTimeout(() => {
          try {
            // eslint-disable-next-line @typescript-eslint/no-implied-eval -- what must not work
            new Function('return true');
            resolve(true);
          } catch {
            resolve(false);
          }
        });
      });
      const fetched = await fetch('https://example.com/').then(
        () => true,
        () => false,
      );
      return { inline: 'inlineRan' in window, evaluated, fetched };
    });
    expect(results).toEqual({ inline: false, evaluated: false, fetched: false });
  });

  it('loads no frame from elsewhere and no webview', async () => {
    await running.page.evaluate(() => {
      const frame = document.createElement('iframe');
      frame.src = 'https://example.com/';
      document.body.append(frame, document.createElement('webview'));
    });
    const frames = running.page.frames().map((frame) => frame.url());
    expect(frames.filter((url) => url.startsWith('https:'))).toEqual([]);
    expect(await running.app.evaluate(({ webContents }) => webContents.getAllWebContents().length)).toBe(1);
  });

  it('has no permission', async () => {
    const states = await running.page.evaluate(async () => {
      const names = ['notifications', 'geolocation', 'camera', 'microphone', 'clipboard-read', 'midi'];
      const query = async (name: string) =>
        (await navigator.permissions.query({ name: name as PermissionName })).state === 'granted';
      return Object.fromEntries(
        await Promise.all(names.map(async (name) => [name, await query(name)] as const)),
      );
    });
    expect(states).toEqual({
      notifications: false,
      geolocation: false,
      camera: false,
      microphone: false,
      'clipboard-read': false,
      midi: false,
    });
  });

  it.each([
    ['an unknown name', 'deleteEverything', undefined],
    ['the name of a member that is not a call', 'constructor', undefined],
    ['a bad payload', 'getWindow', { startMs: 'yesterday', pairs: 1 }],
    ['a payload out of bounds', 'listAlerts', { count: 1e9 }],
    ['a payload where there is none', 'getStatus', { more: true }],
    ['a payload with more than is asked for', 'listAlerts', { count: 1, path: '/etc/passwd' }],
    ['the name of a call of the shell', 'quit', undefined],
  ])('is refused a call of the engine with %s', async (_, name, request) => {
    expect(await callOver(running.page, 'engine', name, request)).toMatchObject(invalid);
  });

  it.each([
    ['an unknown name', 'deleteEverything', undefined],
    ['the name of a member that is not a call', 'constructor', undefined],
    ['a payload where there is none', 'getAppInfo', { more: true }],
    ['the name of a call of the engine', 'getStatus', undefined],
  ])('is refused a call of the shell with %s', async (_, name, request) => {
    const answer = running.page.evaluate(([call, payload]) => window.streamchecker.call(call, payload), [
      name,
      request,
    ] as const);
    expect(await answer).toMatchObject(invalid);
  });

  it.each([
    ['the main process', 'main', 'x'],
    ['the name of a member that is no line', 'constructor', 'x'],
    ['an engine without a ticket', 'engine', 7],
  ])('gets no line to %s', async (_, line, ticket) => {
    const answer = running.page.evaluate(
      ([name, of]) => window.streamchecker.connect(name as 'engine', of as string),
      [line, ticket] as const,
    );
    expect(await answer).toMatchObject(invalid);
  });

  it.each([address, 'data:text/html,<title>Elsewhere</title>'])(
    'is alone: a window that is not the one of the app may ask nothing at %s',
    async (url) => {
      const opened = running.app.waitForEvent('window');
      await running.app.evaluate(({ app, BrowserWindow }, page) => {
        const preload = `${app.getAppPath()}/dist/preload/preload.cjs`;
        const webPreferences = { preload, sandbox: true, contextIsolation: true };
        void new BrowserWindow({ show: false, webPreferences }).loadURL(page);
      }, url);
      const other = await opened;
      await other.waitForLoadState();
      const answers = await other.evaluate(async () => [
        await window.streamchecker.call('getAppInfo'),
        await window.streamchecker.connect('engine', 'x'),
      ]);
      expect(answers).toMatchObject([invalid, invalid]);
      await other.close();
      expect(await engineOf(running.page).listMutes()).toEqual([]);
    },
  );

  it('asks over a port that it kept nothing of an engine that is gone, nor of the next one', async () => {
    const { app, page } = running;
    await holdPort(page);
    expect(await askHeld(page)).toBe('answered');
    const [killed] = await enginePids(app);
    process.kill(killed!, 'SIGKILL');
    await eventually('the port is closed', () => page.evaluate(() => window.held?.isClosed === true));
    await eventually('another engine answers', () =>
      engineOf(page)
        .listMutes()
        .then(
          () => true,
          () => false,
        ),
    );
    expect(await askHeld(page)).toBe('silent');
    // The driver still waits for a navigation that was denied: a locator would, too.
    await eventually('the page shows the next engine', () =>
      page.evaluate(
        () => document.querySelector('[data-testid=capture-state][data-state=capturing]') !== null,
      ),
    );
  });

  it('gets lines of its own when it is loaded again', async () => {
    const { page } = running;
    await page.reload();
    await page.locator('[data-testid=capture-state][data-state=capturing]').waitFor();
    expect(await engineOf(page).listMutes()).toEqual([]);
  });

  it('gets only files of the window', async () => {
    const statuses = await running.page.evaluate(async () => {
      const paths = ['/index.html', '/nothing.js', '/..%2f..%2fpackage.json', '/..%2fmain%2fmain.js'];
      return Promise.all(paths.map(async (path) => (await fetch(path)).status));
    });
    expect(statuses).toEqual([200, 404, 404, 404]);
  });
});
