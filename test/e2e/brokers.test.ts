import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { KafkaCluster } from '../../scripts/kafka/kafka-cluster.ts';
import { Authority } from '../support/network/authority.ts';
import { TemporaryFolder } from '../support/process/command-line.ts';
import { Desktop } from '../support/desktop/desktop.ts';
import { eventually, launchApp } from '../support/desktop/desktop-app.ts';
import { type AttachedApp, startAttached } from '../support/desktop/desktop-attached.ts';
import { ownedByTests } from '../support/desktop/desktop-owned.ts';
import { describeKafka } from '../support/kafka/kafka.ts';
import { engineOf } from '../support/desktop/page-calls.ts';

const password = 'not-to-be-seen-9c41';

/** Types a password on the settings page. */
async function enterPassword({ page }: { readonly page: Page }): Promise<void> {
  await page.keyboard.press('Control+,');
  const field = page.getByTestId('value-kafka.password').locator('input');
  await expect.poll(() => field.getAttribute('type')).toBe('password');
  await field.fill(password);
  await field.press('Enter');
  await field.blur();
}

describeKafka('brokers that ask for a password, in the app', null, () => {
  const own = ownedByTests();
  let desktop: Desktop;
  let dataDir: string;
  const settingsFile = (): string => join(dataDir, 'settings.json');
  const start = async (): Promise<AttachedApp> =>
    own(
      await startAttached(desktop, {
        options: ['--data-dir', dataDir, '--show', 'overview'],
        switches: ['--password-store=gnome-libsecret'],
      }),
      (app) => app.close(),
    );
  const isConnected = async ({ page }: AttachedApp): Promise<boolean> => {
    const status = await engineOf(page)
      .getStatus()
      .catch(() => null);
    return status?.stream.kind === 'kafka' && status.stream.state === 'connected';
  };

  beforeAll(async () => {
    const files = own(new TemporaryFolder(), (folder) => folder[Symbol.dispose]());
    const authority = new Authority(files.path, 'authority');
    const { key, certificate } = authority.issue('broker');
    writeFileSync(files.file('broker-store.pem'), key + certificate);
    const cluster = own(
      await KafkaCluster.start({
        security: {
          keyStore: files.file('broker-store.pem'),
          trustStore: authority.file,
          accounts: { ann: password },
        },
      }),
      (one) => one.stop(),
    );
    dataDir = own(new TemporaryFolder(), (folder) => folder[Symbol.dispose]()).path;
    const settings = {
      'kafka.brokers': [`127.0.0.1:${cluster.ports[0]!.sasl}`],
      'kafka.tls': true,
      'kafka.ca': authority.file,
      'kafka.saslMechanism': 'plain',
      'kafka.username': 'ann',
      'capture.interfaces': ['lo'],
    };
    writeFileSync(settingsFile(), JSON.stringify(settings));
    desktop = own(await Desktop.start({ keyring: true }), (session) => session.stop());
  }, 120_000);

  it('let it in with the password from its settings, which lies on disk sealed alone', async () => {
    const app = await start();
    await enterPassword(app);
    await eventually('a connection', () => isConnected(app), 60_000);
    expect(readFileSync(settingsFile(), 'utf8')).toContain('"kafka.password": "sealed:');
    await app.close();
    const found = execFileSync('sh', ['-c', 'grep -rlF "$0" "$1" || true', password, dataDir]);
    expect(found.toString()).toBe('');
  });

  it('let it in again after a restart', async () => {
    const app = await start();
    await eventually('a connection', () => isConnected(app), 60_000);
    await app.page.keyboard.press('Control+,');
    const field = app.page.getByTestId('value-kafka.password').locator('input');
    expect([await field.inputValue(), await field.getAttribute('placeholder')]).toEqual([
      '',
      'Set, and sealed',
    ]);
    await app.close();
  });
});

describe('a desktop without a keyring', () => {
  const own = ownedByTests();

  it('says what to do with the password instead, and does not store it', async () => {
    const folder = own(new TemporaryFolder(), (one) => one[Symbol.dispose]());
    const desktop = own(await Desktop.start(), (session) => session.stop());
    const options = ['--interface', 'lo'];
    const app = own(await launchApp(desktop, options, { dataDir: folder.path }), (one) => one.close());
    await enterPassword(app);
    await app.page
      .locator('[data-setting="kafka.password"] [role=alert]')
      .getByText('This desktop has no keyring to seal a password with')
      .waitFor();
    expect(existsSync(folder.file('settings.json'))).toBe(false);
  });
});
