import { rm } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { hasPostgres, passwords, PostgresServer } from '../../scripts/postgres/postgres-server.ts';
import { Desktop } from '../support/desktop/desktop.ts';
import {
  type DesktopAppUnderTest,
  eventually,
  launchApp,
  makeDataDir,
} from '../support/desktop/desktop-app.ts';
import { ownedByTests } from '../support/desktop/desktop-owned.ts';
import { answerConsent } from '../support/desktop/desktop-page.ts';
import { writeSlope } from '../support/desktop/desktop-slope.ts';
import { LoopbackTraffic } from '../support/desktop/desktop-traffic.ts';
import { engineOf } from '../support/desktop/page-calls.ts';

describe.runIf(hasPostgres)('limits from a PostgreSQL table in the desktop app', () => {
  const own = ownedByTests();
  let running: DesktopAppUnderTest;
  let server: PostgresServer;

  beforeAll(async () => {
    server = own(await PostgresServer.start(), (started) => started.stop());
    await server.run(
      `CREATE TABLE traffic_limits (limit_name text, limit_value bigint, effective_date timestamptz);
       INSERT INTO traffic_limits VALUES ('max', 4500, '2020-01-01'); GRANT SELECT ON traffic_limits TO reader`,
    );
    const dataDir = own(await makeDataDir(), (path) => rm(path, { recursive: true, force: true }));
    const traffic = own(await LoopbackTraffic.open(), (sockets) => sockets.close());
    const options = await writeSlope(dataDir, `udp port ${traffic.port}`);
    const desktop = own(await Desktop.start(), (session) => session.stop());
    running = own(await launchApp(desktop, options, { dataDir }), (app) => app.close());
    await answerConsent(running.app, true);
    await running.page.locator('[data-testid=capture-state][data-state=capturing]').waitFor();
    await running.page.getByTestId('go-limits').click();
  });

  const values = async (): Promise<number[]> =>
    (await engineOf(running.page).listLimits()).map(({ value }) => value);
  const enterAddress = async (address: string): Promise<void> => {
    const { page } = running;
    await page.getByTestId('import-table').click();
    await page.getByTestId('postgres-address').locator('input').fill(address);
    await page.getByTestId('preview-table').click();
  };
  const acceptMax = async (): Promise<void> => {
    const { page } = running;
    await page.getByTestId('suggest-limits').click();
    await page.locator('[data-limit=max]').getByTestId('accept-suggestion').click();
    await page.getByTestId('confirm-suggestion').click();
  };

  it('are previewed by the address of the table, and imported; its password is not shown', async () => {
    const { page } = running;
    await enterAddress(server.url());
    const dialog = page.getByTestId('limits-preview');
    await dialog.getByText(`Import limits from localhost:${server.port}/limits`).waitFor();
    await page.locator('[data-testid=limits-past] [data-breached="4"]').waitFor();
    await page.getByTestId('confirm-import').click();
    await dialog.waitFor({ state: 'detached' });
    expect(await values()).toEqual([4_500]);
    await page.getByTestId('limits').getByText('postgres://reader@localhost').first().waitFor();
    const shown = await page.content();
    for (const secret of [passwords.reader, encodeURIComponent(passwords.reader)]) {
      expect(shown).not.toContain(secret);
    }
  });

  it.each([
    ['the preview', 'reading'],
    ['the import', 'importing'],
  ])('are left as they are where %s waits for the server and is cancelled', async (_, step) => {
    const { page } = running;
    const dialog = page.getByTestId('limits-preview');
    const progress = dialog.locator('vscode-progress-bar');
    if (step === 'importing') {
      await enterAddress(server.url());
      await page.locator('[data-testid=limits-past] [data-breached="4"]').waitFor();
      expect(await progress.count()).toBe(0);
    }
    const lock = await server.lock('traffic_limits');
    try {
      if (step === 'reading') await enterAddress(server.url());
      else await page.getByTestId('confirm-import').click();
      await progress.waitFor();
      await page.getByTestId('cancel-import').click();
      await dialog.waitFor({ state: 'detached' });
      expect(await values()).toEqual([4_500]);
    } finally {
      await lock.release();
    }
  });

  it('say why a table can not be read', async () => {
    const { page } = running;
    await enterAddress(server.url('reader', { table: 'no_such_table' }));
    await page.getByTestId('import-problem').getByText('There is no table "no_such_table"').waitFor();
    await page.getByTestId('cancel-import').click();
  });

  it('take a suggestion once the role may insert; until then it is told what to run', async () => {
    const { page } = running;
    await acceptMax();
    const problem = page.getByTestId('suggestion-problem');
    await problem.getByText('reader may not insert into the table "traffic_limits"').waitFor();
    const [grant] = /GRANT INSERT ON "traffic_limits" TO reader/.exec(await problem.innerText())!;
    expect(await values()).toEqual([4_500]);
    await page.getByTestId('close-suggestions').click();

    await server.run(grant);
    await acceptMax();
    await page.getByTestId('toast').getByText('was added to localhost').waitFor();
    await eventually('both limits', async () => (await values()).join() === '4500,6000');
    expect(await server.run('SELECT limit_value::int AS value FROM traffic_limits ORDER BY 1')).toEqual([
      { value: 4_500 },
      { value: 6_000 },
    ]);
  });
});
