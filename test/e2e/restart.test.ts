import { beforeAll, describe, expect, it } from 'vitest';
import { Desktop } from '../support/desktop/desktop.ts';
import {
  childPids,
  type DesktopAppUnderTest,
  enginePids,
  eventually,
  launchApp,
} from '../support/desktop/desktop-app.ts';
import { ownedByTests } from '../support/desktop/desktop-owned.ts';
import { recordEngineStates, shownTotal } from '../support/desktop/desktop-page.ts';
import { LoopbackTraffic } from '../support/desktop/desktop-traffic.ts';
import { hasConfinedItself } from '../support/packets/until-capturing.ts';

describe('the desktop app, when its processes are killed', () => {
  const own = ownedByTests();
  let desktop: Desktop;
  let traffic: LoopbackTraffic;
  let running: DesktopAppUnderTest;

  beforeAll(async () => {
    desktop = own(await Desktop.start(), (session) => session.stop());
    traffic = own(await LoopbackTraffic.open(), (sockets) => sockets.close());
    const filter = `udp port ${traffic.port}`;
    const options = ['--interface', 'lo', '--filter', filter, '--window', '24h'];
    running = own(await launchApp(desktop, options), (app) => app.close());
    await capturing();
    await recordEngineStates(running.page);
  });

  const capturing = async (): Promise<void> => {
    await running.page.locator('[data-testid=capture-state][data-state=capturing]').waitFor();
    // The page says so from before, until it hears of the new engine.
    await eventually('a helper that captures', async () =>
      (await childPids(await enginePid())).some(hasConfinedItself),
    );
  };
  const showsAllSent = (): Promise<unknown> =>
    eventually('every byte sent', async () => (await shownTotal(running.page)) === traffic.sentBytes);
  const enginePid = (): Promise<number> =>
    eventually('an engine', async () => (await enginePids(running.app))[0]);

  it('restarts the engine and keeps the total', async () => {
    await traffic.send(40_000, 40);
    await showsAllSent();
    const before = await enginePid();
    process.kill(before, 'SIGKILL');
    const after = await eventually('another engine', async () =>
      (await enginePids(running.app)).find((pid) => pid !== before),
    );
    await eventually('it says so', async () =>
      (await running.page.evaluate(() => window.engineStates))?.includes('running'),
    );
    expect(await running.page.evaluate(() => window.engineStates)).toEqual(['restarting', 'running']);
    expect(after).not.toBe(before);
    await capturing();
    await showsAllSent();
  });

  it('goes on counting with the new engine', async () => {
    await traffic.send(60_000, 60);
    await showsAllSent();
  });

  it('says that it restarts the capture, and goes on counting', async () => {
    const engine = await enginePid();
    const first = await eventually('a capture process', async () => (await childPids(engine))[0]);
    await eventually('it says that it does not capture', async () => {
      for (const pid of await childPids(engine)) kill(pid);
      return running.page.locator('[data-testid=capture-state]:not([data-state=capturing])').isVisible();
    });
    await capturing();
    expect(await childPids(engine)).not.toContain(first);
    await showsAllSent();
    await traffic.send(5_000, 5);
    await showsAllSent();
  });

  it('loads the page again when its process dies, and shows the same', async () => {
    const { app } = running;
    await app.evaluate(({ BrowserWindow }) => {
      setTimeout(() => BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer());
    });
    await eventually('its end', () => running.errors().includes("window's process ended"));
    // The driver gives up a page that crashed; the main process can still look into the one that follows.
    const total = (): Promise<string | null> =>
      app.evaluate(({ BrowserWindow }) => {
        const page = BrowserWindow.getAllWindows()[0]?.webContents;
        if (page === undefined || page.isCrashed() || page.isLoading()) return null;
        const script = "document.querySelector('[data-testid=window-total]')?.dataset.bytes ?? null";
        return page.executeJavaScript(script) as Promise<string | null>;
      });
    expect(Number(await eventually('its total', total))).toBe(traffic.sentBytes);
  });
});

/** Kills a process, unless it has ended already. */
function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'ESRCH') throw thrown;
  }
}
