import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { eventually } from '../support/desktop/desktop-app.ts';
import { ownedByTests } from '../support/desktop/desktop-owned.ts';
import { runCommand } from '../support/desktop/desktop-page.ts';
import { InstalledApp } from '../support/desktop/installed-app.ts';
import { canInstall, canPackage, packages } from '../support/packages/packages.ts';
import { newSigningKeys, signatureOf, type SigningKeys } from '../support/network/signing-keys.ts';
import { SystemCopy } from '../support/process/system-copy.ts';
import { receiverOf, UpdateServer } from '../support/network/update-server.ts';

const image = '/home/ann/Apps/StreamChecker.AppImage';
const policy = '/etc/streamchecker/policy.json';
const name = 'StreamChecker-9.9.9.AppImage';
const lists = ['latest-linux.yml', 'latest-linux.yml.sig'];

it.skipIf(!canPackage)('packing writes the list of versions that a release signs', () => {
  expect(parse(readFileSync(packages.channel, 'utf8'))).toMatchObject({
    version: packages.version,
    files: [{ url: `StreamChecker-${packages.version}.AppImage` }, {}, {}],
  });
});

describe.skipIf(!canInstall)('the AppImage and a newer version', () => {
  const own = ownedByTests();
  let system: SystemCopy;
  let server: UpdateServer;
  let keys: SigningKeys;
  /** What the server offers: this version under another number, and a little longer. */
  let newer: Buffer;

  const offer = (channel: string, by: SigningKeys): void => {
    server.files.set(lists[0]!, channel);
    server.files.set(lists[1]!, signatureOf(channel, by));
  };
  const setPolicy = (said: object): Promise<string> =>
    system.do('sh', '-c', `mkdir -p "$(dirname ${policy})" && echo '${JSON.stringify(said)}' > ${policy}`);
  const start = async (): Promise<InstalledApp> => {
    const app = await InstalledApp.start(system, 'ann', [image, '--window=24h', '--show=overview'], {
      staysOpen: true,
    });
    await app.page.getByTestId('capture-state').waitFor();
    return app;
  };
  const state = (page: Page, kind: string): Promise<void> =>
    page.locator(`[data-testid=update-state][data-state=${kind}]`).waitFor({ timeout: 30_000 });
  const installed = async (): Promise<string> => (await system.do('sha512sum', image)).split(' ')[0]!;

  beforeAll(async () => {
    system = own(await SystemCopy.open(), (copy) => copy.close());
    server = own(await UpdateServer.open(), (one) => one.close());
    const privateKey = createPrivateKey(readFileSync(packages.updateKey));
    keys = { privateKey, publicKey: '' };
    newer = Buffer.concat([readFileSync(packages.appImage), Buffer.from('newer')]);
    server.files.set(name, newer);
    await system.do('useradd', '--create-home', 'ann');
    await system.do('install', '-d', '-o', 'ann', '/home/ann/Apps');
    await system.put(packages.appImage, image);
    await system.do('chmod', '755', image);
    await system.do('mknod', '--mode=666', '/tmp/fuse', 'c', '10', '229');
    await system.do('mount', '--bind', '/tmp/fuse', '/dev/fuse');
    await setPolicy({ 'updates.url': server.url });
  });

  it('asks nobody, once its administrator has said so, and shows that', async () => {
    await setPolicy({ 'app.updates': 'off', 'updates.url': server.url });
    const app = await start();
    await runCommand(app.page, 'Check for Updates');
    await state(app.page, 'hindered');
    await app.page.getByText(`Your administrator has turned updates off (${policy}).`).waitFor();
    await app.page.getByTestId('close-updates').click();
    await app.page.keyboard.press('Control+,');
    const setting = app.page.locator('[data-setting="app.updates"]');
    await setting.getByText(`Your administrator has set it (${policy}).`).waitFor();
    expect(await setting.getByTestId('value-app.updates').getAttribute('disabled')).not.toBeNull();
    await app.close();
    expect(server.asked).toEqual([]);
    await setPolicy({ 'updates.url': server.url });
  });

  describe('started by a person', () => {
    let app: InstalledApp;
    beforeAll(async () => {
      app = await start();
      own(null, () => app.close());
    });

    it('is not told of one that another publisher has signed', async () => {
      offer(receiverOf('9.9.9', name, newer), newSigningKeys());
      await runCommand(app.page, 'Check for Updates');
      await state(app.page, 'failed');
      const problem = app.page.getByTestId('update-problem');
      expect(await problem.innerText()).toContain('is not signed by the publisher of this app');
      await app.page.getByTestId('close-updates').click();
      expect(server.asked).toEqual(lists);
    });

    it('is not told of one by a list that has expired', async () => {
      offer(receiverOf('9.9.9', name, newer, '2026-01-31T00:00:00.000Z'), keys);
      await runCommand(app.page, 'Check for Updates');
      await state(app.page, 'failed');
      const problem = app.page.getByTestId('update-problem');
      expect(await problem.innerText()).toContain('is out of date since 2026-01-31');
      await app.page.getByTestId('close-updates').click();
    });

    it('says so where it is the newest itself', async () => {
      offer(receiverOf('0.0.9', name, newer), keys);
      await runCommand(app.page, 'Check for Updates');
      await app.page.getByText(`StreamChecker ${packages.version} is the newest version.`).waitFor();
      await app.page.getByTestId('close-updates').click();
    });

    it('is told of one, and downloads nothing without a yes', async () => {
      server.asked.length = 0;
      offer(receiverOf('9.9.9', name, newer), keys);
      await runCommand(app.page, 'Check for Updates');
      await app.page.getByText('StreamChecker 9.9.9 is available.').waitFor();
      await app.page.getByRole('button', { name: 'Later' }).click();
      await app.page.getByTestId('status-update').getByText('Update: 9.9.9').waitFor();
      await new Promise((wake) => setTimeout(wake, 1_000));
      expect(server.asked).toEqual(lists);
    });

    it('refuses a package that is not the one of the list', async () => {
      server.files.set(name, Buffer.concat([newer, Buffer.from('!')]));
      await runCommand(app.page, 'Check for Updates');
      await app.page.getByTestId('download-update').click();
      await state(app.page, 'failed');
      expect(await app.page.getByTestId('update-problem').innerText()).toContain(
        'The package is not the one that the publisher signed',
      );
      await app.page.getByTestId('close-updates').click();
      server.files.set(name, newer);
    });

    it('downloads it when told, leaves everything as it is, and restarts as it when told', async () => {
      const before = await installed();
      await runCommand(app.page, 'Check for Updates');
      await app.page.getByTestId('download-update').click();
      await state(app.page, 'ready');
      expect(server.asked.filter((file) => file === name).length).toBeGreaterThan(0);
      expect(await installed()).toBe(before);
      const [pid] = await system.pids('--oldest', '--exact', 'streamchecker');
      await app.page.getByTestId('restart-to-update').click();
      await eventually(
        'its end',
        async () => !(await system.pids('--exact', 'streamchecker')).includes(pid!),
      );
      app = await app.successor();
      await app.page.getByTestId('capture-state').waitFor();
      expect(await installed()).not.toBe(before);
      expect(await system.do('ls', '/home/ann/Apps')).toBe('StreamChecker.AppImage\n');
      expect(Number(await system.do('stat', '-c', '%s', image))).toBe(newer.length);
      const [successor] = await system.pids('--oldest', '--exact', 'streamchecker');
      const words = readFileSync(`/proc/${successor}/cmdline`, 'utf8').replaceAll('\0', ' ');
      expect(words).toContain('--window=24h');
    });
  });
});
