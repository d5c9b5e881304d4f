import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { Desktop } from '../support/desktop/desktop.ts';
import {
  type DesktopAppUnderTest,
  enginePids,
  eventually,
  launchApp,
  makeDataDir,
} from '../support/desktop/desktop-app.ts';
import { ownedByTests } from '../support/desktop/desktop-owned.ts';
import { closeWindow, visibleWindows } from '../support/desktop/desktop-page.ts';
import { LoopbackTraffic } from '../support/desktop/desktop-traffic.ts';

const maximum = 20_000;

describe('the desktop app with its window closed', () => {
  const own = ownedByTests();
  let desktop: Desktop;
  let traffic: LoopbackTraffic;
  let running: DesktopAppUnderTest;

  beforeAll(async () => {
    desktop = own(await Desktop.start(), (session) => session.stop());
    traffic = own(await LoopbackTraffic.open(), (sockets) => sockets.close());
    const dataDir = own(await makeDataDir(), (path) => rm(path, { recursive: true, force: true }));
    const limits = join(dataDir, 'limits.json');
    await writeFile(
      limits,
      JSON.stringify([{ limit_name: 'max', limit_value: maximum, effective_date: '2020-01-01' }]),
    );
    const filter = `udp port ${traffic.port}`;
    const options = ['--interface', 'lo', '--filter', filter, '--window', '24h', '--limits', limits];
    running = own(await launchApp(desktop, options, { dataDir }), (app) => app.close());
    await running.page.locator('[data-testid=capture-state][data-state=capturing]').waitFor();
    await closeWindow(running.app);
    expect(await visibleWindows(running.app)).toEqual([false]);
  });

  it('is told nothing that only a picture would show', async () => {
    const told = running.page.evaluate(
      () =>
        new Promise<boolean>((resolve) => {
          addEventListener('message', ({ data, ports: [port] }: MessageEvent<unknown>) => {
            if (data !== 'listens' || port === undefined) return;
            port.onmessage = ({ data: said }: MessageEvent<{ name?: string }>) => {
              if (said.name === 'statusChanged') resolve(true);
            };
            setTimeout(() => resolve(false), 4_000);
          });
          void window.streamchecker.connect('engine', 'listens');
        }),
    );
    expect(await told).toBe(false);
  });

  const breaches = (): number =>
    desktop.notices.filter(({ summary }) => summary.startsWith('Traffic above max')).length;

  it('notifies at once of a breach, and once', async () => {
    const crossedMs = Date.now();
    await traffic.send(maximum + 1);
    await eventually('a notification', () => breaches() > 0);
    expect(Date.now() - crossedMs).toBeLessThan(2_500);
    await eventually('the tray says so', async () => {
      const item = desktop.trayItems.at(-1);
      return (
        item !== undefined &&
        [...(await desktop.menuLabels(item)).values()].includes('Above the maximum of 19.5 KiB')
      );
    });
    expect(breaches()).toBe(1);
  });

  it('shows its window when the notification is clicked', async () => {
    await desktop.clickNotice();
    await eventually('the window is back', async () => (await visibleWindows(running.app)).includes(true));
  });

  it('says nothing again when the engine is killed and comes back', async () => {
    const [killed] = await enginePids(running.app);
    process.kill(killed!, 'SIGKILL');
    await eventually('another engine', async () => {
      const [engine] = await enginePids(running.app);
      return engine !== undefined && engine !== killed;
    });
    await eventually('it captures', () =>
      running.page.locator('[data-testid=capture-state][data-state=capturing]').isVisible(),
    );
    await traffic.send(1_000);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(breaches()).toBe(1);
  });
});
