import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { CommandLine } from '../support/process/command-line.ts';
import { eventually } from '../support/desktop/desktop-app.ts';
import { type AttachedApp, startAttached } from '../support/desktop/desktop-attached.ts';
import { ownedByTests } from '../support/desktop/desktop-owned.ts';
import { runCommand, shownTotal } from '../support/desktop/desktop-page.ts';
import { LoopbackTraffic } from '../support/desktop/desktop-traffic.ts';
import { Desktop } from '../support/desktop/desktop.ts';
import { canPackage, packages } from '../support/packages/packages.ts';

const maximum = 500_000;

describe.skipIf(!canPackage)('the packaged desktop app', () => {
  const own = ownedByTests();
  let desktop: Desktop;
  let traffic: LoopbackTraffic;
  let running: AttachedApp;
  let folder: string;

  const start = async (...more: string[]): Promise<AttachedApp> => {
    const options = ['--interface', 'lo', '--filter', `udp port ${traffic.port}`, '--window', '24h'];
    const executable = join(packages.driven, 'streamchecker');
    const own = ['--data-dir', join(folder, 'data')];
    const app = await startAttached(desktop, { options: [...own, ...options, ...more], executable });
    await app.page.locator('[data-testid=capture-state][data-state=capturing]').waitFor();
    return app;
  };
  const shows = (bytes: number): Promise<unknown> =>
    eventually(`a total of ${bytes}`, async () => (await shownTotal(running.page)) === bytes);

  beforeAll(async () => {
    folder = own(await mkdtemp(join(tmpdir(), 'streamchecker-package-')), (path) =>
      rm(path, { recursive: true }),
    );
    desktop = own(await Desktop.start(), (session) => session.stop());
    traffic = own(await LoopbackTraffic.open(), (sockets) => sockets.close());
    const limits = join(folder, 'limits.json');
    const row = { limit_name: 'max', limit_value: maximum, effective_date: '2020-01-01' };
    await writeFile(limits, JSON.stringify([row]));
    running = await start('--limits', limits, '--show', 'overview');
    own(null, () => running.close());
  });

  it('captures with the helper of the package, to the byte', async () => {
    await traffic.send(300_000, 300);
    await shows(300_000);
  });

  it('notifies when the window goes above its maximum', async () => {
    await traffic.send(300_000, 300);
    const notice = await eventually('a notification', () => desktop.notices[0]);
    expect(notice.summary).toMatch(/^Traffic above max/);
    await running.page.locator('[data-testid=alert-row][data-state=firing]').waitFor();
  });

  it('leaves updates to who unpacked it', async () => {
    const { page } = running;
    await runCommand(page, 'Check for Updates');
    await page
      .locator('[data-testid=update-state][data-state=hindered]')
      .getByText('unpacked archive')
      .waitFor();
    await page.getByTestId('close-updates').click();
  });

  it('goes on after a restart, and tells of nothing twice', async () => {
    await running.close();
    running = await start();
    await shows(600_000);
    await traffic.send(50_000, 50);
    await shows(650_000);
    await running.page.locator('[data-testid=alert-row][data-state=firing]').waitFor();
    expect(desktop.notices).toHaveLength(1);
  });

  it('shares its data folder with its command line', async () => {
    const program = [join(packages.unpacked, 'bin/streamchecker')];
    const line = new CommandLine(['limits', 'list', '--format', 'json', '--data-dir', join(folder, 'data')], {
      program,
    });
    expect(await line.end()).toBe(0);
    expect(line.lines.map((text) => JSON.parse(text) as unknown)).toMatchObject([
      { limit_name: 'max', limit_value: maximum },
    ]);
  });
});
