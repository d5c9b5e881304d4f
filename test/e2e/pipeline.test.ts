import { rm } from 'node:fs/promises';
import { expect, it } from 'vitest';
import type { StreamStatus } from '../../src-main/common/model/stream.ts';
import { Desktop } from '../support/desktop/desktop.ts';
import { eventually, launchApp, makeDataDir } from '../support/desktop/desktop-app.ts';
import { ownedByTests } from '../support/desktop/desktop-owned.ts';
import { LoopbackTraffic } from '../support/desktop/desktop-traffic.ts';
import { describeKafka } from '../support/kafka/kafka.ts';
import { engineOf } from '../support/desktop/page-calls.ts';

describeKafka('the view of the pipeline', {}, (cluster) => {
  const own = ownedByTests();

  it('shows each partition of the topic, what each interface received and lost, and what waits', async () => {
    const dataDir = own(await makeDataDir(), (path) => rm(path, { recursive: true, force: true }));
    const traffic = own(await LoopbackTraffic.open(), (sockets) => sockets.close());
    const desktop = own(await Desktop.start(), (session) => session.stop());
    const [broker] = cluster().brokers as [string];
    const options = ['--interface', 'lo', '--filter', `udp port ${traffic.port}`, '--brokers', broker];
    const { page } = own(await launchApp(desktop, options, { dataDir }), (app) => app.close());
    const stream = async (): Promise<StreamStatus> => (await engineOf(page).getStatus()).stream;
    await eventually('a connection', async () => (await stream()).state === 'connected', 60_000);
    await page.getByTestId('go-pipeline').click();
    await traffic.send(40_000, 100, '127.0.0.7', '127.0.0.20');
    await page.getByText(`traffic on ${broker}`).waitFor();
    await page.locator('[data-testid=partition][data-lag="0"]').nth(5).waitFor();
    const link = page.locator('[data-testid=link-row][data-interface=lo]').first();
    await eventually('its packets', async () => Number(await link.getAttribute('data-received')) > 0);
    await expect.poll(() => link.getAttribute('data-lost')).toBe('0');
    await cluster().stop();
    const log = page.locator('[data-testid=pipeline-step][data-step=log]');
    await log.getByText('Check that the brokers run').waitFor({ timeout: 60_000 });
    await traffic.send(4_000, 100, '127.0.0.7', '127.0.0.20');
    await log.getByText('Oldest of them').waitFor({ timeout: 30_000 });
  });
});
