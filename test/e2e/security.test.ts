import { beforeAll, describe, expect, it } from 'vitest';
import { Desktop } from '../support/desktop/desktop.ts';
import { type DesktopAppUnderTest, launchApp } from '../support/desktop/desktop-app.ts';
import { ownedByTests } from '../support/desktop/desktop-owned.ts';

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
      await page.evaluate(() => window.streamchecker.call('getAppInfo'));
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
    ['a payload where there is none', 'getAppInfo', { more: true }],
    ['a payload with more than is asked for', 'listAlerts', { count: 1, path: '/etc/passwd' }],
  ])('is refused a call with %s', async (_, name, request) => {
    const message = await running.page.evaluate(
      ([call, payload]) =>
        window.streamchecker.call(call, payload).then(
          () => null,
          (error: unknown) => (error as Error).message,
        ),
      [name, request] as const,
    );
    expect(JSON.parse(message ?? 'null')).toMatchObject({ code: 'request/invalid', retriable: false });
  });

  it('gets only files of the window', async () => {
    const statuses = await running.page.evaluate(async () => {
      const paths = ['/index.html', '/nothing.js', '/..%2f..%2fpackage.json', '/..%2fmain%2fmain.js'];
      return Promise.all(paths.map(async (path) => (await fetch(path)).status));
    });
    expect(statuses).toEqual([200, 404, 404, 404]);
  });
});
