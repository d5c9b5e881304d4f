import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Alert, isOfLimit } from '../../src-main/common/model/alerts.ts';
import { Desktop } from '../support/desktop/desktop.ts';
import {
  type DesktopAppUnderTest,
  eventually,
  launchApp,
  makeDataDir,
} from '../support/desktop/desktop-app.ts';
import { ownedByTests } from '../support/desktop/desktop-owned.ts';
import { LoopbackTraffic } from '../support/desktop/desktop-traffic.ts';
import { engineOf } from '../support/desktop/page-calls.ts';

describe('the buttons of a notification', () => {
  const own = ownedByTests();
  let desktop: Desktop;
  let traffic: LoopbackTraffic;
  let running: DesktopAppUnderTest;

  beforeAll(async () => {
    desktop = own(await Desktop.start(), (session) => session.stop());
    traffic = own(await LoopbackTraffic.open(), (sockets) => sockets.close());
    const dataDir = own(await makeDataDir(), (path) => rm(path, { recursive: true, force: true }));
    const limits = join(dataDir, 'limits.csv');
    const rows = ['max,20000,2020-01-01,', 'max,200000,2020-01-01,127.0.0.7'];
    await writeFile(limits, `limit_name,limit_value,effective_date,source\n${rows.join('\n')}\n`);
    const options = ['--interface', 'lo', '--filter', `udp port ${traffic.port}`, '--window', '24h'];
    running = own(await launchApp(desktop, [...options, '--limits', limits], { dataDir }), (app) =>
      app.close(),
    );
    await running.page.locator('[data-testid=capture-state][data-state=capturing]').waitFor();
  });

  const alerts = (): Promise<readonly Alert[]> => engineOf(running.page).listAlerts({ count: 10 });
  const alertOf = async (limit: number): Promise<Alert | undefined> =>
    (await alerts()).find((alert) => isOfLimit(alert) && alert.subject.limit.value === limit);
  const notices = (): number =>
    desktop.notices.filter(({ summary }) => summary.startsWith('Traffic above max')).length;

  it('acknowledge its alert', async () => {
    await traffic.send(20_001);
    await eventually('a notification', () => notices() === 1);
    await desktop.pressOnNotice('Acknowledge');
    await eventually(
      'it is acknowledged',
      async () => ((await alertOf(20_000))?.acknowledged ?? null) !== null,
    );
    expect((await alertOf(20_000))?.snoozedUntilMs).toBe(null);
  });

  it('snooze its alert for an hour, and no other', async () => {
    await traffic.send(200_001, 100, '127.0.0.7', '127.0.0.20');
    await eventually('another notification', () => notices() === 2);
    await desktop.pressOnNotice('Snooze for an Hour');
    await eventually(
      'it is snoozed',
      async () => ((await alertOf(200_000))?.snoozedUntilMs ?? null) !== null,
    );
    const leftMs = (await alertOf(200_000))!.snoozedUntilMs! - Date.now();
    expect(leftMs).toBeGreaterThan(3_500_000);
    expect(leftMs).toBeLessThanOrEqual(3_600_000);
    expect((await alertOf(200_000))?.acknowledged).toBe(null);
    expect((await alertOf(20_000))?.snoozedUntilMs).toBe(null);
  });
});
