import { beforeAll, describe, expect, it } from 'vitest';
import type { WindowSummary } from '../../src-main/common/model/windows.ts';
import { Desktop, type TrayItem } from '../support/desktop/desktop.ts';
import {
  type DesktopAppUnderTest,
  enginePids,
  eventually,
  launchApp,
} from '../support/desktop/desktop-app.ts';
import { ownedByTests } from '../support/desktop/desktop-owned.ts';
import { LoopbackTraffic } from '../support/desktop/desktop-traffic.ts';
import { engineOf } from '../support/desktop/page-calls.ts';

const windowMs = 2_000;

describe('a capture that is paused from the tray', () => {
  const own = ownedByTests();
  let desktop: Desktop;
  let traffic: LoopbackTraffic;
  let running: DesktopAppUnderTest;
  let item: TrayItem;

  beforeAll(async () => {
    desktop = own(await Desktop.start(), (session) => session.stop());
    traffic = own(await LoopbackTraffic.open(), (sockets) => sockets.close());
    const filter = `udp port ${traffic.port}`;
    const windows = ['--window', `${windowMs}ms`, '--lateness', '1s'];
    running = own(await launchApp(desktop, ['--interface', 'lo', '--filter', filter, ...windows]), (app) =>
      app.close(),
    );
    item = await eventually('the tray icon', () => desktop.trayItems.at(-1));
    await is('capturing');
  });

  const is = (state: string): Promise<void> =>
    running.page.locator(`[data-testid=capture-state][data-state=${state}]`).waitFor();
  const choose = async (label: string): Promise<void> => {
    await eventually(`"${label}"`, async () =>
      [...(await desktop.menuLabels(item)).values()].includes(label),
    );
    await desktop.chooseInMenu(item, label);
  };
  const windows = (): Promise<readonly WindowSummary[]> =>
    engineOf(running.page).listWindows({ fromMs: 0, toMs: 9_000_000_000_000, count: 1000 });
  const total = async (): Promise<number> => (await windows()).reduce((sum, { bytes }) => sum + bytes, 0);

  it('captures nothing, and its windows say so', async () => {
    await traffic.send(10_000, 10);
    await eventually('what was sent', async () => (await total()) === 10_000);
    await choose('Pause Capture');
    await is('paused');
    const pausedMs = Date.now();
    await traffic.send(50_000, 10);
    const silent = await eventually('windows that were paused throughout', async () => {
      const found = (await windows()).filter(({ startMs, closed }) => startMs > pausedMs && closed);
      return found.length >= 2 ? found : null;
    });
    expect(
      silent.every(({ bytes, complete, status }) => bytes === 0 && !complete && status === 'unchecked'),
    ).toBe(true);
    expect(await total()).toBe(10_000);
    await running.page.getByTestId('problem').filter({ hasText: 'Paused' }).waitFor();
  });

  it('stays paused when the engine is started again', async () => {
    const [engine] = await enginePids(running.app);
    process.kill(engine!, 'SIGKILL');
    await eventually('another engine', async () => {
      const [pid] = await enginePids(running.app);
      return pid !== undefined && pid !== engine;
    });
    await is('paused');
  });

  it('goes on when it is resumed', async () => {
    await choose('Resume Capture');
    await is('capturing');
    const before = await total();
    await traffic.send(7_000, 7);
    await eventually('what was sent since', async () => (await total()) === before + 7_000);
  });
});
